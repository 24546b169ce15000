#include "core/base/utf8.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

struct Step {
  std::uint32_t code_point;
  std::uint32_t length;  // 0 = broken
};

Step read(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0;
  };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::uint32_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return {kReplacement, 0};
  std::uint32_t code_point = first & (0x7Fu >> length);
  for (std::uint32_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {kReplacement, 0};
    code_point = (code_point << 6) | (byte(at + i) & 0x3F);
  }
  constexpr std::uint32_t kLeast[5] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kLeast[length] || code_point > 0x10FFFF || surrogate) return {kReplacement, 0};
  return {code_point, length};
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Step step = read(text, at);
    if (step.length == 0) return false;
    at += step.length;
  }
  return true;
}

std::int32_t utf8_length(std::string_view text) {
  std::int32_t length = 0;
  for (std::uint32_t at = 0; at < text.size(); ++length) next_code_point(text, at);
  return length;
}

std::int32_t utf16_length(std::string_view text) {
  constexpr std::uint8_t kFourBytes = 0xF0;  // how such a character begins
  return utf8_length(text) +
         static_cast<std::int32_t>(std::count_if(text.begin(), text.end(), [](char c) {
           return static_cast<std::uint8_t>(c) >= kFourBytes;
         }));
}

std::uint32_t next_code_point(std::string_view text, std::uint32_t& at) {
  const Step step = read(text, at);
  at += step.length == 0 ? 1 : step.length;
  return step.code_point;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto put = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

std::string_view utf8_prefix(std::string_view text, std::int32_t most) {
  std::uint32_t at = 0;
  for (std::int32_t i = 0; i < most && at < text.size(); ++i) next_code_point(text, at);
  return text.substr(0, at);
}

std::string repaired_utf8(std::string_view text) {
  std::string repaired;
  repaired.reserve(text.size());
  for (std::uint32_t at = 0; at < text.size();) append_utf8(repaired, next_code_point(text, at));
  return repaired;
}

}  // namespace gezhi
