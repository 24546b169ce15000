// A compressed copy beside a file that is served often, made anew when the file is newer.
#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gezhi {

Bytes gzip(ByteView bytes);

// PATH.gz, at least as new as PATH. Errors: those of file.h.
Result<Done> refresh_gzip_beside(const std::string& path, std::uint64_t size_max);

}  // namespace gezhi
