#include "native/cli/data_folder.h"

#include <filesystem>

#include "core/base/hex.h"
#include "native/server/load_host.h"
#include "native/server/passwords.h"
#include "native/store/file.h"

namespace gezhi {

namespace {

bool has_store(const std::string& folder) { return std::filesystem::exists(folder + "/gezhi.db"); }

}  // namespace

Result<Done> check_data_folder(const std::string& folder) {
  if (has_store(folder)) return Done{};
  return Error{"not_found",
               "there is no data in " + folder +
                   "; make it with `gezhi init --data DIR` or `gezhi demo --data DIR`"};
}

Result<std::unique_ptr<SqliteStore>> make_data_folder(const std::string& folder) {
  if (has_store(folder)) return Error{"data_exists", "there is already data in " + folder};
  for (const char* part : {"", "/blobs", "/pack"}) {
    if (auto made = make_folder(folder + part); !made) return made.error();
  }
  // Password hashes, case keys, photos: for this user only.
  std::error_code problem;
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, problem);
  if (problem) return Error{"store_failed", "cannot protect " + folder + ": " + problem.message()};
  SqliteStore::Options options;
  options.folder = folder;
  auto store = SqliteStore::open(options);
  if (!store) return store;
  // Changes when a backup is restored: devices then offer again what it may lack.
  std::array<std::uint8_t, 8> epoch{};
  prepare_crypto();
  fill_random(epoch.data(), epoch.size());
  if (auto set = (*store)->set_meta("epoch", to_hex(epoch)); !set) return set.error();
  if (auto made = ensure_secret(**store); !made) return made.error();
  return store;
}

Result<std::unique_ptr<SqliteStore>> open_data_folder(const std::string& folder) {
  if (auto there = check_data_folder(folder); !there) return there.error();
  SqliteStore::Options options;
  options.folder = folder;
  return SqliteStore::open(options);
}

Result<std::unique_ptr<SqliteStore>> read_data_folder(const std::string& folder) {
  if (auto there = check_data_folder(folder); !there) return there.error();
  SqliteStore::Options options;
  options.folder = folder;
  options.read_only = true;
  return SqliteStore::open(options);
}

}  // namespace gezhi
