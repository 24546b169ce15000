#include "web/screens/parts/case_actions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/desk/actions.h"
#include "web/screens/desk/form.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/action_groups.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/edit_field_dialog.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

constexpr std::size_t kNextShown = 3;

bool& reasons_open = platform::of_session<bool>();
int& group_open = platform::of_session(-1);
SubjectKey& group_of_case = platform::of_session<SubjectKey>();

// Where it is done: its own page on a phone, otherwise a dialog over this one.
void begin(const Case& one, const Permission& permission) {
  const OpKind kind = permission.kind;
  const std::string id = app::path_of(one);
  if (kind == OpKind::verify_result) return app::open("/verify/" + id);
  if (kind == OpKind::visit_result) return app::open("/visit/" + id);
  if (kind == OpKind::edit_field) return open_edit_field(one);
  if (kind == OpKind::settle_conflict) return app::open("/conflicts");
  if (has_op_form(kind) && ui::phone()) return app::open(act_route(one, permission));
  open_form(one, permission);
}

std::string label_of(const Case& one, const Permission& permission) {
  const World* world = app::world_of(one);
  return world == nullptr ? word("action", permission.kind) : action_text(*world, one, permission);
}

bool button(const Case& one, const Permission& permission, bool main) {
  const std::string label = label_of(one, permission) + "##" + to_text(permission.task.value);
  const ui::ButtonOptions options{.icon = action_icon(permission.kind)};
  return main ? ui::primary_button(label, options) : ui::secondary_button(label, options);
}

// The own unit's live task, whose steps have their page; nullptr when there is none.
const Task* own_task(const Case& one) {
  for (const Permission& permission : app::permissions(one)) {
    if (permission.outcome.applied() && is_on_task_page(permission.kind)) {
      return one.find_task(permission.task);
    }
  }
  return nullptr;
}

struct Grouped {
  ActionGroup group = ActionGroup::handle;
  std::vector<const Permission*> list;
};

std::vector<Grouped> grouped(const std::vector<const Permission*>& all) {
  std::vector<Grouped> groups;
  for (std::size_t i = 0; i < names_of(ActionGroup{}).size(); ++i) {
    Grouped one{static_cast<ActionGroup>(i), {}};
    for (const Permission* each : all) {
      if (group_of(each->kind) == one.group) one.list.push_back(each);
    }
    if (!one.list.empty()) groups.push_back(std::move(one));
  }
  return groups;
}

// Groups as chips; the pressed one shows what it holds.
const Permission* by_groups(const Case& one, const std::vector<const Permission*>& all) {
  const std::vector<Grouped> groups = grouped(all);
  std::vector<std::string> words;
  for (const Grouped& group : groups) {
    words.push_back(
        tr("ui.case.group", word("ui.case.group", group.group), std::to_string(group.list.size())));
  }
  if (!(group_of_case == subject_key(one))) group_open = -1;
  group_of_case = subject_key(one);
  group_open = std::min(group_open, static_cast<int>(groups.size()) - 1);
  ui::choice_chips(tr("ui.case.all_actions"), words, group_open);
  if (group_open < 0) return nullptr;
  const Permission* pressed = nullptr;
  ui::push_id("group");
  for (const Permission* each : groups[static_cast<std::size_t>(group_open)].list) {
    if (button(one, *each, false)) pressed = each;
  }
  ui::pop_id();
  return pressed;
}

// What is not possible now, each with its reason; folded, because most people don't need it.
void reasons(const Case& one) {
  std::vector<ui::Pair> pairs;
  SetOf<OpKind> seen;
  for (const Permission& permission : app::permissions(one)) {
    if (permission.outcome.applied()) seen.add(permission.kind);
  }
  for (const Permission& permission : app::permissions(one)) {
    if (seen.has(permission.kind)) continue;
    seen.add(permission.kind);
    pairs.push_back({word("action", permission.kind),
                     why_not(one, permission.kind, permission.task, permission.when)});
  }
  if (pairs.empty()) return;
  if (ui::text_button(tr(reasons_open ? "ui.case.hide_reasons" : "ui.case.show_reasons")))
    reasons_open = !reasons_open;
  if (reasons_open) ui::key_values(pairs);
}

// The own task first, then what the case asks for.
const Permission* next_steps(const Case& one, const std::vector<const Permission*>& all,
                             bool on_task_page) {
  bool main = !on_task_page;
  if (const Task* task = on_task_page ? nullptr : own_task(one)) {
    if (ui::primary_button(tr("ui.case.to_the_task"), {.icon = Icon::person})) {
      app::open("/task/" + app::path_of(one) + "?task=" + to_text(task->id.value));
    }
    main = false;
  }
  // S1-25: several departments by one press.
  const Permission* joint = on_task_page ? nullptr : joint_permission(one);
  if (joint != nullptr && ui::secondary_button(tr("ui.joint.button"), {.icon = Icon::people}))
    open_joint_form(one, *joint);
  const Permission* pressed = nullptr;
  std::size_t shown = 0;
  for (const Permission* each : all) {
    if (asked_for(one, each->kind) == 0 || shown++ == kNextShown) break;
    if (button(one, *each, main)) pressed = each;
    main = false;
  }
  return pressed;
}

}  // namespace

void case_actions(const Case& one, bool on_task_page) {
  if (app::permissions(one).empty()) return;
  const std::vector<const Permission*> all = offered(one);
  if (on_task_page && all.empty()) return;
  ui::heading(tr("ui.case.actions"));
  ui::card_begin();
  const Permission* pressed = next_steps(one, all, on_task_page);
  if (!all.empty()) {
    if (const Permission* other = by_groups(one, all)) pressed = other;
  } else if (own_task(one) == nullptr) {
    ui::small_text(tr("ui.case.nothing_to_do"));
  }
  if (!on_task_page) reasons(one);
  ui::card_end();
  if (pressed == nullptr) return;
  const Permission chosen = *pressed;  // opening may change what it points to
  begin(one, chosen);
}

void case_action_dialogs() {
  draw_form();
  edit_field_dialog();
}

}  // namespace gezhi::screens
