// Files that are really on the disk when a function returns: written, flushed, and their folder
// flushed where a name changed.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gezhi {

// Errors of all: `not_found`, `store_full`, `store_failed`, each with the path and the reason.
Result<Bytes> read_file(const std::string& path, std::uint64_t size_max);
// What was there behind it goes.
Result<Done> write_from(const std::string& path, std::uint64_t offset, ByteView bytes);
// From its start, in place: what was longer keeps its end. Not whole or not at all.
Result<Done> overwrite_file(const std::string& path, ByteView bytes);
// To a name that is not there yet; piece by piece, flushed. Its name is on the disk after flush_folder().
Result<Done> copy_file(const std::string& from, const std::string& to);
Result<Done> rename_file(const std::string& from, const std::string& to);
// Whole or not at all: a temporary name beside it, then rename.
Result<Done> replace_file(const std::string& path, ByteView bytes);
Result<Done> remove_file(const std::string& path);  // nothing there is no error
Result<Done> make_folder(const std::string& path);
Result<Done> flush_folder(const std::string& path);  // the names in it

}  // namespace gezhi
