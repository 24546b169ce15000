#include "core/base/numeral.h"

#include <array>
#include <string>
#include <utility>

#include "core/base/fold.h"

namespace gezhi {
namespace {

constexpr std::size_t kDigitsMax = 18;
constexpr std::int64_t kMyriad = 10'000;             // 万
constexpr std::int64_t kMyriadMyriad = 100'000'000;  // 亿

constexpr std::pair<std::string_view, std::int32_t> kDigits[] = {
    {"零", 0}, {"〇", 0}, {"一", 1}, {"壹", 1}, {"二", 2}, {"贰", 2}, {"两", 2},
    {"三", 3}, {"叁", 3}, {"四", 4}, {"肆", 4}, {"五", 5}, {"伍", 5}, {"六", 6},
    {"陆", 6}, {"七", 7}, {"柒", 7}, {"八", 8}, {"捌", 8}, {"九", 9}, {"玖", 9}};
constexpr std::pair<std::string_view, std::int64_t> kScales[] = {
    {"十", 10},   {"拾", 10},      {"百", 100},     {"佰", 100},           {"千", 1000},
    {"仟", 1000}, {"万", kMyriad}, {"萬", kMyriad}, {"亿", kMyriadMyriad}, {"億", kMyriadMyriad}};

template <class T, std::size_t N>
std::optional<T> take_named(std::string_view& text,
                            const std::pair<std::string_view, T> (&names)[N]) {
  for (const auto& [name, value] : names) {
    if (take_part(text, name)) return value;
  }
  return {};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  return n;
}

Error not_a_number(std::string_view text) {
  return {"not_a_number", "no number: '" + std::string(text.substr(0, 40)) + "'"};
}
Error ambiguous(std::string_view text) {
  return {"ambiguous_number", "may be read in two ways: '" + std::string(text.substr(0, 40)) + "'"};
}
Error too_large(std::string_view text) {
  return {"too_large", "too large: '" + std::string(text.substr(0, 40)) + "'"};
}

// "1,200" and "1 200" without their separators: groups of three behind one of up to three.
Result<std::string> take_grouped(std::string_view& text) {
  const std::string_view whole = text;
  std::size_t length = digits_at(text);
  std::string digits(text.substr(0, length));
  text.remove_prefix(length);
  const char separator = text.empty() ? '\0' : text.front();
  if (separator != ',' && separator != ' ') return digits;
  while (text.size() > 1 && text.front() == separator && is_digit(text[1])) {
    const std::size_t group = digits_at(text.substr(1));
    if (group != 3 || length > 3 || digits.front() == '0') return ambiguous(whole);
    digits += text.substr(1, group);
    text.remove_prefix(1 + group);
  }
  return digits;
}

Result<Numeral> number_of(std::string digits, std::int32_t places, std::string_view whole) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (digits.size() > kDigitsMax) return too_large(whole);
  Numeral number{0, places};
  for (const char c : digits) number.digits = number.digits * 10 + (c - '0');
  return number;
}

// "1.5" behind its whole part; a number with places takes scales only ("1.2万", "1.5千万").
Result<Numeral> take_arabic(std::string_view& text) {
  const std::string_view whole = text;
  auto digits = take_grouped(text);
  if (!digits) return digits.error();
  std::int32_t places = 0;
  if (text.size() > 1 && text.front() == '.' && is_digit(text[1])) {
    const std::size_t length = digits_at(text.substr(1));
    if (length > kDigitsMax) return too_large(whole);
    *digits += text.substr(1, length);
    places = static_cast<std::int32_t>(length);
    text.remove_prefix(1 + length);
  }
  return number_of(*std::move(digits), places, whole);
}

bool multiply(std::int64_t& value, std::int64_t by) {
  return !__builtin_mul_overflow(value, by, &value);
}

// Puts digits and scales together: 一万|零|三百|五十|六. Within a 万 or 亿 the scales must fall.
class Assembly {
 public:
  explicit Assembly(std::string_view whole) : whole_(whole) {}

  Result<Done> digit(std::int64_t value, bool chinese) {
    if (pending_ >= 0) return chinese_ && chinese ? ambiguous(whole_) : not_a_number(whole_);
    if (value == 0 && chinese) {
      zero_ = any_ = true;
      return Done{};
    }
    pending_ = value;
    chinese_ = chinese;
    return Done{};
  }

  Result<Done> scale(std::int64_t by) {
    any_ = true;
    if (by >= kMyriad) return myriads(by);
    if (pending_ < 0 && by == 10) pending_ = 1;
    if (pending_ < 0 || by >= scale_ || pending_ >= scale_ / by) return not_a_number(whole_);
    section_ += pending_ * by;
    scale_ = by;
    pending_ = -1;
    zero_ = false;
    return Done{};
  }

  Result<Numeral> finish() {
    if (pending_ < 0 && !any_) return not_a_number(whole_);
    const std::int64_t room = section_ > 0 ? scale_ : myriads_;
    if (pending_ >= room) return not_a_number(whole_);
    const bool short_for_more = pending_ > 0 && pending_ < 10 && room > 10 && room < kNoLimit;
    if (short_for_more && !zero_) return ambiguous(whole_);  // 一百五, 1万2
    return Numeral{total_ + section_ + (pending_ < 0 ? 0 : pending_), 0};
  }

 private:
  static constexpr std::int64_t kNoLimit = 1'000'000'000'000'000'000;

  Result<Done> myriads(std::int64_t by) {
    if (pending_ >= 0) {
      const bool short_for_more = section_ > 0 && scale_ > 10 && pending_ < 10 && !zero_;
      if (short_for_more) return ambiguous(whole_);
      section_ += pending_;
    }
    if (section_ == 0 || by >= myriads_) return not_a_number(whole_);
    if (!multiply(section_, by) || section_ >= kNoLimit) return too_large(whole_);
    total_ += section_;
    section_ = 0;
    myriads_ = by;
    scale_ = kMyriad;
    pending_ = -1;
    zero_ = false;
    return Done{};
  }

  std::string_view whole_;
  std::int64_t total_ = 0;           // of the 亿 and 万 before
  std::int64_t section_ = 0;         // since then
  std::int64_t pending_ = -1;        // a digit without its scale; -1 none
  std::int64_t scale_ = kMyriad;     // the last one of this section
  std::int64_t myriads_ = kNoLimit;  // the last 亿 or 万
  bool zero_ = false;                // 零 stands before what comes
  bool chinese_ = false;
  bool any_ = false;
};

Result<Numeral> with_scales(Numeral number, std::string_view& text, std::string_view whole) {
  for (skip_blanks(text);; skip_blanks(text)) {
    const auto by = take_named(text, kScales);
    if (!by) return number;
    if (!multiply(number.digits, *by)) return too_large(whole);
  }
}

}  // namespace

std::optional<std::int32_t> take_chinese_digit(std::string_view& text) {
  return take_named(text, kDigits);
}

std::optional<Numeral> take_decimal(std::string_view& text) {
  const std::size_t whole = digits_at(text);
  if (whole == 0) return {};
  const bool point = text.size() > whole + 1 && text[whole] == '.' && is_digit(text[whole + 1]);
  const std::size_t places = point ? digits_at(text.substr(whole + 1)) : 0;
  if (whole + places > kDigitsMax) return {};
  Numeral number{0, static_cast<std::int32_t>(places)};
  const std::size_t length = whole + (point ? 1 + places : 0);
  for (const char c : text.substr(0, length)) {
    if (c != '.') number.digits = number.digits * 10 + (c - '0');
  }
  text.remove_prefix(length);
  return number;
}

Result<Numeral> take_numeral(std::string_view& text) {
  const std::string_view whole = text;
  Assembly number(whole);
  for (bool first = true;; first = false) {
    std::string_view ahead = text;
    if (!first) skip_blanks(ahead);  // "12 万", but "12 瓶" keeps its blank
    Result<Done> done = Done{};
    if (!ahead.empty() && is_digit(ahead.front())) {
      const auto arabic = take_arabic(ahead);
      if (!arabic) return arabic.error();
      if (arabic->places > 0) {
        if (!first) return not_a_number(whole);
        text = ahead;
        return with_scales(*arabic, text, whole);
      }
      done = number.digit(arabic->digits, false);
    } else if (const auto digit = take_chinese_digit(ahead)) {
      done = number.digit(*digit, true);
    } else if (const auto by = take_named(ahead, kScales)) {
      done = number.scale(*by);
    } else {
      return number.finish();
    }
    if (!done) return done.error();
    text = ahead;
  }
}

std::optional<std::int64_t> scaled(Numeral number, std::int32_t places) {
  for (; number.places > places && number.digits % 10 == 0; --number.places) number.digits /= 10;
  if (number.places > places) return {};
  for (; number.places < places; ++number.places) {
    if (!multiply(number.digits, 10)) return {};
  }
  return number.digits;
}

}  // namespace gezhi
