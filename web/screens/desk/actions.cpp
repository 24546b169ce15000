#include "web/screens/desk/actions.h"

#include <algorithm>
#include <array>
#include <optional>

#include <imgui.h>
#include "web/app/data.h"
#include "web/screens/desk/form.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

// In the order in which the desk would do them: the first that is allowed is the next step.
struct DeskAction {
  OpKind kind = OpKind::unknown;
  When when = When::always;  // always: any
  char key = 0;
  Icon icon = Icon::none;
  bool is_next = false;  // may stand as the next step
  bool grave = false;
};
constexpr DeskAction kActions[] = {
    {OpKind::void_case, When::always, 'Z', Icon::close, true, true},
    {OpKind::suspend_case, When::always, 'S', Icon::stop, true, false},
    {OpKind::file_case, When::always, 'F', Icon::document, true, false},
    {OpKind::dispatch_case, When::lead, 'D', Icon::send, true, false},
    {OpKind::open_visit, When::always, 'O', Icon::visit, true, false},
    {OpKind::close_case, When::always, 'C', Icon::check_circle, true, false},
    {OpKind::redo_case, When::always, 'D', Icon::send, true, false},
    {OpKind::resume_case, When::always, 'U', Icon::sync, true, false},
    {OpKind::request_verification, When::always, 'V', Icon::search, true, false},
    {OpKind::reject_case, When::always, 'R', Icon::close, true, false},
    {OpKind::dispatch_case, When::assistant, 'A', Icon::people, false, false},
    {OpKind::merge_case, When::always, 'M', Icon::list, false, false},
    {OpKind::transfer_case, When::always, 'T', Icon::share, false, false},
    {OpKind::add_note, When::always, 'N', Icon::edit, false, false},
    {OpKind::read_contact, When::always, 'P', Icon::phone, false, false},
    {OpKind::return_task, When::always, 0, Icon::back, false, false},
    {OpKind::cancel_task, When::always, 0, Icon::close, false, false},
    {OpKind::ask_void, When::always, 0, Icon::flag, false, false},
};

constexpr float kBarPad = 12;
constexpr std::size_t kBeside = 2;  // buttons under the next step, before "all"

const DeskAction* action_of(const Permission& permission) {
  for (const DeskAction& action : kActions) {
    if (action.kind != permission.kind) continue;
    if (action.when == When::always || action.when == permission.when) return &action;
  }
  return nullptr;
}

// Voiding is the next step only when somebody asked for it; suspending as well: the rules say so by
// refusing it before.
bool may_be_next(const Permission& permission) {
  return permission.outcome.applied() && action_of(permission)->is_next;
}

ui::ButtonOptions look_of(const World& world, const Permission& permission) {
  const bool allowed = permission.outcome.applied();
  ui::ButtonOptions options;
  options.icon = action_of(permission)->icon;
  options.enabled = allowed;
  if (!allowed) options.why_not = app::refusal_text(world, permission.outcome);
  return options;
}

std::optional<CaseId> all_of;  // whose list of all actions is open

bool is_beside(const Permission& permission) {
  const bool of_task = task_step(permission.kind) != nullptr;
  return permission.outcome.applied() && !of_task && permission.kind != OpKind::ask_void;
}

std::vector<const Permission*> beside(const Case& one) {
  std::vector<const Permission*> list;
  const Permission* next = next_permission(one);
  for (const Permission* permission : desk_permissions(one)) {
    if (permission != next && is_beside(*permission) && list.size() < kBeside)
      list.push_back(permission);
  }
  return list;
}

void draw_list(const Case& one, const World& world, bool allowed) {
  for (const Permission* permission : desk_permissions(one)) {
    if (permission->outcome.applied() != allowed) continue;
    const std::string label = action_text(world, one, *permission) + "##" +
                              to_text(permission->task.value) +
                              std::string(name_of(permission->when));
    const ui::ButtonOptions options = look_of(world, *permission);
    const bool grave = action_of(*permission)->grave && allowed;
    const bool pressed =
        grave ? ui::danger_button(label, options) : ui::secondary_button(label, options);
    if (!pressed) continue;
    all_of.reset();
    open_form(one, *permission);
    return;
  }
}

}  // namespace

std::vector<const Permission*> desk_permissions(const Case& one) {
  const std::vector<Permission>& all = app::permissions(one.id);
  std::vector<const Permission*> list;
  for (const DeskAction& action : kActions) {
    for (const Permission& permission : all) {
      const DeskAction* own = action_of(permission);
      if (own == &action) list.push_back(&permission);
    }
  }
  return list;
}

const Permission* next_permission(const Case& one) {
  for (const Permission* permission : desk_permissions(one)) {
    if (may_be_next(*permission)) return permission;
  }
  return nullptr;
}

float action_bar_height(const Case& one) {
  if (desk_permissions(one).empty()) return 0;
  const float next = next_permission(one) != nullptr ? ui::kButtonHeight + ui::kGap : 0;
  return kBarPad * 2 + next + ui::kButtonHeight;
}

void action_bar(const Case& one) {
  const World* world = app::world_of(one.id);
  if (world == nullptr) return;
  ui::space(kBarPad);
  if (const Permission* next = next_permission(one)) {
    const std::string label = action_text(*world, one, *next) + "##next";
    if (ui::primary_button(label, look_of(*world, *next))) open_form(one, *next);
  }
  const std::vector<const Permission*> others = beside(one);
  if (others.size() == 2)
    ui::row_begin({1, 1, 1}, ui::kGapSmall);
  else if (others.size() == 1)
    ui::row_begin({1, 1}, ui::kGapSmall);
  else
    ui::row_begin({1});
  for (const Permission* permission : others) {
    const std::string label = action_text(*world, one, *permission);
    if (ui::secondary_button(label)) open_form(one, *permission);
    ui::next_cell();
  }
  if (ui::secondary_button(tr("ui.desk.all_actions"))) all_of = one.id;
  ui::row_end();
}

void draw_all_actions() {
  if (!all_of) return;
  const Case* one = app::find_case(*all_of);
  const World* world = app::world_of(*all_of);
  bool open = one != nullptr && world != nullptr;
  if (open && ui::dialog_begin("all_actions", tr("ui.desk.all_actions"), open)) {
    draw_list(*one, *world, true);
    if (all_of) {
      ui::heading(tr("ui.desk.not_now"), 3);
      draw_list(*one, *world, false);
    }
    ui::dialog_end();
  }
  if (!open) all_of.reset();
}

char key_of(const Permission& permission) {
  const DeskAction* action = action_of(permission);
  return action != nullptr ? action->key : '\0';
}

bool action_keys(const Case& one) {
  if (ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyAlt) return false;
  const Permission* refused = nullptr;  // a letter may stand for two: what is allowed comes first
  for (const Permission* permission : desk_permissions(one)) {
    const char key = key_of(*permission);
    if (key == 0) continue;
    if (!ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_A + (key - 'A')), false)) continue;
    if (permission->outcome.applied()) {
      open_form(one, *permission);
      return true;
    }
    if (refused == nullptr) refused = permission;
  }
  const World* world = app::world_of(one.id);
  if (refused == nullptr || world == nullptr) return false;
  ui::toast(app::refusal_text(*world, refused->outcome), ui::Tone::warning);
  return true;
}

}  // namespace gezhi::screens
