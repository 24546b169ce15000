#include "native/store/sqlite.h"

#include <filesystem>

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

struct Opening {
  std::string name;
  int flags = SQLITE_OPEN_NOMUTEX;
  const char* vfs = "unix-excl";
};

Opening opening_of(const std::string& path, SqliteConnection::Mode mode) {
  Opening opening{path};
  switch (mode) {
    case SqliteConnection::Mode::write:
      opening.flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      return opening;
    case SqliteConnection::Mode::read:
      // For writing too, or it would ask for locks of another kind than the writer's; see query_only.
      opening.flags |= SQLITE_OPEN_READWRITE;
      return opening;
    case SqliteConnection::Mode::beside: break;
  }
  opening.flags |= SQLITE_OPEN_READONLY;
  opening.vfs = "unix-none";
  if (!std::filesystem::exists(path + "-wal")) {
    // Without a log SQLite would make one, also beside evidence that must stay as it is.
    std::string escaped;
    for (const char c : path) {
      if (c == '%' || c == '?' || c == '#') {
        static constexpr char kDigits[] = "0123456789abcdef";
        escaped += {'%', kDigits[(c >> 4) & 15], kDigits[c & 15]};
      } else {
        escaped += c;
      }
    }
    opening.name = "file:" + escaped + "?immutable=1";
    opening.flags |= SQLITE_OPEN_URI;
  }
  return opening;
}

int note_log_pages(void* log_pages, sqlite3*, const char*, int pages) {
  *static_cast<int*>(log_pages) = pages;
  return SQLITE_OK;
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Mode mode, const char* vfs) {
  sqlite3* connection = nullptr;
  const Opening opening = opening_of(path, mode);
  const bool given = vfs != nullptr && mode != Mode::beside;
  const int code =
      sqlite3_open_v2(opening.name.c_str(), &connection, opening.flags, given ? vfs : opening.vfs);
  connection_.reset(connection);
  if (code != SQLITE_OK) fail(code, connection, "opening " + path);
  sqlite3_busy_timeout(connection, 5000);
  // Nobody checkpoints by the way: the store does it, at the right moment.
  sqlite3_wal_hook(connection, note_log_pages, log_pages_.get());
  execute("PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY");
  if (mode == Mode::write) return;
  leave_log();
  execute("PRAGMA query_only = ON");
  if (mode == Mode::beside) execute("PRAGMA locking_mode = EXCLUSIVE");
}

void SqliteConnection::leave_log() {
  sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void SqliteConnection::execute(const char* sql) {
  const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, connection_.get(), std::string("running ") + sql);
}

bool SqliteConnection::checkpoint() {
  const int code = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                             nullptr, nullptr);
  if ((code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED) return false;
  if (code != SQLITE_OK) fail(code, connection_.get(), "checkpoint");
  *log_pages_ = 0;
  return true;
}

std::string SqliteConnection::damage() const {
  auto check = prepare("PRAGMA integrity_check(1)");
  const std::string found = check.step() ? check.text(0) : "nothing was checked";
  return found == "ok" ? std::string() : found;
}

void SqliteConnection::copy_of(const SqliteConnection& other) {
  sqlite3_backup* backup =
      sqlite3_backup_init(connection_.get(), "main", other.connection_.get(), "main");
  if (backup == nullptr) fail(sqlite3_errcode(connection_.get()), connection_.get(), "copying");
  sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) fail(code, connection_.get(), "copying");
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
