#include "web/screens/forms/act_page.h"

#include <optional>
#include <string>

#include "web/here.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/action_groups.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

OpKind addressed_kind() {
  std::string_view named = app::address().argument;
  if (!take_subject_key(named)) return OpKind::unknown;
  const auto names = names_of(OpKind{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == named) return static_cast<OpKind>(i);
  }
  return OpKind::unknown;
}

TaskId addressed_task() {
  const auto& query = app::address().query;
  const auto found = query.find("task");
  if (found == query.end()) return {};
  const auto id = parse_uuid(found->second);
  return id.ok() ? TaskId{*id} : TaskId{};
}

std::string title_of(const World& world, const Case& one, const Permission& permission) {
  std::string title = word("action", permission.kind);
  const Task* task = one.find_task(permission.task);
  if (task != nullptr) title += " · " + app::unit_name(world, task->unit);
  return title;
}

// Where an operation is done that has no form of its own; `task`: whose permission it is.
std::string place_of(const Case& one, OpKind kind, TaskId task) {
  const std::string id = app::path_of(one);
  if (kind == OpKind::verify_result) return "/verify/" + id;
  if (kind == OpKind::visit_result) return "/visit/" + id;
  if (is_on_task_page(kind) && !task.is_nil())
    return "/task/" + id + "?task=" + to_text(task.value);
  return "/case/" + id;
}

const Permission* any_permission(const Case& one, OpKind kind) {
  const Permission* found = nullptr;
  for (const Permission& each : app::permissions(one)) {
    const bool better = found == nullptr || (!found->outcome.applied() && each.outcome.applied());
    if (each.kind == kind && better) found = &each;
  }
  return found;
}

void done_elsewhere(const Case& one, OpKind kind) {
  const Permission* permission = any_permission(one, kind);
  if (permission == nullptr)
    return missing_page(word("action", kind), tr("refusal.role_not_allowed"));
  const std::string place = place_of(one, kind, permission->task);
  const bool of_task = place.rfind("/task/", 0) == 0;
  page_begin(word("action", kind), {.subtitle = app::case_title(one), .back = true}, place);
  ui::empty_state(Icon::info, word("action", kind),
                  tr(of_task ? "ui.act.on_task_page" : "ui.act.on_own_page"));
  if (ui::primary_button(tr(of_task ? "ui.act.to_task_page" : "ui.act.to_own_page")))
    app::replace(place);
  page_end();
}

}  // namespace

void draw_act_page() {
  const Case* one = addressed_case();
  const OpKind kind = addressed_kind();
  const World* world = one != nullptr ? app::world_of(*one) : nullptr;
  if (world == nullptr) return missing_page(tr("ui.case.missing"), tr("ui.case.missing_words"));
  if (kind == OpKind::unknown)
    return missing_page(tr("ui.act.unknown"), tr("ui.act.unknown_words"));
  if (!has_op_form(kind)) return done_elsewhere(*one, kind);
  const Permission* found = app::permission(*one, kind, addressed_task());
  if (found == nullptr) return missing_page(word("action", kind), tr("refusal.role_not_allowed"));
  const Permission permission = *found;
  const std::string case_route = "/case/" + app::path_of(*one);
  OpDraft& draft = op_draft(*one, *world, permission);
  page_begin(
      title_of(*world, *one, permission),
      {.subtitle = app::case_title(*one), .back = true, .footer = ui::kButtonHeight + 2 * ui::kGap},
      case_route);
  const std::string reason =
      permission.outcome.applied() ? std::string() : app::refusal_text(*world, permission.outcome);
  if (!draft.problem.empty() && draft.refused.empty())
    ui::banner(ui::Tone::danger, draft.problem);
  else if (!reason.empty())
    ui::banner(ui::Tone::warning, reason);
  FormScope scope{*one, *world, permission, draft};
  ui::push_id(act_route(*one, permission));
  draw_op_form(scope);
  ui::pop_id();
  ui::page_footer_begin();
  const bool pressed = ui::primary_button(word("action", kind), {.icon = Icon::check});
  ui::page_footer_end();
  const bool sent = pressed && hand_in_op(*one, permission, draft);
  const bool at_field = !draft.missing.empty() || !draft.refused.empty();
  if (pressed && !sent && !at_field) ui::page_to_top();  // where it says why
  page_end();
  if (sent) app::back(case_route);
}

}  // namespace gezhi::screens
