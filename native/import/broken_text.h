// Texts whose bytes are not UTF-8: names from old systems are often GBK although the file promises
// UTF-8. They are carried through a strict JSON reader and read again as what they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gezhi {

// The same text with each byte that is not UTF-8 (and an ASCII byte that can be the second half of a
// GBK character) as a private-use character U+10FF00 + byte; valid UTF-8 then.
std::string with_bytes_marked(std::string_view text);

// The bytes that such a text stands for.
std::string bytes_of_marked(std::string_view text);

// The text in UTF-8, if the bytes are whole characters of the encoding (a name that iconv knows).
std::optional<std::string> decoded(std::string_view bytes, const char* encoding);

// The reading of a GBK text (as GB 18030, which holds it), if there is one with Chinese characters.
std::optional<std::string> as_gbk(std::string_view bytes);

// A name whose characters were lost or changed on the way.
struct NameReading {
  std::string name;  // in UTF-8
  bool broken = false;
  bool repaired = false;  // and is now what it was
};
// Bytes that are GBK, and UTF-8 that was read as Latin-1 and written again ("ç”²ç¤¾åŒº"), are read as what
// they were; U+FFFD and '?' stand for characters that are lost.
NameReading read_name(const std::string& bytes);

// At most so many bytes, whole characters.
std::string shortened(const std::string& text, std::size_t bytes_max);

}  // namespace gezhi
