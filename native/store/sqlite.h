// A thin, typed hold on SQLite's C interface: connections and statements close themselves, every
// failure is an SqliteError. Only the store catches it (STYLE: native may throw, two places catch).
//
// Threads: a connection and its statements belong to one thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace gezhi {

class SqliteError : public std::runtime_error {
 public:
  SqliteError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  int code() const { return code_; }  // primary result code, SQLITE_FULL …

 private:
  int code_;
};

class SqliteStatement {
 public:
  SqliteStatement() = default;
  SqliteStatement(sqlite3* connection, const char* sql);

  SqliteStatement& bind(int index, std::int64_t value);
  SqliteStatement& bind(int index, std::string_view text);
  SqliteStatement& bind(int index, ByteView bytes);
  // Also clears what the last use left; bytes and texts bound must outlive the stepping.
  SqliteStatement& start();

  bool step();  // true: a row is there
  void run();   // for statements without rows

  std::int64_t integer(int column) const;
  std::string text(int column) const;
  ByteView bytes(int column) const;  // until the next step

 private:
  void check(int code) const;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class SqliteConnection {
 public:
  // SQLite's own file systems keep the log's index on the heap (none of its memory is a mapped file,
  // which a full disk would turn into SIGBUS):
  //   write, read  `unix-excl`: one process owns the database; its connections share the index.
  //   beside       `unix-none`: no locks, an index of its own: what was committed when it first
  //                looked. Nothing may be checkpointed meanwhile (read_gate.h). It writes nothing.
  enum class Mode { write, read, beside };

  SqliteConnection() = default;
  // `vfs`: another file system for write and read; nullptr: the one above.
  SqliteConnection(const std::string& path, Mode mode, const char* vfs = nullptr);

  void execute(const char* sql);
  SqliteStatement prepare(const char* sql) const { return {connection_.get(), sql}; }
  bool in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }
  // Everything into the database file, flushed, the log emptied. False: a reader of this process was in
  // the way; the log is longer for it.
  bool checkpoint();
  // The first thing that is wrong with the file, in SQLite's words; empty: it is whole. Every page is read
  // and every row looked up in the indexes of its table. Cost: some 2 µs a row (200,000 entries, 143 MB:
  // 0.4 s), a small part of replaying the rows.
  std::string damage() const;
  void copy_of(const SqliteConnection& other);   // everything in this one becomes what that one has
  int log_pages() const { return *log_pages_; }  // in the log after the last commit
  void leave_log();                              // closing will not checkpoint
  bool open() const { return connection_ != nullptr; }
  void close() { connection_.reset(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  std::unique_ptr<int> log_pages_ = std::make_unique<int>(0);  // SQLite holds its address
  std::unique_ptr<sqlite3, Close> connection_;
};

// Rolls back unless commit() was reached.
class SqliteTransaction {
 public:
  explicit SqliteTransaction(SqliteConnection& connection);
  ~SqliteTransaction();
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  void commit();

 private:
  SqliteConnection& connection_;
};

}  // namespace gezhi
