#include "web/widgets/page.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/widgets/i18n.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/overlay.h"
#include "web/widgets/text.h"
#include "web/widgets/wrong_fields.h"

namespace gezhi::ui {
namespace {

using mirror::Role;
using platform::screen;

constexpr float kBar = 60;
constexpr float kTabs = 66;
constexpr float kRail = 216;

struct Status {
  Icon icon = Icon::none;
  std::string words;
  Tone tone = Tone::neutral;
};

struct Page {
  PageOptions options;
  Box content;
  std::size_t main = 0;
  bool in_footer = false;
};

Status status;         // of the device: while a frame is drawn
Page page;             // of the device: while a frame is drawn
bool has_nav = false;  // of the device: while a frame is drawn

void draw_badge(float x, float y, int count) {
  TextStyle style;
  style.size = 13;
  style.weight = Weight::strong;
  style.colour = theme().on_danger;
  style.align = Align::centre;
  const std::string digits = count > 99 ? "99+" : std::to_string(count);
  const float w = std::max(20.0f, text_width(digits, style) + 10);
  fill({x - w / 2, y - 10, w, 20}, theme().danger, 10);
  draw_line({x - w / 2, y - 10, w, 20}, digits, style);
}

std::string spoken(const NavItem& item) {
  if (item.badge == 0) return item.label;
  return item.label + " " + std::to_string(item.badge);
}

bool tab(const Box& box, const NavItem& item, bool on) {
  const Theme& t = theme();
  const Id id = item_id(item.label);
  const Press state = press(id, box);
  const Colour ink = on ? t.primary : t.text_soft;
  const float cx = box.x + box.w / 2;
  if (on)
    fill({cx - 30, box.y + 6, 60, 32}, t.primary_soft, 16);
  else if (state.held || state.hovered)
    fill({cx - 30, box.y + 6, 60, 32}, t.sunken, 16);
  draw_icon(item.icon, cx, box.y + 22, 24, ink);
  TextStyle style;
  style.size = kTextSmall;
  style.align = Align::centre;
  style.colour = ink;
  style.weight = on ? Weight::strong : Weight::regular;
  draw_line({box.x, box.y + 39, box.w, 22}, item.label, style);
  if (item.badge > 0) draw_badge(cx + 18, box.y + 12, item.badge);
  if (state.focused) focus_ring(box.inset(4), 12);
  report(id, Role::button, spoken(item), box, on ? mirror::kCurrent : 0u);
  return state.pressed;
}

bool rail_item(const Box& box, const NavItem& item, bool on) {
  const Theme& t = theme();
  const Id id = item_id(item.label);
  const Press state = press(id, box);
  if (on)
    fill(box, t.primary_soft, kRadiusControl);
  else if (state.held || state.hovered)
    fill(box, t.sunken, kRadiusControl);
  const Colour ink = on ? t.primary : t.text_soft;
  draw_icon(item.icon, box.x + 26, box.y + box.h / 2, 24, ink);
  TextStyle style;
  style.colour = on ? t.primary : t.text;
  style.weight = on ? Weight::strong : Weight::regular;
  draw_line({box.x + 50, box.y, box.w - 84, box.h}, item.label, style);
  if (item.badge > 0) draw_badge(box.right() - 24, box.y + box.h / 2, item.badge);
  if (state.focused) focus_ring(box, kRadiusControl);
  report(id, Role::button, spoken(item), box, on ? mirror::kCurrent : 0u);
  return state.pressed;
}

Box nav_box() {
  if (phone()) {
    const float h = kTabs + screen().inset_bottom;
    return {0, screen().height - h, screen().width, h};
  }
  return {0, 0, kRail, screen().height};
}

bool bar_button(Box& room, Icon icon, std::string_view name, bool left) {
  const Box box{left ? room.x : room.right() - kTarget, room.y + (room.h - kTarget) / 2, kTarget,
                kTarget};
  const Id id = item_id(name);
  const Press state = press(id, box);
  if (state.held || state.hovered) fill(box, theme().sunken, kTarget / 2);
  if (state.focused) focus_ring(box.inset(3), kTarget / 2);
  draw_icon(icon, box.x + box.w / 2, box.y + box.h / 2, 24, theme().on_bar);
  report(id, Role::button, name, box);
  if (left) room.x += kTarget + 4;
  room.w -= kTarget + 4;
  return state.pressed;
}

bool status_button(Box& room) {
  if (status.words.empty()) return false;
  const ToneColours& colours = theme().tone(status.tone);
  TextStyle style;
  style.size = kTextSmall;
  style.weight = Weight::strong;
  style.colour = colours.text;
  const float w = std::min(text_width(status.words, style) + 46, std::max(48.0f, room.w * 0.62f));
  const Box target{room.right() - w, room.y + (room.h - kTarget) / 2, w, kTarget};
  const Box box{target.x, target.y + 7, w, 34};
  const Id id = item_id("##status");
  const Press state = press(id, target);
  fill(box, state.hovered || state.held ? mixed(colours.fill, colours.text, 0.15f) : colours.fill,
       17);
  if (theme().scheme == Scheme::contrast) outline(box, colours.text, 17, 1.5f);
  if (state.focused) focus_ring(box, 17);
  draw_icon(status.icon, box.x + 19, box.y + 17, 19, colours.text);
  draw_line({box.x + 33, box.y, box.w - 44, box.h}, status.words, style);
  report(id, Role::button, status.words, target);
  room.w -= w + 8;
  return state.pressed;
}

// The route without its query: two cases are two pages, each with its own scroll position.
std::string_view route_path() {
  const std::string_view route = platform::surroundings().route;
  return route.substr(0, route.find('?'));
}

PageEvents app_bar(const Box& bar, std::string_view title, const PageOptions& options) {
  PageEvents events;
  const Theme& t = theme();
  fill({bar.x, 0, bar.w, bar.bottom()}, t.bar);
  line(bar.x, bar.bottom() - 0.5f, bar.right(), bar.bottom() - 0.5f, t.line);
  mirror::Node node;
  node.key = item_id("##bar");
  node.role = Role::banner;
  node.box = {bar.x, 0, bar.w, bar.bottom()};
  const std::size_t at = mirror::begin(node);
  Box room{bar.x + (options.back ? 6.0f : kGapWide + 2), bar.y, 0, bar.h};
  room.w = bar.right() - room.x - 10;
  if (options.back) events.back = bar_button(room, Icon::back, tr("ui.common.back"), true);
  Box title_room = room;
  for (std::size_t i = options.actions.size(); i > 0; --i) {
    const PageAction& action = options.actions[i - 1];
    if (bar_button(title_room, action.icon, action.name, false))
      events.action = static_cast<int>(i - 1);
  }
  events.status = status_button(title_room);
  TextStyle style;
  style.size = kTextTitle;
  style.weight = Weight::strong;
  style.colour = t.on_bar;
  Box words{title_room.x, title_room.y, title_room.w, title_room.h};
  if (!options.subtitle.empty()) {
    TextStyle small;
    small.size = 14;
    small.colour = t.text_soft;
    draw_line({words.x, words.y + 33, words.w, 20}, options.subtitle, small);
    report(item_id("##subtitle"), Role::text, options.subtitle,
           {words.x, words.y + 33, words.w, 20});
    words = {words.x, words.y + 7, words.w, 28};
  }
  draw_line(words, title, style);
  report(item_id("##page"), Role::h1, title, words);
  mirror::end(at);
  return events;
}

}  // namespace

void begin_frame() {
  layer_begin("##root", false, true);
  has_nav = false;
  fill({0, 0, screen().width, screen().height}, theme().page);
  column_begin({0, 0, screen().width, screen().height});
}

void end_frame() {
  draw_overlays();
  end_wrong_fields_frame();
  column_end();
  layer_end();
}

int nav(std::span<const NavItem> items, int selected) {
  has_nav = true;
  const Theme& t = theme();
  const Box all = nav_box();
  int pressed = -1;
  const std::string name = tr("ui.common.navigation");
  mirror::Node node;
  node.key = item_id("##nav");
  node.role = Role::navigation;
  node.box = all;
  node.name = name;
  const std::size_t at = mirror::begin(node);
  push_id("nav");
  fill(all, t.bar);
  if (phone())
    line(all.x, all.y, all.right(), all.y, t.line);
  else
    line(all.right() - 0.5f, 0, all.right() - 0.5f, all.h, t.line);
  const float w = all.w / static_cast<float>(std::max<std::size_t>(items.size(), 1));
  if (desktop()) {
    TextStyle brand;
    brand.size = kTextTitle;
    brand.weight = Weight::strong;
    brand.colour = t.primary;
    fill({all.x + 18, 14, 32, 32}, t.primary, 9);
    draw_icon(Icon::map, all.x + 34, 30, 21, t.on_primary);
    draw_line({all.x + 60, 0, all.w - 70, kBar}, tr("ui.common.app"), brand);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const float f = static_cast<float>(i);
    const bool on = static_cast<int>(i) == selected;
    const bool hit =
        phone() ? tab({all.x + w * f, all.y, w, kTabs}, items[i], on)
                : rail_item({all.x + 12, kBar + 14 + f * 56, all.w - 24, 50}, items[i], on);
    if (hit) pressed = static_cast<int>(i);
  }
  pop_id();
  mirror::end(at);
  return pressed;
}

void set_status(Icon icon, std::string_view words, Tone tone) {
  status = {icon, std::string(words), tone};
}

PageEvents begin_page(std::string_view title, const PageOptions& options) {
  page = {};
  page.options = options;
  const Box side = has_nav ? nav_box() : Box{};
  const float left = has_nav && desktop() ? side.w : 0;
  const float bottom = has_nav && phone() ? side.y : screen().height - screen().inset_bottom;
  const Box bar{left, screen().inset_top, screen().width - left, kBar};
  mirror::page_title(std::string(title) + " - " + tr("ui.common.app"));
  push_id(options.known_by.empty() ? title : std::string_view(options.known_by));
  push_id(options.known_by.empty() ? route_path() : std::string_view());
  form_begin_scope(item_id("##form"));
  const PageEvents events = app_bar(bar, title, options);
  page.content = {left, bar.bottom(), bar.w, bottom - bar.bottom() - options.footer};
  mirror::Node node;
  node.key = item_id("##main");
  node.role = Role::main;
  node.box = page.content;
  page.main = mirror::begin(node);
  const float least = desktop() && options.padding > 0 ? kGapSection : options.padding;
  float padding = least;
  if (options.max_width > 0)
    padding = std::max(least, std::floor((page.content.w - options.max_width) / 2));
  if (options.scroll) {
    scroll_begin("##content", page.content, padding);
    space(options.padding);
  } else {
    column_begin({page.content.x + padding, page.content.y + options.padding,
                  page.content.w - 2 * padding, 0});
  }
  return events;
}

Box room_left() {
  const Box from = peek(0);
  const float bottom =
      page.content.bottom() - (page.options.padding > 0 ? page.options.padding : 0);
  return {from.x, from.y, from.w, std::max(0.0f, bottom - from.y)};
}

void page_footer_begin() {
  const Theme& t = theme();
  if (page.options.scroll) {
    space(kGapWide);
    scroll_end();
  } else {
    column_end();
  }
  page.in_footer = true;
  const Box box{page.content.x, page.content.bottom(), page.content.w, page.options.footer};
  fill(box, t.bar);
  line(box.x, box.y, box.right(), box.y, t.line);
  float padding = kGapWide;
  if (page.options.max_width > 0)
    padding = std::max(padding, std::floor((box.w - page.options.max_width) / 2));
  column_begin({box.x + padding, box.y + kGap, box.w - 2 * padding, 0});
}

void page_footer_end() {}

void end_page() {
  if (page.options.scroll && !page.in_footer) {
    space(kGapSection);
    scroll_end();
  } else {
    column_end();
  }
  form_end_scope();
  mirror::end(page.main);
  pop_id();
  pop_id();
}

float page_bottom() { return page.content.bottom(); }

void page_to_top() { scroll_to_top("##content"); }

}  // namespace gezhi::ui
