// What the three files of the SQLite store share: its connections with their statements, and how
// SQLite's failures and values become ours. Only sqlite_*.cpp include this.
#pragma once

#include <algorithm>

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

struct SqliteStore::Writer {
  explicit Writer(const std::string& path) : connection(path, SqliteConnection::Mode::write) {
    prepare_schema(connection);
    insert_entry = connection.prepare(
        "INSERT INTO entry(shard, seq, subject, op, bytes) VALUES(?1, ?2, ?3, ?4, ?5)");
    last_seq = connection.prepare("SELECT coalesce(max(seq), 0) FROM entry WHERE shard = ?1");
    insert_sealed =
        connection.prepare("INSERT INTO sealed(shard, op, subject, box) VALUES(?1, ?2, ?3, ?4)");
    insert_key = connection.prepare(
        "INSERT OR IGNORE INTO case_key(shard, subject, key) VALUES(?1, ?2, ?3)");
  }

  SqliteConnection connection;
  SqliteStatement insert_entry, last_seq, insert_sealed, insert_key;
};

struct SqliteStore::Reader {
  Reader(const std::string& path, SqliteConnection::Mode mode) : connection(path, mode) {
    check_schema(connection);
    connection.execute("PRAGMA mmap_size = 1073741824");
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

// A reader from the pool for the length of one call.
class SqliteStore::Lease {
 public:
  explicit Lease(SqliteStore& store) : store_(store) {
    {
      std::lock_guard lock(store_.pool_mutex_);
      generation_ = store_.pool_generation_;
      if (!store_.pool_.empty()) {
        reader_ = std::move(store_.pool_.back());
        store_.pool_.pop_back();
        return;
      }
    }
    reader_ = std::make_unique<Reader>(store_.path(), store_.options_.evidence
                                                          ? SqliteConnection::Mode::evidence
                                                          : SqliteConnection::Mode::read);
  }
  ~Lease() {
    std::lock_guard lock(store_.pool_mutex_);
    if (generation_ == store_.pool_generation_) store_.pool_.push_back(std::move(reader_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Reader* operator->() const { return reader_.get(); }

 private:
  SqliteStore& store_;
  std::unique_ptr<Reader> reader_;
  std::uint64_t generation_ = 0;
};

}  // namespace gezhi
