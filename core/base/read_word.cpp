// Names of accounts, and yes or no.
#include <algorithm>

#include "core/base/read_text.h"
#include "core/base/utf8.h"

namespace gezhi {
namespace {

// Blanks, C0 and C1 controls, and what stands for broken bytes.
bool can_be_in_login(std::uint32_t c) { return c > 0x20 && (c < 0x7F || c > 0x9F) && c != 0xFFFD; }

template <std::size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

constexpr std::string_view kYes[] = {"是", "对", "有", "y", "yes", "t", "true",
                                     "1",  "√",  "✓",  "✔", "☑",   "✅"};
constexpr std::string_view kNo[] = {"否",    "不", "不是", "无", "没有", "n", "no", "f",
                                    "false", "0",  "×",    "✗",  "✘",    "☒", "❌"};

}  // namespace

Result<std::string> read_login(std::string_view text) {
  auto plain = text_to_read(text);
  if (!plain) return plain.error();
  for (std::uint32_t at = 0; at < plain->size();) {
    if (!can_be_in_login(next_code_point(*plain, at))) return not_read("not_a_login", *plain);
  }
  if (utf8_length(*plain) > kLoginMax) return not_read("too_long", *plain);
  return plain;
}

Result<bool> read_yes(std::string_view text) {
  const auto plain = text_to_read(text);
  if (!plain) return plain.error();
  std::string word = *plain;
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (is_one_of(kYes, word)) return true;
  if (is_one_of(kNo, word)) return false;
  return not_read("not_yes_or_no", *plain);
}

}  // namespace gezhi
