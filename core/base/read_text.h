// What the readers of read.h share.
#pragma once

#include <string>
#include <string_view>

#include "core/base/fold.h"
#include "core/base/read.h"

namespace gezhi {

// Folded and of a length that may be read. Errors: `empty`, `too_long`.
inline Result<std::string> text_to_read(std::string_view text) {
  if (text.size() > kReadBytesMax) return Error{"too_long", "too long to be read"};
  std::string plain = folded(text);
  if (plain.empty()) return Error{"empty", "nothing stands there"};
  return plain;
}

inline Error not_read(const char* code, std::string_view text) {
  return {code, std::string(code) + ": '" + std::string(text.substr(0, 80)) + "'"};
}

}  // namespace gezhi
