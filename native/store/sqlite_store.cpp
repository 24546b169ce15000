// Opening, locking and reopening; facts about the server.
#include "native/store/sqlite_store.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "native/store/room.h"
#include "native/store/sqlite_parts.h"

namespace gezhi {

SqliteStore::SqliteStore(Options options)
    : options_(std::move(options)), gate_(options_.folder), witness_file_(options_.folder) {}

SqliteStore::~SqliteStore() {
  pool_.clear();  // readers first: then the writer is the last, and its close empties the log
  close_writer();
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
    store->witness_ = store->witness_file_.read().value_or(Witness{});
    store->state_ = StoreState::read_only;
    return store;
  }
  if (auto locked = store->lock_folder(); !locked) return locked.error();
  const auto open_writing = [&store]() -> Result<Done> {
    try {
      store->open_writer();
    } catch (const SqliteError& caught) {
      store->drop();
      if (caught.code() == kSchemaOther) return Error{"store_version", caught.what()};
      return error_of(caught);
    }
    return Done{};
  };
  auto opened = open_writing();
  // Killed on a full disk: the log has to go into the database, for which there is the reserve.
  if (!opened && opened.error().code == "store_full" && Room::spend_reserve_of(options.folder)) {
    spdlog::warn("the disk is full: the reserve was given up to open the store");
    opened = open_writing();
  }
  if (!opened) return opened.error();
  return store;
}

// What is in the log goes into the database, flushed: only then is all that can be read durable.
void SqliteStore::open_writer() {
  writer_ = std::make_unique<Writer>(path(), options_.vfs);
  SqliteConnection& connection = writer_->connection;
  if (options_.page_count_max > 0) {
    const std::string sql = "PRAGMA max_page_count = " + std::to_string(options_.page_count_max);
    connection.execute(sql.c_str());
  }
  settle_log();
  mend_indexes();
  LastSeqs last_seqs;
  auto last = connection.prepare("SELECT coalesce(max(seq), 0) FROM entry WHERE shard = ?1");
  for (const ShardId shard : shards_in(connection)) {
    last.start().bind(1, std::int64_t{shard.value}).step();
    last_seqs[shard] = unsigned_of(last.integer(0));
  }
  acknowledge(std::move(last_seqs));
  meet_witness();
  state_ = StoreState::serving;
}

void SqliteStore::mend_indexes() {
  SqliteConnection& connection = writer_->connection;
  // Asked twice: a page that could not be read once is no damage.
  if (connection.damage().empty()) return;
  const std::string damage = connection.damage();
  if (damage.empty()) return;
  SqliteTransaction transaction(connection);
  connection.execute("REINDEX");
  const std::string left = connection.damage();
  if (!left.empty()) throw SqliteError(SQLITE_CORRUPT, "the database is damaged: " + left);
  transaction.commit();
  spdlog::error(
      "an index of the store was damaged ({}) and was made anew from its table; nothing is lost, "
      "but "
      "this disk or this memory changes what it is given",
      damage);
}

// The last connection to close checkpoints, unless another process reads.
void SqliteStore::close_writer() {
  if (writer_ == nullptr) return;
  if (!gate_.shut()) writer_->connection.leave_log();
  writer_.reset();
  gate_.open();
}

// Closing a connection that failed must not move its log: reopening does, and looks at the result.
void SqliteStore::drop() {
  state_ = StoreState::down;
  {
    std::lock_guard lock(pool_mutex_);
    pool_.clear();
    ++pool_generation_;
  }
  if (writer_ != nullptr) writer_->connection.leave_log();
  writer_.reset();
  gate_.open();  // without a writer nobody moves pages: who reads beside, this process too, may
}

Result<Done> SqliteStore::reopen() {
  std::lock_guard lock(write_mutex_);
  const LastSeqs acknowledged = acknowledged_;
  drop();
  if (options_.read_only) {
    state_ = StoreState::read_only;
    return Done{};
  }
  auto opened = guarded([&]() -> Result<Done> {
    open_writer();
    return Done{};
  });
  if (opened) return opened;
  drop();
  {
    std::lock_guard acknowledged_lock(acknowledged_mutex_);
    acknowledged_ = acknowledged;
  }
  const auto readable = guarded([&]() -> Result<Done> {
    Reader probe(path(), SqliteConnection::Mode::beside, nullptr);
    return Done{};
  });
  if (readable) state_ = StoreState::read_only;
  return opened;
}

bool SqliteStore::empty_log() {
  if (!gate_.shut()) return false;
  if (!writer_->connection.checkpoint()) return false;
  log_must_go_ = false;
  gate_.open();
  return true;
}

// Who reads beside it holds the gate for a page or for a whole verification: it is waited for a little.
void SqliteStore::settle_log() {
  std::error_code none;
  for (int turn = 0; turn < 50; ++turn) {
    const auto size = std::filesystem::file_size(path() + "-wal", none);
    if (none || size == 0 || empty_log()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  throw SqliteError(SQLITE_BUSY,
                    "another process reads the store, and its log has to be emptied first");
}

// After a commit that is durable already. A disk that is too full for it leaves the log as it is.
void SqliteStore::empty_long_log() {
  const bool begun = gate_.is_shut() || log_must_go_;
  if (writer_->connection.log_pages() < kLogPagesMax && !begun) return;
  try {
    empty_log();
  } catch (const SqliteError& caught) {
    if (caught.code() != SQLITE_FULL) throw;
  }
}

Result<std::string> SqliteStore::meta(const std::string& key) {
  return guarded([&]() -> Result<std::string> {
    Lease reader(*this);
    auto row = reader->connection.prepare("SELECT value FROM meta WHERE key = ?1");
    return row.bind(1, key).step() ? row.text(0) : std::string();
  });
}

Result<Done> SqliteStore::set_meta(const std::string& key, const std::string& value) {
  return write([&](Writer& writer) -> Result<Done> {
    writer.connection.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)")
        .bind(1, key)
        .bind(2, value)
        .run();
    return Done{};
  });
}

}  // namespace gezhi
