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
  // `evidence`: of a file that nobody writes and no log lies beside; nothing is made or locked.
  enum class Mode { write, read, evidence };

  SqliteConnection() = default;
  SqliteConnection(const std::string& path, Mode mode);

  void execute(const char* sql);
  SqliteStatement prepare(const char* sql) const { return {connection_.get(), sql}; }
  bool in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }
  void checkpoint();  // everything into the database file, the log emptied
  bool open() const { return connection_ != nullptr; }
  void close() { connection_.reset(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
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
