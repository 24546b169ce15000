// A number as written, in digits or in Chinese numerals, exact: no floating point. The lower half of
// the readers of numbers, money, times and places (read.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/result.h"

namespace gezhi {

// digits × 10^-places, not negative.
struct Numeral {
  std::int64_t digits = 0;
  std::int32_t places = 0;
};

// Takes the numeral off the front of `text` (folded): "6", "1,200", "1 200", "1.5", "12万", "1.2万",
// "3千", "六", "十二", "两百零三", "1万2千", 大写 "壹拾贰".
// Errors: `not_a_number` where none begins or it is put together in no way; `ambiguous_number` "1,2",
// "1,2000", "一百五" (105 or 150?), "一二" (12, or 1 to 2?); `too_large` beyond 18 digits.
Result<Numeral> take_numeral(std::string_view& text);

// Digits only, at most 18 of them, with their point; none where no digit begins.
std::optional<Numeral> take_decimal(std::string_view& text);

// 0..9 of 〇零一二两…九 and 壹…玖 at the front, which is taken; none for anything else.
std::optional<std::int32_t> take_chinese_digit(std::string_view& text);

// The value × 10^places as a whole number; none when a part would be lost or it does not fit.
std::optional<std::int64_t> scaled(Numeral number, std::int32_t places);

}  // namespace gezhi
