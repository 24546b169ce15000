#include "core/cases/duty.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::uint32_t kDayMinutes = 24 * 60;
constexpr std::uint32_t kWorkingDays = 0b0011111;
constexpr std::uint32_t kWeekend = 0b1100000;

CivilDay day_before(CivilDay day) { return {day.value - 1}; }

bool begins_on(const Policy& policy, const DutyHours& hours, CivilDay day) {
  const std::int32_t weekday = weekday_of(day);
  const bool named = (hours.days >> (weekday - 1) & 1U) != 0;
  if ((hours.days & kWeekend) != 0) return named;
  const bool all_week = (hours.days & kWorkingDays) == kWorkingDays;
  return (named || (weekday > 5 && all_week)) && is_working_day(policy, day);
}

}  // namespace

bool is_on_duty(const Policy& policy, const Unit& unit, TimeMs at) {
  if (unit.duty.empty()) return true;
  const CivilDay today = civil_day_of(at);
  const auto minute = static_cast<std::uint32_t>((at - start_of(today)) / kMinuteMs);
  return std::any_of(unit.duty.begin(), unit.duty.end(), [&](const DutyHours& hours) {
    const std::uint32_t from = hours.from_minute % kDayMinutes;
    const std::uint32_t to = hours.to_minute % kDayMinutes;
    const bool overnight = to <= from;
    if (begins_on(policy, hours, today) && minute >= from && (overnight || minute < to))
      return true;
    return overnight && minute < to && begins_on(policy, hours, day_before(today));
  });
}

TimeMs next_on_duty(const Policy& policy, const Unit& unit, TimeMs at) {
  if (is_on_duty(policy, unit, at)) return at;
  const CivilDay today = civil_day_of(at);
  for (CivilDay day = today; day.value <= today.value + kDutyDaysMax; ++day.value) {
    TimeMs first;
    for (const DutyHours& hours : unit.duty) {
      const TimeMs begin = start_of(day) + hours.from_minute % kDayMinutes * kMinuteMs;
      if (begin <= at || !begins_on(policy, hours, day)) continue;
      if (first.is_none() || begin < first) first = begin;
    }
    if (!first.is_none()) return first;
  }
  return {};
}

}  // namespace gezhi
