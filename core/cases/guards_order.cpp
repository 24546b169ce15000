// Guards that look at orders: who may be ordered, by whom, until when.
#include <algorithm>

#include "core/cases/guard_checks.h"
#include "core/cases/joint_dispatch.h"
#include "core/cases/restricted.h"

namespace gezhi::guard {
namespace {

constexpr std::int64_t kNoticeDaysMax = 180;
constexpr std::int64_t kFootageDaysMax = 7;

// The latest time an operation may name, and whether it lies before that and after now.
Outcome later_within(const Question& q, TimeMs until, std::int64_t days) {
  const TimeMs now = q.act.when.received;
  return unless(until > now && until <= now + days * kDayMs, Refusal::time_not_allowed);
}

// Facts that are recorded happened already (a day's grace for clocks).
Outcome not_ahead(const Question& q, TimeMs at) {
  return unless(!at.is_none() && at <= q.act.when.received + kDayMs, Refusal::time_not_allowed);
}

// What the joint dispatch template asks of who carries this order out, leading or not.
SetOf<Nature> powers_asked(const Policy& policy, const DispatchCase& dispatch,
                           const TaskOrder& order, const Unit& unit) {
  for (const JointTemplate& one : policy.joint_templates) {
    if (one.id != dispatch.template_id) continue;
    const TemplateOrder* asking = template_order_of(one, order.kind, unit);
    if (asking != nullptr) return asking->powers;
  }
  return {};
}

}  // namespace

std::vector<TaskOrder> orders_of(const Question& q) {
  if (const auto* op = q.op<DispatchCase>()) return op->tasks;
  if (const auto* op = q.op<BlowWhistle>()) return op->tasks;
  if (const auto* op = q.op<RedoCase>()) return {op->task};
  if (const auto* op = q.op<OrderReinspection>()) return {op->order};
  return {};
}

Outcome units_known(const Question& q) {
  const auto known = [&](UnitId id) { return q.world.find_unit(id) != nullptr; };
  for (const TaskOrder& order : orders_of(q)) {
    if (!known(order.unit)) {
      return refused(Refusal::unit_unknown, std::to_string(order.unit.value));
    }
  }
  if (const auto* op = q.op<Escalate>()) {
    return unless(op->unit.is_none() || known(op->unit), Refusal::unit_unknown);
  }
  if (const auto* op = q.op<HoldConsultation>()) {
    return unless(std::all_of(op->seats.begin(), op->seats.end(), known), Refusal::unit_unknown);
  }
  return {};
}

Outcome power(const Question& q) {
  const auto* dispatch = q.op<DispatchCase>();
  for (const TaskOrder& order : orders_of(q)) {
    const Unit* unit = q.world.find_unit(order.unit);
    if (unit == nullptr) continue;
    SetOf<Nature> asked;
    if (dispatch != nullptr) asked = powers_asked(q.policy(), *dispatch, order, *unit);
    if (order.lead) asked.add(q.subject.nature);
    if (!((unit->powers & asked) == asked)) {
      return refused(Refusal::unit_lacks_power, unit->name);
    }
  }
  return {};
}

Outcome area(const Question& q) {
  for (const TaskOrder& order : orders_of(q)) {
    const Unit* unit = q.world.find_unit(order.unit);
    if (unit == nullptr || unit->area.is_none() || q.subject.place.grid.is_none()) continue;
    if (!covers(q.world.grids(), unit->area, q.subject.place)) {
      return refused(Refusal::outside_unit_area, unit->name);
    }
  }
  return {};
}

// S5-16: who found it does not dispose of it outside own powers, not even as an assistant.
Outcome finder(const Question& q) {
  for (const TaskOrder& order : orders_of(q)) {
    const Unit* unit = q.world.find_unit(order.unit);
    if (unit == nullptr || q.subject.reporter_unit.is_none()) continue;
    if (order.unit == q.subject.reporter_unit && !unit->powers.has(q.subject.nature)) {
      return refused(Refusal::finder_is_disposer, unit->name);
    }
  }
  return {};
}

Outcome lead(const Question& q) {
  if (q.beforehand()) return {};
  const std::vector<TaskOrder> orders = orders_of(q);
  const auto leads = std::count_if(orders.begin(), orders.end(),
                                   [](const TaskOrder& order) { return order.lead; });
  // A whistle calls assistants only.
  const bool wanted = q.attempt.kind != OpKind::blow_whistle && q.subject.live_lead() == nullptr;
  return unless(!orders.empty() && leads == (wanted ? 1 : 0), Refusal::lead_missing);
}

// Also: no second reinspection while one is out.
Outcome new_tasks(const Question& q) {
  const std::vector<TaskOrder> orders = orders_of(q);
  const bool out =
      std::any_of(q.subject.tasks.begin(), q.subject.tasks.end(), [](const Task& task) {
        return task.kind == TaskKind::reinspect && kLiveTaskStates.has(task.state);
      });
  if (out && q.attempt.kind == OpKind::order_reinspection) return refused(Refusal::task_exists);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const bool twice =
        std::any_of(orders.begin(), orders.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const TaskOrder& earlier) { return earlier.id == orders[i].id; });
    if (orders[i].id.is_nil() || twice || q.subject.find_task(orders[i].id) != nullptr) {
      return refused(Refusal::task_exists);
    }
  }
  return {};
}

Outcome level(const Question& q) {
  const bool redo = q.attempt.kind == OpKind::redo_case;
  const std::int64_t count = redo ? q.subject.reworks : q.subject.returned_orders;
  const std::int32_t most =
      redo ? q.policy().reworks_to_supervisor : q.policy().returns_to_supervisor;
  const bool higher = most > 0 && count >= most;
  return unless(!higher || q.act.grant.role == Role::duty_supervisor, Refusal::needs_supervisor);
}

Outcome room(const Question& q) {
  if (q.attempt.kind == OpKind::count_thing) {
    return unless(q.subject.things.size() < kThingsMax, Refusal::full);
  }
  return unless(q.subject.tasks.size() + orders_of(q).size() <= kTasksMax, Refusal::full);
}

Outcome time_allowed(const Question& q) {
  if (const auto* op = q.op<AskSuspend>()) {
    return later_within(q, op->resume_at, q.policy().suspend_days_max);
  }
  if (const auto* op = q.op<SuspendCase>()) {
    return later_within(q, op->resume_at, q.policy().suspend_days_max);
  }
  if (const auto* op = q.op<IssueNotice>()) {
    return later_within(q, op->notice.due, kNoticeDaysMax);
  }
  if (const auto* op = q.op<ExtendNotice>()) {
    return later_within(q, op->due, q.policy().rectify_extend_days);
  }
  if (const auto* op = q.op<GiveFastLane>()) {
    return op->appointment.is_none() ? Outcome{} : later_within(q, op->appointment, kNoticeDaysMax);
  }
  if (const auto* op = q.op<AskFootage>()) {
    const bool window = op->from < op->to && op->to <= op->from + kFootageDaysMax * kDayMs;
    return unless(window && op->to <= q.act.when.received, Refusal::time_not_allowed);
  }
  if (q.op<EraseCase>() != nullptr) {
    const TimeMs due = erase_due(q.world, q.subject);
    return unless(!due.is_none() && due <= q.act.when.received, Refusal::time_not_allowed);
  }
  if (const auto* op = q.op<ReferEnforcement>()) return not_ahead(q, op->decided);
  if (const auto* op = q.op<ConcludeInvestigation>()) return not_ahead(q, op->decided);
  return {};
}

Outcome task_named(const Question& q) {
  const auto* op = q.op<Escalate>();
  const bool named = op != nullptr && !op->task.is_nil();
  return unless(!named || q.subject.find_task(op->task) != nullptr, Refusal::task_unknown);
}

// One rung after the other, for the same unit (or for the case as a whole).
Outcome rung(const Question& q) {
  const auto* op = q.op<Escalate>();
  if (op == nullptr) return {};
  auto highest = Rung::none;
  for (const Escalation& one : q.subject.escalations) {
    if (one.unit == op->unit) highest = std::max(highest, one.rung);
  }
  const bool next = static_cast<int>(op->rung) <= static_cast<int>(highest) + 1;
  return unless(next, Refusal::rung_skipped, std::string(name_of(highest)));
}

Outcome whistled(const Question& q) {
  const Task* task = q.subject.find_task(q.attempt.task);
  return unless(task == nullptr || task->whistled, Refusal::not_whistled);
}

Outcome hop_known(const Question& q) {
  const auto* op = q.op<AnswerHop>();
  const std::vector<Hop>& chain = q.subject.chain;
  if (op == nullptr) return unless(!chain.empty(), Refusal::hop_unknown);
  const bool known = op->hop >= 1 && op->hop <= chain.size() && !chain[op->hop - 1].answered;
  return unless(known, Refusal::hop_unknown);
}

Outcome own_unit(const Question& q) {
  return unless(q.world.find_unit(q.act.grant.unit) != nullptr, Refusal::own_unit_missing);
}

}  // namespace gezhi::guard
