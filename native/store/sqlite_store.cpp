// Opening, locking and reopening; facts about the server.
#include "native/store/sqlite_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "native/store/sqlite_parts.h"

namespace gezhi {

SqliteStore::SqliteStore(Options options) : options_(std::move(options)) {}

SqliteStore::~SqliteStore() {
  pool_.clear();  // readers first: then the writer is the last, and its close empties the log
  writer_.reset();
  if (lock_file_ >= 0) close(lock_file_);
}

Result<Done> SqliteStore::lock_folder() {
  const std::string name = options_.folder + "/gezhi.lock";
  lock_file_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_file_ < 0) return Error{"store_failed", "cannot open " + name};
  if (flock(lock_file_, LOCK_EX | LOCK_NB) != 0) {
    return Error{"store_busy",
                 "another gezhi process is using " + options_.folder + "; stop it first"};
  }
  return Done{};
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const Options& options) {
  auto store = std::unique_ptr<SqliteStore>(new SqliteStore(options));
  if (!std::filesystem::is_directory(options.folder)) {
    return Error{"not_found", "there is no data directory " + options.folder};
  }
  if (options.read_only) {
    if (!std::filesystem::exists(store->path())) {
      return Error{"not_found", "there is no store in " + options.folder};
    }
    return store;
  }
  if (auto locked = store->lock_folder(); !locked) return locked.error();
  try {
    store->open_writer();
  } catch (const SqliteError& caught) {
    if (caught.code() == kSchemaTooNew) return Error{"store_version", caught.what()};
    return error_of(caught);
  }
  return store;
}

void SqliteStore::open_writer() {
  writer_ = std::make_unique<Writer>(path());
  if (options_.page_count_max > 0) {
    const std::string sql = "PRAGMA max_page_count = " + std::to_string(options_.page_count_max);
    writer_->connection.execute(sql.c_str());
  }
}

Result<Done> SqliteStore::reopen() {
  std::lock_guard lock(write_mutex_);
  {
    std::lock_guard pool_lock(pool_mutex_);
    pool_.clear();
    ++pool_generation_;
  }
  last_seqs_.clear();
  writer_.reset();
  return guarded([&]() -> Result<Done> {
    if (!options_.read_only) open_writer();
    return Done{};
  });
}

Result<std::string> SqliteStore::meta(const std::string& key) {
  return guarded([&]() -> Result<std::string> {
    Lease reader(*this);
    auto row = reader->connection.prepare("SELECT value FROM meta WHERE key = ?1");
    return row.bind(1, key).step() ? row.text(0) : std::string();
  });
}

Result<Done> SqliteStore::set_meta(const std::string& key, const std::string& value) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    writer_->connection.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)")
        .bind(1, key)
        .bind(2, value)
        .run();
    return Done{};
  });
}

}  // namespace gezhi
