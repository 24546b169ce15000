// The data directory of a server: gezhi.db (journal, accounts), blobs/ (photos), pack/ (district
// pack). Made by `gezhi init` and `gezhi demo`, opened by everything else.
#pragma once

#include <memory>
#include <string>

#include "native/store/sqlite_store.h"

namespace gezhi {

// Errors: `data_exists` (there is a store already), those of the store.
Result<std::unique_ptr<SqliteStore>> make_data_folder(const std::string& folder);

// Whether `gezhi init` or `gezhi demo` made it; if not, `not_found` in words.
Result<Done> check_data_folder(const std::string& folder);

// For writing; errors: `not_found` in words, `store_busy`.
Result<std::unique_ptr<SqliteStore>> open_data_folder(const std::string& folder);

// For reading, beside a running server too and as evidence: on a read-only disk, with a log left in it or
// without; nothing in the folder is changed.
Result<std::unique_ptr<SqliteStore>> read_data_folder(const std::string& folder);

}  // namespace gezhi
