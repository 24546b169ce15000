#include "core/cases/holidays.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::int32_t kNoticeMonths = 3;

}  // namespace

std::optional<CivilDay> holidays_known_until(const Policy& policy) {
  std::optional<CivilDay> until;
  for (const CivilDay day : policy.holidays) {
    const CivilDate date = date_of(day);
    if (date.month != 10 || date.day != 1) continue;
    const CivilDay end = day_of({date.year, 12, 31});
    if (!until || *until < end) until = end;
  }
  return until;
}

DayKind day_kind(const Policy& policy, CivilDay day) {
  const auto until = holidays_known_until(policy);
  if (!until || *until < day) return DayKind::not_known;
  return is_working_day(policy, day) ? DayKind::working : DayKind::off;
}

bool is_provisional(const Policy& policy, ClockClass how, TimeMs due) {
  const bool by_list = how == ClockClass::work_hour || how == ClockClass::work_day;
  return by_list && day_kind(policy, civil_day_of(due)) == DayKind::not_known;
}

bool is_provisional(const Policy& policy, const Clock& clock) {
  return clock.running() && is_provisional(policy, clock.how, clock.due);
}

bool holidays_end_soon(const Policy& policy, CivilDay today) {
  const auto until = holidays_known_until(policy);
  return !until || after_months(*until, -kNoticeMonths) < today;
}

}  // namespace gezhi
