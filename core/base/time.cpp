#include "core/base/time.h"

#include <algorithm>
#include <cstdio>

namespace gezhi {
namespace {

constexpr std::int64_t kChinaOffsetMs = 8 * kHourMs;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

}  // namespace

CivilDay civil_day_of(TimeMs at) {
  const std::int64_t civil_ms = within_times(at.value) + kChinaOffsetMs;
  return CivilDay{static_cast<std::int32_t>(floor_div(civil_ms, kDayMs))};
}

TimeMs start_of(CivilDay day) { return TimeMs{day.value * kDayMs - kChinaOffsetMs}; }

// Proleptic Gregorian calendar by 400-year eras, counted from 0000-03-01 so that the leap day is
// the last of its year.
CivilDate date_of(CivilDay day) {
  const std::int64_t shifted = std::int64_t{day.value} + 719468;
  const std::int64_t era = floor_div(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<std::int32_t>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  date.month = static_cast<std::int32_t>(month_from_march < 10 ? month_from_march + 3
                                                               : month_from_march - 9);
  date.year = static_cast<std::int32_t>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

CivilDay day_of(CivilDate date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return CivilDay{static_cast<std::int32_t>(era * 146097 + day_of_era - 719468)};
}

std::int32_t weekday_of(CivilDay day) {
  const std::int64_t from_monday = (std::int64_t{day.value} + 3) % 7;  // 1970-01-01: Thursday
  return static_cast<std::int32_t>(from_monday < 0 ? from_monday + 8 : from_monday + 1);
}

bool date_exists(CivilDate date) {
  if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12) return false;
  if (date.day < 1 || date.day > 31) return false;
  const CivilDate back = date_of(day_of(date));
  return back.year == date.year && back.month == date.month && back.day == date.day;
}

CivilDay after_months(CivilDay day, std::int32_t months) {
  CivilDate date = date_of(day);
  const std::int64_t month = std::int64_t{date.year} * 12 + date.month - 1 + months;
  date.year = static_cast<std::int32_t>(floor_div(month, 12));
  date.month = static_cast<std::int32_t>(month - std::int64_t{date.year} * 12) + 1;
  const CivilDay first = day_of({date.year, date.month, 1});
  const bool december = date.month == 12;
  const CivilDay next = day_of({date.year + (december ? 1 : 0), december ? 1 : date.month + 1, 1});
  const std::int32_t days = next.value - first.value;
  return CivilDay{first.value + std::min(date.day, days) - 1};
}

std::string to_date_text(CivilDay day) {
  const CivilDate date = date_of(day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
  return text;
}

std::string to_minute_text(TimeMs at) {
  const CivilDay day = civil_day_of(at);
  const auto minute = static_cast<int>((at - start_of(day)) / kMinuteMs);
  char text[16];
  std::snprintf(text, sizeof text, " %02d:%02d", minute / 60 % 24, minute % 60);
  return to_date_text(day) + text;
}

std::string to_iso_text(TimeMs at) {
  const CivilDay day = civil_day_of(at);
  const auto ms = static_cast<int>(at - start_of(day));
  char text[40];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%03d+08:00", ms / 3600000 % 24, ms / 60000 % 60,
                ms / 1000 % 60, ms % 1000);
  return to_date_text(day) + text;
}

Result<CivilDay> parse_date(std::string_view text) {
  const Error error{"bad_date", "not a date YYYY-MM-DD: '" + std::string(text.substr(0, 20)) + "'"};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return error;
  std::int32_t digits[3] = {0, 0, 0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) continue;
    if (text[i] < '0' || text[i] > '9') return error;
    std::int32_t& part = digits[i < 4 ? 0 : i < 7 ? 1 : 2];
    part = part * 10 + (text[i] - '0');
  }
  const CivilDate date{digits[0], digits[1], digits[2]};
  if (!date_exists(date)) return error;
  return day_of(date);
}

}  // namespace gezhi
