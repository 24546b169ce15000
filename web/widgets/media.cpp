#include "web/widgets/media.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <imgui.h>
#include <imgui_internal.h>
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/input.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"
#include "web/widgets/icons.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/text.h"

namespace gezhi::ui {
namespace {

using mirror::Role;

// --- map ---

struct Hold {
  Id id = 0;
  float x = 0;
  float y = 0;
  double since_ms = 0;
  bool moved = false;
  bool told = false;
};

struct OpenMap {
  Id id = 0;
  Box box;
  MapOptions options;
  std::size_t node = 0;
  MapEvents events;
};

Hold hold;         // of the device: the finger on the glass
OpenMap open_map;  // of the device: while a frame is drawn

void follow_press(Id id, const Press& state, MapEvents& events) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (state.held && hold.id != id)
    hold = {id, mouse.x, mouse.y, platform::frame_ms(), false, false};
  if (state.held) {
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    if (std::hypot(mouse.x - hold.x, mouse.y - hold.y) > 8) hold.moved = true;
    if (hold.moved) {
      events.pan_x = delta.x;
      events.pan_y = delta.y;
    }
    const double left = 550 - (platform::frame_ms() - hold.since_ms);
    if (!hold.moved && !hold.told && left <= 0) {
      hold.told = events.long_pressed = true;
      events.x = hold.x;
      events.y = hold.y;
    }
    if (left > 0) platform::wake_in(static_cast<int>(left) + 5);
  } else if (hold.id == id) {
    if (state.pressed && !hold.moved && !hold.told) {
      events.tapped = true;
      events.x = hold.x;
      events.y = hold.y;
    }
    hold = {};
  }
}

void follow_gesture(const Box& box, MapEvents& events) {
  const platform::Gesture& g = platform::gesture();
  if (!box.contains(g.x, g.y) || (!g.pinching && g.zoom == 1)) return;
  if (ImGui::GetCurrentContext()->HoveredWindow != nullptr &&
      ImGui::GetCurrentContext()->HoveredWindow != ImGui::GetCurrentWindow())
    return;
  events.zoom = g.zoom;
  events.zoom_x = g.x;
  events.zoom_y = g.y;
  if (g.pinching) {
    events.pan_x += g.pan_x;
    events.pan_y += g.pan_y;
  }
}

bool corner_button(const Box& box, Icon icon, std::string_view name) {
  const Theme& t = theme();
  const Id id = item_id(name);
  const Press state = press(id, box);
  soft_shadow(box, kRadiusControl);
  fill(box, state.hovered || state.held ? t.sunken : t.surface, kRadiusControl);
  outline(box, t.line, kRadiusControl);
  if (state.focused) focus_ring(box, kRadiusControl);
  draw_icon(icon, box.x + box.w / 2, box.y + box.h / 2, 24, t.text);
  report(id, Role::button, name, box);
  return state.pressed;
}

// --- photos ---

struct Texture {
  platform::Picture picture;
  bool loading = false;
};

std::map<std::string, Texture>& textures() {
  static std::map<std::string, Texture> all;  // of the session: freed at its end, below
  static int generation = 0;                  // of the device: the graphics
  static const bool forgets = [] {
    platform::on_session_end([] {
      for (const auto& [key, texture] : all) platform::free_picture(texture.picture);
      all.clear();
    });
    return true;
  }();
  static_cast<void>(forgets);
  if (generation != platform::graphics_generation()) all.clear();
  generation = platform::graphics_generation();
  return all;
}

const platform::Picture* picture_of(const Photo& photo) {
  Texture& texture = textures()[photo.key];
  if (texture.picture.texture != 0) return &texture.picture;
  if (!texture.loading && !photo.jpeg.empty()) {
    texture.loading = true;
    const std::string key = photo.key;
    const std::uint64_t asked = platform::session_number();
    platform::load_picture(photo.jpeg, [key, asked](platform::Picture picture) {
      if (asked == platform::session_number())
        textures()[key].picture = picture;
      else
        platform::free_picture(picture);
    });
  }
  return nullptr;
}

// Fills the box, the middle of the picture in sight.
void draw_picture(const Box& box, const platform::Picture& picture, float radius) {
  const float want = box.w / box.h;
  const float have = static_cast<float>(picture.width_px) / static_cast<float>(picture.height_px);
  ImVec2 from(0, 0);
  ImVec2 to(1, 1);
  if (have > want) {
    from.x = (1 - want / have) / 2;
    to.x = 1 - from.x;
  } else {
    from.y = (1 - have / want) / 2;
    to.y = 1 - from.y;
  }
  canvas()->AddImageRounded(ImTextureRef(static_cast<ImTextureID>(picture.texture)), {box.x, box.y},
                            {box.right(), box.bottom()}, from, to, IM_COL32_WHITE, radius);
}

bool add_tile(const Box& box, Icon icon, std::string_view name) {
  const Theme& t = theme();
  const Id id = item_id(name);
  const Press state = press(id, box);
  fill(box, state.hovered || state.held ? t.primary_soft : t.surface, kRadiusControl);
  outline(box, t.primary, kRadiusControl, 1.5f);
  if (state.focused) focus_ring(box, kRadiusControl);
  draw_icon(icon, box.x + box.w / 2, box.y + box.h / 2 - 12, 30, t.primary);
  TextStyle style;
  style.size = kTextSmall;
  style.weight = Weight::strong;
  style.colour = t.primary;
  style.align = Align::centre;
  draw_line({box.x + 4, box.y + box.h / 2 + 12, box.w - 8, 24}, name, style);
  report(id, Role::button, name, box);
  return state.pressed;
}

bool remove_button(const Box& tile, std::string_view name) {
  const Box target{tile.right() - 44, tile.y, 44, 44};
  const Id id = item_id("##remove");
  const Press state = press(id, target);
  canvas()->AddCircleFilled({tile.right() - 18, tile.y + 18}, 14,
                            faded(0xFF000000, state.held ? 0.9f : 0.65f));
  draw_icon(Icon::close, tile.right() - 18, tile.y + 18, 16, 0xFFFFFFFF);
  if (state.focused) focus_ring(target.inset(6), 16);
  report(id, Role::button, name, target);
  return state.pressed;
}

void photo_tile(const Box& box, const Photo& photo, int number, bool editable,
                PhotoEvents& events) {
  const Theme& t = theme();
  const std::string name = tr("ui.common.photo_n", std::to_string(number + 1));
  const Id id = item_id("##photo");
  ImGui::SetNextItemAllowOverlap();
  const Press state = press(id, box);
  fill(box, t.sunken, kRadiusControl);
  if (const platform::Picture* picture = picture_of(photo))
    draw_picture(box, *picture, kRadiusControl);
  else
    draw_icon(Icon::photo, box.x + box.w / 2, box.y + box.h / 2, 30, t.text_faint);
  if (photo.unsent) {
    const Box mark{box.x + 6, box.bottom() - 30, 26, 24};
    fill(mark, t.tone(Tone::warning).fill, 12);
    draw_icon(Icon::clock, mark.x + 13, mark.y + 12, 16, t.tone(Tone::warning).text);
  }
  if (state.focused) focus_ring(box, kRadiusControl);
  report(id, Role::button, photo.unsent ? name + ", " + tr("ui.common.unsent") : name, box);
  if (state.pressed) events.opened = number;
  if (editable && remove_button(box, tr("ui.common.photo_remove", std::to_string(number + 1))))
    events.removed = number;
}

}  // namespace

MapEvents map_begin(std::string_view name, const MapOptions& options) {
  OpenMap& m = open_map;
  m = {};
  m.options = options;
  const Box room = room_left();
  m.box = take(options.height > 0 ? options.height : room.h, kGap);
  m.id = item_id(name);
  ImGui::SetNextItemAllowOverlap();
  const Press state = press(m.id, m.box);
  m.events.box = m.box;
  follow_press(m.id, state, m.events);
  follow_gesture(m.box, m.events);
  mirror::Node node;
  node.key = m.id;
  node.role = Role::application;
  node.name = shown(name);
  node.box = m.box;
  node.flags = mirror::kGesture;
  m.node = mirror::begin(node);
  push_id(name);
  ImGui::PushClipRect({m.box.x, m.box.y}, {m.box.right(), m.box.bottom()}, true);
  m.events.list = canvas();
  fill(m.box, theme().sunken, options.radius);
  return m.events;
}

bool map_marker(int id_number, std::string_view name, float x, float y, float radius) {
  const Box box{x - radius, y - radius, radius * 2, radius * 2};
  if (!open_map.box.contains(x, y)) return false;
  push_id(id_number);
  const Id id = item_id("marker");
  const Press state = press(id, box);
  if (state.focused) focus_ring(box, radius);
  report(id, Role::button, name, box);
  pop_id();
  return state.pressed;
}

void map_end() {
  OpenMap& m = open_map;
  ImGui::PopClipRect();
  pop_id();
  if (m.options.radius > 0) outline(m.box, theme().line, m.options.radius);
  mirror::end(m.node);
}

MapControls map_controls() {
  const OpenMap& m = open_map;
  MapControls out;
  const float x = m.box.right() - kTarget - 12;
  const float y = m.box.bottom() - 12 - 3 * (kTarget + 8);
  out.zoom_in = corner_button({x, y, kTarget, kTarget}, Icon::plus, tr("ui.common.zoom_in"));
  out.zoom_out =
      corner_button({x, y + kTarget + 8, kTarget, kTarget}, Icon::minus, tr("ui.common.zoom_out"));
  out.my_place = corner_button({x, y + 2 * (kTarget + 8), kTarget, kTarget}, Icon::target,
                               tr("ui.common.my_place"));
  return out;
}

PhotoEvents photo_strip(std::string_view name, std::span<const Photo> photos, std::size_t most) {
  PhotoEvents events;
  const float gap = kGapSmall;
  const int columns = std::max(3, static_cast<int>(width() / 128));
  const float side = std::min(140.0f, std::floor((width() - gap * static_cast<float>(columns - 1)) /
                                                 static_cast<float>(columns)));
  const bool editable = most > 0;
  const int extra = photos.size() < most ? 2 : 0;
  const int total = static_cast<int>(photos.size()) + extra;
  mirror::Node node;
  node.key = item_id(name);
  node.role = Role::group;
  node.name = shown(name);
  node.box = peek(0);
  const std::size_t at = mirror::begin(node);
  push_id(name);
  Box row;
  for (int i = 0; i < total; ++i) {
    if (i % columns == 0) row = take(side, gap);
    const Box box{row.x + static_cast<float>(i % columns) * (side + gap), row.y, side, side};
    push_id(i);
    const int p = i - extra;
    if (p >= 0)
      photo_tile(box, photos[static_cast<std::size_t>(p)], p, editable, events);
    else if (i == 0)
      events.add_camera = add_tile(box, Icon::camera, tr("ui.common.take_photo"));
    else
      events.add_file = add_tile(box, Icon::photo, tr("ui.common.choose_photo"));
    pop_id();
  }
  pop_id();
  space(kGapTiny);
  mirror::end(at, {node.box.x, node.box.y, node.box.w, peek(0).y - node.box.y});
  return events;
}

void photo_large(std::string_view name, const Photo& photo) {
  const platform::Picture* picture = picture_of(photo);
  const float ratio = picture != nullptr ? static_cast<float>(picture->height_px) /
                                               static_cast<float>(picture->width_px)
                                         : 0.75f;
  const Box box = take(std::min(width() * ratio, platform::screen().height * 0.7f));
  fill(box, theme().sunken, kRadiusControl);
  if (picture != nullptr) {
    const float w = std::min(box.w, box.h / ratio);
    draw_picture({box.x + (box.w - w) / 2, box.y, w, box.h}, *picture, kRadiusControl);
  }
  report(item_id(name), Role::image, name, box);
}

}  // namespace gezhi::ui
