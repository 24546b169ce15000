#include "core/cases/guards.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace gezhi {
namespace {

const Outcome kFine{};

Outcome unless(bool fine, Refusal why, std::string detail = {}) {
  return fine ? kFine : refused(why, std::move(detail));
}

std::vector<TaskOrder> orders_of(const Attempt& attempt) {
  if (attempt.op == nullptr) return {};
  if (const auto* op = std::get_if<DispatchCase>(attempt.op)) return op->tasks;
  if (const auto* op = std::get_if<RedoCase>(attempt.op)) return {op->task};
  return {};
}

const Place* place_in(const Attempt& attempt) {
  if (attempt.op == nullptr) return nullptr;
  if (const auto* op = std::get_if<ReportCase>(attempt.op)) return &op->place;
  const auto* file = std::get_if<FileCase>(attempt.op);
  return file != nullptr && file->place ? &*file->place : nullptr;
}

const Category* category_in(const Attempt& attempt) {
  if (attempt.op == nullptr) return nullptr;
  if (const auto* op = std::get_if<ReportCase>(attempt.op)) return &op->category;
  if (const auto* op = std::get_if<FileCase>(attempt.op)) return &op->category;
  return nullptr;
}

// The text by which an operation settles something.
const std::string* settling_text(const Attempt& attempt) {
  if (attempt.op == nullptr) return nullptr;
  if (const auto* op = std::get_if<SubmitTask>(attempt.op)) return &op->text;
  if (const auto* op = std::get_if<CloseCase>(attempt.op)) return &op->text;
  if (const auto* op = std::get_if<VisitResult>(attempt.op)) return &op->text;
  if (const auto* op = std::get_if<VerifyResult>(attempt.op)) return &op->text;
  if (const auto* op = std::get_if<RejectCase>(attempt.op)) return &op->reason;
  return nullptr;
}

TimeMs resume_time_in(const Attempt& attempt) {
  if (attempt.op == nullptr) return {};
  if (const auto* op = std::get_if<AskSuspend>(attempt.op)) return op->resume_at;
  if (const auto* op = std::get_if<SuspendCase>(attempt.op)) return op->resume_at;
  return {};
}

bool had_a_hand(const Case& subject, ActorId actor) {
  return std::any_of(subject.tasks.begin(), subject.tasks.end(), [&](const Task& task) {
    return std::find(task.hands.begin(), task.hands.end(), actor) != task.hands.end();
  });
}

bool has_live_task(const Case& subject, UnitId unit) {
  return std::any_of(subject.tasks.begin(), subject.tasks.end(), [&](const Task& task) {
    return task.unit == unit &&
           (kLiveTaskStates.has(task.state) || task.state == TaskState::submitted);
  });
}

bool is_late(const Case& subject) {
  return std::any_of(subject.clocks.begin(), subject.clocks.end(),
                     [](const Clock& clock) { return clock.late; });
}

Outcome check_place(const World& world, const Attempt& attempt) {
  const Place* place = place_in(attempt);
  if (place == nullptr) return kFine;
  if (place->point.is_none() && place->code.empty())
    return refused(Refusal::place_unknown, "point");
  const bool known = world.grids().find(place->grid) != nullptr;
  return unless(known || place->outside_known_grids, Refusal::place_unknown, "grid");
}

Outcome check_power(const World& world, const Case& subject, const Attempt& attempt) {
  for (const TaskOrder& order : orders_of(attempt)) {
    const Unit* unit = world.find_unit(order.unit);
    if (order.lead && unit != nullptr && !unit->powers.has(subject.nature)) {
      return refused(Refusal::unit_lacks_power, unit->name);
    }
  }
  return kFine;
}

Outcome check_area(const World& world, const Case& subject, const Attempt& attempt) {
  for (const TaskOrder& order : orders_of(attempt)) {
    const Unit* unit = world.find_unit(order.unit);
    if (unit == nullptr || unit->area.is_none() || subject.place.grid.is_none()) continue;
    if (!covers(world.grids(), unit->area, subject.place)) {
      return refused(Refusal::outside_unit_area, unit->name);
    }
  }
  return kFine;
}

// S5-16: who found it does not dispose of it outside own powers, not even as an assistant.
Outcome check_finder(const World& world, const Case& subject, const Attempt& attempt) {
  for (const TaskOrder& order : orders_of(attempt)) {
    const Unit* unit = world.find_unit(order.unit);
    if (unit == nullptr || subject.reporter_unit.is_none()) continue;
    if (order.unit == subject.reporter_unit && !unit->powers.has(subject.nature)) {
      return refused(Refusal::finder_is_disposer, unit->name);
    }
  }
  return kFine;
}

Outcome check_units_known(const World& world, const Attempt& attempt) {
  for (const TaskOrder& order : orders_of(attempt)) {
    if (world.find_unit(order.unit) == nullptr) {
      return refused(Refusal::unit_unknown, std::to_string(order.unit.value));
    }
  }
  return kFine;
}

Outcome check_lead(const Case& subject, const Attempt& attempt) {
  if (attempt.op == nullptr) return kFine;
  const std::vector<TaskOrder> orders = orders_of(attempt);
  const auto leads = std::count_if(orders.begin(), orders.end(),
                                   [](const TaskOrder& order) { return order.lead; });
  const bool needs_lead = subject.live_lead() == nullptr;
  return unless(!orders.empty() && leads == (needs_lead ? 1 : 0), Refusal::lead_missing);
}

Outcome check_new_tasks(const Case& subject, const Attempt& attempt) {
  const std::vector<TaskOrder> orders = orders_of(attempt);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const bool twice =
        std::any_of(orders.begin(), orders.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const TaskOrder& earlier) { return earlier.id == orders[i].id; });
    if (orders[i].id.is_nil() || twice || subject.find_task(orders[i].id) != nullptr) {
      return refused(Refusal::task_exists);
    }
  }
  return kFine;
}

Outcome check_mandatory_done(const World& world, const Case& subject, const Attempt& attempt) {
  for (const Task& task : subject.tasks) {
    if (task.mandatory && kLiveTaskStates.has(task.state) && !(task.id == attempt.task)) {
      const Unit* unit = world.find_unit(task.unit);
      return refused(Refusal::mandatory_tasks_open, unit ? unit->name : std::string());
    }
  }
  return kFine;
}

Outcome check_verified(const Case& subject, const Attempt& attempt) {
  const bool looked_at = subject.verification && subject.verification->found != Verified::none;
  if (attempt.kind == OpKind::reject_case) return unless(looked_at, Refusal::not_verified);
  if (subject.state == CaseState::verifying) {
    return unless(looked_at && subject.verification->found == Verified::exists,
                  Refusal::not_verified);
  }
  const bool own_staff = subject.reporter_role != Role::volunteer;
  return unless(own_staff && kFiledDirectly.has(subject.source), Refusal::not_verified);
}

Outcome check_resume_time(const World& world, const Act& act, const Attempt& attempt) {
  if (attempt.op == nullptr) return kFine;
  const TimeMs until = resume_time_in(attempt);
  const TimeMs latest = act.when.received + std::int64_t{world.policy().suspend_days_max} * kDayMs;
  return unless(until > act.when.received && until <= latest, Refusal::time_not_allowed);
}

Outcome check_two_persons(const Act& act, const Case& subject, const Attempt& attempt) {
  const ActorId first =
      attempt.kind == OpKind::void_case ? subject.void_asked_by : subject.suspend_asked_by;
  return unless(!(first == act.actor), Refusal::same_person);
}

Outcome check_asked_for(const Case& subject, const Attempt& attempt) {
  const ActorId first =
      attempt.kind == OpKind::void_case ? subject.void_asked_by : subject.suspend_asked_by;
  return unless(!first.is_none(), Refusal::not_asked_for);
}

Outcome check_level(const World& world, const Act& act, const Case& subject,
                    const Attempt& attempt) {
  const bool redo = attempt.kind == OpKind::redo_case;
  const std::int64_t count = redo ? subject.reworks : subject.returned_orders;
  const std::int32_t most =
      redo ? world.policy().reworks_to_supervisor : world.policy().returns_to_supervisor;
  const bool higher = most > 0 && count >= most;
  return unless(!higher || act.grant.role == Role::duty_supervisor, Refusal::needs_supervisor);
}

Outcome check_merge(const World& world, const Case& subject, const Attempt& attempt) {
  if (attempt.op == nullptr) return kFine;
  const CaseId into = std::get<MergeCase>(*attempt.op).into;
  const Case* parent = world.find(into);
  if (parent == nullptr || into == subject.id) return refused(Refusal::merge_unfit, "unknown");
  if (!kOpenStates.has(parent->state)) return refused(Refusal::merge_unfit, "not_open");
  if (parent->nature != subject.nature) return refused(Refusal::merge_unfit, "nature");
  const std::int64_t apart = distance_mm(parent->place.point, subject.place.point);
  if (apart > std::int64_t{world.policy().merge_radius_m} * 1000) {
    return refused(Refusal::merge_unfit, "distance");
  }
  const std::int64_t between = parent->reported.at - subject.reported.at;
  const std::int64_t window = std::int64_t{world.policy().merge_window_days} * kDayMs;
  return unless(between <= window && between >= -window, Refusal::merge_unfit, "time");
}

// A volunteer acts on own reports only; a unit on cases where it has a task; the desk on all.
Outcome check_own_case(const Act& act, const Case& subject, const Attempt& attempt) {
  if (kDeskRoles.has(act.grant.role) || act.grant.role == Role::supervision_squad) return kFine;
  if (attempt.kind == OpKind::return_task) {
    const Task* lead = subject.live_lead();
    return unless(lead != nullptr && lead->unit == act.grant.unit, Refusal::not_your_task);
  }
  const bool mine = subject.reporter == act.actor && attempt.kind == OpKind::add_note;
  const bool ours = !act.grant.unit.is_none() && has_live_task(subject, act.grant.unit);
  const bool on_the_ground = kGridRoles.has(act.grant.role) && attempt.kind == OpKind::add_note;
  return unless(mine || ours || on_the_ground, Refusal::not_your_case);
}

Outcome check_parties_asked(const World& world, const Attempt& attempt) {
  if (attempt.op == nullptr) return kFine;
  const auto& visit = std::get<VisitResult>(*attempt.op);
  return unless(
      visit.satisfaction != Satisfaction::not_asked || says_something(world.policy(), visit.text),
      Refusal::party_not_asked);
}

Outcome check_late_reason(const Case& subject, const Attempt& attempt) {
  if (attempt.op == nullptr) return kFine;
  return unless(!is_late(subject) || !std::get<CloseCase>(*attempt.op).late_reason.empty(),
                Refusal::late_without_reason);
}

Outcome check_children(const World& world, const Case& subject, const Attempt& attempt) {
  // A merged report follows its parent; one that has become a parent cannot be merged away.
  if (attempt.kind == OpKind::merge_case) {
    return unless(subject.children.empty(), Refusal::children_open);
  }
  for (const CaseId child : subject.children) {
    const Case* one = world.find(child);
    if (one != nullptr && kOpenStates.has(one->state)) {
      return refused(Refusal::children_open, one->number);
    }
  }
  return kFine;
}

Outcome check_closer(const Act& act, const Case& subject) {
  const bool visited = !subject.visits.empty() && subject.visits.back().visitor == act.actor;
  return unless(!visited && !had_a_hand(subject, act.actor), Refusal::closer_is_handler);
}

Outcome check_category(const Attempt& attempt) {
  const Category* category = category_in(attempt);
  if (category == nullptr || category->code.empty()) return kFine;
  return unless(!category->scheme.empty() && !category->version.empty(),
                Refusal::category_unversioned);
}

Outcome check_duplicates(const Attempt& attempt) {
  const auto* file = attempt.op ? std::get_if<FileCase>(attempt.op) : nullptr;
  return unless(file == nullptr || file->duplicates_shown, Refusal::duplicates_not_shown);
}

Outcome check_danger(const Attempt& attempt) {
  const auto* report = attempt.op ? std::get_if<ReportCase>(attempt.op) : nullptr;
  return unless(report == nullptr || report->danger_answered, Refusal::danger_unanswered);
}

Outcome check_receipt(const Attempt& attempt) {
  const auto* transfer = attempt.op ? std::get_if<TransferCase>(attempt.op) : nullptr;
  return unless(transfer == nullptr || !transfer->receipt.empty(), Refusal::receipt_missing);
}

}  // namespace

bool says_something(const Policy& policy, const std::string& text) {
  if (utf8_length(text) < policy.text_min) return false;
  return std::find(policy.boilerplate.begin(), policy.boilerplate.end(), text) ==
         policy.boilerplate.end();
}

bool covers(const GridTree& grids, GridId node, const Place& place) {
  return grids.contains(node, place.grid) || grids.contains(node, place.community) ||
         grids.contains(node, place.beat) || grids.contains(node, place.border_with);
}

std::string missing_field(const CaseOp& op) {
  if (const auto* v = std::get_if<ReportCase>(&op)) return v->text.empty() ? "text" : "";
  if (const auto* v = std::get_if<VerifyResult>(&op))
    return v->found == Verified::none ? "found" : "";
  if (const auto* v = std::get_if<TransferCase>(&op)) return v->to == TransferTo::none ? "to" : "";
  if (const auto* v = std::get_if<RefuseTask>(&op)) {
    return v->reason == ReturnReason::none ? "reason" : "";
  }
  if (const auto* v = std::get_if<ContactParty>(&op)) {
    return v->result == ContactResult::none ? "result" : "";
  }
  if (const auto* v = std::get_if<ArriveTask>(&op)) {
    return v->point.is_none() && v->text.empty() ? "text" : "";
  }
  if (const auto* v = std::get_if<SubmitTask>(&op)) {
    return v->result == ResultKind::none ? "result" : "";
  }
  if (const auto* v = std::get_if<VisitResult>(&op)) {
    return !v->confirmed && v->reason == ReworkReason::none ? "reason" : "";
  }
  if (const auto* v = std::get_if<AddNote>(&op)) {
    return v->text.empty() && v->photos.empty() ? "text" : "";
  }
  return std::visit(
      [](const auto& one) -> std::string {
        if constexpr (requires { std::string_view(one.reason); }) {
          return one.reason.empty() ? "reason" : "";
        } else {
          return "";
        }
      },
      op);
}

Outcome check_guard(Refusal guard, const World& world, const Act& act, const Case* subject,
                    const Attempt& attempt) {
  static const Case kNew;
  const Case& c = subject != nullptr ? *subject : kNew;
  switch (guard) {
    case Refusal::place_unknown: return check_place(world, attempt);
    case Refusal::danger_unanswered: return check_danger(attempt);
    case Refusal::receipt_missing: return check_receipt(attempt);
    case Refusal::duplicates_not_shown: return check_duplicates(attempt);
    case Refusal::unit_unknown: return check_units_known(world, attempt);
    case Refusal::unit_lacks_power: return check_power(world, c, attempt);
    case Refusal::outside_unit_area: return check_area(world, c, attempt);
    case Refusal::finder_is_disposer: return check_finder(world, c, attempt);
    case Refusal::mandatory_tasks_open: return check_mandatory_done(world, c, attempt);
    case Refusal::not_of_this_grid:
      return unless(c.place.grid.is_none() || covers(world.grids(), act.grant.grid, c.place),
                    Refusal::not_of_this_grid);
    case Refusal::visitor_is_handler:
      return unless(!had_a_hand(c, act.actor), Refusal::visitor_is_handler);
    case Refusal::closer_is_handler: return check_closer(act, c);
    case Refusal::late_without_reason: return check_late_reason(c, attempt);
    case Refusal::party_not_asked: return check_parties_asked(world, attempt);
    case Refusal::children_open: return check_children(world, c, attempt);
    case Refusal::text_too_brief: {
      const std::string* text = settling_text(attempt);
      return unless(text == nullptr || says_something(world.policy(), *text),
                    Refusal::text_too_brief, std::to_string(world.policy().text_min));
    }
    case Refusal::category_unversioned: return check_category(attempt);
    case Refusal::lead_missing: return check_lead(c, attempt);
    case Refusal::task_exists: return check_new_tasks(c, attempt);
    case Refusal::not_verified: return check_verified(c, attempt);
    case Refusal::reporter_is_verifier:
      return unless(!(c.reporter == act.actor), Refusal::reporter_is_verifier);
    case Refusal::not_confirmed:
      return unless(!c.visits.empty() && c.visits.back().confirmed, Refusal::not_confirmed);
    case Refusal::verified_to_exist:
      return unless(!c.verification || c.verification->found != Verified::exists,
                    Refusal::verified_to_exist);
    case Refusal::same_person: return check_two_persons(act, c, attempt);
    case Refusal::not_asked_for: return check_asked_for(c, attempt);
    case Refusal::time_not_allowed: return check_resume_time(world, act, attempt);
    case Refusal::needs_supervisor: return check_level(world, act, c, attempt);
    case Refusal::merge_unfit: return check_merge(world, c, attempt);
    case Refusal::not_your_case: return check_own_case(act, c, attempt);
    case Refusal::no_contact: return unless(c.has_contact, Refusal::no_contact);
    case Refusal::full:
      return unless(c.tasks.size() + orders_of(attempt).size() <= kTasksMax, Refusal::full);
    // Not guards of a row: judge() gives these itself.
    case Refusal::none:
    case Refusal::not_understood:
    case Refusal::not_ready:
    case Refusal::role_not_held:
    case Refusal::case_exists:
    case Refusal::case_unknown:
    case Refusal::role_not_allowed:
    case Refusal::wrong_state:
    case Refusal::task_unknown:
    case Refusal::not_your_task:
    case Refusal::wrong_task_state:
    case Refusal::field_missing:
    case Refusal::bad_policy:
    case Refusal::bad_grid: break;
  }
  return kFine;
}

}  // namespace gezhi
