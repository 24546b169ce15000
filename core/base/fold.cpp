#include "core/base/fold.h"

#include <algorithm>

#include "core/base/letters.h"
#include "core/base/utf8.h"

namespace gezhi {
namespace {

bool within(std::uint32_t c, std::uint32_t first, std::uint32_t last) {
  return c >= first && c <= last;
}

bool is_blank(std::uint32_t c) {
  return c == ' ' || within(c, 0x09, 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         within(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// Ideographs that stand elsewhere for the sake of other standards: what is copied from a PDF is full of them.
bool is_of_compatibility(std::uint32_t c) {
  return within(c, 0x2E80, 0x2FDF) || within(c, 0xF900, 0xFAFF) || within(c, 0x2F800, 0x2FA1F);
}

std::uint32_t folded_point(std::uint32_t c) {
  if (within(c, 0x3400, 0x9FFF)) return c;  // most of what there is
  if (is_blank(c)) return ' ';
  if (is_unseen(c)) return kNoPoint;
  if (is_of_compatibility(c)) return letter_meant(c);
  if (within(c, 0xFF01, 0xFF5E)) return c - 0xFEE0;
  if (within(c, 0x2010, 0x2015) || c == 0x2212 || c == 0xFE63) return '-';
  switch (c) {
    case 0x3001: return ',';     // 、
    case 0x3002:                 // 。
    case 0xFF61: return '.';     // ｡
    case 0x2019:                 // ’
    case 0x2032: return '\'';    // ′
    case 0x201D:                 // ”
    case 0x2033: return '"';     // ″
    case 0x00BA: return 0x00B0;  // º, typed for °
    case 0xFFE5: return 0x00A5;  // ￥
    default: return c;
  }
}

std::string searched_form(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::uint32_t at = 0; at < text.size();) {
    const std::uint32_t c = searched_point(next_code_point(text, at));
    if (c != kNoPoint) append_utf8(out, c);
  }
  return out;
}

}  // namespace

std::uint32_t searched_point(std::uint32_t code_point) {
  const std::uint32_t c = folded_point(code_point);
  if (c == ' ') return kNoPoint;
  return within(c, 'A', 'Z') ? c - 'A' + 'a' : c;
}

TextMatcher::TextMatcher(std::string_view typed) : typed_(searched_form(typed)) {}

bool TextMatcher::is_held_by(std::string_view text) const {
  return empty() || searched_form(text).find(typed_) != std::string::npos;
}

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::uint32_t at = 0; at < text.size();) {
    const std::uint32_t c = folded_point(next_code_point(text, at));
    if (c == kNoPoint) continue;
    const bool doubled = c == ' ' && (out.empty() || out.back() == ' ');
    if (!doubled) append_utf8(out, c);
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string without_blanks(std::string_view folded_text) {
  std::string out(folded_text);
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return out;
}

bool take_part(std::string_view& text, std::string_view part) {
  if (part.empty() || text.substr(0, part.size()) != part) return false;
  text.remove_prefix(part.size());
  return true;
}

void skip_blanks(std::string_view& text) {
  while (take_part(text, " ")) {
  }
}

}  // namespace gezhi
