#include "core/cases/holidays.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::int32_t kNoticeMonths = 3;
constexpr std::int64_t kStatutoryDays = 13;
constexpr std::int32_t kFirstDays = 3;  // of New Year, at a weekend

bool has_day(const Policy& policy, CivilDay from, CivilDay to) {
  return std::any_of(policy.holidays.begin(), policy.holidays.end(),
                     [&](CivilDay day) { return !(day < from) && !(to < day); });
}

bool has_day(const Policy& policy, CivilDate date) {
  return has_day(policy, day_of(date), day_of(date));
}

}  // namespace

bool lists_year(const Policy& policy, std::int32_t year) {
  const auto days = std::count_if(policy.holidays.begin(), policy.holidays.end(),
                                  [&](CivilDay day) { return date_of(day).year == year; });
  // The first day of the lunar year lies between 21 January and 20 February.
  return days >= kStatutoryDays && has_day(policy, {year, 1, 1}) &&
         has_day(policy, day_of({year, 1, 21}), day_of({year, 2, 20})) &&
         has_day(policy, {year, 5, 1}) && has_day(policy, {year, 10, 1});
}

std::optional<CivilDay> holidays_known_until(const Policy& policy) {
  std::optional<std::int32_t> first;
  for (const CivilDay day : policy.holidays) {
    const std::int32_t year = date_of(day).year;
    if ((!first || year < *first) && lists_year(policy, year)) first = year;
  }
  if (!first) return std::nullopt;
  std::int32_t last = *first;
  while (lists_year(policy, last + 1)) ++last;
  return day_of({last, 12, 31});
}

std::optional<CivilDay> stray_holiday(const Policy& policy) {
  const auto until = holidays_known_until(policy);
  for (const CivilDay day : policy.holidays) {
    if (!until || until->value + kFirstDays < day.value) return day;
    if (day < *until && !lists_year(policy, date_of(day).year)) return day;
  }
  return std::nullopt;
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
