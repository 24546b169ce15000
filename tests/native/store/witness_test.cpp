// A store that has less than it had acknowledged says so when it is opened, however whole it looks.
#include "native/store/witness.h"

#include <doctest/doctest.h>

#include "core/base/hex.h"
#include "core/journal/entry.h"
#include "native/cli/data_folder.h"
#include "native/store/file.h"
#include "tests/native/store/store_contract.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
namespace fs = std::filesystem;

namespace {

constexpr ShardId kShard{7};

struct Data {
  Data() {
    auto store = std::move(*make_data_folder(path));
    for (std::uint64_t seq = 1; seq <= 20; ++seq) {
      REQUIRE(store->append(std::vector{made_entry(7, seq, seq, 3000)}).ok());
    }
    epoch = *store->meta("epoch");
  }

  // Opened again by whoever writes.
  Healing opened(const std::string& where) {
    auto store = std::move(*open_data_folder(where));
    const Healing healing = *store->healing();
    CHECK((*store->meta("epoch") == epoch) == (healing.cause == HealCause::none));
    return healing;
  }
  Healing opened() { return opened(path); }

  void sql(const char* text) {
    SqliteConnection(path + "/gezhi.db", SqliteConnection::Mode::write).execute(text);
  }

  TempFolder folder;
  std::string path = folder.path() + "/data";
  std::string epoch;
};

// The store's files as a killed process leaves them: with a log.
void copy_files(const std::string& from, const std::string& to) {
  fs::create_directories(to);
  for (const char* name : {"/gezhi.db", "/gezhi.db-wal", "/gezhi.last-a", "/gezhi.last-b"}) {
    if (fs::exists(from + name)) fs::copy_file(from + name, to + name);
  }
}

}  // namespace

TEST_SUITE("store/witness") {
  TEST_CASE("a store that has all begins no epoch") {
    Data data;
    CHECK(data.opened().cause == HealCause::none);
    CHECK(data.opened().cause == HealCause::none);
    // More than was witnessed: a server that died between the commit and the witness.
    const Bytes a = *read_file(data.path + "/gezhi.last-a", 1 << 20);
    const Bytes b = *read_file(data.path + "/gezhi.last-b", 1 << 20);
    REQUIRE((*open_data_folder(data.path))->append(std::vector{made_entry(7, 21, 21)}).ok());
    REQUIRE(overwrite_file(data.path + "/gezhi.last-a", a).ok());
    REQUIRE(overwrite_file(data.path + "/gezhi.last-b", b).ok());
    CHECK(data.opened().cause == HealCause::none);
  }

  TEST_CASE("a byte flipped in the log cuts its tail off: seen, whichever byte") {
    std::uint64_t cut = 0;
    for (int i = 0; i < 12; ++i) {
      TempFolder folder;
      const std::string path = folder.path() + "/data";
      auto store = std::move(*make_data_folder(path));
      for (std::uint64_t seq = 1; seq <= 20; ++seq) {
        REQUIRE(store->append(std::vector{made_entry(7, seq, seq, 3000)}).ok());
      }
      const std::string killed = folder.path() + "/killed";
      copy_files(path, killed);
      const std::string log = killed + "/gezhi.db-wal";
      Bytes bytes = *read_file(log, 1 << 26);
      REQUIRE(bytes.size() > 10000);
      bytes[bytes.size() / 13 * static_cast<std::size_t>(i + 1)] ^= 0x10;
      REQUIRE(overwrite_file(log, bytes).ok());
      const auto opened = open_data_folder(killed);
      REQUIRE(opened.ok());
      const std::uint64_t has = *(*opened)->last_seq(kShard);
      const Healing healing = *(*opened)->healing();
      if (has < 20) {
        ++cut;
        CHECK(healing.cause == HealCause::cut);
        REQUIRE(healing.streets.size() == 1);
        CHECK(healing.streets[0].had == 20);
        CHECK(healing.streets[0].has == has);
      }
    }
    CHECK(cut >= 10);
  }

  TEST_CASE("a database put back to an older state, in its own place, is seen") {
    Data data;
    fs::copy_file(data.path + "/gezhi.db", data.folder.path() + "/older.db");
    {
      auto store = std::move(*open_data_folder(data.path));
      for (std::uint64_t seq = 21; seq <= 30; ++seq) {
        REQUIRE(store->append(std::vector{made_entry(7, seq, seq)}).ok());
      }
    }
    fs::copy_file(data.folder.path() + "/older.db", data.path + "/gezhi.db",
                  fs::copy_options::overwrite_existing);
    const Healing healing = data.opened();
    CHECK(healing.cause == HealCause::cut);
    REQUIRE(healing.streets.size() == 1);
    CHECK(healing.streets[0].had == 30);
    CHECK(healing.streets[0].has == 20);
    // Said once: from here on it counts from what it has.
    data.epoch = *(*open_data_folder(data.path))->meta("epoch");
    CHECK((*open_data_folder(data.path))->healing()->cause == HealCause::cut);
    CHECK(*(*open_data_folder(data.path))->meta("epoch") == data.epoch);
  }

  TEST_CASE("entries that were taken out or exchanged are seen") {
    Data cut;
    cut.sql("DELETE FROM entry WHERE seq > 15");
    CHECK(cut.opened().cause == HealCause::cut);
    Data other;
    other.sql("UPDATE entry SET bytes = x'00' WHERE seq = 20");
    CHECK(other.opened().cause == HealCause::other);
    Data gone;
    gone.sql("DELETE FROM entry");
    CHECK(gone.opened().cause == HealCause::cut);
  }

  TEST_CASE("a copied folder is recognised, a moved one is the same") {
    Data data;
    copy_files(data.path, data.folder.path() + "/copy");
    CHECK(data.opened(data.folder.path() + "/copy").cause == HealCause::copied);
    fs::rename(data.path, data.folder.path() + "/moved");
    CHECK(data.opened(data.folder.path() + "/moved").cause == HealCause::none);
    // The database alone, without its witness.
    fs::create_directories(data.folder.path() + "/alone");
    fs::copy_file(data.folder.path() + "/moved/gezhi.db", data.folder.path() + "/alone/gezhi.db");
    CHECK(data.opened(data.folder.path() + "/alone").cause == HealCause::copied);
  }

  TEST_CASE("of two torn writings the other is left, and who can't write it acknowledges nothing") {
    Data data;
    const auto damage = [&](const char* name) {
      Bytes bytes = *read_file(data.path + name, 1 << 20);
      bytes[40] ^= 1;
      REQUIRE(overwrite_file(data.path + name, bytes).ok());
    };
    const auto newest = WitnessFile(data.path).read();
    REQUIRE(newest);
    CHECK(newest->streets.at(0).seq == 20);
    damage(newest->number % 2 == 0 ? "/gezhi.last-a" : "/gezhi.last-b");
    REQUIRE(WitnessFile(data.path).read());
    CHECK(WitnessFile(data.path).read()->number == newest->number - 1);
    CHECK(data.opened().cause == HealCause::none);

    auto store = std::move(*open_data_folder(data.path));
    for (const char* name : {"/gezhi.last-a", "/gezhi.last-b"}) {
      fs::remove(data.path + name);
      fs::create_directory(data.path + name);
    }
    CHECK_FALSE(store->append(std::vector{made_entry(7, 21, 21)}).ok());
    CHECK(store->state() == StoreState::down);
    CHECK_FALSE(store->reopen().ok());
    CHECK(store->state() == StoreState::read_only);
    CHECK(*store->last_seq(kShard) == 21);  // it is there for good; nobody was told so
  }

  TEST_CASE("a server that is started over and over leaves no trail of runs that did nothing") {
    Data data;
    auto store = std::move(*open_data_folder(data.path));
    for (std::uint8_t run = 1; run <= 50; ++run) REQUIRE(store->begin_run(Bytes(8, run)).ok());
    REQUIRE(store->runs()->size() == 1);
    CHECK(store->runs()->front().id == Bytes(8, 50));
    REQUIRE(store->append(std::vector{made_entry(7, 21, 21)}).ok());
    REQUIRE(store->begin_run(Bytes(8, 51)).ok());
    REQUIRE(store->runs()->size() == 2);
    CHECK(store->runs()->front().began.at(kShard) == 20);
    CHECK(store->runs()->back().began.at(kShard) == 21);
  }
}
