// Time: milliseconds UTC since 1970, carried by operations, never read from a clock here. Civil
// (wall) time is China Standard Time, UTC+8 without daylight saving, as every seed assumes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace gezhi {

// Years 1 to 9999, China Standard Time. What is stored or sent lies between them (codec.h refuses the
// rest), and sums end there: no time that anybody sends can overflow a number.
inline constexpr std::int64_t kTimeMin = -62135625600000;
inline constexpr std::int64_t kTimeMax = 253402271999999;

constexpr std::int64_t within_times(std::int64_t ms) {
  return ms < kTimeMin ? kTimeMin : ms > kTimeMax ? kTimeMax : ms;
}

// A duration: never longer than from the first time to the last.
constexpr std::int64_t within_span(std::int64_t ms) {
  constexpr std::int64_t kSpan = kTimeMax - kTimeMin;
  return ms < -kSpan ? -kSpan : ms > kSpan ? kSpan : ms;
}

struct TimeMs {
  std::int64_t value = 0;  // 0 = none

  bool is_none() const { return value == 0; }
  friend bool operator==(TimeMs a, TimeMs b) { return a.value == b.value; }
  friend bool operator!=(TimeMs a, TimeMs b) { return a.value != b.value; }
  friend bool operator<(TimeMs a, TimeMs b) { return a.value < b.value; }
  friend bool operator<=(TimeMs a, TimeMs b) { return a.value <= b.value; }
  friend bool operator>(TimeMs a, TimeMs b) { return a.value > b.value; }
  friend bool operator>=(TimeMs a, TimeMs b) { return a.value >= b.value; }
  // Duration and result are cut to what lies between the first and the last time.
  friend TimeMs operator+(TimeMs a, std::int64_t ms) {
    return TimeMs{within_times(within_times(a.value) + within_span(ms))};
  }
  friend TimeMs operator-(TimeMs a, std::int64_t ms) {
    return TimeMs{within_times(within_times(a.value) - within_span(ms))};
  }
  friend std::int64_t operator-(TimeMs a, TimeMs b) {
    return within_times(a.value) - within_times(b.value);
  }
};

inline constexpr std::int64_t kSecondMs = 1000;
inline constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
inline constexpr std::int64_t kHourMs = 60 * kMinuteMs;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;

// A calendar day in China: days since 1970-01-01 civil. Monday = 1 … Sunday = 7.
inline constexpr std::int32_t kDayMin = -719162;  // 0001-01-01
inline constexpr std::int32_t kDayMax = 2932896;  // 9999-12-31

struct CivilDay {
  std::int32_t value = 0;

  friend bool operator==(CivilDay a, CivilDay b) { return a.value == b.value; }
  friend bool operator<(CivilDay a, CivilDay b) { return a.value < b.value; }
};

struct CivilDate {
  std::int32_t year = 1970;
  std::int32_t month = 1;
  std::int32_t day = 1;
};

CivilDay civil_day_of(TimeMs at);
TimeMs start_of(CivilDay day);
CivilDate date_of(CivilDay day);
CivilDay day_of(CivilDate date);  // the date must exist
std::int32_t weekday_of(CivilDay day);
bool date_exists(CivilDate date);
// The same day of the month so many months later (or earlier), or that month's last day when it has
// no such day: 31 August + 6 months = 28 February.
CivilDay after_months(CivilDay day, std::int32_t months);

// "2026-11-22 09:48" and "2026-11-22T09:48:05.123+08:00" in China Standard Time.
std::string to_minute_text(TimeMs at);
std::string to_iso_text(TimeMs at);
std::string to_date_text(CivilDay day);  // "2026-11-22"
Result<CivilDay> parse_date(std::string_view text);

}  // namespace gezhi
