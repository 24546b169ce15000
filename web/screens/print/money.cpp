#include "web/screens/print/money.h"

#include <array>

namespace gezhi::screens {
namespace {

constexpr std::array<const char*, 10> kDigits = {"零", "壹", "贰", "叁", "肆",
                                                 "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<const char*, 4> kUnits = {"", "拾", "佰", "仟"};
constexpr std::array<const char*, 4> kGroups = {"", "万", "亿", "万亿"};

// Digits from the highest; a run of zeros is read once, and not at the end of a group.
std::string whole_text(std::int64_t yuan) {
  const std::string digits = std::to_string(yuan);
  std::string text;
  bool zero = false;
  bool group_has = false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t place = digits.size() - 1 - i;
    const auto digit = static_cast<std::size_t>(digits[i] - '0');
    if (digit == 0) {
      zero = true;
    } else {
      if (zero) text += kDigits[0];
      zero = false;
      group_has = true;
      text += std::string(kDigits[digit]) + kUnits[place % 4];
    }
    if (place % 4 != 0) continue;
    if (group_has) text += kGroups[place / 4];
    group_has = false;
  }
  return text;
}

}  // namespace

std::string yuan_text(std::int64_t fen) {
  const std::string cents = std::to_string(fen % 100);
  return std::to_string(fen / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

std::string yuan_capitals(std::int64_t fen) {
  const auto jiao = static_cast<std::size_t>(fen / 10 % 10);
  const auto last = static_cast<std::size_t>(fen % 10);
  std::string text = fen >= 100 ? whole_text(fen / 100) + "元" : std::string();
  if (jiao == 0 && last == 0) return (text.empty() ? "零元" : text) + "整";
  if (jiao > 0)
    text += std::string(kDigits[jiao]) + "角";
  else if (!text.empty())
    text += kDigits[0];
  return last > 0 ? text + kDigits[last] + "分" : text + "整";
}

}  // namespace gezhi::screens
