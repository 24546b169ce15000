#include "core/cases/policy.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::int32_t kSearchDaysMax = 4000;  // no limit reaches further than eleven years

bool lists(const std::vector<CivilDay>& days, CivilDay day) {
  return std::find(days.begin(), days.end(), day) != days.end();
}

bool counts_work(ClockClass how) {
  return how == ClockClass::work_hour || how == ClockClass::work_day;
}

TimeMs minute_of(CivilDay day, std::int32_t minute) {
  return start_of(day) + std::int64_t{minute} * kMinuteMs;
}

CivilDay next(CivilDay day) { return CivilDay{day.value + 1}; }

TimeMs end_of_work(const Policy& policy, CivilDay day) {
  return minute_of(day, policy.work_periods.empty() ? 24 * 60 : policy.work_periods.back().to);
}

TimeMs after_working_days(const Policy& policy, TimeMs start, std::int32_t days) {
  CivilDay day = civil_day_of(start);
  for (std::int32_t searched = 0; days > 0 && searched < kSearchDaysMax; ++searched) {
    day = next(day);
    if (is_working_day(policy, day)) --days;
  }
  return end_of_work(policy, day);
}

}  // namespace

bool is_working_day(const Policy& policy, CivilDay day) {
  if (lists(policy.extra_workdays, day)) return true;
  return weekday_of(day) <= 5 && !lists(policy.holidays, day);
}

TimeMs due_after(const Policy& policy, Limit limit, TimeMs start) {
  switch (limit.how) {
    case ClockClass::urgent: return start + std::int64_t{limit.amount} * kSecondMs;
    case ClockClass::work_hour:
      return after_counted(policy, limit.how, start, std::int64_t{limit.amount} * kMinuteMs);
    case ClockClass::work_day: return after_working_days(policy, start, limit.amount);
    case ClockClass::natural_day: return start + std::int64_t{limit.amount} * kDayMs;
  }
  return start;
}

std::int64_t counted_between(const Policy& policy, ClockClass how, TimeMs from, TimeMs to) {
  if (!counts_work(how)) return to - from;
  if (to < from) return -counted_between(policy, how, to, from);
  std::int64_t counted = 0;
  for (CivilDay day = civil_day_of(from); !(civil_day_of(to) < day); day = next(day)) {
    if (!is_working_day(policy, day)) continue;
    for (const WorkPeriod& period : policy.work_periods) {
      const TimeMs begin = std::max(from, minute_of(day, period.from));
      const TimeMs end = std::min(to, minute_of(day, period.to));
      if (begin < end) counted += end - begin;
    }
  }
  return counted;
}

TimeMs after_counted(const Policy& policy, ClockClass how, TimeMs from, std::int64_t counted_ms) {
  if (!counts_work(how) || counted_ms <= 0) return from + counted_ms;
  CivilDay day = civil_day_of(from);
  for (std::int32_t searched = 0; searched < kSearchDaysMax; ++searched, day = next(day)) {
    if (!is_working_day(policy, day)) continue;
    for (const WorkPeriod& period : policy.work_periods) {
      const TimeMs begin = std::max(from, minute_of(day, period.from));
      const TimeMs end = minute_of(day, period.to);
      if (end <= begin) continue;
      if (counted_ms <= end - begin) return begin + counted_ms;
      counted_ms -= end - begin;
    }
  }
  return start_of(day);
}

}  // namespace gezhi
