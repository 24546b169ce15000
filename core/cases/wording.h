// Whether a text says something (G17), and one fold of what people write for that and for whoever looks
// for words in it. Compared is what is left when width, case, traditional forms, look-alikes (letters.h),
// blanks, signs, what nobody sees, and repetition are folded away: "已按规定处理。", "已 按 規定處理！！" and
// the same phrase three times are one text.
#pragma once

#include <string>
#include <string_view>

#include "core/cases/policy.h"

namespace gezhi {

// Letters, digits and ideographs only, full-width forms narrow, Latin letters small, traditional forms
// simplified; of a text that repeats itself the repeated part once.
std::string folded_words(std::string_view text);

// The same of all that was said, for looking words up in it: "家 暴", "家*暴" and "傢暴" are 家暴. Where a
// sentence or a line ends one blank stays, so that no word begins in one and ends in the next.
std::string searchable(std::string_view text);

// More than blanks and signs.
bool is_said(std::string_view text);

// Nothing, or a word that stands where nothing is: 无, 没有, 不详. What must be named or proved is not by it.
bool says_none(std::string_view text);

// The same, and a phrase of the policy's that says nothing: 已按规定处理 is no witness and no receipt.
bool says_none(const Policy& policy, std::string_view text);

// G17: folded, it is as long as the policy's `text_min`, and of what is left without the policy's phrases
// that say nothing, the words that add nothing, dates, bare numbers and what a hand does on a keyboard
// there are enough different letters: two, or half of `text_min` when that is more; a no counts as two. Of
// a policy that lists no such words three are asked for. A phrase is known by its sound too: who mistypes
// 已按规定处理 as 已安规定处里 has said no more.
bool says_something(const Policy& policy, std::string_view text);

}  // namespace gezhi
