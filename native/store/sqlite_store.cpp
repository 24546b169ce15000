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
  std::error_code ignored;
  if (!copy_.empty()) std::filesystem::remove_all(copy_, ignored);
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

// A server that starts meanwhile finds the folder taken. What a killed server left in the log is read
// from a copy: looking at evidence must not change it.
Result<Done> SqliteStore::hold_evidence() {
  const std::string name = options_.folder + "/gezhi.lock";
  lock_file_ = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (lock_file_ >= 0 && flock(lock_file_, LOCK_SH | LOCK_NB) != 0) {
    return Error{"store_busy", "another gezhi process is using " + options_.folder};
  }
  std::error_code problem;
  const std::string log = path() + "-wal";
  const auto size = std::filesystem::file_size(log, problem);
  if (problem || size == 0) return Done{};
  std::string folder = (std::filesystem::temp_directory_path() / "gezhi-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return Error{"store_failed", "cannot make " + folder};
  std::filesystem::copy_file(log, folder + "/gezhi.db-wal", problem);
  if (!problem) std::filesystem::copy_file(path(), folder + "/gezhi.db", problem);
  copy_ = folder;
  if (problem) return Error{"store_failed", "cannot copy to " + folder + ": " + problem.message()};
  std::filesystem::permissions(path(), std::filesystem::perms::owner_all, problem);
  std::filesystem::permissions(path() + "-wal", std::filesystem::perms::owner_all, problem);
  return guarded([&]() -> Result<Done> {
    SqliteConnection connection(path(), SqliteConnection::Mode::write);
    connection.execute(
        "PRAGMA schema_version");  // until something is read the log is not looked at
    connection.checkpoint();
    return Done{};
  });
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
    if (options.evidence) {
      if (auto held = store->hold_evidence(); !held) return held.error();
    }
    return store;
  }
  if (auto locked = store->lock_folder(); !locked) return locked.error();
  try {
    store->open_writer();
  } catch (const SqliteError& caught) {
    if (caught.code() == kSchemaOther) return Error{"store_version", caught.what()};
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
