// The one reader of what people type, paste and hand over in files: forms, command line, imports,
// links, search. A text is understood as a whole or refused; it is never 0 or nothing because it was
// not understood. Pure: no clock, locale or floating point, so a phone reads as the server does.
//
// *Width and blanks*: "６", " 6 " and "6" are one (fold.h).
// *Errors*: the code is a key of the texts `ui.read.<code>`, the message quotes what was not understood.
// `empty` wherever nothing stands: whether that is a statement is the caller's to say.
// *Cost*: linear; more than kReadBytesMax bytes are `too_long`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/geo.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace gezhi {

inline constexpr std::size_t kReadBytesMax = 400;
inline constexpr std::int64_t kReadNumberMax = 1'000'000'000'000'000;

// Measure words that may stand behind a number, parted by blanks: "瓶 个". None: a bare number only.
struct Units {
  std::string_view words;
};
inline constexpr Units kPeople{"人 名 位 个 个人 people persons person"};
inline constexpr Units kDays{"天 日 个自然日 自然日 个工作日 工作日 days day d"};

// A whole number from 0 to `most`: "６", "6瓶", "1,200", "12万", "六", "十二", "两".
// Errors: those of take_numeral() (numeral.h), `negative`, `not_whole` "1.5", `wrong_unit` "6箱" where
// bottles are counted, `too_large`.
Result<std::int64_t> read_count(std::string_view text, Units units = {},
                                std::int64_t most = kReadNumberMax);

// Money in 分: "1,200.50", "1200元5角", "￥12", "1.2万元", "十二元整".
// Errors: those of read_count(); `too_fine` below one 分; `ambiguous_number` "12块5".
Result<std::int64_t> read_fen(std::string_view text, std::int64_t most = kReadNumberMax);

// A day: "2026-11-25", "2026/11/5", "2026.11.25", "20261125", "2026年11月25日", "二〇二六年十一月五日".
// Errors: `not_a_date`; `no_year` "11月25日", "26-11-25"; `no_such_day` "2026-02-30".
Result<CivilDay> read_day(std::string_view text);

// Minutes of a day, 0 to 1440: "18:00", "8点半", "下午3点", "24:00". Errors: `not_a_time`.
Result<std::int32_t> read_clock(std::string_view text);

// A day and a time of it. A day alone means `when_no_time` minutes of it where that is given, otherwise
// it is `no_time`.
Result<TimeMs> read_moment(std::string_view text, std::optional<std::int32_t> when_no_time = {});

// A length of time in minutes, at least one: "30", "30分钟", "半小时", "一个半小时", "1.5小时", "1小时30分".
// Errors: those of read_count(), `not_a_duration`.
Result<std::int64_t> read_minutes(std::string_view text, std::int64_t most = 60 * 24 * 366);

// A telephone number as its digits, "-" behind an area code: "138 0013 8000" is 13800138000,
// "(0571)8800 1234" is 0571-88001234, "+86 138…" is 138…. Short and foreign ("+852…") numbers too. An
// extension of up to six digits stands behind a '-': "0571-88001234转801", "… ext 801" and "…-801" are
// 0571-88001234-801. Errors: `not_a_phone`.
Result<std::string> read_phone(std::string_view text);

// What a tel: link dials of such a number: the extension after a pause.
std::string dial_text(std::string_view phone);

// Degrees of one coordinate in 1e-7: "120.12", "120.12°", "E120°7'12\"", "-70.5"; what is finer is
// rounded. Errors: `not_degrees`.
Result<std::int32_t> read_degrees(std::string_view text);

// A place by its coordinates, in either order: "120.12,30.31", "30.31， 120.12", "N30.31 E120.12". The
// order is told by the letters, else by which one can be a place, else by which one lies in China.
// Errors: `not_a_place`; `ambiguous_place` where both can be.
Result<PointE7> read_point(std::string_view text);

// A code as signs and registers have it, so that two spellings of one are equal: letters (ASCII ones in
// upper case), digits, '-', '_', '.' and '/', without blanks. Of a link whose query names `place`, that
// one. Errors: `not_a_code`.
Result<std::string> read_code(std::string_view text);

// The name of an account, as it is kept and as it is signed in with: 1 to kLoginMax characters without
// blanks or control characters; capitals count. Errors: `not_a_login`, `too_long`.
inline constexpr std::int32_t kLoginMax = 64;
Result<std::string> read_login(std::string_view text);

// A cell of a table that answers a question: "是", "有", "Y", "yes", "1", "√" or "否", "无", "N", "no", "0", "×".
// A letter x is neither: some mark with it, others strike out. Errors: `not_yes_or_no`.
Result<bool> read_yes(std::string_view text);

}  // namespace gezhi
