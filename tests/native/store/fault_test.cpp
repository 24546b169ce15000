// A disk that fails at every call: what was acknowledged stays, what is shown was acknowledged, and a
// store that failed answers nothing until it was opened again.
#include <doctest/doctest.h>

#include "native/store/sqlite_store.h"
#include "tests/native/store/faulty_vfs.h"
#include "tests/native/store/store_contract.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

constexpr ShardId kShard{7};
constexpr std::uint64_t kEntries = 10;

SqliteStore::Options faulty(const std::string& folder) {
  SqliteStore::Options options;
  options.folder = folder;
  options.vfs = kFaultyVfs;
  return options;
}

// Entries 1 … `acknowledged` are shown as they were written, and while only read, nothing above them.
void check_shown(SqliteStore& store, std::uint64_t acknowledged) {
  std::uint64_t next = 1;
  const auto read = store.read(kShard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
    const StoredEntry expected = made_entry(7, next, next, 3000);
    CHECK(entry.seq == next);
    CHECK(Bytes(entry.bytes.begin(), entry.bytes.end()) == expected.bytes);
    ++next;
    return true;
  });
  if (!read) return;
  CHECK(next > acknowledged);
  // Of one commit it may be unknown whether it is there: only a store that is whole shows it.
  if (store.state() == StoreState::read_only) CHECK(next == acknowledged + 1);
}

// Writes of every sort, by an owner who opens again after each failure. Gives the last seq that was
// acknowledged.
std::uint64_t work(const std::string& folder) {
  auto opened = SqliteStore::open(faulty(folder));
  if (!opened) return 0;
  SqliteStore& store = **opened;
  std::uint64_t acknowledged = 0;
  for (std::uint64_t turn = 0; turn < kEntries; ++turn) {
    if (store.state() != StoreState::serving && store.reopen()) {
      // Whole again: what is there is there for good.
      if (const auto last = store.last_seq(kShard)) acknowledged = *last;
    }
    const std::uint64_t seq = acknowledged + 1;
    if (store.append(std::vector{made_entry(7, seq, seq, 3000)})) acknowledged = seq;
    if (turn % 3 == 0) static_cast<void>(store.set_meta("turn", std::to_string(turn)));
    if (turn % 4 == 2) static_cast<void>(store.erase_contacts({}));  // empties the log
    check_shown(store, acknowledged);
    if (store.state() == StoreState::down) {
      CHECK_FALSE(store.last_seq(kShard).ok());
      CHECK_FALSE(store.end_session({}).ok());  // said, and no crash
    }
  }
  return acknowledged;
}

// False: there was no such call any more.
bool survives(const DiskFault& fault) {
  TempFolder folder;
  CAPTURE(static_cast<int>(fault.kind));
  CAPTURE(fault.first);
  CAPTURE(fault.then);
  CAPTURE(fault.for_ever);
  arm_disk(fault);
  const std::uint64_t acknowledged = work(folder.path());
  const bool met = disk_failures() > 0;
  arm_disk({});
  auto opened = SqliteStore::open(faulty(folder.path()));
  REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
  check_shown(**opened, acknowledged);
  CHECK((*opened)->append(std::vector{made_entry(9, 1, 1000)}).ok());
  return met;
}

constexpr std::array kKinds = {DiskCall::open,   DiskCall::read,     DiskCall::write,
                               DiskCall::sync,   DiskCall::truncate, DiskCall::size,
                               DiskCall::remove, DiskCall::index};

}  // namespace

TEST_SUITE("store/faults") {
  TEST_CASE("the N-th call of every kind fails, once or for ever: nothing acknowledged is lost") {
    register_faulty_vfs();
    std::uint64_t faults = 0;
    for (const DiskCall kind : kKinds) {
      for (const bool for_ever : {false, true}) {
        for (std::uint64_t n = 1; survives({kind, n, for_ever, false, 0}); ++n) ++faults;
      }
    }
    for (std::uint64_t n = 1; survives({DiskCall::write, n, true, true, 0}); ++n) ++faults;
    CHECK(faults > 200);
  }

  TEST_CASE("a second call fails while the first failure is being mended") {
    register_faulty_vfs();
    std::uint64_t faults = 0;
    for (std::uint64_t n = 1; survives({DiskCall::sync, n, false, false, 0}); n += 2) {
      for (std::uint64_t m = 1; m <= 30; m += 2) {
        survives({DiskCall::sync, n, false, false, m});
        ++faults;
      }
    }
    for (std::uint64_t n = 1; survives({DiskCall::write, n, false, false, 0}); n += 7) {
      for (std::uint64_t m = 1; m <= 30; m += 3) {
        survives({DiskCall::write, n, false, false, m});
        ++faults;
      }
    }
    CHECK(faults > 150);
  }

  TEST_CASE("a log that could not be flushed is moved into the database before anything follows") {
    register_faulty_vfs();
    TempFolder folder;
    arm_disk({});
    auto store = std::move(*SqliteStore::open(faulty(folder.path())));
    REQUIRE(store->append(std::vector{made_entry(7, 1, 1)}).ok());
    arm_disk({DiskCall::sync, 1, false, false, 0});
    REQUIRE_FALSE(store->append(std::vector{made_entry(7, 2, 2)}).ok());
    CHECK(store->state() == StoreState::down);
    arm_disk({});
    REQUIRE(store->reopen().ok());
    CHECK(std::filesystem::file_size(folder.path() + "/gezhi.db-wal") == 0);
    // The same when the flush fails again: then it is read only.
    std::uint64_t last = *store->last_seq(kShard) + 1;
    REQUIRE(store->append(std::vector{made_entry(7, last, last)}).ok());
    arm_disk({DiskCall::sync, 1, true, false, 0});
    REQUIRE_FALSE(store->append(std::vector{made_entry(7, last + 1, last + 1)}).ok());
    REQUIRE_FALSE(store->reopen().ok());
    CHECK(store->state() == StoreState::read_only);
    CHECK(*store->last_seq(kShard) == last);
    CHECK_FALSE(store->append(std::vector{made_entry(7, last + 1, last + 1)}).ok());
    arm_disk({});
  }

  TEST_CASE("no memory of the store is a mapped file") {
    TempFolder folder;
    SqliteStore::Options options;
    options.folder = folder.path();
    auto store = std::move(*SqliteStore::open(options));
    for (std::uint64_t seq = 1; seq <= 50; ++seq) {
      REQUIRE(store->append(std::vector{made_entry(7, seq, seq, 3000)}).ok());
    }
    REQUIRE(store->one(kShard, 17).ok());
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      CHECK(file.path().extension() != ".db-shm");
    }
    FILE* maps = fopen("/proc/self/maps", "r");
    REQUIRE(maps != nullptr);
    std::string text;
    char piece[4096];
    for (std::size_t got = 0; (got = fread(piece, 1, sizeof piece, maps)) > 0;) {
      text.append(piece, got);
    }
    fclose(maps);
    CHECK(text.find(folder.path()) == std::string::npos);
  }

  TEST_CASE(
      "who reads beside the owner sees one state, however much is written and moved meanwhile") {
    TempFolder folder;
    SqliteStore::Options options;
    options.folder = folder.path();
    auto store = std::move(*SqliteStore::open(options));
    for (std::uint64_t seq = 1; seq <= 20; ++seq) {
      REQUIRE(store->append(std::vector{made_entry(7, seq, seq, 3000)}).ok());
    }
    SqliteStore::Options beside = options;
    beside.read_only = true;
    auto reader = std::move(*SqliteStore::open(beside));
    std::uint64_t seen = 0;
    REQUIRE(reader->read(kShard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
      const std::uint64_t seq = 20 + entry.seq;
      CHECK(Bytes(entry.bytes.begin(), entry.bytes.end()) ==
            made_entry(7, entry.seq, entry.seq, 3000).bytes);
      CHECK(store->append(std::vector{made_entry(7, seq, seq, 3000)}).ok());
      CHECK(store->erase_contacts({}).ok());  // would empty the log
      seen = entry.seq;
      return true;
    }));
    CHECK(seen == 20);
    CHECK(std::filesystem::file_size(folder.path() + "/gezhi.db-wal") > 0);
    // What was erased does not wait in the log for the next erasure.
    CHECK(store->set_clock({TimeMs{1}, 1, {}}).ok());
    CHECK(std::filesystem::file_size(folder.path() + "/gezhi.db-wal") == 0);
    CHECK(*reader->last_seq(kShard) == 40);
  }

  TEST_CASE("reading changes nothing: no file is made or touched, with a log or without") {
    TempFolder folder;
    SqliteStore::Options options;
    options.folder = folder.path();
    {
      auto store = std::move(*SqliteStore::open(options));
      REQUIRE(store->append(std::vector{made_entry(7, 1, 1)}).ok());
    }
    const auto look = [](const std::string& where) {
      std::map<std::string, std::pair<std::uintmax_t, std::filesystem::file_time_type>> files;
      for (const auto& file : std::filesystem::directory_iterator(where)) {
        files[file.path()] = {file.file_size(), file.last_write_time()};
      }
      return files;
    };
    const auto before = look(folder.path());
    options.read_only = true;
    CHECK(*(*SqliteStore::open(options))->last_seq(kShard) == 1);
    CHECK(look(folder.path()) == before);
    // As a killed server leaves it.
    TempFolder killed;
    {
      options.read_only = false;
      auto store = std::move(*SqliteStore::open(options));
      REQUIRE(store->append(std::vector{made_entry(7, 2, 2)}).ok());
      for (const char* name : {"/gezhi.db", "/gezhi.db-wal"}) {
        std::filesystem::copy_file(folder.path() + name, killed.path() + name);
      }
    }
    REQUIRE(std::filesystem::file_size(killed.path() + "/gezhi.db-wal") > 0);
    const auto left = look(killed.path());
    options.folder = killed.path();
    options.read_only = true;
    CHECK(*(*SqliteStore::open(options))->last_seq(kShard) == 2);
    CHECK(look(killed.path()) == left);
  }
}
