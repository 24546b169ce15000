#include "core/cases/rounds.h"

#include <algorithm>

namespace gezhi {

CivilDay round_day_of(const Policy& policy, TimeMs at) {
  return civil_day_of(at - std::int64_t{policy.round_day_start} * kMinuteMs);
}

std::uint32_t rounds_asked(const TaskOrder& order) {
  if (order.kind != TaskKind::supervision || order.rounds > 0) return order.rounds;
  constexpr SetOf<ClockClass> kInDays(ClockClass::work_day, ClockClass::natural_day);
  const std::int64_t days = kInDays.has(order.limit.how) ? order.limit.amount : 1;
  return static_cast<std::uint32_t>(
      std::clamp(days, std::int64_t{1}, static_cast<std::int64_t>(kRoundsMax)));
}

std::uint32_t rounds_owed(const Task& task) {
  return task.kind == TaskKind::supervision ? std::max(task.rounds, 1U) : task.rounds;
}

bool is_round_of_its_day(const Policy& policy, const Task& task, TimeMs at) {
  const auto& days = task.round_days;
  const bool full = days.size() >= kRoundsMax;
  return !full && at >= task.rounds_from &&
         !std::binary_search(days.begin(), days.end(), round_day_of(policy, at));
}

std::vector<CivilDay> missed_rounds(const Policy& policy, const Task& task, TimeMs now) {
  std::vector<CivilDay> missed;
  const bool daily = task.kind == TaskKind::supervision;
  if (!daily || task.rounds_from.is_none()) return missed;
  const auto& days = task.round_days;
  const bool done = task.rounds_done >= rounds_owed(task) || !kLiveTaskStates.has(task.state);
  CivilDay until = round_day_of(policy, now);
  if (done) until = days.empty() ? CivilDay{} : days.back();
  CivilDay day = round_day_of(policy, task.rounds_from);
  for (++day.value; day < until && missed.size() < kRoundsMax; ++day.value) {
    if (!std::binary_search(days.begin(), days.end(), day)) missed.push_back(day);
  }
  return missed;
}

}  // namespace gezhi
