// Files to import, as they were delivered: plain or gzip (seen from the first bytes, not the name).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace gezhi {

inline constexpr std::uint64_t kGeojsonBytesMax = std::uint64_t{256} << 20;
inline constexpr std::uint64_t kRoadFileBytesMax = std::uint64_t{2} << 30;

// An error about a file: code `bad_import`, "FILE: what".
Error import_error(const std::string& path, const std::string& what);

// The size in bytes. Errors: the file is missing, a folder, empty, or above the limit.
Result<std::uint64_t> source_size(const std::string& path, std::uint64_t bytes_max);

// The content, unpacked. Errors: as above; damaged or cut gzip with the position; too large unpacked.
Result<std::string> read_source(const std::string& path, std::uint64_t bytes_max);

// The same of a text: UTF-16 with its byte order mark, as spreadsheets save "Unicode text", becomes UTF-8.
// Errors: as above; UTF-16 without a mark, UTF-32.
Result<std::string> read_text_source(const std::string& path, std::uint64_t bytes_max);

}  // namespace gezhi
