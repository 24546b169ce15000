#include "web/screens/policy/amounts.h"

#include <span>

#include "core/base/read.h"

namespace gezhi::screens {
namespace {

// One of `words` is `many`/`per` of what is counted. The first of a list is the unit itself.
struct UnitWords {
  Units words;
  std::int64_t many = 1;
  std::int64_t per = 1;
};

constexpr Units kSecond{"秒 秒钟 seconds second sec s"};
constexpr Units kMinute{"分钟 分 minutes minute min"};
constexpr Units kWorkMinute{"分钟 分 工作分钟 个工作分钟 minutes minute min"};
constexpr Units kHour{"小时 个小时 钟头 个钟头 hours hour h"};
constexpr Units kWorkHour{"小时 个小时 工作小时 个工作小时 hours hour h"};
constexpr Units kDay{"天 日 自然日 个自然日 days day d"};
constexpr Units kWorkDay{"工作日 个工作日 天 日 days day d"};
constexpr Units kWeek{"周 星期 个星期 weeks week"};

constexpr UnitWords kBare[] = {{}};
constexpr UnitWords kSeconds[] = {{kSecond}, {kMinute, 60}, {kHour, 3600}, {kDay, 86400}};
constexpr UnitWords kWorkMinutes[] = {{kWorkMinute}, {kWorkHour, 60}, {kSecond, 1, 60}};
constexpr UnitWords kDayMinutes[] = {{kMinute}, {kHour, 60}};
constexpr UnitWords kHours[] = {{kHour}, {kDay, 24}, {kMinute, 1, 60}};
constexpr UnitWords kWorkDays[] = {{kWorkDay}};
constexpr UnitWords kDays[] = {{kDay}, {kWeek, 7}, {kHour, 1, 24}};
constexpr UnitWords kMetres[] = {{{"米 公尺 m metres metre"}}, {{"公里 千米 km"}, 1000}};
constexpr UnitWords kPercent[] = {{{"% percent"}}};
constexpr UnitWords kTimes[] = {{{"次 回 times time"}}};
constexpr UnitWords kCharacters[] = {{{"字 个字 字符 个字符 characters"}}};
constexpr UnitWords kFen[] = {{{"分"}}};

std::span<const UnitWords> units_of(Counts what) {
  switch (what) {
    case Counts::bare: return kBare;
    case Counts::seconds: return kSeconds;
    case Counts::work_minutes: return kWorkMinutes;
    case Counts::day_minute: return kDayMinutes;
    case Counts::hours: return kHours;
    case Counts::work_days: return kWorkDays;
    case Counts::days: return kDays;
    case Counts::metres: return kMetres;
    case Counts::percent: return kPercent;
    case Counts::times: return kTimes;
    case Counts::characters: return kCharacters;
    case Counts::fen: return kFen;
  }
  return kBare;
}

// How many of what is counted are in one minute: of what also takes "1小时30分" and "半小时".
std::int64_t of_a_minute(Counts what) {
  if (what == Counts::seconds) return 60;
  return what == Counts::work_minutes ? 1 : 0;
}

Result<std::int64_t> in_words(std::string_view text, Counts what) {
  if (what == Counts::fen) return read_fen(text);
  if (what == Counts::day_minute) {
    const auto clock = read_clock(text);
    return clock ? Result<std::int64_t>(std::int64_t{*clock}) : clock.error();
  }
  if (of_a_minute(what) == 0) return Error{"wrong_unit", "wrong_unit"};
  const auto minutes = read_minutes(text);
  return minutes ? Result<std::int64_t>(*minutes * of_a_minute(what)) : minutes.error();
}

Result<std::int64_t> read_in_units(std::string_view text, Counts what) {
  const auto bare = read_count(text);
  const bool more =
      !bare && (bare.error().code == "wrong_unit" || bare.error().code == "not_a_number");
  if (!more) return bare;
  for (const UnitWords& unit : units_of(what)) {
    const auto number = read_count(text, unit.words);
    if (!number) continue;
    std::int64_t all = 0;
    if (__builtin_mul_overflow(*number, unit.many, &all))
      return Error{"too_large", bare.error().message};
    if (all % unit.per == 0) return all / unit.per;
  }
  const auto words = in_words(text, what);
  return words ? words : bare.error();
}

constexpr bool ends_in(std::string_view name, std::string_view end) {
  return name.size() >= end.size() && name.substr(name.size() - end.size()) == end;
}

}  // namespace

Counts counts_of(std::string_view member) {
  if (ends_in(member, "percent")) return Counts::percent;
  if (ends_in(member, "_m")) return Counts::metres;
  if (ends_in(member, "_fen")) return Counts::fen;
  if (ends_in(member, "_hours")) return Counts::hours;
  if (ends_in(member, "_to_supervisor") || ends_in(member, "_times_max") ||
      ends_in(member, "_sessions_max"))
    return Counts::times;
  if (member.find("_days") != std::string_view::npos) return Counts::days;
  if (member == "text_min") return Counts::characters;
  return member == "round_day_start" ? Counts::day_minute : Counts::bare;
}

Counts counts_of(ClockClass how) {
  switch (how) {
    case ClockClass::urgent: return Counts::seconds;
    case ClockClass::work_hour: return Counts::work_minutes;
    case ClockClass::work_day: return Counts::work_days;
    case ClockClass::natural_day: return Counts::days;
  }
  return Counts::bare;
}

Result<std::int64_t> read_amount(std::string_view text, Counts what, std::int64_t most) {
  const auto amount = read_in_units(text, what);
  if (amount && *amount > most) return Error{"too_large", "too_large"};
  return amount;
}

}  // namespace gezhi::screens
