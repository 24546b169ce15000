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
  CREATE UNIQUE INDEX entry_op ON entry(shard, op);

  CREATE TABLE sealed(
    shard   INTEGER NOT NULL,
    op      BLOB NOT NULL,
    subject BLOB NOT NULL,
    box     BLOB NOT NULL,
    PRIMARY KEY(shard, op)
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX sealed_subject ON sealed(shard, subject);

  CREATE TABLE case_key(
    shard   INTEGER NOT NULL,
    subject BLOB NOT NULL,
    key     BLOB NOT NULL,
    PRIMARY KEY(shard, subject)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE account(
    actor    INTEGER PRIMARY KEY,
    login    TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    label    TEXT NOT NULL,
    active   INTEGER NOT NULL,
    demo     INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
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

  CREATE TABLE grant_history(
    number INTEGER PRIMARY KEY,
    actor  INTEGER NOT NULL REFERENCES account(actor),
    role   TEXT NOT NULL,
    unit   INTEGER NOT NULL,
    grid   INTEGER NOT NULL,
    shard  INTEGER NOT NULL,
    since  INTEGER NOT NULL,
    until  INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX grant_history_actor ON grant_history(actor);

  CREATE TABLE session(
    token_hash BLOB PRIMARY KEY,
    actor      INTEGER NOT NULL REFERENCES account(actor),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX session_actor ON session(actor);

  -- What the store knows of its own past (sqlite_history.cpp).
  CREATE TABLE run(
    number INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE run_street(
    run   INTEGER NOT NULL REFERENCES run(number),
    shard INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY(run, shard)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE given_back(
    shard INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    was   INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY(shard, seq)
  ) WITHOUT ROWID, STRICT;

  PRAGMA user_version = 4;
)sql";

std::int64_t version_of(const SqliteConnection& connection) {
  auto version = connection.prepare("PRAGMA user_version");
  version.step();
  return version.integer(0);
}

}  // namespace

void prepare_schema(SqliteConnection& connection) {
  connection.execute(kSetUp);
  if (version_of(connection) == 0) {
    SqliteTransaction transaction(connection);
    connection.execute(kTables);
    transaction.commit();
  }
  check_schema(connection);
}

void check_schema(const SqliteConnection& connection) {
  const std::int64_t found = version_of(connection);
  if (found == kSchemaVersion) return;
  throw SqliteError(kSchemaOther, "the store has version " + std::to_string(found) + ", made by " +
                                      (found > kSchemaVersion ? "a newer" : "an older") +
                                      " Gezhi; this one knows " + std::to_string(kSchemaVersion));
}

}  // namespace gezhi
