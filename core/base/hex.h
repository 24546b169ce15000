// Bytes as lower-case hexadecimal text and back.
#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gezhi {

std::string to_hex(ByteView bytes);
Result<Bytes> from_hex(std::string_view text);

}  // namespace gezhi
