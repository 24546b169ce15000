#include "web/screens/desk/actions.h"

#include <algorithm>
#include <array>
#include <optional>

#include <imgui.h>
#include "core/cases/joint_dispatch.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/desk/form.h"
#include "web/screens/desk/next_offer.h"
#include "web/screens/desk/triage_hint.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/action_groups.h"
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
    {OpKind::triage_case, When::always, 'G', Icon::share, false, false},
    {OpKind::dispatch_case, When::assistant, 'A', Icon::people, false, false},
    {OpKind::merge_case, When::always, 'M', Icon::list, false, false},
    {OpKind::transfer_case, When::always, 'T', Icon::share, false, false},
    {OpKind::add_note, When::always, 'N', Icon::edit, false, false},
    {OpKind::read_contact, When::always, 'P', Icon::phone, false, false},
    {OpKind::return_task, When::always, 0, Icon::back, false, false},
    {OpKind::cancel_task, When::always, 0, Icon::close, false, false},
    {OpKind::ask_void, When::always, 0, Icon::flag, false, false},
    {OpKind::record_call, When::always, 'B', Icon::phone, false, false},
    {OpKind::blow_whistle, When::always, 'W', Icon::bell, false, false},
    {OpKind::escalate, When::always, 'E', Icon::warning, false, false},
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

// The desk's own row; what has none gets its group's look.
DeskAction look_up(const Permission& permission) {
  const DeskAction* own = action_of(permission);
  if (own != nullptr) return *own;
  return {permission.kind, When::always, 0, action_icon(permission.kind), false, false};
}

// Voiding is the next step only when somebody asked for it; suspending as well: the rules say so by
// refusing it before.
bool may_be_next(const Case& one, const Permission& permission) {
  if (!permission.outcome.applied()) return false;
  const DeskAction* own = action_of(permission);
  return own != nullptr ? own->is_next : asked_for(one, permission.kind) > 0;
}

ui::ButtonOptions look_of(const World& world, const Permission& permission) {
  const bool allowed = permission.outcome.applied();
  ui::ButtonOptions options;
  options.icon = look_up(permission).icon;
  options.enabled = allowed;
  if (!allowed) options.why_not = app::refusal_text(world, permission.outcome);
  return options;
}

// A report that the rules would send elsewhere is triaged before anything else.
const Permission* triage_first(const Case& one) {
  const World* world = app::world_of(one);
  const Permission* triage = app::permission(one, OpKind::triage_case);
  const bool may = triage != nullptr && triage->outcome.applied() && one.triages.empty() &&
                   one.state == CaseState::reported;
  if (!may || world == nullptr) return nullptr;
  return triage_hint(*world, one).to == TransferTo::none ? nullptr : triage;
}

std::optional<SubjectKey>& all_of =
    platform::of_session<std::optional<SubjectKey>>();  // whose list of all actions is open

bool is_beside(const Case& one, const Permission& permission) {
  const bool of_task = task_step(permission.kind) != nullptr;
  if (!permission.outcome.applied() || of_task || permission.kind == OpKind::ask_void) return false;
  return action_of(permission) != nullptr || asked_for(one, permission.kind) > 0;
}

std::vector<const Permission*> beside(const Case& one, std::size_t most) {
  std::vector<const Permission*> list;
  const Permission* next = next_permission(one);
  for (const Permission* permission : desk_permissions(one)) {
    if (permission != next && is_beside(one, *permission) && list.size() < most)
      list.push_back(permission);
  }
  return list;
}

bool list_button(const Case& one, const World& world, const Permission& permission) {
  const std::string label = action_text(world, one, permission) + "##" +
                            to_text(permission.task.value) + std::string(name_of(permission.when));
  const ui::ButtonOptions options = look_of(world, permission);
  const bool grave = look_up(permission).grave && permission.outcome.applied();
  return grave ? ui::danger_button(label, options) : ui::secondary_button(label, options);
}

// The desk's own things first, then what belongs to the tracks and the rest, group by group.
const Permission* draw_allowed(const Case& one, const World& world) {
  const Permission* pressed = nullptr;
  for (const Permission* permission : desk_permissions(one)) {
    const bool own = action_of(*permission) != nullptr;
    if (own && permission->outcome.applied() && list_button(one, world, *permission))
      pressed = permission;
  }
  for (std::size_t i = 0; i < names_of(ActionGroup{}).size(); ++i) {
    const auto group = static_cast<ActionGroup>(i);
    bool any = false;
    for (const Permission* permission : desk_permissions(one)) {
      const bool here = action_of(*permission) == nullptr && permission->outcome.applied() &&
                        group_of(permission->kind) == group;
      if (!here) continue;
      if (!any) ui::heading(word("ui.case.group", group), 3);
      any = true;
      if (list_button(one, world, *permission)) pressed = permission;
    }
  }
  return pressed;
}

void draw_not_now(const Case& one, const World& world) {
  ui::heading(tr("ui.desk.not_now"), 3);
  std::vector<ui::Pair> others;
  for (const Permission* permission : desk_permissions(one)) {
    if (permission->outcome.applied()) continue;
    if (action_of(*permission) != nullptr) {
      list_button(one, world, *permission);
    } else {
      others.push_back(
          {word("action", permission->kind), app::refusal_text(world, permission->outcome)});
    }
  }
  if (!others.empty()) ui::key_values(others);
}

void add_once(std::vector<const Permission*>& list, const Permission& permission) {
  for (const Permission*& known : list) {
    if (known->kind != permission.kind || !(known->task == permission.task)) continue;
    if (!known->outcome.applied()) known = &permission;
    return;
  }
  list.push_back(&permission);
}

}  // namespace

const Permission* joint_permission(const Case& one) {
  const World* world = app::world_of(one);
  const Permission* dispatch = app::permission(one, OpKind::dispatch_case, {}, When::lead);
  const bool may = dispatch != nullptr && dispatch->outcome.applied();
  if (!may || world == nullptr) return nullptr;
  const std::vector<const JointTemplate*> fitting =
      joint_templates_for(world->policy(), one.nature, one.category.code);
  return fitting.empty() ? nullptr : dispatch;
}

std::vector<const Permission*> desk_permissions(const Case& one) {
  const std::vector<Permission>& all = app::permissions(one);
  std::vector<const Permission*> list;
  for (const DeskAction& action : kActions) {
    for (const Permission& permission : all) {
      const DeskAction* own = action_of(permission);
      if (own == &action) list.push_back(&permission);
    }
  }
  std::vector<const Permission*> others;
  for (const Permission& permission : all) {
    if (action_of(permission) == nullptr && has_op_form(permission.kind))
      add_once(others, permission);
  }
  std::stable_sort(others.begin(), others.end(), [&](const Permission* a, const Permission* b) {
    return asked_for(one, a->kind) > asked_for(one, b->kind);
  });
  list.insert(list.end(), others.begin(), others.end());
  return list;
}

const Permission* next_permission(const Case& one) {
  if (const Permission* triage = triage_first(one)) return triage;
  for (const Permission* permission : desk_permissions(one)) {
    if (may_be_next(one, *permission)) return permission;
  }
  return nullptr;
}

float action_bar_height(const Case& one) {
  if (desk_permissions(one).empty()) return 0;
  const float row = ui::kButtonHeight + ui::kGap;
  const float next = next_permission(one) != nullptr ? row : 0;
  const float offer = next_offer(one) ? row : 0;
  return kBarPad * 2 + offer + next + ui::kButtonHeight;
}

void action_bar(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  ui::space(kBarPad);
  if (const auto offer = next_offer(one)) {
    const std::string label = tr("ui.desk.offer_next", app::unit_name(*world, offer->order.unit));
    if (ui::primary_button(label, {.icon = Icon::send})) return make_offer(one, *offer);
  }
  if (const Permission* next = next_permission(one)) {
    const std::string label = action_text(*world, one, *next) + "##next";
    const ui::ButtonOptions look = look_of(*world, *next);
    const bool first = !next_offer(one);  // one button leads
    const bool pressed =
        first ? ui::primary_button(label, look) : ui::secondary_button(label, look);
    if (pressed) open_form(one, *next);
  }
  const Permission* joint = joint_permission(one);
  const std::vector<const Permission*> others = beside(one, joint != nullptr ? 1 : kBeside);
  const std::size_t count = others.size() + (joint != nullptr ? 1 : 0);
  if (count == 2)
    ui::row_begin({1, 1, 1}, ui::kGapSmall);
  else if (count == 1)
    ui::row_begin({1, 1}, ui::kGapSmall);
  else
    ui::row_begin({1});
  if (joint != nullptr) {
    if (ui::secondary_button(tr("ui.joint.button"))) open_joint_form(one, *joint);
    ui::next_cell();
  }
  for (const Permission* permission : others) {
    const std::string label = action_text(*world, one, *permission);
    if (ui::secondary_button(label)) open_form(one, *permission);
    ui::next_cell();
  }
  if (ui::secondary_button(tr("ui.desk.all_actions"))) all_of = subject_key(one);
  ui::row_end();
}

void draw_all_actions() {
  if (!all_of) return;
  const Case* one = app::find_case(*all_of);
  const World* world = app::street_world(all_of->shard);
  bool open = one != nullptr && world != nullptr;
  if (open && ui::dialog_begin("all_actions", tr("ui.desk.all_actions"), open)) {
    const Permission* pressed = draw_allowed(*one, *world);
    if (pressed == nullptr) draw_not_now(*one, *world);
    ui::dialog_end();
    if (pressed != nullptr) {
      open = false;
      open_form(*one, *pressed);
    }
  }
  if (!open) all_of.reset();
}

char key_of(const Permission& permission) {
  const DeskAction* action = action_of(permission);
  return action != nullptr ? action->key : '\0';
}

bool action_keys(const Case& one) {
  if (ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyAlt) return false;
  const auto offer = next_offer(one);
  if (offer && ImGui::IsKeyPressed(ImGuiKey_X, false)) {
    make_offer(one, *offer);
    return true;
  }
  const Permission* joint = joint_permission(one);
  if (joint != nullptr && ImGui::IsKeyPressed(ImGuiKey_L, false)) {
    open_joint_form(one, *joint);
    return true;
  }
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
  const World* world = app::world_of(one);
  if (refused == nullptr || world == nullptr) return false;
  ui::toast(app::refusal_text(*world, refused->outcome), ui::Tone::warning);
  return true;
}

}  // namespace gezhi::screens
