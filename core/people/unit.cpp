#include "core/people/unit.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kDayMinutes = 24 * 60;

bool has_day(const DutyHours& hours, std::int32_t weekday) {  // Monday = 1
  return (hours.days >> (weekday - 1) & 1U) != 0;
}

}  // namespace

bool on_duty(const Unit& unit, TimeMs at) {
  if (unit.duty.empty()) return true;
  const CivilDay day = civil_day_of(at);
  const auto minute = static_cast<std::uint32_t>((at - start_of(day)) / kMinuteMs);
  const std::int32_t today = weekday_of(day);
  const std::int32_t yesterday = today == 1 ? 7 : today - 1;
  for (const DutyHours& hours : unit.duty) {
    const std::uint32_t from = hours.from_minute % kDayMinutes;
    const std::uint32_t to = hours.to_minute % kDayMinutes;
    const bool overnight = to <= from;
    if (has_day(hours, today) && minute >= from && (overnight || minute < to)) return true;
    if (overnight && has_day(hours, yesterday) && minute < to) return true;
  }
  return false;
}

}  // namespace gezhi
