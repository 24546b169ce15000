#include "web/widgets/buttons.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/widgets/i18n.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/text.h"
#include "web/widgets/wrong_fields.h"

namespace gezhi::ui {
namespace {

using mirror::Role;

struct Look {
  Colour fill = 0;
  Colour hover = 0;
  Colour text = 0;
  Colour edge = 0;
};

Look look_disabled() { return {theme().sunken, theme().sunken, theme().text_faint, theme().line}; }

void draw_face(const Box& box, const Press& state, const Look& look, float radius) {
  const Colour face = state.held      ? mixed(look.hover, theme().text, 0.12f)
                      : state.hovered ? look.hover
                                      : look.fill;
  if (face != 0) fill(box, face, radius);
  if (look.edge != 0) outline(box, look.edge, radius, 1.5f);
  if (state.focused) focus_ring(box, radius);
}

// What the icon takes beside the words; nothing if the words would not fit on one line with it.
float icon_room(std::string_view label, Icon icon, float button) {
  if (icon == Icon::none) return 0;
  TextStyle style;
  style.weight = Weight::strong;
  const float room = kTextBody * 1.25f + 8;
  const float words = text_width(shown(label), style);
  return words + room + 16 > button && words + 16 <= button ? 0 : room;
}

void draw_label(const Box& box, Icon icon, std::string_view label, Colour colour) {
  TextStyle style;
  style.weight = Weight::strong;
  style.colour = colour;
  style.max_lines = 2;
  style.align = Align::centre;
  const float left = icon_room(label, icon, box.w);
  const float text = std::min(text_width(label, style) + 1, box.w - left - 16);
  const float height = text_height(label, text, style);
  const float x = std::floor(box.x + (box.w - left - text) * 0.5f);
  if (left > 0) {
    draw_icon(icon, x + kTextBody * 0.62f, box.y + box.h * 0.5f, kTextBody * 1.25f, colour);
  }
  draw_text({x + left, std::floor(box.y + (box.h - height) / 2), text, height}, label, style);
}

// 54, or more when the words take a second line.
float button_height(std::string_view label, Icon icon) {
  TextStyle style;
  style.weight = Weight::strong;
  style.max_lines = 2;
  const float room = width() - 16 - icon_room(label, icon, width());
  return std::max(kButtonHeight, text_height(shown(label), room, style) + 16);
}

bool wide_button(std::string_view label, const ButtonOptions& options, const Look& look) {
  const float height = button_height(label, options.busy ? Icon::sync : options.icon);
  const Box box = take(height, options.why_not.empty() || options.enabled ? kGap : kGapTiny);
  const bool enabled = options.enabled && !options.busy;
  const Id id = item_id(label);
  const Press state = press(id, box, enabled);
  if (in_sight(box)) {
    const Look now = options.enabled ? look : look_disabled();
    draw_face(box, state, now, kRadiusControl);
    draw_label(box, options.busy ? Icon::sync : options.icon, shown(label), now.text);
  }
  report(id, Role::button, shown(label), box, enabled ? 0u : mirror::kDisabled);
  note_control(id);
  if (!options.enabled && !options.why_not.empty()) small_text(options.why_not);
  return state.pressed;
}

// Lays chips out in lines; calls chip(i, box).
template <class Chip>
void flow(std::span<const std::string> options, Chip chip) {
  const float height = kTarget;
  TextStyle style;
  float x = 0;
  Box line_box = take(height, kGapSmall);
  for (std::size_t i = 0; i < options.size(); ++i) {
    const float w = std::min(text_width(options[i], style) + 36, line_box.w);
    if (x > 0 && x + w > line_box.w) {
      line_box = take(height, kGapSmall);
      x = 0;
    }
    chip(static_cast<int>(i), Box{line_box.x + x, line_box.y, w, height});
    x += w + kGapSmall;
  }
  space(kGapSmall);
}

void draw_chip(const Box& box, std::string_view text, bool on, const Press& state) {
  const Theme& t = theme();
  const float radius = box.h / 2;
  Look look = on ? Look{t.primary, t.primary_hover, t.on_primary, 0}
                 : Look{t.surface, t.sunken, t.text, t.line_strong};
  draw_face(box, state, look, radius);
  TextStyle style;
  style.colour = look.text;
  style.align = Align::centre;
  if (on) style.weight = Weight::strong;
  draw_line(box.inset(4), text, style);
}

// A choice that must be made marks itself after a try.
std::uint32_t unanswered(int chosen) {
  return chosen < 0 && form_tried() ? std::uint32_t{mirror::kInvalid} : 0u;
}

Box flow_begin(std::string_view label, Role role, std::size_t* node, Asked asked = Asked::freely,
               int chosen = 0) {
  const bool required = asked != Asked::freely;
  if (asked != Asked::headed) field_label(shown(label), required);
  const Box start = peek(0);
  mirror::Node n;
  n.key = item_id(label);
  n.role = role;
  n.name = shown(label);
  n.box = start;
  // A group of boxes has no such attribute: there its label and its error say it.
  if (required && role == Role::radio_group) n.flags |= mirror::kRequired | unanswered(chosen);
  *node = mirror::begin(n);
  return start;
}

void flow_end(const Box& start, std::size_t node, std::string_view first) {
  note_control(item_id(first));
  mirror::end(node, {start.x, start.y, start.w, peek(0).y - start.y});
}

}  // namespace

bool primary_button(std::string_view label, const ButtonOptions& options) {
  const Theme& t = theme();
  return wide_button(label, options, {t.primary, t.primary_hover, t.on_primary, 0}) && try_form();
}

bool secondary_button(std::string_view label, const ButtonOptions& options) {
  const Theme& t = theme();
  return wide_button(label, options, {t.surface, t.primary_soft, t.primary, t.primary});
}

bool danger_button(std::string_view label, const ButtonOptions& options) {
  const Theme& t = theme();
  const Look look{t.danger, mixed(t.danger, t.text, 0.15f), t.on_danger, 0};
  return wide_button(label, options, look) && try_form();
}

bool text_button(std::string_view label, const ButtonOptions& options) {
  TextStyle style;
  style.weight = Weight::strong;
  const float extra = options.icon == Icon::none ? 0 : kTextBody * 1.25f + 8;
  Box box = take(kTarget, kGapSmall);
  box.w = std::min(box.w, text_width(shown(label), style) + extra + 32);
  const Id id = item_id(label);
  const Press state = press(id, box, options.enabled);
  const Theme& t = theme();
  const Colour colour = options.enabled ? t.primary : t.text_faint;
  draw_face(box, state, {0, t.primary_soft, colour, 0}, kRadiusControl);
  draw_label(box, options.icon, shown(label), colour);
  report(id, Role::button, shown(label), box, options.enabled ? 0u : mirror::kDisabled);
  return state.pressed;
}

bool link_button(std::string_view label, std::string_view url, Icon icon) {
  const Theme& t = theme();
  const Box box = take(button_height(label, icon));
  const Id id = item_id(label);
  const Press state = press(id, box);
  draw_face(box, state, {t.surface, t.primary_soft, t.primary, t.primary}, kRadiusControl);
  draw_label(box, icon, shown(label), t.primary);
  mirror::Node node;
  node.key = id;
  node.role = Role::link;
  node.name = shown(label);
  node.box = box;
  node.extra = "{\"attr\":{\"href\":";
  mirror::append_json(node.extra, url);
  node.extra += "}}";
  mirror::add(node);
  if (state.pressed) platform::open_link(url);
  return state.pressed;
}

bool icon_button(std::string_view name, Icon icon, bool enabled) {
  Box box = take(kTarget, kGapSmall);
  box.w = kTarget;
  const Id id = item_id(name);
  const Press state = press(id, box, enabled);
  const Theme& t = theme();
  draw_face(box, state, {0, t.sunken, t.text, 0}, kTarget / 2);
  draw_icon(icon, box.x + box.w / 2, box.y + box.h / 2, 24, enabled ? t.text : t.text_faint);
  report(id, Role::button, shown(name), box, enabled ? 0u : mirror::kDisabled);
  return state.pressed;
}

bool choice_chips(std::string_view label, std::span<const std::string> options, int& chosen,
                  Asked asked) {
  bool changed = false;
  std::size_t node = 0;
  push_id(label);
  const Box start = flow_begin(label, Role::radio_group, &node, asked, chosen);
  flow(options, [&](int i, const Box& box) {
    const std::string& text = options[static_cast<std::size_t>(i)];
    const Id id = item_id(text);
    const Press state = press(id, box);
    if (state.pressed && chosen != i) {
      chosen = i;
      changed = true;
    }
    draw_chip(box, text, chosen == i, state);
    report(id, Role::radio, text, box, chosen == i ? mirror::kChecked : 0u);
  });
  flow_end(start, node, options.empty() ? std::string_view() : options[0]);
  pop_id();
  return changed;
}

bool multi_chips(std::string_view label, std::span<const std::string> options,
                 std::vector<bool>& chosen, Asked asked) {
  bool changed = false;
  chosen.resize(options.size());
  std::size_t node = 0;
  push_id(label);
  const Box start = flow_begin(label, Role::group, &node, asked);
  flow(options, [&](int i, const Box& box) {
    const std::size_t at = static_cast<std::size_t>(i);
    const Id id = item_id(options[at]);
    const Press state = press(id, box);
    if (state.pressed) {
      chosen[at] = !chosen[at];
      changed = true;
    }
    draw_chip(box, options[at], chosen[at], state);
    report(id, Role::checkbox, options[at], box, chosen[at] ? mirror::kChecked : 0u);
  });
  flow_end(start, node, options.empty() ? std::string_view() : options[0]);
  pop_id();
  return changed;
}

namespace {

// Whether words would be cut beside each other, in large text or a long language: they stand one below
// the other then.
bool too_wide(std::span<const std::string> options, float room) {
  const float each = room / static_cast<float>(options.size()) - 12;  // what draw_line() gets
  const TextStyle style{.size = kTextSmall, .weight = Weight::strong};
  return std::any_of(options.begin(), options.end(),
                     [&](const std::string& words) { return text_width(words, style) > each; });
}

}  // namespace

bool segmented(std::string_view label, std::span<const std::string> options, int& chosen,
               Asked asked) {
  bool changed = false;
  const Theme& t = theme();
  const bool answer = asked != Asked::freely;
  if (asked == Asked::required) field_label(shown(label), true);
  const bool stacked = too_wide(options, width());
  const auto count = static_cast<float>(options.size());
  const Box bar = take(stacked ? kTarget * count : kTarget);
  fill(bar, t.sunken, kRadiusControl);
  if (t.scheme == Scheme::contrast) outline(bar, t.line, kRadiusControl);
  mirror::Node n;
  n.key = item_id(label);
  n.role = answer ? Role::radio_group : Role::tablist;
  n.name = shown(label);
  n.box = bar;
  if (answer) n.flags |= mirror::kRequired | unanswered(chosen);
  const std::size_t node = mirror::begin(n);
  push_id(label);
  note_control(item_id(options[0]));
  const float w = bar.w / count;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto at = static_cast<float>(i);
    const Box box = (stacked ? Box{bar.x, bar.y + kTarget * at, bar.w, kTarget}
                             : Box{bar.x + w * at, bar.y, w, bar.h})
                        .inset(4);
    const Id id = item_id(options[i]);
    const Press state = press(id, box);
    const bool was = chosen == static_cast<int>(i);
    if (state.pressed && !was) {
      chosen = static_cast<int>(i);
      changed = true;
    }
    const bool on = chosen == static_cast<int>(i);
    if (on) {
      if (t.scheme == Scheme::light) soft_shadow(box, kRadiusControl - 3);
      fill(box,
           t.scheme == Scheme::light  ? t.surface
           : t.scheme == Scheme::dark ? t.primary_soft
                                      : t.primary,
           kRadiusControl - 3);
    } else if (state.hovered) {
      fill(box, faded(t.surface, 0.5f), kRadiusControl - 3);
    }
    if (state.focused) focus_ring(box, kRadiusControl - 3);
    TextStyle style;
    style.align = Align::centre;
    style.weight = on ? Weight::strong : Weight::regular;
    if (text_width(options[i], style) > box.w - 8) style.size = kTextSmall;
    style.colour = !on ? t.text_soft : t.scheme == Scheme::contrast ? t.on_primary : t.primary;
    draw_line(box.inset(2), options[i], style);
    const unsigned flag = answer ? mirror::kChecked : mirror::kSelected;
    report(id, answer ? Role::radio : Role::tab, options[i], box, on ? flag : 0u);
  }
  pop_id();
  mirror::end(node);
  return changed;
}

bool checkbox(std::string_view label, bool& value, bool enabled) {
  const Theme& t = theme();
  TextStyle style;
  style.colour = enabled ? t.text : t.text_faint;
  const float words = text_height(shown(label), width() - 40, style);
  const Box box = take(std::max(kTarget, words + 12), kGapSmall);
  const Id id = item_id(label);
  const Press state = press(id, box, enabled);
  if (state.pressed) value = !value;
  const Box square{box.x + 2, box.y + box.h / 2 - 13, 26, 26};
  if (value) {
    fill(square, enabled ? t.primary : t.text_faint, 7);
    draw_icon(Icon::check, square.x + 13, square.y + 13, 20, t.on_primary);
  } else {
    fill(square, state.hovered ? t.sunken : t.surface, 7);
    outline(square, t.line_strong, 7, 2);
  }
  if (state.focused) focus_ring(square, 7);
  draw_text({box.x + 40, box.y + (box.h - words) / 2, box.w - 40, words}, shown(label), style);
  report(id, Role::checkbox, shown(label), box,
         (value ? mirror::kChecked : 0u) | (enabled ? 0u : mirror::kDisabled));
  return state.pressed;
}

bool toggle(std::string_view label, bool& value, std::string_view explanation) {
  const Theme& t = theme();
  TextStyle soft;
  soft.size = kTextSmall;
  soft.colour = t.text_soft;
  const float room = width() - 72;
  const float words = text_height(shown(label), room);
  const float more = explanation.empty() ? 0 : text_height(explanation, room, soft);
  const Box box = take(std::max(kTarget, words + more + 12), kGapSmall);
  const Id id = item_id(label);
  const Press state = press(id, box);
  if (state.pressed) value = !value;
  const float top = box.y + (box.h - words - more) / 2;
  draw_text({box.x, top, room, words}, shown(label));
  if (more > 0) draw_text({box.x, top + words, room, more}, explanation, soft);
  const Box track{box.right() - 56, box.y + box.h / 2 - 16, 54, 32};
  fill(track, value ? t.primary : t.sunken, 16);
  outline(track, value ? t.primary : t.line_strong, 16, 2);
  const float knob = value ? track.right() - 16 : track.x + 16;
  canvas()->AddCircleFilled({knob, track.y + 16}, 11, value ? t.on_primary : t.line_strong);
  if (state.focused) focus_ring(track, 16);
  report(id, Role::toggle, shown(label), box, value ? mirror::kChecked : 0u);
  return state.pressed;
}

float kept_zoom() {
  const std::string kept = platform::setting("zoom");
  return kept == "2" ? 1.3f : kept == "1" ? 1.15f : 1.0f;
}

void text_size_choice() {
  const std::vector<std::string> sizes = {tr("ui.common.text_normal"), tr("ui.common.text_large"),
                                          tr("ui.common.text_huge")};
  const std::string kept = platform::setting("zoom");
  int chosen = kept == "2" ? 2 : kept == "1" ? 1 : 0;
  if (!segmented(tr("ui.common.text_size"), sizes, chosen)) return;
  platform::set_setting("zoom", std::to_string(chosen));
  platform::set_zoom(kept_zoom());
}

}  // namespace gezhi::ui
