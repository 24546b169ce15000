#include "core/cases/ladder.h"

#include <algorithm>

#include "core/cases/clock_rules.h"

namespace gezhi {
namespace {

// What a case keeps of these (case.h). A full list takes no more, so nothing more is planned.
constexpr std::size_t kEscalationsMax = 200;

void plan_handling(const Policy& policy, const Case& subject, const Clock& clock,
                   std::vector<PlannedRung>& list) {
  const Task* lead = subject.live_lead();
  const UnitId unit = lead != nullptr ? lead->unit : UnitId{};
  auto given = Rung::none;
  for (const Escalation& past : subject.escalations) {
    if (past.unit == unit && past.when.received >= clock.started)
      given = std::max(given, past.rung);
  }
  for (const LadderRule& rule : policy.ladder) {
    if (rule.rung <= given) continue;
    const TimeMs at = used_up_at(policy, clock, rule.percent);
    list.push_back({at, rule.rung, unit, {}, clock.kind, rule.percent});
  }
}

// The first rung when the time to check in is up, the next when as much again has passed.
void plan_no_show(const Policy& policy, const Case& subject, const Clock& clock,
                  std::vector<PlannedRung>& list) {
  const Task* task = subject.find_task(clock.task);
  constexpr TaskStates kNotThere(TaskState::assigned, TaskState::signed_off, TaskState::en_route);
  if (task == nullptr || !kNotThere.has(task->state)) return;
  auto given = Rung::none;
  for (const Escalation& past : subject.escalations) {
    if (past.task == task->id) given = std::max(given, past.rung);
  }
  for (std::size_t i = 0; i < policy.ladder.size(); ++i) {
    const Rung rung = policy.ladder[i].rung;
    if (rung <= given) continue;
    const auto percent = static_cast<std::int32_t>(100 * (i + 1));
    const TimeMs at = used_up_at(policy, clock, percent);
    list.push_back({at, rung, task->unit, task->id, clock.kind, percent});
  }
}

}  // namespace

std::vector<PlannedRung> planned_rungs(const Policy& policy, const Case& subject) {
  std::vector<PlannedRung> list;
  const bool full = subject.escalations.size() >= kEscalationsMax;
  if (full || !kOpenStates.has(subject.state)) return list;
  for (const Clock& clock : subject.clocks) {
    if (!clock.running()) continue;
    if (clock.kind == ClockKind::handle) plan_handling(policy, subject, clock, list);
    if (clock.kind == ClockKind::check_in) plan_no_show(policy, subject, clock, list);
  }
  return list;
}

std::vector<PlannedRung> proposed_rungs(const Policy& policy, const Case& subject, TimeMs now) {
  std::vector<PlannedRung> proposed;
  for (const PlannedRung& planned : planned_rungs(policy, subject)) {
    if (planned.rung <= kHighestOwnRung || planned.at > now) continue;
    const bool known = std::any_of(proposed.begin(), proposed.end(), [&](const PlannedRung& one) {
      return one.unit == planned.unit && one.task == planned.task;
    });
    if (!known) proposed.push_back(planned);
  }
  return proposed;
}

}  // namespace gezhi
