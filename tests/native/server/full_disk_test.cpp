// A disk of 40 MB that fills up under the real server: an ext4 image, where a mapped file would raise
// SIGBUS (tmpfs behaves otherwise). And a terminal or a log that goes away.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>

#include "native/cli/data_folder.h"
#include "native/server/now.h"
#include "native/server/verify.h"
#include "native/store/room.h"
#include "tests/native/server/loop_disk.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
namespace fs = std::filesystem;

namespace {

// Somebody else fills what is left.
void fill(const std::string& disk) {
  const int file = ::open((disk + "/other").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  REQUIRE(file >= 0);
  for (const std::size_t size : {std::size_t{1} << 20, std::size_t{4096}, std::size_t{1}}) {
    const std::string piece(size, 'x');
    while (write(file, piece.data(), piece.size()) == static_cast<ssize_t>(piece.size())) {
    }
  }
  ::fsync(file);
  ::close(file);
}
void empty(const std::string& disk) { fs::remove(disk + "/other"); }

// Of 12 MB.
void set_ballast(const std::string& disk) {
  const int file = ::open((disk + "/ballast").c_str(), O_WRONLY | O_CREAT, 0600);
  REQUIRE(posix_fallocate(file, 0, 12 << 20) == 0);
  ::close(file);
}
void drop_ballast(const std::string& disk) { fs::remove(disk + "/ballast"); }

struct Bed {
  explicit Bed(const std::string& folder, const std::string& keep_free)
      : data(folder + "/data"), server(GEZHI_PROGRAM, data, {"--keep-free", keep_free}) {
    make_test_data(data, 1);
    server.start();
    client = std::make_unique<HttpClient>(server.port());
    REQUIRE(client->sign_in("person1", kTestPassword) == 200);
  }

  // Pushes what is not acknowledged yet and something new; what was said about it.
  PushProblem push() {
    for (int i = 0; i < 60; ++i) {
      const PushItem item = device.report(now_ms(), test::kGridA1, 8);
      waiting[read_op(item.op)->id] = item;
    }
    std::vector<PushItem> items;
    for (const auto& [id, item] : waiting) {
      if (items.size() < 60) items.push_back(item);
    }
    const auto exchange = device.exchange(*client, std::move(items), kPullBytesMin);
    if (exchange.status != 200) return PushProblem::server_failed;
    for (const Receipt& receipt : exchange.response.receipts) {
      acknowledged[receipt.op] = receipt.seq;
      waiting.erase(receipt.op);
    }
    return exchange.response.problems.empty() ? PushProblem::none
                                              : exchange.response.problems[0].what;
  }

  void check_all_there() {
    CHECK(server.stop() == 0);
    const auto store = read_data_folder(data);
    REQUIRE(store.ok());
    const auto streets = verify_journal(**store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    for (const auto& [op, seq] : acknowledged) CHECK(*(*store)->find(test::kStreet, op) == seq);
  }

  std::string data;
  ServerProcess server;
  std::unique_ptr<HttpClient> client;
  SyncDevice device{ActorId{1001}, test_grant(), 77};
  std::map<OpId, PushItem> waiting;
  std::map<OpId, std::uint64_t> acknowledged;
};

}  // namespace

TEST_SUITE("server/full_disk") {
  TEST_CASE("the mark, the reserve, and a quarter more before it begins again") {
    TempFolder folder;
    Room never(folder.path(), 0, 0);
    CHECK(never.is_enough());
    const std::uint64_t free = never.free_bytes();
    CHECK(Room(folder.path(), free / 2, 0).is_enough());
    Room full(folder.path(), UINT64_MAX / 2, 4096);
    CHECK_FALSE(full.is_enough());
    full.keep_reserve();
    CHECK_FALSE(fs::exists(folder.path() + "/gezhi.reserve"));
    Room roomy(folder.path(), 4096, 8192);
    roomy.keep_reserve();
    CHECK(fs::file_size(folder.path() + "/gezhi.reserve") == 8192);
    roomy.spend_reserve();
    CHECK_FALSE(fs::exists(folder.path() + "/gezhi.reserve"));
  }

  TEST_CASE(
      "the disk fills: pushes are held back in words, reading goes on, and it goes on by itself") {
    LoopDisk disk(40);
    if (!disk.mounted()) return;
    set_ballast(disk.path());
    Bed bed(disk.path(), "4");
    PushProblem said = PushProblem::none;
    for (int i = 0; i < 400 && said == PushProblem::none; ++i) said = bed.push();
    CHECK(said == PushProblem::server_full);
    CHECK(bed.acknowledged.size() > 100);
    CHECK(bed.client->get("/healthz").json().find("reason")->string()->find("store_full") == 0);
    fill(disk.path());
    for (int i = 0; i < 20; ++i) CHECK(bed.push() == PushProblem::server_full);
    CHECK(bed.client->get("/api/me").status == 200);
    CHECK(fs::exists(disk.path() + "/data/gezhi.reserve"));
    empty(disk.path());
    drop_ballast(disk.path());
    for (int i = 0; i < 1000 && said != PushProblem::none; ++i) {
      usleep(20000);
      said = bed.push();
    }
    CHECK(said == PushProblem::none);
    bed.check_all_there();
  }

  TEST_CASE("killed on a disk that is full by then, it starts again by its reserve") {
    LoopDisk disk(40);
    if (!disk.mounted()) return;
    Bed bed(disk.path(), "8");
    REQUIRE(fs::exists(bed.data + "/gezhi.reserve"));
    for (int i = 0; i < 4; ++i) REQUIRE(bed.push() == PushProblem::none);
    bed.server.kill();
    REQUIRE(fs::file_size(bed.data + "/gezhi.db-wal") > 0);
    fill(disk.path());
    REQUIRE(bed.server.try_start());
    CHECK_FALSE(fs::exists(bed.data + "/gezhi.reserve"));
    bed.client = std::make_unique<HttpClient>(bed.server.port());
    CHECK(bed.client->get("/healthz").status == 200);
    empty(disk.path());
    bed.check_all_there();
  }

  TEST_CASE(
      "without a mark the disk fills to the last byte: nothing acknowledged is lost, it does not "
      "die") {
    LoopDisk disk(40);
    if (!disk.mounted()) return;
    Bed bed(disk.path(), "0");
    for (int i = 0; i < 3; ++i) CHECK(bed.push() == PushProblem::none);
    fill(disk.path());
    for (int i = 0; i < 60; ++i) bed.push();
    CHECK(bed.push() != PushProblem::none);
    CHECK(bed.client->get("/healthz").status != 0);  // it is still there
    empty(disk.path());
    const std::size_t before = bed.acknowledged.size();
    for (int i = 0; i < 600 && bed.acknowledged.size() == before; ++i) {
      usleep(20000);
      bed.push();
    }
    CHECK(bed.acknowledged.size() > before);
    bed.check_all_there();
  }
}

TEST_SUITE("server/signals") {
  TEST_CASE("a terminal that hangs up and a log that nobody reads do not end the server") {
    TempFolder folder;
    Bed bed(folder.path(), "0");  // its standard output is a pipe that was closed by now
    bed.server.signal(SIGHUP);
    bed.server.signal(SIGPIPE);
    CHECK(bed.push() == PushProblem::none);
    bed.check_all_there();
  }

  TEST_CASE("a reader of the log that dies takes nobody with it") {
    TempFolder folder;
    const std::string data = folder.path() + "/data";
    make_test_data(data, 1);
    ServerProcess server(GEZHI_PROGRAM, data, {"--keep-free", "0"});
    server.close_log();
    server.start();
    HttpClient client(server.port());
    REQUIRE(client.sign_in("person1", kTestPassword) == 200);
    server.signal(SIGHUP);
    CHECK(client.get("/api/me").status == 200);
    CHECK(server.stop() == 0);  // which says something to the log
  }

  TEST_CASE("a log that is full and stays so holds nobody up") {
    TempFolder folder;
    const std::string data = folder.path() + "/data";
    make_test_data(data, 1);
    ServerProcess server(GEZHI_PROGRAM, data, {"--keep-free", "0"});
    server.stick_log();
    server.start();
    HttpClient client(server.port());
    for (int i = 0; i < 3; ++i) CHECK(client.sign_in("person1", kTestPassword) == 200);
    CHECK(client.get("/api/me").status == 200);
    CHECK(server.stop() == 0);
  }
}
