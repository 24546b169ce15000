// Telephone numbers, coordinates and codes.
#include <algorithm>

#include "core/base/hex.h"
#include "core/base/numeral.h"
#include "core/base/read_text.h"
#include "core/base/utf8.h"

namespace gezhi {
namespace {

constexpr std::int64_t kDegree = 10'000'000;  // in 1e-7

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool only_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// "01088001234", "057188001234": where the area code ends; 0: it has none.
std::size_t area_code_of(std::string_view digits) {
  if (digits.size() < 10 || digits[0] != '0' || digits[1] == '0') return 0;
  const std::size_t length = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
  const std::size_t rest = digits.size() - length;
  return rest == 7 || rest == 8 ? length : 0;
}

Result<std::string> domestic(std::string digits, std::string_view typed) {
  if (!only_digits(digits)) return not_read("not_a_phone", typed);
  const bool mobile = digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
  const bool short_number = digits.size() >= 3 && digits.size() <= 8 && digits[0] != '0';
  const bool service =
      digits.size() == 10 && (digits.substr(0, 3) == "400" || digits.substr(0, 3) == "800");
  if (mobile || short_number || service) return digits;
  const std::size_t area = area_code_of(digits);
  if (area == 0) return not_read("not_a_phone", typed);
  return digits.substr(0, area) + "-" + digits.substr(area);
}

// Without the blanks, dashes, brackets and points that group a number.
std::string ungrouped(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (std::string_view(" -().").find(c) == std::string_view::npos) digits.push_back(c);
  }
  return digits;
}

Result<std::string> without_extension(std::string_view text, std::string_view typed) {
  const std::string digits = ungrouped(text);
  std::string_view rest = digits;
  if (take_part(rest, "+86") || (digits.size() > 12 && take_part(rest, "0086")) ||
      (digits.size() == 13 && take_part(rest, "86"))) {
    auto number = domestic(std::string(rest), typed);
    return number ? number : domestic("0" + std::string(rest), typed);  // +86 571 8800 1234
  }
  if (!take_part(rest, "+")) return domestic(digits, typed);
  if (!only_digits(rest) || rest.size() < 7 || rest.size() > 15)
    return not_read("not_a_phone", typed);
  return digits;
}

// Of the numbers that read_phone() gives, those that an exchange may stand behind.
bool has_extensions(std::string_view number) {
  const bool local = (number.size() == 7 || number.size() == 8) && number[0] >= '2';
  return number.find('-') != number.npos || number.size() == 10 || (local && only_digits(number));
}

struct Parted {
  std::string line;
  std::string extension;  // digits, "" = none
};

constexpr std::size_t kExtensionMax = 6;

// "…转801", "… ext. 801": what stands behind a word for it, else behind the last dash of a number that
// is complete without it ("0571-8800-1234" is not).
Parted split_extension(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto fits = [](std::string_view digits) {
    return only_digits(digits) && digits.size() <= kExtensionMax;
  };
  for (const std::string_view word :
       {"转分机", "转", "轉", "分机号", "分机", "extension", "ext", "x", "#"}) {
    const std::size_t at = small.find(word);
    if (at == small.npos) continue;
    std::string behind = ungrouped(std::string_view(small).substr(at + word.size()));
    if (!behind.empty() && behind.front() == ':') behind.erase(0, 1);
    if (!fits(behind)) break;
    return {small.substr(0, at), behind};
  }
  const std::size_t dash = small.rfind('-');
  if (dash == small.npos || !fits(ungrouped(small.substr(dash + 1)))) return {small, {}};
  const auto line = without_extension(small.substr(0, dash), text);
  if (!line || !has_extensions(*line)) return {small, {}};
  return {small.substr(0, dash), ungrouped(small.substr(dash + 1))};
}

// Of a place's two coordinates, which one a letter or word says it is.
enum class Axis : std::uint8_t { unknown, east, north };

struct Angle {
  std::int64_t value = 0;
  Axis axis = Axis::unknown;
};

struct AxisWord {
  std::string_view word;
  Axis axis;
  std::int64_t sign;
};
constexpr AxisWord kAxisWords[] = {
    {"东经", Axis::east, 1},   {"西经", Axis::east, -1}, {"北纬", Axis::north, 1},
    {"南纬", Axis::north, -1}, {"经度", Axis::east, 1},  {"纬度", Axis::north, 1},
    {"lon", Axis::east, 1},    {"lng", Axis::east, 1},   {"lat", Axis::north, 1},
    {"E", Axis::east, 1},      {"W", Axis::east, -1},    {"N", Axis::north, 1},
    {"S", Axis::north, -1}};

// True when a word was there, which fits to one before it.
bool take_axis(std::string_view& text, Angle& angle, std::int64_t& sign) {
  for (const AxisWord& one : kAxisWords) {
    if (!take_part(text, one.word)) continue;
    if (angle.axis != Axis::unknown) return false;
    angle.axis = one.axis;
    sign *= one.sign;
    if (!take_part(text, ":")) take_part(text, "=");
    break;
  }
  skip_blanks(text);
  return true;
}

// The whole behind its minutes and seconds, each below 60: 30°18'36" is 30.31.
std::optional<std::int64_t> take_parts(std::string_view& text) {
  constexpr std::int64_t kParts[] = {1, 60, 3600};
  constexpr std::string_view kSigns[][2] = {{"°", "度"}, {"'", "分"}, {"\"", "秒"}};
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    auto number = take_decimal(text);
    if (!number) return i > 0 ? std::optional(value) : std::nullopt;
    while (number->places > 8) {
      number->digits /= 10;
      --number->places;
    }
    const auto fine = scaled(*number, 8);  // one place more than is kept, to round
    if (!fine || (i > 0 && *fine >= 60 * 10 * kDegree)) return {};
    value += (*fine / kParts[i] + 5) / 10;
    skip_blanks(text);
    const bool marked = take_part(text, kSigns[i][0]) || take_part(text, kSigns[i][1]);
    if (!marked) return i == 0 ? std::optional(value) : std::nullopt;
    const std::string_view before = text;
    skip_blanks(text);
    if (text.empty() || !is_digit(text.front())) return value;
    // "30.31° 120.12°": the next number is the other coordinate.
    if (before != text && i == 0 && text.find('\'') == text.npos && text.find("分") == text.npos)
      return value;
  }
  return value;
}

std::optional<Angle> take_angle(std::string_view& text) {
  Angle angle;
  std::int64_t sign = 1;
  if (!take_axis(text, angle, sign)) return {};
  if (take_part(text, "-")) sign = -sign;
  const auto value = take_parts(text);
  if (!value) return {};
  skip_blanks(text);
  // A letter behind belongs to this number, unless one stood before it.
  if (angle.axis == Axis::unknown && !take_axis(text, angle, sign)) return {};
  angle.value = sign * *value;
  return angle;
}

bool can_be(std::int64_t lon, std::int64_t lat) {
  return lon >= -180 * kDegree && lon <= 180 * kDegree && lat >= -90 * kDegree &&
         lat <= 90 * kDegree;
}

bool in_china(std::int64_t lon, std::int64_t lat) {
  return lon >= 73 * kDegree && lon <= 136 * kDegree && lat >= 3 * kDegree && lat <= 54 * kDegree;
}

PointE7 point_of(std::int64_t lon, std::int64_t lat) {
  return {static_cast<std::int32_t>(lon), static_cast<std::int32_t>(lat)};
}

Result<PointE7> ordered(Angle a, Angle b, std::string_view typed) {
  if (a.axis == Axis::north || b.axis == Axis::east) std::swap(a, b);
  const bool told = a.axis == Axis::east || b.axis == Axis::north;
  if (a.axis != Axis::unknown && a.axis == b.axis) return not_read("not_a_place", typed);
  const bool this_way = can_be(a.value, b.value);
  const bool other_way = !told && can_be(b.value, a.value);
  if (this_way != other_way)
    return this_way ? point_of(a.value, b.value) : point_of(b.value, a.value);
  if (!this_way) return not_read("not_a_place", typed);
  const bool here = in_china(a.value, b.value);
  if (here == in_china(b.value, a.value)) return not_read("ambiguous_place", typed);
  return here ? point_of(a.value, b.value) : point_of(b.value, a.value);
}

// RFC 3986, 2.1; what is no escape stands as it is.
std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = from_hex(text[at] == '%' ? text.substr(at + 1, 2) : std::string_view("-"));
    const bool escape = byte && byte->size() == 1;
    plain += escape ? static_cast<char>((*byte)[0]) : text[at];
    at += escape ? 3 : 1;
  }
  return is_valid_utf8(plain) ? plain : std::string(text);
}

// As it stands on a plate or in a message: "民情码：P-001。"
std::string without_label(std::string_view text) {
  for (const std::string_view label : {"民情码", "点位编码", "编码", "编号"}) {
    if (text.size() > label.size() && take_part(text, label)) break;
  }
  skip_blanks(text);
  take_part(text, ":");
  while (!text.empty() && (text.back() == '.' || text.back() == ',')) text.remove_suffix(1);
  return std::string(text);
}

// The value of `place` in a link's query, as far as it goes; the whole text of what is no link.
std::string code_in(std::string_view text) {
  const std::size_t at = text.find("place=");
  if (text.find("://") == text.npos || at == text.npos) return without_label(text);
  text.remove_prefix(at + 6);
  return folded(percent_decoded(text.substr(0, text.find_first_of("&#"))));
}

}  // namespace

Result<std::string> read_phone(std::string_view text) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  const auto [line, extension] = split_extension(*plain);
  auto number = without_extension(line, *plain);
  if (!number || extension.empty()) return number;
  if (!has_extensions(*number)) return not_read("not_a_phone", *plain);
  return *number + "-" + extension;
}

std::string dial_text(std::string_view phone) {
  std::string text(phone);
  const std::size_t last = text.rfind('-');
  const std::size_t first = text.find('-');
  const bool with_area = !text.empty() && text.front() == '0';
  if (last != text.npos && (!with_area || last != first)) text[last] = ',';
  return text;
}

Result<std::int32_t> read_degrees(std::string_view text) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string_view rest = *plain;
  const auto angle = take_angle(rest);
  if (!angle || !rest.empty() || !can_be(angle->value, 0)) return not_read("not_degrees", *plain);
  return static_cast<std::int32_t>(angle->value);
}

Result<PointE7> read_point(std::string_view text) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string_view rest = *plain;
  const bool in_brackets = take_part(rest, "(");
  const auto first = take_angle(rest);
  skip_blanks(rest);
  const bool parted = take_part(rest, ",") || take_part(rest, ";") || take_part(rest, "/");
  skip_blanks(rest);
  const auto second = first ? take_angle(rest) : std::nullopt;
  if (in_brackets) take_part(rest, ")");
  if (!second || !rest.empty()) return not_read("not_a_place", *plain);
  const bool touching = !parted && plain->find(' ') == plain->npos && first->axis == Axis::unknown;
  if (touching) return not_read("not_a_place", *plain);
  return ordered(*first, *second, *plain);
}

Result<std::string> read_code(std::string_view text) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string code = without_blanks(code_in(*plain));
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const bool letter = (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80) != 0;
    const bool fine = is_digit(c) || letter || c == '-' || c == '_' || c == '.' || c == '/';
    if (!fine) return not_read("not_a_code", *plain);
  }
  if (code.empty()) return not_read("not_a_code", *plain);
  return code;
}

}  // namespace gezhi
