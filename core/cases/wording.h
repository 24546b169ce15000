// Whether a text says something (G17). Compared is what is left when width, case, blanks, punctuation
// and repetition are folded away: "已按规定处理。", "已 按 规定处理！！" and the same phrase three times
// are one text.
#pragma once

#include <string>
#include <string_view>

#include "core/cases/policy.h"

namespace gezhi {

// Letters, digits and ideographs only, full-width forms narrow, Latin letters small; of a text that
// repeats itself the repeated part once.
std::string folded_words(std::string_view text);

// More than blanks and signs.
bool is_said(std::string_view text);

// G17: folded, it is as long as the policy's `text_min`, and without the policy's phrases that say
// nothing and the words that add nothing, at least half as long.
bool says_something(const Policy& policy, std::string_view text);

}  // namespace gezhi
