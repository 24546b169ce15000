// UTF-8 (RFC 3629): what comes from outside is checked once, here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gezhi {

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

// Number of code points; `text` must be valid.
std::int32_t utf8_length(std::string_view text);

// The same with those that take four bytes as two, as UTF-16 counts: a text of n is at most 3 n bytes.
std::int32_t utf16_length(std::string_view text);

// The code point at `at`, and moves `at` behind it. U+FFFD and one byte on broken input.
std::uint32_t next_code_point(std::string_view text, std::uint32_t& at);

void append_utf8(std::string& text, std::uint32_t code_point);

// At most `most` code points; never cuts a character.
std::string_view utf8_prefix(std::string_view text, std::int32_t most);

// Broken bytes become U+FFFD.
std::string repaired_utf8(std::string_view text);

}  // namespace gezhi
