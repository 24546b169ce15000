#include "core/cases/clock_rules.h"

#include <algorithm>

namespace gezhi {

std::vector<RaisedAlarm> alarms_of(const Case& subject, TimeMs now) {
  std::vector<RaisedAlarm> raised;
  for (const Clock& clock : subject.clocks) {
    if (!binds(subject, clock)) continue;
    const Urgency urgency = urgency_of(clock, now);
    const ClockRule* rule = clock_rule(clock.kind);
    if (rule == nullptr || (urgency != Urgency::warning && urgency != Urgency::overdue)) continue;
    const bool late = urgency == Urgency::overdue;
    const Alarm alarm = late ? rule->at_time_out : rule->at_warning;
    if (alarm == Alarm::none) continue;
    raised.push_back({alarm, clock.kind, clock.task, urgency, clock.due});
  }
  std::stable_sort(raised.begin(), raised.end(), [](const RaisedAlarm& a, const RaisedAlarm& b) {
    if (a.urgency != b.urgency) return a.urgency == Urgency::overdue;
    return a.due < b.due;
  });
  return raised;
}

// A pause moves `warn` and `due` together, so what lies between them is a known part of the limit.
TimeMs used_up_at(const Policy& policy, const Clock& clock, std::int32_t percent) {
  const std::int64_t warn_percent = policy.warn_percent;
  const bool between = warn_percent < 100 && clock.warn < clock.due;
  const TimeMs from = between ? clock.warn : clock.started;
  const std::int64_t from_percent = between ? warn_percent : 0;
  const std::int64_t counted = counted_between(policy, clock.how, from, clock.due);
  const std::int64_t part = 100 - from_percent;
  if (percent >= 100) {
    return after_counted(policy, clock.how, clock.due, counted * (percent - 100) / part);
  }
  if (percent >= from_percent) {
    return after_counted(policy, clock.how, from, counted * (percent - from_percent) / part);
  }
  const std::int64_t whole = counted_between(policy, clock.how, clock.started, clock.due);
  return after_counted(policy, clock.how, clock.started, whole * percent / 100);
}

}  // namespace gezhi
