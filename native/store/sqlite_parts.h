// What the three files of the SQLite store share: its connections with their statements, and how
// SQLite's failures and values become ours. Only sqlite_*.cpp include this.
#pragma once

#include <algorithm>
#include <exception>
#include <optional>

#include "native/store/sqlite_schema.h"
#include "native/store/sqlite_store.h"

namespace gezhi {

inline Error error_of(const SqliteError& caught) {
  switch (caught.code()) {
    case SQLITE_FULL: return {"store_full", caught.what()};
    case SQLITE_CONSTRAINT: return {"store_conflict", caught.what()};
    default: return {"store_failed", caught.what()};
  }
}

// Runs `body`; the one place where SQLite's failures become results.
template <class Body>
auto guarded(const Body& body) -> decltype(body()) {
  try {
    return body();
  } catch (const SqliteError& caught) {
    return error_of(caught);
  }
}

inline ByteView view_of(const Uuid& id) { return id.bytes; }

template <class Id>
Id id_from(ByteView bytes) {
  Id id;
  if (bytes.size() != id.value.bytes.size())
    throw SqliteError(SQLITE_CORRUPT, "an id is not 16 bytes");
  std::copy(bytes.begin(), bytes.end(), id.value.bytes.begin());
  return id;
}

inline Bytes copy_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

inline std::int64_t signed_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }
inline std::uint64_t unsigned_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }

// The largest that SQLite can hold: "up to the last one".
inline std::int64_t seq_of(std::uint64_t value) {
  return value > static_cast<std::uint64_t>(INT64_MAX) ? INT64_MAX : signed_of(value);
}

// Ascending; one index step per shard instead of a scan of the journal.
inline std::vector<ShardId> shards_in(const SqliteConnection& connection) {
  auto next = connection.prepare("SELECT min(shard) FROM entry WHERE shard > ?1");
  std::vector<ShardId> result;
  std::int64_t last = 0;  // shard 0 is "none"; min() of nothing reads as 0
  while (next.start().bind(1, last).step() && next.integer(0) > last) {
    last = next.integer(0);
    result.push_back(ShardId{static_cast<std::uint32_t>(last)});
  }
  return result;
}

struct SqliteStore::Writer {
  Writer(const std::string& path, const char* vfs)
      : connection(path, SqliteConnection::Mode::write, vfs) {
    prepare_schema(connection);
    insert_entry = connection.prepare(
        "INSERT INTO entry(shard, seq, subject, op, bytes) VALUES(?1, ?2, ?3, ?4, ?5)");
    insert_sealed =
        connection.prepare("INSERT INTO sealed(shard, op, subject, box) VALUES(?1, ?2, ?3, ?4)");
    insert_key = connection.prepare(
        "INSERT OR IGNORE INTO case_key(shard, subject, key) VALUES(?1, ?2, ?3)");
  }

  SqliteConnection connection;
  SqliteStatement insert_entry, insert_sealed, insert_key;
};

struct SqliteStore::Reader {
  Reader(const std::string& path, SqliteConnection::Mode mode, const char* vfs)
      : connection(path, mode, vfs) {
    check_schema(connection);
    range = connection.prepare(
        "SELECT seq, subject, op, bytes FROM entry WHERE shard = ?1 AND seq BETWEEN ?2 AND ?3 "
        "ORDER BY seq");
    find = connection.prepare("SELECT seq FROM entry WHERE shard = ?1 AND op = ?2");
    last_seq = connection.prepare("SELECT coalesce(max(seq), 0) FROM entry WHERE shard = ?1");
    session = connection.prepare(
        "SELECT actor, created_at, expires_at FROM session WHERE token_hash = ?1");
  }

  SqliteConnection connection;
  SqliteStatement range, find, last_seq, session;
};

// A reader for the length of one call: from the pool, or, beside another process, one that sees what
// is committed by now.
class SqliteStore::Lease {
 public:
  explicit Lease(SqliteStore& store) : store_(store), beside_(store.beside()) {
    if (store_.state_ == StoreState::down) throw SqliteError(SQLITE_IOERR, "the store is down");
    if (beside_) {
      share_.emplace(store_.gate_);
      reader_ = std::make_unique<Reader>(store_.path(), SqliteConnection::Mode::beside, nullptr);
      return;
    }
    {
      std::lock_guard lock(store_.pool_mutex_);
      generation_ = store_.pool_generation_;
      if (!store_.pool_.empty()) {
        reader_ = std::move(store_.pool_.back());
        store_.pool_.pop_back();
        return;
      }
    }
    reader_ =
        std::make_unique<Reader>(store_.path(), SqliteConnection::Mode::read, store_.options_.vfs);
  }
  // A reader that failed is not used again.
  ~Lease() {
    if (beside_ || std::uncaught_exceptions() > exceptions_) return;
    std::lock_guard lock(store_.pool_mutex_);
    if (generation_ == store_.pool_generation_) store_.pool_.push_back(std::move(reader_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Reader* operator->() const { return reader_.get(); }

  // The last entry of a shard that may be shown.
  std::uint64_t shown(ShardId shard) const {
    if (store_.options_.read_only || store_.state_ != StoreState::read_only) return UINT64_MAX;
    std::lock_guard lock(store_.acknowledged_mutex_);
    const auto at = store_.acknowledged_.find(shard);
    return at == store_.acknowledged_.end() ? 0 : at->second;
  }

 private:
  SqliteStore& store_;
  bool beside_;
  std::optional<ReadGate::Share> share_;
  std::unique_ptr<Reader> reader_;
  std::uint64_t generation_ = 0;
  int exceptions_ = std::uncaught_exceptions();
};

template <class Body>
auto SqliteStore::write(const Body& body) -> decltype(body(std::declval<Writer&>())) {
  std::lock_guard lock(write_mutex_);
  if (state_ != StoreState::serving) {
    return Error{"store_failed", options_.read_only ? "the store is not open for writing"
                                                    : "the store takes nothing in now"};
  }
  const auto result = guarded([&] { return body(*writer_); });
  const bool failed =
      !result && (result.error().code == "store_failed" || result.error().code == "store_full");
  if (failed || writer_->connection.in_transaction()) drop();
  return result;
}

}  // namespace gezhi
