#include "core/cases/wording.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <vector>

#include "core/base/hanzi.h"
#include "core/base/letters.h"
#include "core/base/utf8.h"

namespace gezhi {
namespace {

using Letters = std::vector<std::uint32_t>;

constexpr std::int64_t kLettersOfMeaning = 2;
constexpr std::int64_t kWithoutFiller = 3;  // of a policy that does not list what adds nothing
constexpr std::size_t kKnownBySound = 3;  // shorter words have honest neighbours: 回复 and 恢复
constexpr std::size_t kShortestWord = 4;  // of an alphabet
constexpr std::size_t kCounting =
    3;  // 一二三, 甲乙丙: a row of them, not one that counts something

std::uint32_t narrow(std::uint32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c; }

bool is_within(std::uint32_t c, std::uint32_t from, std::uint32_t to) {
  return c >= from && c <= to;
}

bool is_digit(std::uint32_t c) { return is_within(c, '0', '9'); }

bool is_ideograph(std::uint32_t c) {
  return c == 0x3005 || c == 0x3007 || is_within(c, 0x3400, 0x9FFF) ||
         is_within(c, 0xF900, 0xFAFF) || is_within(c, 0x20000, 0x3FFFF);
}

bool is_of_alphabet(std::uint32_t c) { return !is_digit(c) && !is_ideograph(c); }

bool is_one_of(std::u16string_view all, std::uint32_t c) {
  return std::find(all.begin(), all.end(), c) != all.end();
}

bool counts(std::uint32_t c) {
  return is_one_of(u"一二三四五六七八九十百千万零〇两甲乙丙丁戊己庚辛壬癸", c);
}

bool is_of_date(std::uint32_t c) { return is_one_of(u"年月日号时点分秒", c); }

// Width, case and form of one character, and what it only looks like.
std::uint32_t folded_letter(std::uint32_t c) {
  c = letter_meant(narrow(c));
  return is_within(c, 'A', 'Z') ? c + 'a' - 'A' : simplified(c);
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
    const std::uint32_t c = folded_letter(next_code_point(text, at));
    if (is_any_letter(c)) letters.push_back(c);
  }
  letters.resize(period_of(letters));
  return letters;
}

// Keys that lie side by side, letters that follow each other: what a hand does that means nothing.
bool is_next(std::uint32_t a, std::uint32_t b) {
  if (a == b || a + 1 == b || b + 1 == a) return true;
  constexpr std::u16string_view kRows = u"qwertyuiop asdfghjkl zxcvbnm";
  const std::size_t at = kRows.find(static_cast<char16_t>(a));
  const std::size_t to = kRows.find(static_cast<char16_t>(b));
  if (at == kRows.npos || to == kRows.npos) return false;
  return at + 1 == to || to + 1 == at;
}

bool is_noise(Letters::const_iterator from, Letters::const_iterator to) {
  const auto size = static_cast<std::size_t>(to - from);
  if (size < kShortestWord) return true;
  std::size_t next = 0;
  for (auto at = from; at + 1 != to; ++at) {
    if (is_next(*at, *(at + 1))) ++next;
  }
  const bool vowels =
      std::any_of(from, to, [](std::uint32_t c) { return c >= 0x80 || is_one_of(u"aeiou", c); });
  return 2 * next > size - 1 || !vowels;
}

// A letter of a text, without the digits and the noise around it.
struct Spoken {
  std::uint32_t letter = 0;
  bool numbered = false;  // a number stands before it
};

// 110, 119, 120, 122: beside other words they say who was called.
bool is_call_number(const Letters& digits) {
  constexpr std::u16string_view kCalls[] = {u"110", u"119", u"120", u"122"};
  return std::any_of(std::begin(kCalls), std::end(kCalls), [&](std::u16string_view call) {
    return std::equal(call.begin(), call.end(), digits.begin(), digits.end());
  });
}

std::vector<Spoken> without_digits(const Letters& letters) {
  std::vector<Spoken> spoken;
  Letters digits;
  const auto end_number = [&] {
    if (digits.size() < letters.size() && is_call_number(digits))
      spoken.push_back({digits[1], true});
    digits.clear();
  };
  for (const std::uint32_t c : letters) {
    if (is_digit(c)) {
      digits.push_back(c);
      continue;
    }
    const bool numbered = !digits.empty();
    end_number();
    spoken.push_back({c, numbered});
  }
  end_number();
  return spoken;
}

// Runs of letters that `is_of` holds of, and that `drops` says to drop, go; what follows is numbered
// when `numbers`.
template <class IsOf, class Drops>
std::vector<Spoken> without_runs(const std::vector<Spoken>& all, bool numbers, IsOf is_of,
                                 Drops drops) {
  std::vector<Spoken> kept;
  bool dropped = false;
  for (std::size_t at = 0; at < all.size();) {
    std::size_t end = at;
    Letters run;
    while (end < all.size() && is_of(all[end].letter)) run.push_back(all[end++].letter);
    const std::uint32_t after = end < all.size() ? all[end].letter : 0;
    if (run.empty()) {
      kept.push_back(all[at++]);
      kept.back().numbered = kept.back().numbered || dropped;
      dropped = false;
      continue;
    }
    dropped = drops(run, after);
    if (!dropped)
      kept.insert(kept.end(), all.begin() + static_cast<std::ptrdiff_t>(at),
                  all.begin() + static_cast<std::ptrdiff_t>(end));
    dropped = dropped && numbers;
    at = end;
  }
  return kept;
}

std::vector<Spoken> spoken_in(const Letters& letters) {
  const auto noise = [](const Letters& run, std::uint32_t) {
    return is_noise(run.begin(), run.end());
  };
  const auto number = [](const Letters& run, std::uint32_t after) {
    return run.size() >= kCounting || is_of_date(after);
  };
  return without_runs(without_runs(without_digits(letters), false, is_of_alphabet, noise), true,
                      counts, number);
}

// Longest first, so that "已处理完毕" goes as a whole and not as "处理" with two letters left over.
std::vector<Letters> empty_words(std::initializer_list<const std::vector<std::string>*> lists) {
  std::vector<Letters> words;
  for (const auto* list : lists) {
    for (const std::string& word : *list) words.push_back(fold_letters(word));
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const Letters& a, const Letters& b) { return a.size() > b.size(); });
  return words;
}

// 己 and 巳 are no 已 in sound, but to a hand that writes.
bool is_alike(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t sound = sound_of(a);
  return (sound != 0 && sound == sound_of(b)) ||
         (is_one_of(u"已己巳", a) && is_one_of(u"已己巳", b));
}

// Whether the word stands there: as it is, or in other characters of the same sound, most of them its own.
bool stands_at(const std::vector<Spoken>& text, std::size_t at, const Letters& word) {
  if (word.empty() || word.size() > text.size() - at) return false;
  std::size_t same = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const std::uint32_t letter = text[at + i].letter;
    if (letter == word[i]) {
      ++same;
    } else if (!is_alike(letter, word[i])) {
      return false;
    }
  }
  return same == word.size() || (word.size() >= kKnownBySound && 2 * same + 1 >= word.size());
}

// How many different letters lie outside all the empty words, read from left to right. Different: who
// says one thing three times with another ending each has said it once. A number that counts something is
// one letter, of a date nothing is; a no counts as two.
std::int64_t letters_left(const std::vector<Spoken>& text, const std::vector<Letters>& words) {
  std::set<std::uint32_t> left;
  for (std::size_t at = 0; at < text.size();) {
    const auto word = std::find_if(words.begin(), words.end(),
                                   [&](const Letters& one) { return stands_at(text, at, one); });
    if (word != words.end()) {
      at += word->size();
      continue;
    }
    const Spoken& one = text[at++];
    if (one.numbered && is_of_date(one.letter)) continue;
    left.insert(one.letter);
    // Who says that something was not done says the contrary of every empty phrase.
    if (one.numbered || is_one_of(u"没不未无", one.letter)) left.insert('0');
  }
  return static_cast<std::int64_t>(left.size());
}

bool ends_sentence(std::uint32_t c) { return is_one_of(u"\n\r,.;:!?。，；：！？、", c); }

}  // namespace

std::string folded_words(std::string_view text) {
  std::string folded;
  for (const std::uint32_t letter : fold_letters(text)) append_utf8(folded, letter);
  return folded;
}

std::string searchable(std::string_view text) {
  std::string folded;
  for (std::uint32_t at = 0; at < text.size();) {
    const std::uint32_t c = folded_letter(next_code_point(text, at));
    if (is_any_letter(c)) append_utf8(folded, c);
    if (ends_sentence(c)) folded += ' ';
  }
  return folded;
}

bool is_said(std::string_view text) { return !fold_letters(text).empty(); }

bool says_none(std::string_view text) {
  constexpr std::string_view kNone[] = {"", "不详", "未知", "none", "na", "nil"};
  // 没有取得任何证据, 未能提供书面材料, 无证人: a no, and what is not there, in this order.
  constexpr std::string_view kNo[] = {"没有", "暂无", "并无", "尚无", "无", "没", "尚未", "未"};
  constexpr std::string_view kCould[] = {"能够", "能", "有", "曾"};
  constexpr std::string_view kGot[] = {"取得", "收集到", "收集", "提供", "提取到", "提取", "发现",
                                       "找到", "查到",   "留下", "拿到", "调取到", "调取"};
  constexpr std::string_view kAny[] = {"任何", "其他", "相关的", "相关", "有关", "有效", "直接"};
  constexpr std::string_view kKind[] = {"书面", "现场", "第三方", "见"};
  constexpr std::string_view kThing[] = {"证据材料", "证据", "证人", "材料", "凭证", "文件",
                                         "回执",     "单据", "照片", "依据", "原因", "理由",
                                         "内容",     "人",   "物证", "证明"};
  constexpr std::string_view kThere[] = {"在场", "可提供", "可查"};
  const std::string said = folded_words(text);
  if (std::find(std::begin(kNone), std::end(kNone), said) != std::end(kNone)) return true;
  std::string_view left = said;
  const auto take = [&left](auto& words) {
    const auto* one = std::find_if(std::begin(words), std::end(words), [&](std::string_view word) {
      return left.substr(0, word.size()) == word;
    });
    if (one == std::end(words)) return false;
    left.remove_prefix(one->size());
    return true;
  };
  if (!take(kNo)) return false;
  take(kCould);
  take(kGot);
  take(kAny);
  take(kKind);
  take(kThing);
  take(kThere);
  return left.empty();
}

bool says_none(const Policy& policy, std::string_view text) {
  if (says_none(text)) return true;
  // Words alone: a number, a date, a letter names something.
  const Letters letters = fold_letters(text);
  return std::all_of(letters.begin(), letters.end(), is_ideograph) &&
         letters_left(spoken_in(letters), empty_words({&policy.boilerplate})) == 0;
}

bool says_something(const Policy& policy, std::string_view text) {
  const Letters letters = fold_letters(text);
  if (letters.empty()) return policy.text_min == 0;
  if (static_cast<std::int64_t>(letters.size()) < policy.text_min) return false;
  const std::int64_t least = policy.text_min;
  const std::int64_t letters_wanted = policy.filler.empty() ? kWithoutFiller : kLettersOfMeaning;
  const std::int64_t needed =
      std::max({std::int64_t{1}, least / 2, std::min(least, letters_wanted)});
  return letters_left(spoken_in(letters), empty_words({&policy.boilerplate, &policy.filler})) >=
         needed;
}

}  // namespace gezhi
