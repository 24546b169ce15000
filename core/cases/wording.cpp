#include "core/cases/wording.h"

#include <algorithm>
#include <set>
#include <vector>

#include "core/base/utf8.h"

namespace gezhi {
namespace {

using Letters = std::vector<std::uint32_t>;

std::uint32_t narrow(std::uint32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c; }

bool is_within(std::uint32_t c, std::uint32_t from, std::uint32_t to) {
  return c >= from && c <= to;
}

// What carries meaning: ASCII letters and digits, letters of other scripts, ideographs. Out: ASCII and
// general punctuation, symbols, CJK punctuation, emoji, private use, joiners.
bool is_letter(std::uint32_t c) {
  if (c < 0x80) return is_within(c, '0', '9') || is_within(c, 'a', 'z');
  if (c < 0xC0) return false;
  if (is_within(c, 0x2000, 0x2E7F)) return is_within(c, 0x2150, 0x218F);  // ⅓, Ⅳ
  if (is_within(c, 0x3000, 0x303F)) return c == 0x3005 || c == 0x3007;    // 々 〇
  if (is_within(c, 0xE000, 0xF8FF) || is_within(c, 0xFE00, 0xFE6F)) return false;
  return !is_within(c, 0xFFE0, 0xFFFF) && !is_within(c, 0x1F000, 0x1FAFF) && c < 0xE0000;
}

// The shortest part that the whole is a repetition of, twice at least; the last time may be cut.
std::size_t period_of(const Letters& letters) {
  for (std::size_t period = 1; 2 * period <= letters.size(); ++period) {
    const auto shifted = letters.begin() + static_cast<std::ptrdiff_t>(period);
    if (std::equal(shifted, letters.end(), letters.begin())) return period;
  }
  return letters.size();
}

Letters fold_letters(std::string_view text) {
  Letters letters;
  for (std::uint32_t at = 0; at < text.size();) {
    std::uint32_t c = narrow(next_code_point(text, at));
    if (is_within(c, 'A', 'Z')) c += 'a' - 'A';
    if (is_letter(c)) letters.push_back(c);
  }
  letters.resize(period_of(letters));
  return letters;
}

// Longest first, so that "已处理完毕" goes as a whole and not as "处理" with two letters left over.
std::vector<Letters> empty_words(const Policy& policy) {
  std::vector<Letters> words;
  for (const auto* list : {&policy.boilerplate, &policy.filler}) {
    for (const std::string& word : *list) words.push_back(fold_letters(word));
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const Letters& a, const Letters& b) { return a.size() > b.size(); });
  return words;
}

// How many different letters lie outside all the empty words, read from left to right. Different: who
// says one thing three times with another ending each has said it once.
std::int64_t letters_left(const Letters& letters, const std::vector<Letters>& words) {
  std::set<std::uint32_t> left;
  for (std::size_t at = 0; at < letters.size();) {
    const auto here = letters.begin() + static_cast<std::ptrdiff_t>(at);
    const auto word = std::find_if(words.begin(), words.end(), [&](const Letters& one) {
      return !one.empty() && one.size() <= letters.size() - at &&
             std::equal(one.begin(), one.end(), here);
    });
    if (word == words.end()) left.insert(letters[at]);
    at += word == words.end() ? 1 : word->size();
  }
  return static_cast<std::int64_t>(left.size());
}

}  // namespace

std::string folded_words(std::string_view text) {
  std::string folded;
  for (const std::uint32_t letter : fold_letters(text)) append_utf8(folded, letter);
  return folded;
}

bool is_said(std::string_view text) { return !fold_letters(text).empty(); }

bool says_something(const Policy& policy, std::string_view text) {
  const Letters letters = fold_letters(text);
  if (letters.empty()) return policy.text_min == 0;
  if (static_cast<std::int64_t>(letters.size()) < policy.text_min) return false;
  const bool figures = std::all_of(letters.begin(), letters.end(),
                                   [](std::uint32_t c) { return is_within(c, '0', '9'); });
  if (figures) return false;
  return letters_left(letters, empty_words(policy)) >= std::max<std::int64_t>(1, policy.text_min / 2);
}

}  // namespace gezhi
