// One spelling for what people type: an input method's full-width "６，２" and a keyboard's "6,2" are the
// same. Every reader of typed text (read.h) begins here, and so does a search.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gezhi {

// Full-width letters, digits and signs become ASCII, every kind of blank and line end one ' ', every
// dash '-', 。 a point and 、 a comma; a radical or compatibility form becomes its ideograph (⾥ 里); what
// is never seen (letters.h: signs of direction, joiners, variation selectors) goes, as do blanks at both
// ends. Other characters stay as they are: no case, no accents, no numerals.
// Source: the widths of NFKC (UAX #15), and what copying from address books and web pages adds.
std::string folded(std::string_view text);

// What is left without any blank: of codes and numbers.
std::string without_blanks(std::string_view folded_text);

// How a search compares: folded, capitals as small letters, and no blank at all, for people put blanks
// where a text has none ("12 号", a case number in groups). kNoPoint: not compared.
inline constexpr std::uint32_t kNoPoint = 0xFFFFFFFF;
std::uint32_t searched_point(std::uint32_t code_point);

// Whether a text holds what somebody typed who looks for it; both are folded, as above.
class TextMatcher {
 public:
  explicit TextMatcher(std::string_view typed);

  bool empty() const { return typed_.empty(); }  // nothing is looked for
  bool is_held_by(std::string_view text) const;  // true for any text when empty

 private:
  std::string typed_;
};

// Takes `part` off the front of `text`; false when it does not begin so.
bool take_part(std::string_view& text, std::string_view part);
void skip_blanks(std::string_view& text);

}  // namespace gezhi
