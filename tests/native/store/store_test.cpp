// The stores: one contract for all, then what only the real one can meet: a killed process, a full
// disk, a second process.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "native/store/sqlite_store.h"
#include "tests/native/store/store_contract.h"
#include "tests/support/memory_journal_store.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

SubjectKey key_of(const StoredEntry& entry) { return {entry.shard, entry.subject}; }

std::unique_ptr<SqliteStore> opened(const std::string& folder, std::int64_t page_count_max = 0) {
  SqliteStore::Options options;
  options.folder = folder;
  options.page_count_max = page_count_max;
  auto store = SqliteStore::open(options);
  REQUIRE_MESSAGE(store.ok(), (store.ok() ? "" : store.error().message));
  return std::move(*store);
}

// A child process that appends for ever and writes each acknowledged seq into the pipe.
pid_t start_appender(const std::string& folder, int acknowledged) {
  const pid_t child = fork();
  if (child != 0) return child;
  SqliteStore::Options options;
  options.folder = folder;
  auto store = SqliteStore::open(options);
  if (!store) _exit(1);
  std::uint64_t seq = *(*store)->last_seq(ShardId{7});
  for (;;) {
    std::vector<StoredEntry> batch;
    for (std::uint64_t i = 0; i < 3; ++i) batch.push_back(made_entry(7, seq + 1 + i, seq + 1 + i));
    if (!(*store)->append(batch)) _exit(2);
    seq += 3;
    if (write(acknowledged, &seq, sizeof seq) != static_cast<ssize_t>(sizeof seq)) _exit(3);
  }
}

}  // namespace

TEST_SUITE("store") {
  TEST_CASE("the store in memory keeps the contract") {
    MemoryJournalStore store;
    check_journal_contract(store);
  }

  TEST_CASE("the SQLite store keeps the contract") {
    TempFolder folder;
    check_journal_contract(*opened(folder.path()));
  }

  TEST_CASE("what was appended is there after closing and opening, and goes on from there") {
    TempFolder folder;
    CHECK(opened(folder.path())->append(std::vector{made_entry(7, 1, 1), made_entry(7, 2, 2)}));
    auto store = opened(folder.path());
    CHECK(*store->last_seq(ShardId{7}) == 2);
    CHECK(store->append(std::vector{made_entry(7, 3, 3)}).ok());
    CHECK(*store->one(ShardId{7}, 1) == made_entry(7, 1, 1).bytes);
  }

  TEST_CASE(
      "a killed process loses nothing that was acknowledged, and a batch is whole or absent") {
    TempFolder folder;
    opened(folder.path()).reset();
    for (int round = 0; round < 5; ++round) {
      int ends[2];
      REQUIRE(pipe(ends) == 0);
      const pid_t child = start_appender(folder.path(), ends[1]);
      close(ends[1]);
      std::uint64_t acknowledged = 0;
      for (int i = 0; i < 20 + round * 7; ++i) {
        REQUIRE(read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged);
      }
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
      while (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
      }
      close(ends[0]);
      auto store = opened(folder.path());
      const std::uint64_t last = *store->last_seq(ShardId{7});
      CHECK(last >= acknowledged);
      CHECK(last % 3 == 0);
      std::uint64_t next = 1;
      CHECK(store->read(ShardId{7}, 1, last, [&](const StoredEntryView& entry) {
        const StoredEntry expected = made_entry(7, next, next);
        return entry.seq == next++ && entry.op == expected.op &&
               std::equal(entry.bytes.begin(), entry.bytes.end(), expected.bytes.begin(),
                          expected.bytes.end());
      }));
      CHECK(next == last + 1);
    }
  }

  TEST_CASE("a full disk is an error with a name, loses nothing, and ends when there is room") {
    TempFolder folder;
    auto store = opened(folder.path(), 60);
    std::uint64_t seq = 0;
    Result<Done> last = Done{};
    while ((last = store->append(std::vector{made_entry(7, seq + 1, seq + 1, 3000)})).ok()) ++seq;
    CHECK(last.error().code == "store_full");
    CHECK(seq > 10);
    CHECK(store->state() == StoreState::down);
    static_cast<void>(store->reopen());
    CHECK(*store->last_seq(ShardId{7}) == seq);
    store.reset();
    store = opened(folder.path());
    CHECK(*store->last_seq(ShardId{7}) == seq);
    CHECK(store->append(std::vector{made_entry(7, seq + 1, seq + 1, 3000)}).ok());
  }

  TEST_CASE("a second process may read but not write") {
    TempFolder folder;
    auto store = opened(folder.path());
    CHECK(store->append(std::vector{made_entry(7, 1, 1)}).ok());
    SqliteStore::Options options;
    options.folder = folder.path();
    CHECK(SqliteStore::open(options).error().code == "store_busy");
    options.read_only = true;
    auto reader = SqliteStore::open(options);
    REQUIRE(reader.ok());
    CHECK(*(*reader)->last_seq(ShardId{7}) == 1);
    CHECK(store->append(std::vector{made_entry(7, 2, 2)}).ok());
    CHECK(*(*reader)->last_seq(ShardId{7}) == 2);
    CHECK((*reader)->append(std::vector{made_entry(7, 3, 3)}).error().code == "store_failed");
  }

  TEST_CASE(
      "a store that is not there, or of another version than this program's, is refused in words") {
    SqliteStore::Options options;
    options.folder = "/nowhere/at/all";
    CHECK(SqliteStore::open(options).error().code == "not_found");
    TempFolder folder;
    opened(folder.path()).reset();
    options.folder = folder.path();
    for (const auto& [version, word] : {std::pair{"99", "newer"}, std::pair{"2", "older"}}) {
      {
        SqliteConnection connection(folder.path() + "/gezhi.db", SqliteConnection::Mode::write);
        connection.execute((std::string("PRAGMA user_version = ") + version).c_str());
      }
      const auto refused = SqliteStore::open(options);
      CHECK(refused.error().code == "store_version");
      CHECK(refused.error().message.find(word) != std::string::npos);
    }
  }

  TEST_CASE("reopening after a failure gives what was committed") {
    TempFolder folder;
    auto store = opened(folder.path());
    CHECK(store->append(std::vector{made_entry(7, 1, 1)}).ok());
    CHECK(store->reopen().ok());
    CHECK(*store->last_seq(ShardId{7}) == 1);
    CHECK(store->append(std::vector{made_entry(7, 2, 2)}).ok());
  }
}

TEST_SUITE("store/accounts") {
  TEST_CASE("an account keeps its grants in order, and a name is given once") {
    TempFolder folder;
    auto store = opened(folder.path());
    Account account;
    account.login = "worker1";
    account.password_hash = "$argon2id$…";
    account.label = "小河街道网格员 01";
    account.grants = {Grant{Role::grid_worker, UnitId{12}, GridId{3301}, ShardId{330105001}},
                      Grant{Role::volunteer, UnitId{}, GridId{}, ShardId{}}};
    const auto actor = store->add_account(account);
    REQUIRE(actor.ok());
    CHECK(store->add_account(account).error().code == "account_exists");
    const auto found = store->account_by_login("worker1");
    REQUIRE(found.ok());
    CHECK(found->actor == *actor);
    CHECK(found->label == account.label);
    REQUIRE(found->grants.size() == 2);
    CHECK(found->grants[0].role == Role::grid_worker);
    CHECK(found->grants[0].grid == GridId{3301});
    CHECK(found->grants[1].role == Role::volunteer);
    CHECK(store->account_by_login("nobody").error().code == "not_found");
    account.login = "worker2";
    CHECK(store->add_account(account)->value == actor->value + 1);
    CHECK(store->accounts()->size() == 2);
  }

  TEST_CASE("a name is kept as it is read, and one of an earlier server is still found") {
    TempFolder folder;
    auto store = opened(folder.path());
    Account account;
    account.login = "　ｗｏｒｋｅｒ１ ";
    const auto actor = store->add_account(account);
    REQUIRE(actor.ok());
    CHECK(store->account_of(*actor)->login == "worker1");
    CHECK(store->account_by_login(" worker1")->actor == *actor);
    account.login = "worker1\n";
    CHECK(store->add_account(account).error().code == "account_exists");
    for (const char* none : {"", " ", "a b", "a\x01"}) {
      account.login = none;
      CHECK(store->add_account(account).error().code == "bad_login");
    }
    store.reset();
    {
      SqliteConnection old(folder.path() + "/gezhi.db", SqliteConnection::Mode::write);
      old.execute("UPDATE account SET login = ' u9 '");
    }
    store = opened(folder.path());
    CHECK(store->account_by_login(" u9 ")->actor == *actor);
    CHECK(store->account_by_login("u9").error().code == "not_found");
  }

  TEST_CASE("of too many sessions of an account those end that were not used longest") {
    TempFolder folder;
    auto store = opened(folder.path());
    Account account;
    account.login = "desk1";
    const ActorId desk = *store->add_account(account);
    account.login = "desk2";
    const ActorId other = *store->add_account(account);
    const auto add = [&](std::uint8_t number, ActorId actor, std::int64_t created) {
      StoredSession session;
      session.token_hash[0] = number;
      session.actor = actor;
      session.created = TimeMs{created};
      session.expires = TimeMs{created + 1000};
      CHECK(store->add_session(session).ok());
      return session.token_hash;
    };
    const Digest a = add(1, desk, 1), b = add(2, desk, 2), c = add(3, desk, 3),
                 d = add(4, other, 0);
    CHECK(store->extend_session(a, TimeMs{5000}).ok());
    CHECK(store->end_sessions_above(desk, 3)->empty());
    const auto ended = store->end_sessions_above(desk, 1);
    REQUIRE(ended.ok());
    CHECK(*ended == std::vector<Digest>{c, b});
    CHECK(store->session(a).ok());
    CHECK_FALSE(store->session(b).ok());
    CHECK_FALSE(store->session(c).ok());
    CHECK(store->session(d).ok());
  }

  TEST_CASE("a session ends by sign-out, by time, by a new password and by closing the account") {
    TempFolder folder;
    auto store = opened(folder.path());
    Account account;
    account.login = "desk1";
    const ActorId actor = *store->add_account(account);
    const auto signed_in = [&](std::uint8_t number) {
      StoredSession session;
      session.token_hash[0] = number;
      session.actor = actor;
      session.created = TimeMs{1000};
      session.expires = TimeMs{2000};
      CHECK(store->add_session(session).ok());
      return session.token_hash;
    };
    const auto is_there = [&](const Digest& token) { return store->session(token).ok(); };
    const Digest a = signed_in(1);
    CHECK(store->session(a)->actor == actor);
    CHECK(store->end_session(a).ok());
    CHECK_FALSE(is_there(a));
    const Digest b = signed_in(2);
    CHECK(store->end_sessions_before(TimeMs{2000}).ok());
    CHECK(is_there(b));
    CHECK(store->extend_session(b, TimeMs{3000}).ok());
    CHECK(store->end_sessions_before(TimeMs{2500}).ok());
    CHECK(is_there(b));
    CHECK(store->set_password(actor, "new").ok());
    CHECK_FALSE(is_there(b));
    const Digest c = signed_in(3);
    CHECK(store->close_account(actor, TimeMs{5000}).ok());
    CHECK_FALSE(is_there(c));
    CHECK_FALSE(store->account_of(actor)->active);
    CHECK(store->close_account(actor, TimeMs{6000}).ok());
    CHECK(store->account_of(actor)->closed_at == TimeMs{5000});
    CHECK(store->reopen_account(actor, TimeMs{7000}).ok());
    CHECK(store->account_of(actor)->active);
    CHECK(store->account_of(actor)->closed_at.is_none());
  }

  TEST_CASE("what an account could act as, and when, is kept when it is closed and opened again") {
    TempFolder folder;
    auto store = opened(folder.path());
    Account account;
    account.login = "worker1";
    account.opened_at = TimeMs{1000};
    account.grants = {Grant{Role::grid_worker, UnitId{12}, GridId{3301}, ShardId{330105001}}};
    const ActorId actor = *store->add_account(account);
    CHECK(store->account_of(actor)->opened_at == TimeMs{1000});
    CHECK(store->reopen_account(actor, TimeMs{1500}).ok());  // it was open: nothing begins
    CHECK(store->close_account(actor, TimeMs{2000}).ok());
    CHECK(store->close_account(actor, TimeMs{2500}).ok());
    CHECK(store->reopen_account(actor, TimeMs{3000}).ok());
    const auto history = *store->grant_history();
    REQUIRE(history.size() == 2);
    CHECK(history[0].actor == actor);
    CHECK(history[0].grant.role == Role::grid_worker);
    CHECK(history[0].grant.unit == UnitId{12});
    CHECK(history[0].grant.grid == GridId{3301});
    CHECK(history[0].grant.shard == ShardId{330105001});
    CHECK(history[0].since == TimeMs{1000});
    CHECK(history[0].until == TimeMs{2000});
    CHECK(history[1].since == TimeMs{3000});
    CHECK(history[1].until.is_none());
  }

  TEST_CASE("a sealed contact comes with its entry and goes with it, all or nothing") {
    TempFolder folder;
    auto store = opened(folder.path());
    const StoredEntry entry = made_entry(7, 1, 1);
    const SealedBox box{entry.op, key_of(entry), Bytes{1, 2, 3}};
    const CaseKey key{key_of(entry), Bytes{9, 9}};
    CHECK(store->commit(std::vector{entry}, std::vector{box}, std::vector{key}).ok());
    CHECK(store->case_key(key_of(entry))->value().key == key.key);
    // A key once given is never replaced: what was sealed with it stays readable.
    const StoredEntry second = made_entry(7, 2, 2);
    CHECK(
        store->commit(std::vector{second}, {}, std::vector{CaseKey{key_of(entry), Bytes{5}}}).ok());
    CHECK(store->case_key(key_of(entry))->value().key == key.key);
    StoredEntry emptied = entry;
    emptied.bytes = Bytes{4, 2};
    const StoredEntry record = made_entry(7, 3, 3);
    CHECK(store->erase(key_of(entry), std::vector{emptied}, record).ok());
    CHECK_FALSE(store->case_key(key_of(entry))->has_value());
    CHECK(store->sealed_of(key_of(entry))->empty());
    CHECK(*store->one(ShardId{7}, 1) == emptied.bytes);
    CHECK(*store->one(ShardId{7}, 2) == second.bytes);
    CHECK(*store->one(ShardId{7}, 3) == record.bytes);
    // When the journal refuses, the contact is not kept either.
    CHECK_FALSE(store
                    ->commit(std::vector{made_entry(7, 9, 9)},
                             std::vector{SealedBox{OpId{}, key_of(second), Bytes{1}}}, {})
                    .ok());
    CHECK(store->sealed_of(key_of(second))->empty());
  }

  TEST_CASE("contacts are erased for the cases named and no other, and the entries stay") {
    TempFolder folder;
    auto store = opened(folder.path());
    const StoredEntry one = made_entry(7, 1, 1);
    const StoredEntry other = made_entry(7, 2, 2);
    REQUIRE_FALSE(one.subject == other.subject);
    CHECK(store->cases_with_key()->empty());
    const std::vector boxes{SealedBox{one.op, key_of(one), Bytes{1}},
                            SealedBox{other.op, key_of(other), Bytes{2}}};
    const std::vector keys{CaseKey{key_of(one), Bytes{8}}, CaseKey{key_of(other), Bytes{9}}};
    CHECK(store->commit(std::vector{one, other}, boxes, keys).ok());
    CHECK(store->cases_with_key()->size() == 2);
    CHECK(store->erase_contacts(std::vector{key_of(one)}).ok());
    CHECK(*store->cases_with_key() == std::vector{key_of(other)});
    CHECK(store->sealed_of(key_of(one))->empty());
    CHECK(store->sealed_of(key_of(other))->size() == 1);
    CHECK(*store->one(ShardId{7}, 1) == one.bytes);
  }

  TEST_CASE("a case of another street with the same id keeps its contact, key and entries") {
    TempFolder folder;
    auto store = opened(folder.path());
    const StoredEntry one = made_entry(7, 1, 1);
    const StoredEntry other = made_entry(9, 1, 1);
    REQUIRE(one.subject == other.subject);
    REQUIRE(one.op == other.op);
    const std::vector boxes{SealedBox{one.op, key_of(one), Bytes{1}},
                            SealedBox{other.op, key_of(other), Bytes{2}}};
    const std::vector keys{CaseKey{key_of(one), Bytes{8}}, CaseKey{key_of(other), Bytes{9}}};
    REQUIRE(store->commit(std::vector{one, other}, boxes, keys).ok());
    CHECK(store->case_key(key_of(one))->value().key == Bytes{8});
    CHECK(store->case_key(key_of(other))->value().key == Bytes{9});
    StoredEntry emptied = one;
    emptied.bytes = Bytes{4, 2};
    REQUIRE(store->erase(key_of(one), std::vector{emptied}, made_entry(7, 2, 2)).ok());
    CHECK(store->sealed_of(key_of(one))->empty());
    CHECK(store->sealed_of(key_of(other))->front().box == Bytes{2});
    CHECK(*store->cases_with_key() == std::vector{key_of(other)});
    CHECK(*store->cases_with_sealed() == std::vector{key_of(other)});
    CHECK(*store->one(ShardId{9}, 1) == other.bytes);
    REQUIRE(store->erase_contacts(std::vector{key_of(one)}).ok());
    CHECK(store->case_key(key_of(other))->has_value());
  }

  TEST_CASE("a store of another version is neither written nor read") {
    TempFolder folder;
    REQUIRE(opened(folder.path())->set_meta("epoch", "one").ok());
    for (const auto& [version, word] : {std::pair{"PRAGMA user_version = 2", "an older Gezhi"},
                                        std::pair{"PRAGMA user_version = 99", "a newer Gezhi"}}) {
      SqliteConnection(folder.path() + "/gezhi.db", SqliteConnection::Mode::write).execute(version);
      SqliteStore::Options options;
      options.folder = folder.path();
      CHECK(SqliteStore::open(options).error().code == "store_version");
      options.read_only = true;
      const auto early = (*SqliteStore::open(options))->accounts();
      REQUIRE_FALSE(early.ok());
      CHECK(early.error().message.find(word) != std::string::npos);
    }
  }

  TEST_CASE("facts about the server are kept") {
    TempFolder folder;
    CHECK(opened(folder.path())->meta("epoch")->empty());
    CHECK(opened(folder.path())->set_meta("epoch", "one").ok());
    CHECK(*opened(folder.path())->meta("epoch") == "one");
  }
}
