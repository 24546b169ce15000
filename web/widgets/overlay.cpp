#include "web/widgets/overlay.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/widgets/buttons.h"
#include "web/widgets/fields.h"
#include "web/widgets/i18n.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/page.h"
#include "web/widgets/text.h"
#include "web/widgets/wrong_fields.h"

namespace gezhi::ui {
namespace {

using platform::screen;

struct Open {
  Id id = 0;
  std::size_t node = 0;
  Box body;
  bool sheet = false;
  float head = 0;
  Box footer;
  bool in_footer = false;
};

struct Toast {
  std::string words;
  Tone tone = Tone::success;
  double until_ms = 0;
};

struct Picker {
  Id owner = 0;
  std::string title;
  std::vector<std::string> options;
  int chosen = -1;
  std::string search;
};

std::vector<Open> open_dialogs;    // of the device: while a frame is drawn
std::map<Id, float> known_height;  // of the device: how it looks
std::vector<Toast>& toasts = platform::of_session<std::vector<Toast>>();
Picker& picker = platform::of_session<Picker>();
// The dialog that lay on top in the last frame: Escape is for it alone.
Id top_before = 0;      // of the device: while a frame is drawn
Id top_now = 0;         // of the device: while a frame is drawn
bool to_close = false;  // of the device: the dialog on top, by the system's back
Id& picked_owner = platform::of_session<Id>();
int& picked = platform::of_session(-1);

constexpr float kHead = 60;
constexpr float kSide = 20;

// A window over everything that darkens what is behind; true if pressed beside `body`.
bool begin_layer(Id id, const Box& body) {
  char name[24];
  ImFormatString(name, sizeof name, "##layer%08x", id);
  layer_begin(name, true, true);
  fill({0, 0, screen().width, screen().height}, theme().dim);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  return ImGui::IsWindowHovered() && ImGui::IsMouseClicked(0) && !body.contains(mouse.x, mouse.y);
}

void draw_panel(const Box& box, bool sheet) {
  const Theme& t = theme();
  if (!sheet) soft_shadow(box, kRadiusCard);
  const Box face = sheet ? Box{box.x, box.y, box.w, box.h + kRadiusCard} : box;
  fill(face, t.surface, kRadiusCard);
  if (t.scheme != Scheme::light) outline(face, t.line, kRadiusCard);
  if (sheet) fill({box.x + box.w / 2 - 20, box.y + 8, 40, 4}, t.line_strong, 2);
}

bool draw_head(const Box& box, std::string_view title, bool closable) {
  TextStyle style;
  style.size = kTextTitle;
  style.weight = Weight::strong;
  const Box words{box.x + kSide, box.y + 8, box.w - kSide * 2 - (closable ? kTarget : 0),
                  kHead - 8};
  draw_line(words, title, style);
  report(item_id("##title"), mirror::Role::h2, title, words);
  if (!closable) return false;
  const Box close{box.right() - kTarget - 8, box.y + 10, kTarget, kTarget};
  const Id id = item_id("##close");
  const Press state = press(id, close);
  if (state.hovered || state.held) fill(close, theme().sunken, kTarget / 2);
  if (state.focused) focus_ring(close, kTarget / 2);
  draw_icon(Icon::close, close.x + close.w / 2, close.y + close.h / 2, 22, theme().text_soft);
  report(id, mirror::Role::button, tr("ui.common.close"), close);
  return state.pressed;
}

void draw_toast() {
  const double now = platform::frame_ms();
  std::erase_if(toasts, [now](const Toast& toast) { return toast.until_ms <= now; });
  // At the foot of the page, but never over the fields and buttons of a dialog.
  const bool at_top = top_before != 0;
  float y = at_top ? kGap : page_bottom() - kGap;
  for (const Toast& toast : toasts) {
    const Theme& t = theme();
    TextStyle style;
    style.colour = t.scheme == Scheme::contrast ? t.text : t.page;
    style.max_lines = 3;
    const float w = std::min(text_width(toast.words, style) + 68, screen().width - 32);
    const float h = text_height(toast.words, w - 68, style) + 24;
    if (!at_top) y -= h;
    const Box box{(screen().width - w) / 2, y, w, h};
    fill(box, t.scheme == Scheme::contrast ? t.sunken : mixed(t.text, t.page, 0.08f),
         kRadiusControl);
    if (t.scheme == Scheme::contrast) outline(box, t.line, kRadiusControl, 2);
    const Icon icon = toast.tone == Tone::success ? Icon::check_circle
                      : toast.tone == Tone::info  ? Icon::info
                                                  : Icon::warning;
    draw_icon(icon, box.x + 26, box.y + box.h / 2, 24, style.colour);
    draw_text({box.x + 48, box.y + 12, box.w - 64, box.h - 24}, toast.words, style);
    report(item_id(toast.words),
           toast.tone == Tone::danger ? mirror::Role::alert : mirror::Role::status, toast.words,
           box, mirror::kLive);
    platform::wake_in(static_cast<int>(toast.until_ms - now) + 20);
    y += at_top ? h + kGapSmall : -kGapSmall;
  }
}

// One option of the picker; true if pressed.
bool option_row(int i, Id id) {
  const Theme& t = theme();
  const std::string& words = picker.options[static_cast<std::size_t>(i)];
  const Box box = take(52, 0);
  const Press state = press(id, box);
  const bool on = picker.chosen == i;
  if (on)
    fill(box, t.primary_soft, kRadiusControl);
  else if (state.hovered || state.held)
    fill(box, t.sunken, kRadiusControl);
  if (state.focused) focus_ring(box.inset(3), kRadiusControl);
  TextStyle style;
  if (on) {
    style.weight = Weight::strong;
    style.colour = t.primary;
    draw_icon(Icon::check, box.right() - 24, box.y + box.h / 2, 22, t.primary);
  }
  draw_line({box.x + 14, box.y, box.w - 60, box.h}, words, style);
  report(id, mirror::Role::option, words, box,
         mirror::kFocusable | mirror::kTakesArrows | (on ? mirror::kSelected : 0u));
  return state.pressed;
}

// Up and down move the focus through the options in sight.
void option_keys(const std::vector<Id>& ids) {
  const int step = ImGui::IsKeyPressed(ImGuiKey_DownArrow) ? 1
                   : ImGui::IsKeyPressed(ImGuiKey_UpArrow) ? -1
                                                           : 0;
  if (step == 0) return;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] != mirror::focused()) continue;
    const std::size_t to = i + static_cast<std::size_t>(step);
    if (to < ids.size()) mirror::focus(ids[to]);
    return;
  }
}

// True when one was picked.
bool picker_list() {
  constexpr std::size_t kWithSearch = 12;
  if (picker.options.size() > kWithSearch) {
    text_field("search", "", picker.search, {.hint = tr("ui.common.search"), .icon = Icon::search});
  }
  mirror::Node list;
  list.key = item_id("list");
  list.role = mirror::Role::listbox;
  list.name = picker.title;
  list.box = peek(0);
  const std::size_t node = mirror::begin(list);
  std::vector<Id> ids;
  bool any = false;
  for (std::size_t i = 0; i < picker.options.size(); ++i) {
    if (picker.options[i].find(picker.search) == std::string::npos) continue;
    push_id(static_cast<int>(i));
    ids.push_back(item_id("option"));
    pop_id();
    if (option_row(static_cast<int>(i), ids.back())) {
      picked = static_cast<int>(i);
      any = true;
    }
  }
  mirror::end(node, {list.box.x, list.box.y, list.box.w, peek(0).y - list.box.y});
  option_keys(ids);
  return any;
}

void draw_picker() {
  if (picker.owner == 0) return;
  bool open = true;
  push_id("picker");
  if (dialog_begin("picker", picker.title, open)) {
    if (picker_list()) {
      picked_owner = picker.owner;
      open = false;
    }
    dialog_end();
  }
  pop_id();
  if (!open) picker = {};
}

// Ends what scrolls, and keeps its height for the next frame.
void end_body(const Open& dialog) {
  const float used =
      peek(0).y + mirror::scroll_of(item_id("##body")) - (dialog.body.y + dialog.head);
  float& known = known_height[dialog.id];
  if (known != used) platform::wake();
  known = used;
  scroll_end();
}

}  // namespace

bool dialog_begin(std::string_view id_text, std::string_view title, bool& open,
                  const DialogOptions& options) {
  if (!open) return false;
  const Id id = item_id(id_text);
  const bool sheet = phone();
  const float safe_bottom = sheet ? screen().inset_bottom : 0;
  const float most = screen().height - (sheet ? 48 + screen().inset_top : 64);
  const bool first = known_height.count(id) == 0;
  const float below = safe_bottom + options.footer;
  const float h = std::min(kHead + known_height[id] + kGapWide + below, most);
  const float w = sheet ? screen().width : std::min(options.width, screen().width - 64);
  const Box box{std::floor((screen().width - w) / 2),
                std::floor(sheet ? screen().height - h : (screen().height - h) / 2), w, h};
  const bool beside = begin_layer(id, box);
  if (first) platform::wake();
  top_now = id;
  const bool top = top_before == id;
  const bool left = beside || to_close || ImGui::IsKeyPressed(ImGuiKey_Escape, false);
  if (!options.must_answer && top && left) open = false;
  mirror::push_root();
  mirror::Node node;
  node.key = id;
  node.role = mirror::Role::dialog;
  node.name = title;
  node.box = box;
  const Box footer{box.x, box.bottom() - below, box.w, options.footer};
  const Open dialog{id, mirror::begin(node), box, sheet, kHead, footer, false};
  open_dialogs.push_back(dialog);
  draw_panel(box, sheet);
  push_id(id_text);
  form_begin_scope(item_id("##form"));
  if (draw_head(box, title, !options.must_answer)) open = false;
  scroll_begin("##body", {box.x, box.y + kHead, box.w, box.h - kHead - kGapTiny - below}, kSide);
  space(kGapTiny);
  return true;
}

void dialog_footer() {
  Open& dialog = open_dialogs.back();
  end_body(dialog);
  dialog.in_footer = true;
  const Box& box = dialog.footer;
  line(box.x, box.y, box.right(), box.y, theme().line);
  column_begin({box.x + kSide, box.y, box.w - 2 * kSide, box.h});
}

void dialog_end() {
  const Open dialog = open_dialogs.back();
  open_dialogs.pop_back();
  if (dialog.in_footer)
    column_end();
  else
    end_body(dialog);
  form_end_scope();
  pop_id();
  mirror::end(dialog.node);
  mirror::pop_root();
  layer_end();
}

void close_top_dialog() { to_close = true; }

bool dialog_is_open() { return top_before != 0; }

int confirm(std::string_view id, std::string_view title, std::string_view words,
            std::string_view yes, std::string_view no, bool& open, bool dangerous) {
  int answer = -1;
  const bool was = open;
  if (dialog_begin(id, title, open)) {
    paragraph(words);
    space(kGapSmall);
    row_begin({1, 1});
    if (secondary_button(no)) answer = 0;
    next_cell();
    if (dangerous ? danger_button(yes) : primary_button(yes)) answer = 1;
    row_end();
    dialog_end();
  }
  if (was && !open && answer < 0) answer = 0;
  if (answer >= 0) open = false;
  return answer;
}

void toast(std::string_view words, Tone tone) {
  // The same words again: said once, for longer.
  std::erase_if(toasts, [&](const Toast& one) { return one.words == words; });
  toasts.push_back({std::string(words), tone, platform::frame_ms() + 4000});
  if (toasts.size() > 3) toasts.erase(toasts.begin());
  platform::wake();
}

void open_picker(Id owner, std::string_view title, std::span<const std::string> options,
                 int chosen) {
  picker = {owner, std::string(title), {options.begin(), options.end()}, chosen, {}};
  platform::wake();
}

bool picker_open(Id owner) { return picker.owner == owner; }

bool take_picked(Id owner, int& chosen) {
  if (picked_owner != owner) return false;
  picked_owner = 0;
  const bool changed = chosen != picked;
  chosen = picked;
  return changed;
}

void draw_overlays() {
  draw_picker();
  top_before = top_now;
  top_now = 0;
  to_close = false;
  platform::show_layer(top_before != 0);
  if (toasts.empty()) return;
  layer_begin("##toasts", true, false);
  mirror::push_root();
  draw_toast();
  mirror::pop_root();
  layer_end();
}

}  // namespace gezhi::ui
