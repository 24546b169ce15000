#include "web/screens/forms/op_form.h"

#include <algorithm>

#include "core/cases/triage.h"
#include "web/here.h"
#include "web/screens/forms/begin.h"
#include "web/screens/forms/drawer.h"
#include "web/screens/forms/required.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/draft_note.h"

namespace gezhi::screens {
namespace {

using ui::tr;

// Made by hand: the main road of a case and the steps of a task; what only the street itself does;
// and what makes a case.
constexpr SetOf<OpKind> kByHand(
    OpKind::unknown, OpKind::report_case, OpKind::settle_on_spot, OpKind::request_verification,
    OpKind::verify_result, OpKind::file_case, OpKind::reject_case, OpKind::merge_case,
    OpKind::transfer_case, OpKind::dispatch_case, OpKind::sign_task, OpKind::refuse_task,
    OpKind::depart_task, OpKind::contact_party, OpKind::arrive_task, OpKind::start_task,
    OpKind::submit_task, OpKind::return_task, OpKind::cancel_task, OpKind::ask_suspend,
    OpKind::suspend_case, OpKind::resume_case, OpKind::open_visit, OpKind::visit_result,
    OpKind::close_case, OpKind::redo_case, OpKind::ask_void, OpKind::void_case, OpKind::add_note,
    OpKind::read_contact, OpKind::set_policy, OpKind::set_units, OpKind::set_grids,
    OpKind::enroll_key, OpKind::draw_sample, OpKind::erase_case, OpKind::carry_clock,
    OpKind::tell_merged, OpKind::tell_progress, OpKind::propose_change, OpKind::confirm_change,
    OpKind::withdraw_change);

const app::DraftsOf<OpDraft> drafts("act");

std::string key_of(const Case& one, OpKind kind, TaskId task) {
  return app::draft_key(one) + std::string(name_of(kind)) + to_text(task.value);
}

void draw_members(FormScope& scope) {
  if (auto* count = scope.draft.op.get<CountThing>()) {
    return form_count_thing(scope, *count);
  }
  if (auto* dispose = scope.draft.op.get<DisposeThing>()) {
    return form_dispose_thing(scope, *dispose);
  }
  if (auto* place = scope.draft.op.get<PlaceCase>()) return form_place(scope, *place);
  scope.draft.op.visit([&](auto& op) { form_members(scope, op); });
}

const std::string& standing(const Case& one, CaseField field) {
  return field == CaseField::text      ? one.text
         : field == CaseField::address ? one.place.address
                                       : one.root_cause;
}

// Choosing another field shows what stands there. What stood there then is the base: somebody else's
// write in between makes a conflict, never a silent overwrite.
void follow_field(FormScope& scope, CaseField before) {
  auto* edit = scope.draft.op.get<EditField>();
  if (edit == nullptr) return;
  if (edit->field != before) {
    edit->value = standing(scope.one, edit->field);
    edit->base = edit->value;
  }
  if (standing(scope.one, edit->field) != edit->base)
    ui::banner(ui::Tone::warning, tr("ui.edit.changed_meanwhile"));
}

// The same of the place: it stands in the form as it was when the form was begun.
void follow_place(const FormScope& scope) {
  const auto* place = scope.draft.op.get<PlaceCase>();
  if (place != nullptr && place->base && !same_spot(*place->base, scope.one.place))
    ui::banner(ui::Tone::warning, tr("ui.edit.changed_meanwhile"));
}

// G20: what the text or the category speaks for; the person chooses.
void propose_class(const FormScope& scope) {
  if (scope.kind() != OpKind::restrict_case || scope.one.restricted != Restricted::none) return;
  const RestrictSuggestion found =
      suggest_restricted(scope.world.policy(), scope.one.text, scope.one.category);
  if (found.rule == nullptr) return;
  const std::string name = word("restricted", found.rule->restricted);
  ui::banner(ui::Tone::info, tr("ui.triage.restrict", name) + "\n" + found.rule->why);
}

// A question that a bool asks must be answered: false is no answer.
std::string open_question(const OpDraft& draft) {
  if (!draft.answers.empty()) return {};
  const OpKind kind = kind_of(draft.op);
  constexpr SetOf<OpKind> kAsking(OpKind::sign_failure, OpKind::decide_appeal,
                                  OpKind::sample_result, OpKind::answer_statement);
  if (kAsking.has(kind)) return "confirmed";
  return kind == OpKind::answer_footage ? "approved" : "";
}

// Every member that must still be filled, each once: the rules' own, and what must be stated.
std::vector<std::string> all_missing(const OpDraft& draft, const CaseOp& op) {
  std::vector<std::string> all = required_members(op);
  all.insert(all.end(), draft.unstated.begin(), draft.unstated.end());
  if (std::string question = open_question(draft); !question.empty()) all.push_back(question);
  std::vector<std::string> once;
  for (std::string& name : all) {
    if (std::find(once.begin(), once.end(), name) == once.end()) once.push_back(std::move(name));
  }
  return once;
}

std::string names_in_labels(const Case& one, const World& world, const Permission& permission,
                            OpDraft& draft) {
  const FormScope scope{one, world, permission, draft};
  std::string labels;
  for (const std::string& name : draft.missing)
    labels += (labels.empty() ? "" : tr("ui.act.and")) + scope.label(name);
  return tr("ui.act.missing", labels);
}

// Where the words stand by which an operation settles something (G17).
std::string settling_member(const CaseOp& op) {
  return op.visit([](const auto& one) -> std::string {
    if constexpr (requires { std::string_view(one.agreement); }) return "agreement";
    if constexpr (requires { std::string_view(one.text); }) return "text";
    return "reason";
  });
}

}  // namespace

bool has_op_form(OpKind kind) { return !kByHand.has(kind) && is_known(kind); }

OpDraft& op_draft(const Case& one, const World& world, const Permission& permission) {
  const std::string key = key_of(one, permission.kind, permission.task);
  OpDraft& draft = drafts.of(key, [&] {
    OpDraft begun;
    if (auto op = begin_op(one, world, permission)) begun.op = *op;
    begin_correction(begun.place, one.place);
    return begun;
  });
  go_on_correcting(draft.place, one.place);
  if (draft.prepared) return draft;
  draft.prepared = true;
  CaseOp empty = draft.op;
  empty.visit([](auto& op) { op = std::decay_t<decltype(op)>{}; });
  draft.required = required_members(empty);
  return draft;
}

void draw_op_form(FormScope& scope) {
  const std::string help = "ui.act.help." + std::string(name_of(scope.kind()));
  draft_note(drafts, key_of(scope.one, scope.kind(), scope.permission.task));
  if (ui::has_text(help)) ui::small_text(tr(help));
  const auto* edit = scope.draft.op.get<EditField>();
  const CaseField before = edit != nullptr ? edit->field : CaseField::none;
  scope.draft.unread.clear();
  scope.draft.unstated.clear();
  propose_class(scope);
  draw_members(scope);
  follow_field(scope, before);
  follow_place(scope);
}

bool hand_in_op(const Case& one, const Permission& permission, OpDraft& draft) {
  settle_place(draft.place);
  if (auto* place = draft.op.get<PlaceCase>()) place->place = draft.place.place;
  CaseOp op = draft.op;
  finish_op(one, permission, op);
  draft.problem.clear();
  draft.refused.clear();
  draft.missing = all_missing(draft, op);
  if (!draft.missing.empty() || !draft.unread.empty()) {
    const World* world = app::world_of(one);
    if (world != nullptr && !draft.missing.empty())
      draft.problem = names_in_labels(one, *world, permission, draft);
    return false;
  }
  const std::string key = key_of(one, permission.kind, permission.task);
  Refusal why = Refusal::none;
  draft.problem = act_on(one, op, {}, &why);
  if (why == Refusal::text_too_brief) draft.refused = settling_member(op);
  if (!draft.problem.empty()) return false;
  drafts.discard(key);
  return true;
}

std::string act_route(const Case& one, const Permission& permission) {
  std::string route = "/act/" + app::path_of(one) + "/" + std::string(name_of(permission.kind));
  if (!permission.task.is_nil()) route += "?task=" + to_text(permission.task.value);
  return route;
}

}  // namespace gezhi::screens
