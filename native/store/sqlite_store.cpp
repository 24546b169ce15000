#include "native/store/sqlite_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "native/store/sqlite_schema.h"

namespace gezhi {

namespace {

Error error_of(const SqliteError& caught) {
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

ByteView view_of(const Uuid& id) { return id.bytes; }

template <class Id>
Id id_from(ByteView bytes) {
  Id id;
  if (bytes.size() != id.value.bytes.size())
    throw SqliteError(SQLITE_CORRUPT, "an id is not 16 bytes");
  std::copy(bytes.begin(), bytes.end(), id.value.bytes.begin());
  return id;
}

Bytes copy_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

std::int64_t signed_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t unsigned_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }

// The largest that SQLite can hold: "up to the last one".
std::int64_t seq_of(std::uint64_t value) {
  return value > static_cast<std::uint64_t>(INT64_MAX) ? INT64_MAX : signed_of(value);
}

Role role_from(const std::string& name) {
  const auto names = names_of(Role::none);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Role>(i);
  }
  return Role::none;  // made by a newer version: gives no right here
}

}  // namespace

struct SqliteStore::Writer {
  explicit Writer(const std::string& path) : connection(path, SqliteConnection::Mode::write) {
    prepare_schema(connection);
    insert_entry = connection.prepare(
        "INSERT INTO entry(shard, seq, subject, op, bytes) VALUES(?1, ?2, ?3, ?4, ?5)");
    last_seq = connection.prepare("SELECT coalesce(max(seq), 0) FROM entry WHERE shard = ?1");
    insert_sealed = connection.prepare("INSERT INTO sealed(op, subject, box) VALUES(?1, ?2, ?3)");
    insert_key = connection.prepare("INSERT OR IGNORE INTO case_key(subject, key) VALUES(?1, ?2)");
  }

  SqliteConnection connection;
  SqliteStatement insert_entry, last_seq, insert_sealed, insert_key;
};

struct SqliteStore::Reader {
  explicit Reader(const std::string& path) : connection(path, SqliteConnection::Mode::read) {
    connection.execute("PRAGMA mmap_size = 1073741824");
    range = connection.prepare(
        "SELECT seq, subject, op, bytes FROM entry WHERE shard = ?1 AND seq BETWEEN ?2 AND ?3 "
        "ORDER BY seq");
    find = connection.prepare("SELECT shard, seq FROM entry WHERE op = ?1");
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
    reader_ = std::make_unique<Reader>(store_.path());
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

SqliteStore::SqliteStore(Options options) : options_(std::move(options)) {}

SqliteStore::~SqliteStore() {
  pool_.clear();  // readers first: then the writer is the last, and its close empties the log
  writer_.reset();
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
    return store;
  }
  if (auto locked = store->lock_folder(); !locked) return locked.error();
  try {
    store->open_writer();
  } catch (const SqliteError& caught) {
    if (caught.code() == kSchemaTooNew) return Error{"store_version", caught.what()};
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

void SqliteStore::append_entries(std::span<const StoredEntry> entries) {
  for (const StoredEntry& entry : entries) {
    auto known = last_seqs_.find(entry.shard);
    if (known == last_seqs_.end()) {
      writer_->last_seq.start().bind(1, std::int64_t{entry.shard.value}).step();
      const auto last = unsigned_of(writer_->last_seq.integer(0));
      writer_->last_seq.start();
      known = last_seqs_.emplace(entry.shard, last).first;
    }
    if (entry.seq != known->second + 1) {
      throw SqliteError(SQLITE_CONSTRAINT, "seq " + std::to_string(entry.seq) + " of shard " +
                                               std::to_string(entry.shard.value) +
                                               " does not follow " + std::to_string(known->second));
    }
    writer_->insert_entry.start()
        .bind(1, std::int64_t{entry.shard.value})
        .bind(2, signed_of(entry.seq))
        .bind(3, view_of(entry.subject.value))
        .bind(4, view_of(entry.op.value))
        .bind(5, ByteView(entry.bytes))
        .run();
    known->second = entry.seq;
  }
}

Result<Done> SqliteStore::commit(std::span<const StoredEntry> entries,
                                 std::span<const SealedBox> sealed, std::span<const CaseKey> keys) {
  std::lock_guard lock(write_mutex_);
  if (writer_ == nullptr) return Error{"store_failed", "the store is not open for writing"};
  const auto result = guarded([&]() -> Result<Done> {
    SqliteTransaction transaction(writer_->connection);
    append_entries(entries);
    for (const CaseKey& key : keys) {
      writer_->insert_key.start()
          .bind(1, view_of(key.subject.value))
          .bind(2, ByteView(key.key))
          .run();
    }
    for (const SealedBox& box : sealed) {
      writer_->insert_sealed.start()
          .bind(1, view_of(box.op.value))
          .bind(2, view_of(box.subject.value))
          .bind(3, ByteView(box.box))
          .run();
    }
    transaction.commit();
    return Done{};
  });
  if (!result) last_seqs_.clear();
  return result;
}

Result<Done> SqliteStore::read(ShardId shard, std::uint64_t first, std::uint64_t last,
                               const StoredEntryVisitor& visitor) {
  return guarded([&]() -> Result<Done> {
    Lease reader(*this);
    auto& rows = reader->range;
    rows.start().bind(1, std::int64_t{shard.value}).bind(2, seq_of(first)).bind(3, seq_of(last));
    while (rows.step()) {
      const StoredEntryView view{unsigned_of(rows.integer(0)), id_from<CaseId>(rows.bytes(1)),
                                 id_from<OpId>(rows.bytes(2)), rows.bytes(3)};
      if (!visitor(view)) break;
    }
    rows.start();
    return Done{};
  });
}

Result<Bytes> SqliteStore::one(ShardId shard, std::uint64_t seq) {
  Bytes bytes;
  bool found = false;
  auto done = read(shard, seq, seq, [&](const StoredEntryView& entry) {
    bytes = copy_of(entry.bytes);
    found = true;
    return false;
  });
  if (!done) return done.error();
  if (!found) {
    return Error{"not_found",
                 "no entry " + std::to_string(seq) + " in shard " + std::to_string(shard.value)};
  }
  return bytes;
}

Result<EntryPlace> SqliteStore::find(OpId op) {
  return guarded([&]() -> Result<EntryPlace> {
    Lease reader(*this);
    EntryPlace place;
    if (reader->find.start().bind(1, view_of(op.value)).step()) {
      place.shard.value = static_cast<std::uint32_t>(reader->find.integer(0));
      place.seq = unsigned_of(reader->find.integer(1));
    }
    reader->find.start();
    return place;
  });
}

Result<std::uint64_t> SqliteStore::last_seq(ShardId shard) {
  return guarded([&]() -> Result<std::uint64_t> {
    Lease reader(*this);
    reader->last_seq.start().bind(1, std::int64_t{shard.value}).step();
    const auto seq = unsigned_of(reader->last_seq.integer(0));
    reader->last_seq.start();
    return seq;
  });
}

Result<std::vector<ShardId>> SqliteStore::shards() {
  return guarded([&]() -> Result<std::vector<ShardId>> {
    Lease reader(*this);
    // One index step per shard instead of a scan of the journal.
    auto next = reader->connection.prepare("SELECT min(shard) FROM entry WHERE shard > ?1");
    std::vector<ShardId> result;
    std::int64_t last = 0;  // shard 0 is "none"; min() of nothing reads as 0
    while (next.start().bind(1, last).step() && next.integer(0) > last) {
      last = next.integer(0);
      result.push_back(ShardId{static_cast<std::uint32_t>(last)});
    }
    return result;
  });
}

Result<std::vector<SealedBox>> SqliteStore::sealed_of(CaseId subject) {
  return guarded([&]() -> Result<std::vector<SealedBox>> {
    Lease reader(*this);
    auto rows =
        reader->connection.prepare("SELECT op, box FROM sealed WHERE subject = ?1 ORDER BY op");
    rows.bind(1, view_of(subject.value));
    std::vector<SealedBox> result;
    while (rows.step()) {
      result.push_back({id_from<OpId>(rows.bytes(0)), subject, copy_of(rows.bytes(1))});
    }
    return result;
  });
}

Result<std::optional<CaseKey>> SqliteStore::case_key(CaseId subject) {
  return guarded([&]() -> Result<std::optional<CaseKey>> {
    Lease reader(*this);
    auto rows = reader->connection.prepare("SELECT key FROM case_key WHERE subject = ?1");
    rows.bind(1, view_of(subject.value));
    if (!rows.step()) return std::optional<CaseKey>();
    return std::optional<CaseKey>(CaseKey{subject, copy_of(rows.bytes(0))});
  });
}

Result<Done> SqliteStore::erase_case_key(CaseId subject) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    auto erase = writer_->connection.prepare("DELETE FROM case_key WHERE subject = ?1");
    erase.bind(1, view_of(subject.value)).run();
    writer_->connection.checkpoint();  // the log must not keep the key either
    return Done{};
  });
}

namespace {

constexpr const char* kSelectAccount =
    "SELECT actor, login, password, label, active, demo FROM account";

Account account_from(const SqliteConnection& connection, const SqliteStatement& row) {
  Account account;
  account.actor.value = unsigned_of(row.integer(0));
  account.login = row.text(1);
  account.password_hash = row.text(2);
  account.label = row.text(3);
  account.active = row.integer(4) != 0;
  account.demo = row.integer(5) != 0;
  auto grants = connection.prepare(
      "SELECT role, unit, grid, shard FROM account_grant WHERE actor = ?1 ORDER BY number");
  grants.bind(1, row.integer(0));
  while (grants.step()) {
    Grant grant;
    grant.role = role_from(grants.text(0));
    grant.unit.value = static_cast<std::uint32_t>(grants.integer(1));
    grant.grid.value = static_cast<std::uint32_t>(grants.integer(2));
    grant.shard.value = static_cast<std::uint32_t>(grants.integer(3));
    account.grants.push_back(grant);
  }
  return account;
}

void insert_grants(SqliteConnection& connection, std::int64_t actor,
                   const std::vector<Grant>& grants) {
  auto insert = connection.prepare(
      "INSERT INTO account_grant(actor, number, role, unit, grid, shard) VALUES(?1, ?2, ?3, ?4, "
      "?5, ?6)");
  for (std::size_t i = 0; i < grants.size(); ++i) {
    insert.start()
        .bind(1, actor)
        .bind(2, static_cast<std::int64_t>(i + 1))
        .bind(3, name_of(grants[i].role))
        .bind(4, std::int64_t{grants[i].unit.value})
        .bind(5, std::int64_t{grants[i].grid.value})
        .bind(6, std::int64_t{grants[i].shard.value})
        .run();
  }
}

}  // namespace

Result<ActorId> SqliteStore::add_account(const Account& account) {
  std::lock_guard lock(write_mutex_);
  auto added = guarded([&]() -> Result<ActorId> {
    SqliteTransaction transaction(writer_->connection);
    std::int64_t actor = signed_of(account.actor.value);
    if (actor == 0) {
      auto next = writer_->connection.prepare("SELECT coalesce(max(actor), 1000) + 1 FROM account");
      next.step();
      actor = next.integer(0);
    }
    writer_->connection
        .prepare(
            "INSERT INTO account(actor, login, password, label, active, demo) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(1, actor)
        .bind(2, account.login)
        .bind(3, account.password_hash)
        .bind(4, account.label)
        .bind(5, std::int64_t{account.active})
        .bind(6, std::int64_t{account.demo})
        .run();
    insert_grants(writer_->connection, actor, account.grants);
    transaction.commit();
    return ActorId{unsigned_of(actor)};
  });
  if (!added && added.error().code == "store_conflict") {
    return Error{"account_exists", "there is already an account named '" + account.login + "'"};
  }
  return added;
}

Result<Account> SqliteStore::account_by_login(const std::string& login) {
  return guarded([&]() -> Result<Account> {
    Lease reader(*this);
    auto row =
        reader->connection.prepare((std::string(kSelectAccount) + " WHERE login = ?1").c_str());
    if (!row.bind(1, login).step()) {
      return Error{"not_found", "there is no account named '" + login + "'"};
    }
    return account_from(reader->connection, row);
  });
}

Result<Account> SqliteStore::account_of(ActorId actor) {
  return guarded([&]() -> Result<Account> {
    Lease reader(*this);
    auto row =
        reader->connection.prepare((std::string(kSelectAccount) + " WHERE actor = ?1").c_str());
    if (!row.bind(1, signed_of(actor.value)).step()) {
      return Error{"not_found", "there is no account " + std::to_string(actor.value)};
    }
    return account_from(reader->connection, row);
  });
}

Result<std::vector<Account>> SqliteStore::accounts() {
  return guarded([&]() -> Result<std::vector<Account>> {
    Lease reader(*this);
    auto row =
        reader->connection.prepare((std::string(kSelectAccount) + " ORDER BY actor").c_str());
    std::vector<Account> result;
    while (row.step()) result.push_back(account_from(reader->connection, row));
    return result;
  });
}

Result<Done> SqliteStore::set_password(ActorId actor, const std::string& password_hash) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    SqliteTransaction transaction(writer_->connection);
    writer_->connection.prepare("UPDATE account SET password = ?2, demo = 0 WHERE actor = ?1")
        .bind(1, signed_of(actor.value))
        .bind(2, password_hash)
        .run();
    // Whoever knew the old password is signed out.
    writer_->connection.prepare("DELETE FROM session WHERE actor = ?1")
        .bind(1, signed_of(actor.value))
        .run();
    transaction.commit();
    return Done{};
  });
}

Result<Done> SqliteStore::set_active(ActorId actor, bool active) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    SqliteTransaction transaction(writer_->connection);
    writer_->connection.prepare("UPDATE account SET active = ?2 WHERE actor = ?1")
        .bind(1, signed_of(actor.value))
        .bind(2, std::int64_t{active})
        .run();
    if (!active) {
      writer_->connection.prepare("DELETE FROM session WHERE actor = ?1")
          .bind(1, signed_of(actor.value))
          .run();
    }
    transaction.commit();
    return Done{};
  });
}

Result<Done> SqliteStore::add_session(const Session& session) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    writer_->connection
        .prepare(
            "INSERT INTO session(token_hash, actor, created_at, expires_at) VALUES(?1, ?2, ?3, ?4)")
        .bind(1, ByteView(session.token_hash))
        .bind(2, signed_of(session.actor.value))
        .bind(3, session.created.value)
        .bind(4, session.expires.value)
        .run();
    return Done{};
  });
}

Result<Session> SqliteStore::session(const Digest& token_hash) {
  return guarded([&]() -> Result<Session> {
    Lease reader(*this);
    if (!reader->session.start().bind(1, ByteView(token_hash)).step()) {
      return Error{"not_found", "no such session"};
    }
    Session session{token_hash, ActorId{unsigned_of(reader->session.integer(0))},
                    TimeMs{reader->session.integer(1)}, TimeMs{reader->session.integer(2)}};
    reader->session.start();
    return session;
  });
}

Result<Done> SqliteStore::extend_session(const Digest& token_hash, TimeMs expires) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    writer_->connection.prepare("UPDATE session SET expires_at = ?2 WHERE token_hash = ?1")
        .bind(1, ByteView(token_hash))
        .bind(2, expires.value)
        .run();
    return Done{};
  });
}

Result<Done> SqliteStore::end_session(const Digest& token_hash) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    writer_->connection.prepare("DELETE FROM session WHERE token_hash = ?1")
        .bind(1, ByteView(token_hash))
        .run();
    return Done{};
  });
}

Result<Done> SqliteStore::end_sessions_before(TimeMs now) {
  std::lock_guard lock(write_mutex_);
  return guarded([&]() -> Result<Done> {
    writer_->connection.prepare("DELETE FROM session WHERE expires_at < ?1")
        .bind(1, now.value)
        .run();
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
