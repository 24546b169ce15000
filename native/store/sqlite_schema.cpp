#include "native/store/sqlite_schema.h"

namespace gezhi {

namespace {

// secure_delete: an erased case key leaves no bytes in free pages.
constexpr const char* kSetUp = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
)sql";

constexpr const char* kTables = R"sql(
  CREATE TABLE meta(
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE entry(
    shard   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    subject BLOB NOT NULL,
    op      BLOB NOT NULL,
    bytes   BLOB NOT NULL,
    PRIMARY KEY(shard, seq)
  ) WITHOUT ROWID, STRICT;
  CREATE UNIQUE INDEX entry_op ON entry(op);

  CREATE TABLE sealed(
    op      BLOB PRIMARY KEY,
    subject BLOB NOT NULL,
    box     BLOB NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX sealed_subject ON sealed(subject);

  CREATE TABLE case_key(
    subject BLOB PRIMARY KEY,
    key     BLOB NOT NULL
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE account(
    actor    INTEGER PRIMARY KEY,
    login    TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    label    TEXT NOT NULL,
    active   INTEGER NOT NULL,
    demo     INTEGER NOT NULL,
    closed_at INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE account_grant(
    actor  INTEGER NOT NULL REFERENCES account(actor),
    number INTEGER NOT NULL,
    role   TEXT NOT NULL,
    unit   INTEGER NOT NULL,
    grid   INTEGER NOT NULL,
    shard  INTEGER NOT NULL,
    PRIMARY KEY(actor, number)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE session(
    token_hash BLOB PRIMARY KEY,
    actor      INTEGER NOT NULL REFERENCES account(actor),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX session_actor ON session(actor);

  PRAGMA user_version = 2;
)sql";

// What the store knows of its own past (sqlite_history.cpp): apart from the version above, made where
// they are missing.
constexpr const char* kHistoryTables = R"sql(
  CREATE TABLE IF NOT EXISTS run(
    number INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE IF NOT EXISTS run_street(
    run   INTEGER NOT NULL REFERENCES run(number),
    shard INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY(run, shard)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE IF NOT EXISTS given_back(
    shard INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    was   INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY(shard, seq)
  ) WITHOUT ROWID, STRICT;
)sql";

// From version 1.
constexpr const char* kUpgrade = R"sql(
  ALTER TABLE account ADD COLUMN closed_at INTEGER NOT NULL DEFAULT 0;
  PRAGMA user_version = 2;
)sql";

std::int64_t version_of(const SqliteConnection& connection) {
  auto version = connection.prepare("PRAGMA user_version");
  version.step();
  return version.integer(0);
}

}  // namespace

void prepare_schema(SqliteConnection& connection) {
  connection.execute(kSetUp);
  const std::int64_t found = version_of(connection);
  if (found > kSchemaVersion) {
    throw SqliteError(kSchemaTooNew, "the store has version " + std::to_string(found) +
                                         ", made by a newer Gezhi; this one knows " +
                                         std::to_string(kSchemaVersion));
  }
  SqliteTransaction transaction(connection);
  if (found != kSchemaVersion) connection.execute(found == 0 ? kTables : kUpgrade);
  connection.execute(kHistoryTables);
  transaction.commit();
}

void check_schema(const SqliteConnection& connection) {
  if (version_of(connection) >= kSchemaVersion) return;
  throw SqliteError(SQLITE_SCHEMA,
                    "the store was made by an older Gezhi; start `gezhi serve` once");
}

}  // namespace gezhi
