// Days and times of day.
#include "core/base/numeral.h"
#include "core/base/read_text.h"

namespace gezhi {
namespace {

std::int32_t digits_at(std::string_view text) {
  std::int32_t n = 0;
  while (static_cast<std::size_t>(n) < text.size() && text[static_cast<std::size_t>(n)] >= '0' &&
         text[static_cast<std::size_t>(n)] <= '9') {
    ++n;
  }
  return n;
}

std::int32_t number_of(std::string_view digits) {
  std::int32_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// A year by its four digits, in either script.
std::optional<std::int32_t> take_year(std::string_view& text) {
  if (digits_at(text) == 4) {
    const std::int32_t year = number_of(text.substr(0, 4));
    text.remove_prefix(4);
    return year;
  }
  std::string_view ahead = text;
  std::int32_t year = 0;
  for (int i = 0; i < 4; ++i) {
    const auto digit = take_chinese_digit(ahead);
    if (!digit) return {};
    year = year * 10 + *digit;
  }
  text = ahead;
  return year;
}

// A month, day, hour or minute: one or two digits, or a Chinese numeral up to 59.
std::optional<std::int32_t> take_small(std::string_view& text) {
  if (const std::int32_t length = digits_at(text); length > 0) {
    if (length > 2) return {};
    const std::int32_t value = number_of(text.substr(0, static_cast<std::size_t>(length)));
    text.remove_prefix(static_cast<std::size_t>(length));
    return value;
  }
  std::string_view ahead = text;
  const auto numeral = take_numeral(ahead);
  if (!numeral || numeral->places != 0 || numeral->digits > 59) return {};
  text = ahead;
  return static_cast<std::int32_t>(numeral->digits);
}

bool take_between(std::string_view& text, std::string_view chinese, char& sign) {
  skip_blanks(text);
  bool taken = false;
  if (sign == 0 && !text.empty() &&
      (text.front() == '-' || text.front() == '/' || text.front() == '.')) {
    sign = text.front();
  }
  if (sign != 0 && !text.empty() && text.front() == sign) {
    text.remove_prefix(1);
    taken = true;
  } else if (sign == 0) {
    taken = take_part(text, chinese);
  }
  skip_blanks(text);
  return taken;
}

Result<CivilDay> existing(CivilDate date, std::string_view text) {
  if (!date_exists(date)) return not_read("no_such_day", text);
  return day_of(date);
}

// Takes a day off the front; what follows is the caller's.
Result<CivilDay> take_day(std::string_view& text) {
  const std::string_view whole = text;
  if (digits_at(text) == 8) {
    const CivilDate date{number_of(text.substr(0, 4)), number_of(text.substr(4, 2)),
                         number_of(text.substr(6, 2))};
    text.remove_prefix(8);
    return existing(date, whole);
  }
  const auto year = take_year(text);
  if (!year) {
    const bool some_day = take_small(text).has_value() && !text.empty();
    return not_read(some_day ? "no_year" : "not_a_date", whole);
  }
  char sign = 0;
  const bool year_ends = take_between(text, "年", sign);
  const auto month = year_ends ? take_small(text) : std::nullopt;
  const bool month_ends = month && take_between(text, "月", sign);
  const auto day = month_ends ? take_small(text) : std::nullopt;
  if (!day) return not_read("not_a_date", whole);
  std::string_view ahead = text;
  skip_blanks(ahead);
  if (take_part(ahead, "日") || take_part(ahead, "号")) text = ahead;
  return existing({*year, *month, *day}, whole);
}

enum class Half : std::uint8_t { none, morning, noon, afternoon, evening };

Half take_half(std::string_view& text) {
  for (const std::string_view word : {"凌晨", "早上", "上午"}) {
    if (take_part(text, word)) return Half::morning;
  }
  if (take_part(text, "中午")) return Half::noon;
  for (const std::string_view word : {"下午", "傍晚"}) {
    if (take_part(text, word)) return Half::afternoon;
  }
  if (take_part(text, "晚上")) return Half::evening;
  return Half::none;
}

// Which of the 24 hours; -1: none.
std::int32_t hour_of(Half half, std::int32_t hour) {
  switch (half) {
    case Half::none: return hour;
    case Half::morning: return hour < 12 ? hour : -1;
    case Half::noon: return hour >= 11 && hour <= 13 ? hour : hour == 1 ? 13 : -1;
    // 晚上1点 may be said of the night after or of nothing: it is not guessed.
    case Half::evening: return hour >= 6 && hour < 12 ? hour + 12 : hour >= 18 ? hour : -1;
    case Half::afternoon: return hour == 0 || hour == 12 ? -1 : hour < 12 ? hour + 12 : hour;
  }
  return -1;
}

// The minutes behind the hour; -1: they can't be read.
std::int32_t take_minutes(std::string_view& text) {
  if (take_part(text, ":")) return digits_at(text) == 2 ? *take_small(text) : -1;
  if (!take_part(text, "点钟") && !take_part(text, "点") && !take_part(text, "时")) return -1;
  skip_blanks(text);
  if (take_part(text, "半")) return 30;
  if (take_part(text, "一刻")) return 15;
  if (take_part(text, "三刻")) return 45;
  if (text.empty() || text == "整") {
    text = {};
    return 0;
  }
  take_part(text, "零");
  const auto minutes = take_small(text);
  take_part(text, "分");
  return minutes.value_or(-1);
}

Result<std::int32_t> clock_of(std::string_view text) {
  const std::string_view whole = text;
  const Half half = take_half(text);
  skip_blanks(text);
  const auto hour = take_small(text);
  const std::int32_t minutes = hour ? take_minutes(text) : -1;
  const std::int32_t hours = hour ? hour_of(half, *hour) : -1;
  const std::int32_t all = hours * 60 + minutes;
  const bool fine = text.empty() && hours >= 0 && minutes >= 0 && minutes < 60 && all <= 24 * 60;
  if (!fine) return not_read("not_a_time", whole);
  return all;
}

}  // namespace

Result<CivilDay> read_day(std::string_view text) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string_view rest = *plain;
  auto day = take_day(rest);
  if (day && !rest.empty()) return not_read("not_a_date", *plain);
  return day;
}

Result<std::int32_t> read_clock(std::string_view text) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  return clock_of(*plain);
}

Result<TimeMs> read_moment(std::string_view text, std::optional<std::int32_t> when_no_time) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string_view rest = *plain;
  const auto day = take_day(rest);
  if (!day) return day.error();
  if (!take_part(rest, "T")) skip_blanks(rest);
  if (rest.empty() && !when_no_time) return not_read("no_time", *plain);
  const Result<std::int32_t> clock =
      rest.empty() ? Result<std::int32_t>(*when_no_time) : clock_of(rest);
  if (!clock) return clock.error();
  return start_of(*day) + std::int64_t{*clock} * kMinuteMs;
}

}  // namespace gezhi
