// Accounts with their grants, and sessions.
#include "core/base/read.h"
#include "native/store/sqlite_parts.h"

namespace gezhi {

namespace {

Role role_from(const std::string& name) {
  const auto names = names_of(Role::none);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Role>(i);
  }
  return Role::none;  // made by a newer version: gives no right here
}

constexpr const char* kSelectAccount =
    "SELECT actor, login, password, label, active, demo, closed_at, opened_at FROM account";

Grant grant_from(const SqliteStatement& row, int first) {
  Grant grant;
  grant.role = role_from(row.text(first));
  grant.unit.value = static_cast<std::uint32_t>(row.integer(first + 1));
  grant.grid.value = static_cast<std::uint32_t>(row.integer(first + 2));
  grant.shard.value = static_cast<std::uint32_t>(row.integer(first + 3));
  return grant;
}

Account account_from(const SqliteConnection& connection, const SqliteStatement& row) {
  Account account;
  account.actor.value = unsigned_of(row.integer(0));
  account.login = row.text(1);
  account.password_hash = row.text(2);
  account.label = row.text(3);
  account.active = row.integer(4) != 0;
  account.demo = row.integer(5) != 0;
  account.closed_at.value = row.integer(6);
  account.opened_at.value = row.integer(7);
  auto grants = connection.prepare(
      "SELECT role, unit, grid, shard FROM account_grant WHERE actor = ?1 ORDER BY number");
  grants.bind(1, row.integer(0));
  while (grants.step()) account.grants.push_back(grant_from(grants, 0));
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

// What the account is granted now is held from this moment.
void begin_holding(SqliteConnection& connection, std::int64_t actor, TimeMs at) {
  connection
      .prepare(
          "INSERT INTO grant_history(actor, role, unit, grid, shard, since) "
          "SELECT actor, role, unit, grid, shard, ?2 FROM account_grant WHERE actor = ?1 "
          "ORDER BY number")
      .bind(1, actor)
      .bind(2, at.value)
      .run();
}

}  // namespace

Result<ActorId> SqliteStore::add_account(const Account& account) {
  const auto login = read_login(account.login);
  if (!login) return Error{"bad_login", login.error().message};
  auto added = write([&](Writer& writer) -> Result<ActorId> {
    SqliteTransaction transaction(writer.connection);
    std::int64_t actor = signed_of(account.actor.value);
    if (actor == 0) {
      auto next = writer.connection.prepare("SELECT coalesce(max(actor), 1000) + 1 FROM account");
      next.step();
      actor = next.integer(0);
    }
    writer.connection
        .prepare(
            "INSERT INTO account(actor, login, password, label, active, demo, opened_at) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(1, actor)
        .bind(2, *login)
        .bind(3, account.password_hash)
        .bind(4, account.label)
        .bind(5, std::int64_t{account.active})
        .bind(6, std::int64_t{account.demo})
        .bind(7, account.opened_at.value)
        .run();
    insert_grants(writer.connection, actor, account.grants);
    begin_holding(writer.connection, actor, account.opened_at);
    transaction.commit();
    return ActorId{unsigned_of(actor)};
  });
  if (!added && added.error().code == "store_conflict") {
    return Error{"account_exists", "there is already an account named '" + *login + "'"};
  }
  return added;
}

Result<Account> SqliteStore::account_by_login(const std::string& typed) {
  return guarded([&]() -> Result<Account> {
    Lease reader(*this);
    auto row =
        reader->connection.prepare((std::string(kSelectAccount) + " WHERE login = ?1").c_str());
    if (row.bind(1, typed).step()) return account_from(reader->connection, row);
    const auto login = read_login(typed);
    if (!login || *login == typed || !row.start().bind(1, *login).step()) {
      return Error{"not_found", "there is no account named '" + typed + "'"};
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
  return write([&](Writer& writer) -> Result<Done> {
    SqliteTransaction transaction(writer.connection);
    writer.connection.prepare("UPDATE account SET password = ?2, demo = 0 WHERE actor = ?1")
        .bind(1, signed_of(actor.value))
        .bind(2, password_hash)
        .run();
    // Whoever knew the old password is signed out.
    writer.connection.prepare("DELETE FROM session WHERE actor = ?1")
        .bind(1, signed_of(actor.value))
        .run();
    transaction.commit();
    return Done{};
  });
}

Result<Done> SqliteStore::close_account(ActorId actor, TimeMs at) {
  return write([&](Writer& writer) -> Result<Done> {
    SqliteTransaction transaction(writer.connection);
    writer.connection
        .prepare("UPDATE account SET active = 0, closed_at = ?2 WHERE actor = ?1 AND active = 1")
        .bind(1, signed_of(actor.value))
        .bind(2, at.value)
        .run();
    writer.connection.prepare("UPDATE grant_history SET until = ?2 WHERE actor = ?1 AND until = 0")
        .bind(1, signed_of(actor.value))
        .bind(2, at.value)
        .run();
    writer.connection.prepare("DELETE FROM session WHERE actor = ?1")
        .bind(1, signed_of(actor.value))
        .run();
    transaction.commit();
    return Done{};
  });
}

Result<Done> SqliteStore::reopen_account(ActorId actor, TimeMs at) {
  return write([&](Writer& writer) -> Result<Done> {
    SqliteConnection& connection = writer.connection;
    SqliteTransaction transaction(connection);
    auto closed = connection.prepare("SELECT 1 FROM account WHERE actor = ?1 AND active = 0");
    if (closed.bind(1, signed_of(actor.value)).step()) {
      closed.start();
      connection.prepare("UPDATE account SET active = 1, closed_at = 0 WHERE actor = ?1")
          .bind(1, signed_of(actor.value))
          .run();
      begin_holding(connection, signed_of(actor.value), at);
    }
    transaction.commit();
    return Done{};
  });
}

Result<std::vector<HeldGrant>> SqliteStore::grant_history() {
  return guarded([&]() -> Result<std::vector<HeldGrant>> {
    Lease reader(*this);
    auto rows = reader->connection.prepare(
        "SELECT actor, role, unit, grid, shard, since, until FROM grant_history ORDER BY number");
    std::vector<HeldGrant> result;
    while (rows.step()) {
      result.push_back({ActorId{unsigned_of(rows.integer(0))}, grant_from(rows, 1),
                        TimeMs{rows.integer(5)}, TimeMs{rows.integer(6)}});
    }
    return result;
  });
}

Result<Done> SqliteStore::add_session(const StoredSession& session) {
  return write([&](Writer& writer) -> Result<Done> {
    writer.connection
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

Result<StoredSession> SqliteStore::session(const Digest& token_hash) {
  return guarded([&]() -> Result<StoredSession> {
    Lease reader(*this);
    if (!reader->session.start().bind(1, ByteView(token_hash)).step()) {
      return Error{"not_found", "no such session"};
    }
    StoredSession session{token_hash, ActorId{unsigned_of(reader->session.integer(0))},
                          TimeMs{reader->session.integer(1)}, TimeMs{reader->session.integer(2)}};
    reader->session.start();
    return session;
  });
}

Result<Done> SqliteStore::extend_session(const Digest& token_hash, TimeMs expires) {
  return write([&](Writer& writer) -> Result<Done> {
    writer.connection.prepare("UPDATE session SET expires_at = ?2 WHERE token_hash = ?1")
        .bind(1, ByteView(token_hash))
        .bind(2, expires.value)
        .run();
    return Done{};
  });
}

Result<Done> SqliteStore::end_session(const Digest& token_hash) {
  return write([&](Writer& writer) -> Result<Done> {
    writer.connection.prepare("DELETE FROM session WHERE token_hash = ?1")
        .bind(1, ByteView(token_hash))
        .run();
    return Done{};
  });
}

Result<Done> SqliteStore::end_sessions_before(TimeMs now) {
  return write([&](Writer& writer) -> Result<Done> {
    writer.connection.prepare("DELETE FROM session WHERE expires_at < ?1").bind(1, now.value).run();
    return Done{};
  });
}

Result<std::vector<Digest>> SqliteStore::end_sessions_above(ActorId actor, std::size_t most) {
  std::vector<Digest> ended;
  const auto done = write([&](Writer& writer) -> Result<Done> {
    ended.clear();
    auto rows = writer.connection.prepare(
        "SELECT token_hash FROM session WHERE actor = ?1 "
        "ORDER BY expires_at DESC, created_at DESC LIMIT -1 OFFSET ?2");
    rows.bind(1, signed_of(actor.value)).bind(2, static_cast<std::int64_t>(most));
    while (rows.step()) {
      const ByteView token = rows.bytes(0);
      if (token.size() == sizeof(Digest))
        std::copy(token.begin(), token.end(), ended.emplace_back().begin());
    }
    for (const Digest& token : ended) {
      writer.connection.prepare("DELETE FROM session WHERE token_hash = ?1")
          .bind(1, ByteView(token))
          .run();
    }
    return Done{};
  });
  if (!done) return done.error();
  return ended;
}

}  // namespace gezhi
