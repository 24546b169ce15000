#include "web/screens/desk/shortcuts.h"

#include <array>

#include <imgui.h>
#include "web/screens/desk/queue_view.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::tr;

struct Shown {
  const char* keys;
  const char* text;  // a text key
};
constexpr std::array<Shown, 26> kShown = {{
    {"J  K  ↓  ↑", "ui.desk.key_step"},
    {"1 – 9", "ui.desk.key_queue"},
    {"/", "ui.desk.key_search"},
    {"F", "action.file_case"},
    {"V", "action.request_verification"},
    {"D", "action.dispatch_case"},
    {"L", "ui.joint.title"},
    {"X", "ui.desk.key_offer"},
    {"A", "ui.desk.add_assistants"},
    {"G", "action.triage_case"},
    {"B", "action.record_call"},
    {"W", "action.blow_whistle"},
    {"E", "action.escalate"},
    {"M", "action.merge_case"},
    {"T", "action.transfer_case"},
    {"R", "action.reject_case"},
    {"O", "action.open_visit"},
    {"C", "action.close_case"},
    {"S", "action.suspend_case"},
    {"U", "action.resume_case"},
    {"N", "action.add_note"},
    {"P", "action.read_contact"},
    {"Z", "action.void_case"},
    {"Enter", "ui.desk.key_send"},
    {"Esc", "ui.desk.key_close"},
    {"?  F1", "ui.desk.shortcuts"},
}};

// A key as it is printed on keyboards, and what it does.
void draw_key(const Shown& one) {
  const ui::Theme& t = ui::theme();
  const Box box = ui::take(38, 4);
  const ui::TextStyle face{.size = 16, .weight = ui::Weight::strong, .align = ui::Align::centre};
  const Box cap{box.x, box.y + 3, ui::text_width(one.keys, face) + 24, 32};
  ui::fill(cap, t.sunken, 8);
  ui::outline(cap, t.line_strong, 8);
  ui::draw_line(cap, one.keys, face);
  const std::string words = tr(one.text);
  ui::draw_line({box.x + 110, box.y, box.w - 110, box.h}, words);
  ui::report(ui::item_id(one.keys), mirror::Role::list_item, std::string(one.keys) + ": " + words,
             box);
}

bool pressed(ImGuiKey key, bool repeat = false) { return ImGui::IsKeyPressed(key, repeat); }

}  // namespace

DeskKeys desk_keys() {
  DeskKeys keys;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyCtrl || io.KeyAlt) return keys;
  if (pressed(ImGuiKey_J, true) || pressed(ImGuiKey_DownArrow, true)) keys.step = 1;
  if (pressed(ImGuiKey_K, true) || pressed(ImGuiKey_UpArrow, true)) keys.step = -1;
  keys.help = pressed(ImGuiKey_F1);  // "?" comes as this
  keys.search = pressed(ImGuiKey_Slash);
  for (int i = 0; i < static_cast<int>(names_of(Queue{}).size()); ++i) {
    if (!pressed(static_cast<ImGuiKey>(ImGuiKey_1 + i))) continue;
    keys.queue = true;
    keys.to_queue = static_cast<Queue>(i);
  }
  return keys;
}

void draw_shortcuts(bool& open) {
  if (!ui::dialog_begin("shortcuts", tr("ui.desk.shortcuts"), open, {.width = 760})) return;
  ui::list_begin(tr("ui.desk.shortcuts"));
  const std::size_t half = ui::desktop() ? (kShown.size() + 1) / 2 : kShown.size();
  if (ui::desktop()) ui::row_begin({1, 1}, ui::kGapSection);
  for (std::size_t i = 0; i < kShown.size(); ++i) {
    if (i == half) ui::next_cell();
    draw_key(kShown[i]);
  }
  if (ui::desktop()) ui::row_end();
  ui::list_end();
  ui::dialog_end();
}

}  // namespace gezhi::screens
