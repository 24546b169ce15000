// Of a cut log or database what is left looks whole: who reads it asks what had been acknowledged.
#include "native/server/witness_check.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "core/sync/outbox.h"
#include "native/cli/data_folder.h"
#include "native/server/backup.h"
#include "native/server/journal_export.h"
#include "native/server/load_host.h"
#include "native/server/outbox_import.h"
#include "native/server/verify.h"
#include "native/store/file.h"
#include "native/store/sqlite.h"
#include "tests/native/cli/program.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
namespace fs = std::filesystem;

namespace {

constexpr TimeMs kDay{1795312800000};

// A street with some entries, each in a commit of its own, as a killed server leaves it: with a log.
struct Killed {
  Killed() {
    const std::string data = folder.path() + "/data";
    make_test_data(data, 1);
    const auto store = std::move(*open_data_folder(data));
    SyncDevice device{ActorId{1001}, test_grant(), 51};
    enroll(*store, device);
    const auto host = std::move(*load_host(*store));
    for (int i = 0; i < 20; ++i) {
      OutboxFile file;
      file.version = OutboxFile::kVersion;
      file.items = device.sign({device.report(kDay + i * kMinuteMs, test::kGridA1)});
      REQUIRE(import_outbox(*store, *host, encode(file), kDay + kHourMs).ok());
    }
    last = *store->last_seq(test::kStreet);
    fs::copy(data, path, fs::copy_options::recursive);
    REQUIRE(fs::file_size(path + "/gezhi.db-wal") > 10000);
  }

  void sql(const char* text) {
    SqliteConnection(path + "/gezhi.db", SqliteConnection::Mode::write).execute(text);
  }
  void forget_witness() {
    for (const char* name : {"/gezhi.last-a", "/gezhi.last-b"}) fs::remove(path + name);
  }
  std::string backup() const { return folder.path() + "/backup"; }

  // The exit status and the words of all three.
  std::vector<test::Ran> looked_at() {
    fs::remove_all(backup());
    return {test::run("verify --data " + path),
            test::run("export entries --data " + path + " --out " + folder.path() + "/entries"),
            test::run("backup " + backup() + " --data " + path)};
  }
  void check_refused(const std::string& words) {
    for (const test::Ran& ran : looked_at()) {
      CHECK(ran.status == 1);
      CHECK_MESSAGE(test::says(ran, words), ran.output);
      CHECK_MESSAGE(test::says(ran, "devices give back what they hold"), ran.output);
    }
    CHECK_FALSE(fs::exists(backup()));
    CHECK_FALSE(fs::exists(backup() + ".part"));
    CHECK_FALSE(fs::exists(folder.path() + "/entries"));
  }

  TempFolder folder;
  std::string path = folder.path() + "/killed";
  std::uint64_t last = 0;
};

}  // namespace

TEST_SUITE("server/witness_check") {
  TEST_CASE("what has all that was acknowledged is verified, exported and backed up") {
    Killed killed;
    for (const test::Ran& ran : killed.looked_at()) {
      CHECK_MESSAGE(ran.status == 0, ran.output);
      CHECK_FALSE(test::says(ran, "is not known"));
    }
  }

  TEST_CASE("a byte flipped in the log: no verification, export or backup of what is left passes") {
    Killed killed;
    Bytes log = *read_file(killed.path + "/gezhi.db-wal", 1 << 26);
    log[log.size() / 3] ^= 1;
    REQUIRE(overwrite_file(killed.path + "/gezhi.db-wal", log).ok());
    killed.check_refused("entries, of " + std::to_string(killed.last) + " that were acknowledged");
  }

  TEST_CASE("entries, or a whole street, taken out of the database are missed") {
    Killed last;
    last.sql("DELETE FROM entry WHERE seq > (SELECT max(seq) - 1 FROM entry)");
    last.check_refused("the store has " + std::to_string(last.last - 1) + " entries, of " +
                       std::to_string(last.last) + " that were acknowledged");
    Killed all;
    all.sql("DELETE FROM entry");
    all.check_refused("the store has 0 entries");
  }

  TEST_CASE("the last entry exchanged for another is seen") {
    Killed killed;
    const auto witness = WitnessFile(killed.path).read();
    REQUIRE(witness);
    const auto store = std::move(*read_data_folder(killed.path));
    CHECK(check_witness(*store, witness).ok());
    CHECK(check_witness(*store, {}).ok());
    Witness other = *witness;
    other.streets.at(0).entry[0] ^= 1;
    CHECK(check_witness(*store, other).error().code == "entries_missing");
    CHECK(verify_journal(*store, other).error().code == "entries_missing");
    CHECK(verify_journal(*store).ok());
  }

  TEST_CASE("without the witness it is said that nothing is known of the end") {
    Killed killed;
    killed.sql("DELETE FROM entry WHERE seq > (SELECT max(seq) - 1 FROM entry)");
    killed.forget_witness();
    for (const test::Ran& ran : killed.looked_at()) {
      CHECK_MESSAGE(ran.status == 0, ran.output);
      CHECK_MESSAGE(test::says(ran, "is not known"), ran.output);
    }
  }
}
