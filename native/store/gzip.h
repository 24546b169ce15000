// What is served often, compressed once.
#pragma once

#include "core/base/bytes.h"

namespace gezhi {

Bytes gzip(ByteView bytes);

}  // namespace gezhi
