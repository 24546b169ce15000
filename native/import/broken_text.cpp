#include "native/import/broken_text.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "core/base/utf8.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kMark = 0x10FF00;

// The length of the UTF-8 character at `at`, or 0.
std::uint32_t character_at(std::string_view text, std::size_t at) {
  for (std::uint32_t length = 1; length <= 4 && at + length <= text.size(); ++length) {
    if (is_valid_utf8(text.substr(at, length))) return length;
  }
  return 0;
}

bool is_gbk_second(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x40 && byte != 0x7F && byte != 0xFF;
}

// The byte that a character stands for where bytes were taken for Windows-1252; none for what is none.
std::optional<char> latin_byte(std::uint32_t point) {
  constexpr std::u16string_view kUpper =
      u"\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D"
      u"\u008F"
      u"\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E"
      u"\u0178";
  if (point < 0x100) return static_cast<char>(point);
  const std::size_t at = point < 0x10000 ? kUpper.find(static_cast<char16_t>(point)) : kUpper.npos;
  if (at == kUpper.npos) return std::nullopt;
  return static_cast<char>(0x80 + at);
}

// The text whose UTF-8 was taken for Latin-1: what reads so is never a name in Latin letters.
std::optional<std::string> before_latin(const std::string& text) {
  std::string bytes;
  for (std::uint32_t at = 0; at < text.size();) {
    const auto byte = latin_byte(next_code_point(text, at));
    if (!byte) return std::nullopt;
    bytes += *byte;
  }
  const bool wide = std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0x80U) != 0;
  });
  if (!wide || !is_valid_utf8(bytes)) return std::nullopt;
  return bytes;
}

std::uint32_t byte_of(char c) { return static_cast<unsigned char>(c); }

}  // namespace

std::string with_bytes_marked(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::uint32_t length = character_at(text, at)) {
      out.append(text.substr(at, length));
      at += length;
      continue;
    }
    append_utf8(out, kMark + byte_of(text[at++]));
    // The second half of a GBK character may look like a letter or a backslash.
    if (at < text.size() && is_gbk_second(text[at])) append_utf8(out, kMark + byte_of(text[at++]));
  }
  return out;
}

std::string bytes_of_marked(std::string_view text) {
  std::string out;
  for (std::uint32_t at = 0; at < text.size();) {
    const std::uint32_t begin = at;
    const std::uint32_t point = next_code_point(text, at);
    if (point >= kMark && point <= kMark + 0xFF) {
      out += static_cast<char>(point - kMark);
    } else {
      out.append(text.substr(begin, at - begin));
    }
  }
  return out;
}

std::optional<std::string> decoded(std::string_view bytes, const char* encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string in(bytes), out(bytes.size() * 4 + 4, '\0');
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size(), room = out.size();
  const std::size_t got = iconv(converter, &from, &left, &to, &room);
  iconv_close(converter);
  if (got == static_cast<std::size_t>(-1) || left != 0) return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

std::optional<std::string> as_gbk(std::string_view bytes) {
  auto text = decoded(bytes, "GB18030");
  if (!text) return std::nullopt;
  bool chinese = false;
  for (std::uint32_t at = 0; at < text->size();) {
    const std::uint32_t point = next_code_point(*text, at);
    if (point >= 0xE000 && point <= 0xF8FF) return std::nullopt;  // unassigned in GBK
    chinese = chinese || (point >= 0x3400 && point <= 0x9FFF);
  }
  return chinese ? text : std::nullopt;
}

NameReading read_name(const std::string& bytes) {
  if (!is_valid_utf8(bytes)) {
    const auto gbk = as_gbk(bytes);
    return {gbk.value_or(repaired_utf8(bytes)), true, gbk.has_value()};
  }
  if (const auto text = before_latin(bytes)) return {*text, true, true};
  const bool lost =
      bytes.find("\xEF\xBF\xBD") != std::string::npos || bytes.find('?') != std::string::npos;
  return {bytes, lost, false};
}

std::string shortened(const std::string& text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace gezhi
