#include "core/base/person_number.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/base/fold.h"
#include "core/base/numeral.h"
#include "core/base/time.h"
#include "core/base/utf8.h"

namespace gezhi {
namespace {

using Sizes = std::vector<std::size_t>;

// Digits in groups, parted by single signs, and what stands around them.
struct Run {
  std::string digits;
  Sizes groups;
  std::string_view before;  // of the folded text
  std::string_view after;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool take_digit(std::string_view& text, std::string& digits) {
  if (text.empty()) return false;
  if (is_digit(text.front())) {
    digits.push_back(text.front());
    text.remove_prefix(1);
    return true;
  }
  if (take_part(text, "幺")) {
    digits.push_back('1');
    return true;
  }
  const auto digit = take_chinese_digit(text);
  if (digit) digits.push_back(static_cast<char>('0' + *digit));
  return digit.has_value();
}

// One sign, or a bracket with its blank.
bool take_separator(std::string_view& text) {
  std::string_view ahead = text;
  for (int i = 0; i < 2 && !ahead.empty(); ++i) {
    if (take_part(ahead, "·") || take_part(ahead, "•")) continue;
    const char c = ahead.front();
    if (c == '\0' || std::string_view(" -.()/_,:").find(c) == std::string_view::npos) break;
    ahead.remove_prefix(1);
  }
  const bool taken = ahead.size() < text.size();
  text = ahead;
  return taken;
}

Run take_run(std::string_view whole, std::string_view& text) {
  Run run;
  run.before = whole.substr(0, whole.size() - text.size());
  for (std::string_view ahead = text;;) {
    const std::size_t had = run.digits.size();
    // "张三138…": a word's numeral is not of the figures behind it.
    const bool figures = !ahead.empty() && is_digit(ahead.front());
    while (!ahead.empty() && is_digit(ahead.front()) == figures && take_digit(ahead, run.digits)) {
    }
    if (run.digits.size() == had) break;
    run.groups.push_back(run.digits.size() - had);
    text = ahead;
    std::string other;
    std::string_view same = ahead;
    if (!take_separator(ahead) && !take_digit(same, other)) break;
  }
  run.after = text;
  return run;
}

// How people group the eleven digits of a mobile number, and the parts of the others.
bool is_grouping(const Sizes& groups, std::initializer_list<Sizes> known) {
  const bool single =
      groups.size() > 7 && std::all_of(groups.begin(), groups.end(), [](auto n) { return n == 1; });
  return single || std::find(known.begin(), known.end(), groups) != known.end();
}

bool is_mobile(std::string_view digits, const Sizes& groups) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' &&
         is_grouping(groups, {{11},
                              {3, 4, 4},
                              {3, 8},
                              {2, 9},
                              {7, 4},
                              {4, 4, 3},
                              {4, 3, 4},
                              {3, 3, 5},
                              {3, 5, 3},
                              {5, 3, 3},
                              {3, 3, 3, 2},
                              {3, 3, 2, 3},
                              {5, 6},
                              {6, 5},
                              {4, 7},
                              {3, 4, 2, 2},
                              {3, 2, 3, 3},
                              {3, 2, 2, 2, 2}});
}

// An area code, and seven or eight digits.
bool is_landline(std::string_view digits, const Sizes& groups) {
  if (digits.size() < 10 || digits.size() > 12 || digits[0] != '0' || digits[1] == '0')
    return false;
  const std::size_t area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
  const std::size_t rest = digits.size() - area;
  if (rest != 7 && rest != 8) return false;
  return is_grouping(groups, {{digits.size()}, {area, rest}, {area, rest - 4, 4}});
}

bool is_birthday(std::string_view digits) {
  std::array<std::int32_t, 3> parts{};
  constexpr std::size_t kEnds[] = {4, 6, 8};
  for (std::size_t i = 0, part = 0; i < 8; ++i) {
    if (i == kEnds[part]) ++part;
    parts[part] = parts[part] * 10 + (digits[i] - '0');
  }
  return parts[0] >= 1880 && parts[0] < 2100 && date_exists({parts[0], parts[1], parts[2]});
}

// GB 11643: region, birthday, order, check digit (X for ten); before 1999 without century and check.
bool is_identity(std::string_view digits, const Sizes& groups, std::string_view after) {
  if (digits.size() < 15 || digits[0] == '0') return false;
  const bool ends_in_x = !after.empty() && (after[0] == 'X' || after[0] == 'x');
  const std::size_t length = digits.size() + (ends_in_x ? 1 : 0);
  if (length == 18) {
    const std::size_t last = digits.size() - 14;
    return is_birthday(digits.substr(6, 8)) && is_grouping(groups, {{digits.size()},
                                                                    {6, 8, last},
                                                                    {6, 8 + last},
                                                                    {6, 4, 4, last},
                                                                    {3, 3, 4, 4, last},
                                                                    {14, last}});
  }
  // A grid's code has 15 digits too; where a birth year would stand it has 0, 1 or 2 and more.
  return digits.size() == 15 && digits[6] > '2' &&
         is_birthday("19" + std::string(digits.substr(6, 6))) &&
         is_grouping(groups, {{15}, {6, 6, 3}, {6, 9}});
}

// Of eleven digits nobody counts ten thousands, or metres: behind a telephone number these begin a word
// (万师傅, 米店).
bool counts_money(std::string_view before, std::string_view after, std::size_t digits) {
  constexpr std::size_t kMobile = 11;
  skip_blanks(after);
  for (const std::string_view unit : {"元", "块", "%", "平方", "㎡"}) {
    if (take_part(after, unit)) return true;
  }
  for (const std::string_view unit : {"万", "亿", "米"}) {
    if (digits < kMobile && take_part(after, unit)) return true;
  }
  return before.size() >= 2 && before.substr(before.size() - 2) == "¥";
}

// "SN13800138000" is a code; "tel13800138000" and "微信13800138000" are numbers of people.
bool is_in_code(std::string_view before, std::string_view after) {
  if (!after.empty() && (is_letter(after[0]) || after[0] == '_')) return true;
  while (!before.empty() && (before.back() == '-' || before.back() == '_')) before.remove_suffix(1);
  if (before.empty() || !is_letter(before.back())) return false;
  std::string word;
  for (; !before.empty() && is_letter(before.back()); before.remove_suffix(1))
    word.insert(word.begin(), static_cast<char>(before.back() | 0x20));
  for (const std::string_view name : {"tel", "phone", "mobile", "wx", "vx", "v", "call"}) {
    if (word == name) return false;
  }
  return true;
}

// One of the words within the last eight characters: what stands between is how people lead over.
bool stands_behind(std::string_view before, std::initializer_list<std::string_view> words) {
  constexpr std::size_t kReach = 24;
  std::string near(before.substr(before.size() - std::min(before.size(), kReach)));
  for (char& c : near) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return std::any_of(words.begin(), words.end(),
                     [&](auto word) { return near.find(word) != std::string::npos; });
}

// Seven or eight digits are a telephone number where it is said that they are one.
bool is_local_number(std::string_view digits, const Sizes& groups, std::string_view before) {
  if (digits[0] < '2' || digits[0] > '8' || (digits.size() == 8 && is_birthday(digits)))
    return false;
  return is_grouping(groups, {{7}, {8}, {3, 4}, {4, 4}}) &&
         (digits.size() == 7 || digits.size() == 8) &&
         stands_behind(before, {"电话", "座机", "固话", "致电", "拨打", "tel", "phone"});
}

// ISO/IEC 7812: the last digit is right. A case number has its day where a card has none.
bool is_bank_card(std::string_view digits, const Sizes& groups) {
  constexpr std::size_t kCaseNumber = 19;
  if (digits.size() < 16 || digits.size() > 19 || digits[0] < '4' || digits[0] > '9') return false;
  if (digits.size() == kCaseNumber && is_birthday("20" + std::string(digits.substr(9, 6))))
    return false;
  const std::size_t last = digits.size() - 16;
  if (!is_grouping(groups, {{digits.size()},
                            {4, 4, 4, 4},
                            {4, 4, 4, 4, last},
                            {6, digits.size() - 6},
                            {4, digits.size() - 4},
                            {digits.size() - 4, 4}}))
    return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    const int twice = i % 2 == 1 ? digit * 2 : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 == 0;
}

PersonNumber kind_of(std::string_view digits, const Sizes& groups, const Run& run) {
  if (is_identity(digits, groups, run.after)) return PersonNumber::identity;
  if (is_in_code(run.before, run.after) || counts_money(run.before, run.after, digits.size()))
    return PersonNumber::none;
  if (is_bank_card(digits, groups)) return PersonNumber::bank_card;
  const bool phone = is_mobile(digits, groups) || is_landline(digits, groups) ||
                     is_local_number(digits, groups, run.before);
  return phone ? PersonNumber::phone : PersonNumber::none;
}

// Any groups of the run that follow each other: "3 138 0013 8000" has a number behind the 3.
PersonNumber kind_of(const Run& run) {
  if (run.groups.size() > 40) return PersonNumber::none;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < run.groups.size(); begin += run.groups[i], ++i) {
    Sizes groups;
    std::size_t length = 0;
    for (std::size_t j = i; j < run.groups.size() && length < 19; ++j) {
      groups.push_back(run.groups[j]);
      length += run.groups[j];
      Run part = run;
      if (i > 0) part.before = {};
      if (j + 1 < run.groups.size()) part.after = {};
      const auto kind = kind_of(std::string_view(run.digits).substr(begin, length), groups, part);
      if (kind != PersonNumber::none) return kind;
    }
  }
  // +86 written together with the number.
  const bool country = run.digits.size() == 13 && run.digits.substr(0, 2) == "86";
  const std::string rest = country ? run.digits.substr(2) : std::string();
  return country && is_mobile(rest, {11}) && run.groups.size() == 1 ? PersonNumber::phone
                                                                    : PersonNumber::none;
}

bool take_province(std::string_view& text) {
  constexpr std::string_view kAll =
      "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
  for (std::size_t i = 0; i < kAll.size(); i += 3) {
    if (take_part(text, kAll.substr(i, 3))) return true;
  }
  return false;
}

// GA 36: a province, the letter of its city, five signs or six (new energy), most of them digits. The
// armed police (WJ) have no letter of a city.
bool is_plate(std::string_view text) {
  const bool armed = take_part(text, "WJ") || take_part(text, "wj");
  if (!take_province(text)) return false;
  skip_blanks(text);
  if (!armed) {
    if (text.empty() || !is_letter(text.front())) return false;
    text.remove_prefix(1);
    skip_blanks(text);
  }
  constexpr std::string_view kPoints[] = {"·", "•", "-", "."};
  if (std::any_of(std::begin(kPoints), std::end(kPoints),
                  [&](std::string_view point) { return take_part(text, point); })) {
    skip_blanks(text);
  }
  std::size_t signs = 0;
  std::size_t digits = 0;
  const auto is_sign = [](char c) { return is_digit(c) || is_letter(c); };
  while (!text.empty() && is_sign(text.front())) {
    ++signs;
    if (is_digit(text.front())) ++digits;
    text.remove_prefix(1);
    // 1234 5
    if (signs < 5 && text.size() > 1 && text[0] == ' ' && is_digit(text[1])) text.remove_prefix(1);
  }
  const bool special = take_part(text, "挂") || take_part(text, "学") || take_part(text, "警");
  if (special && signs == 4) return digits >= 3;
  return (signs == 5 || signs == 6) && digits >= 3;
}

// At the begin of a word: E and eight signs (GA/T of 2012), the second may be a letter; behind the word
// for one any letters and digits of that length, as those of Hong Kong, Macau, Taiwan and abroad have.
bool is_passport(std::string_view before, std::string_view text) {
  const auto is_sign = [](char c) { return is_digit(c) || is_letter(c); };
  if (!before.empty() && (is_sign(before.back()) || before.back() == '-')) return false;
  std::size_t length = 0;
  std::size_t digits = 0;
  for (; length < text.size() && is_sign(text[length]); ++length) {
    if (is_digit(text[length])) ++digits;
  }
  if (length < text.size() && text[length] == '-') return false;
  const bool chinese = (text[0] == 'E' || text[0] == 'e') && length == 9 &&
                       digits + (is_letter(text[1]) ? 2 : 1) == length;
  return chinese || (length >= 7 && length <= 11 && digits + 2 >= length &&
                     stands_behind(before, {"护照", "通行证", "passport"}));
}

}  // namespace

PersonNumber person_number_in(std::string_view text) {
  const std::string plain = folded(text);
  std::string digits;
  for (std::string_view rest = plain; !rest.empty();) {
    if (is_plate(rest)) return PersonNumber::plate;
    const std::string_view before = std::string_view(plain).substr(0, plain.size() - rest.size());
    if ((is_letter(rest.front()) || is_digit(rest.front())) && is_passport(before, rest))
      return PersonNumber::passport;
    std::string_view ahead = rest;
    if (take_digit(ahead, digits)) {
      const PersonNumber kind = kind_of(take_run(plain, rest));
      if (kind != PersonNumber::none) return kind;
      continue;
    }
    std::uint32_t at = 0;
    next_code_point(rest, at);
    rest.remove_prefix(at);
  }
  return PersonNumber::none;
}

}  // namespace gezhi
