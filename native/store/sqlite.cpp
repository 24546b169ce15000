#include "native/store/sqlite.h"

namespace gezhi {

namespace {

[[noreturn]] void fail(int code, sqlite3* connection, const std::string& doing) {
  const std::string detail =
      connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  throw SqliteError(code & 0xFF, doing + ": " + detail + " (SQLite " + std::to_string(code) + ")");
}

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* connection, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) fail(code, connection, std::string("preparing ") + sql);
}

void SqliteStatement::check(int code) const {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  fail(code, sqlite3_db_handle(statement_.get()),
       std::string("running ") + sqlite3_sql(statement_.get()));
}

SqliteStatement& SqliteStatement::bind(int index, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), index, value));
  return *this;
}

SqliteStatement& SqliteStatement::bind(int index, std::string_view text) {
  check(sqlite3_bind_text64(statement_.get(), index, text.data(), text.size(), SQLITE_STATIC,
                            SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::bind(int index, ByteView bytes) {
  // A null pointer would bind NULL; an empty value is still a value.
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  check(sqlite3_bind_blob64(statement_.get(), index, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

SqliteStatement& SqliteStatement::start() {
  sqlite3_reset(statement_.get());  // repeats the last run's error, already reported then
  return *this;
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  check(code);
  if (code == SQLITE_DONE) sqlite3_reset(statement_.get());
  return code == SQLITE_ROW;
}

void SqliteStatement::run() {
  while (step()) {
  }
}

std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string SqliteStatement::text(int column) const {
  const auto view = bytes(column);
  return std::string(text_of(view));
}

ByteView SqliteStatement::bytes(int column) const {
  const auto* data =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return {data, size};
}

namespace {

std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      uri += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Mode mode) {
  sqlite3* connection = nullptr;
  const bool evidence = mode == Mode::evidence;
  const int flags =
      SQLITE_OPEN_NOMUTEX | (evidence ? SQLITE_OPEN_URI : 0) |
      (mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const std::string name = evidence ? immutable_uri(path) : path;
  const int code = sqlite3_open_v2(name.c_str(), &connection, flags, nullptr);
  connection_.reset(connection);
  if (code != SQLITE_OK) fail(code, connection, "opening " + path);
  sqlite3_busy_timeout(connection, 5000);
  if (mode == Mode::read) {
    // Readers never checkpoint, not even the last one to close.
    sqlite3_wal_autocheckpoint(connection, 0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
}

void SqliteConnection::execute(const char* sql) {
  const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, connection_.get(), std::string("running ") + sql);
}

void SqliteConnection::checkpoint() {
  const int code = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                             nullptr, nullptr);
  // A reader in the way only leaves the log longer.
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY && (code & 0xFF) != SQLITE_LOCKED) {
    fail(code, connection_.get(), "checkpoint");
  }
}

SqliteTransaction::SqliteTransaction(SqliteConnection& connection) : connection_(connection) {
  connection_.execute("BEGIN IMMEDIATE");
}

SqliteTransaction::~SqliteTransaction() {
  if (!connection_.in_transaction()) return;
  try {
    connection_.execute("ROLLBACK");
  } catch (const SqliteError&) {
    // The failure that brought us here is the one reported; the store is reopened after it.
  }
}

void SqliteTransaction::commit() { connection_.execute("COMMIT"); }

}  // namespace gezhi
