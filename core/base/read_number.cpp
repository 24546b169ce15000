// Counts, money and lengths of time.
#include "core/base/numeral.h"
#include "core/base/read_text.h"

namespace gezhi {
namespace {

bool names_unit(Units units, std::string_view word) {
  for (std::string_view rest = units.words; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find(' '));
    if (one == word) return true;
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
  }
  return false;
}

bool take_any(std::string_view& text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (take_part(text, word)) return true;
  }
  return false;
}

// The numeral at the front, with the sign that no number here has.
Result<Numeral> take_number(std::string_view& text) {
  if (!text.empty() && text.front() == '-') return not_read("negative", text);
  auto number = take_numeral(text);
  skip_blanks(text);
  return number;
}

Result<std::int64_t> whole(Numeral number, std::int64_t most, std::string_view text) {
  const auto value = scaled(number, 0);
  if (!value) return not_read("not_whole", text);
  if (*value > most) return not_read("too_large", text);
  return *value;
}

// "元", "角" and "分" must come in this order, each once.
struct Coin {
  std::initializer_list<std::string_view> names;
  std::int32_t places;  // of 分 in one
};
const Coin kCoins[] = {
    {{"元", "块钱", "块", "圆", "RMB", "CNY", "rmb", "yuan"}, 2}, {{"角", "毛"}, 1}, {{"分"}, 0}};

// Which coin stands at the front, or -1.
int take_coin(std::string_view& text) {
  for (int i = 0; i < 3; ++i) {
    if (take_any(text, kCoins[i].names)) return i;
  }
  return -1;
}

Result<Done> add_money(std::int64_t& sum, Numeral number, int coin, std::string_view text) {
  const auto fen = scaled(number, kCoins[coin].places);
  if (!fen) {
    const bool fine = number.places > kCoins[coin].places;
    return not_read(fine ? "too_fine" : "too_large", text);
  }
  if (__builtin_add_overflow(sum, *fen, &sum)) return not_read("too_large", text);
  return Done{};
}

}  // namespace

Result<std::int64_t> read_count(std::string_view text, Units units, std::int64_t most) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string_view rest = *plain;
  const auto number = take_number(rest);
  if (!number) return number.error();
  if (!rest.empty() && !names_unit(units, rest)) return not_read("wrong_unit", rest);
  return whole(*number, most, *plain);
}

Result<std::int64_t> read_fen(std::string_view text, std::int64_t most) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string_view rest = *plain;
  take_any(rest, {"人民币", "RMB", "CNY"});
  skip_blanks(rest);
  take_part(rest, "¥");
  skip_blanks(rest);
  std::int64_t sum = 0;
  for (int before = -1; !rest.empty();) {
    const auto number = take_number(rest);
    if (!number) return number.error();
    int coin = take_coin(rest);
    skip_blanks(rest);
    if (coin < 0 && !rest.empty()) return not_read("wrong_unit", rest);
    if (coin < 0 && before >= 0) return not_read("ambiguous_number", *plain);  // 12块5
    if (coin < 0) coin = 0;
    if (coin <= before) return not_read("not_a_number", *plain);
    if (auto added = add_money(sum, *number, coin, *plain); !added) return added.error();
    before = coin;
    if (rest == "整" || rest == "正") break;
  }
  if (sum > most) return not_read("too_large", *plain);
  return sum;
}

Result<std::int64_t> read_minutes(std::string_view text, std::int64_t most) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string_view rest = *plain;
  std::int64_t minutes = 0;
  const auto take_hour = [&] {
    return take_any(rest, {"个小时", "小时", "个钟头", "钟头", "hours", "hour", "h"});
  };
  if (take_part(rest, "半")) {
    if (!take_hour() || !rest.empty()) return not_read("not_a_duration", *plain);
    return 30;
  }
  auto number = take_number(rest);
  if (!number) return number.error();
  const bool and_half = take_part(rest, "个半");
  if (and_half ? take_any(rest, {"小时", "钟头"}) : take_hour()) {
    const auto parts = scaled(*number, 3);  // thousandths: 1.5小时
    if (!parts || *parts > 60'000'000) return not_read("too_large", *plain);
    if (*parts * 60 % 1000 != 0 || (and_half && *parts % 1000 != 0)) {
      return not_read("not_whole", *plain);
    }
    minutes = *parts * 60 / 1000 + (and_half ? 30 : 0);
    skip_blanks(rest);
    if (rest == "半") return minutes + 30;
    if (rest.empty() && minutes == 0) return not_read("not_a_duration", *plain);
    if (rest.empty()) return minutes > most ? not_read("too_large", *plain) : Result(minutes);
    number = take_number(rest);
    if (!number) return number.error();
    if (rest.empty() || and_half) return not_read("not_a_duration", *plain);  // 1小时30: of what?
  } else if (and_half) {
    return not_read("not_a_duration", *plain);
  }
  if (!rest.empty() && !names_unit({"分钟 分 min minutes minute m"}, rest)) {
    return not_read("wrong_unit", rest);
  }
  const auto rest_of = whole(*number, most, *plain);
  if (!rest_of) return rest_of.error();
  if (minutes + *rest_of > most) return not_read("too_large", *plain);
  if (minutes + *rest_of == 0) return not_read("not_a_duration", *plain);
  return minutes + *rest_of;
}

}  // namespace gezhi
