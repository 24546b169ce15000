// The service above a disk that fails: whoever got a receipt finds the operation in the journal, in
// whatever way two failures meet; what is held back is said; and it serves again by itself.
#include <doctest/doctest.h>
#include <spdlog/spdlog.h>

#include <future>

#include "native/cli/data_folder.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/signature_openssl.h"
#include "native/server/street_setup.h"
#include "native/server/sync_service.h"
#include "native/server/verify.h"
#include "native/store/blob_files.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/native/store/faulty_vfs.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

std::vector<StoredEntry> street_entries(SqliteStore& store) {
  Host host("epoch");
  host.set_secret(*server_secret_of(store));
  std::vector<StoredEntry> entries;
  const StreetSetup setup{test::kStreet, test::default_policy(), test::street_grids(),
                          test::street_units()};
  REQUIRE(set_up_street(host, setup, now_ms(), entries).ok());
  return entries;
}

// A service with one street, and a person who pushes what has no receipt yet, again and again.
struct Bed {
  explicit Bed(const Rate& operations = {}) {
    spdlog::set_level(spdlog::level::off);
    register_faulty_vfs();
    arm_disk({});
    {
      const auto made = make_data_folder(data);
      REQUIRE(made.ok());
      REQUIRE((*made)->append(street_entries(**made)).ok());
      Account account;
      account.actor = ActorId{1001};
      account.login = "person1";
      account.grants = {test_grant()};
      REQUIRE((*made)->add_account(account).ok());
    }
    SqliteStore::Options options;
    options.folder = data;
    options.vfs = kFaultyVfs;
    store = std::move(*SqliteStore::open(options));
    SyncService::Setup setup;
    setup.pause_ms = 0;
    setup.operations = operations;
    setup.dropped = [this] { ++dropped; };
    service = std::make_unique<SyncService>(*store, blobs, std::move(setup));
    REQUIRE(service->load().ok());
    service->start();
  }
  ~Bed() {
    arm_disk({});
    spdlog::set_level(spdlog::level::warn);
  }

  void make() {
    const PushItem item = device.sign({device.report(now_ms(), test::kGridA1)})[0];
    waiting[read_op(item.op)->id] = item;
  }

  // One exchange; empty: the service had an error instead.
  std::optional<Pushed> exchange() {
    Request request;
    request.protocol = kProtocol;
    request.device = device.device();
    request.key = device.key();
    for (const auto& [id, item] : waiting) request.push.push_back(item);
    const Signatures signatures = check_signatures(request, OpensslSignatures());
    std::promise<std::optional<Pushed>> answered;
    service->submit(request, principal, signatures, [&](SyncService::Answer answer) {
      answered.set_value(answer ? std::optional<Pushed>(answer->pushed) : std::nullopt);
    });
    auto pushed = answered.get_future().get();
    if (!pushed) return pushed;
    for (const Receipt& receipt : pushed->receipts) {
      acknowledged[receipt.op] = receipt.seq;
      waiting.erase(receipt.op);
    }
    return pushed;
  }

  void work() {
    for (int turn = 0; turn < 8; ++turn) {
      make();
      exchange();
      static_cast<void>(store->end_session({}));  // somebody signs out, whatever the state
    }
  }

  // The disk is well again: everything gets through, and stands where its receipt says.
  void check_all_there() {
    arm_disk({});
    for (int turn = 0; turn < 1000 && !waiting.empty(); ++turn) exchange();
    CHECK(waiting.empty());
    CHECK(service->health().state == StoreState::serving);
    service->stop();
    service.reset();
    store.reset();
    auto after = open_data_folder(data);
    REQUIRE(after.ok());
    const auto streets = verify_journal(**after);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    for (const auto& [op, seq] : acknowledged) CHECK(*(*after)->find(test::kStreet, op) == seq);
  }

  TempFolder folder;
  std::string data = folder.path() + "/data";
  BlobFiles blobs{data + "/blobs", 1 << 20};
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<SyncService> service;
  SyncDevice device{ActorId{1001}, test_grant(), 5};
  Principal principal{ActorId{1001}, {test_grant()}};
  std::map<OpId, PushItem> waiting;
  std::map<OpId, std::uint64_t> acknowledged;
  std::atomic<int> dropped = 0;
};

bool survives(const DiskFault& fault) {
  CAPTURE(static_cast<int>(fault.kind));
  CAPTURE(fault.first);
  CAPTURE(fault.then);
  CAPTURE(fault.for_ever);
  Bed bed;
  arm_disk(fault);
  bed.work();
  const bool met = disk_failures() > 0;
  bed.check_all_there();
  return met;
}

}  // namespace

TEST_SUITE("server/store_failure") {
  TEST_CASE("a failure of every call, once and for ever: receipts only for what is there") {
    std::uint64_t faults = 0;
    for (const DiskCall kind : {DiskCall::open, DiskCall::read, DiskCall::write, DiskCall::sync,
                                DiskCall::truncate, DiskCall::size}) {
      for (const bool for_ever : {false, true}) {
        for (std::uint64_t n = 1; survives({kind, n, for_ever, false, 0}); n += n < 10 ? 1 : 7) {
          ++faults;
        }
      }
    }
    CHECK(faults > 40);
  }

  TEST_CASE("a commit fails, and so does opening again: nobody gets a receipt for what is gone") {
    std::uint64_t faults = 0;
    for (std::uint64_t n = 1; n <= 5; ++n) {
      for (std::uint64_t m = 1; m <= 28; m += 3) {
        if (survives({DiskCall::sync, n, false, false, m})) ++faults;
      }
    }
    CHECK(faults > 40);
  }

  TEST_CASE("regression 11: while it can't be opened again 50 operations get no receipt") {
    Bed bed;
    bed.make();
    REQUIRE(bed.exchange());
    arm_disk({DiskCall::any, 1, true, false, 0});
    for (int i = 0; i < 50; ++i) {
      bed.make();
      bed.exchange();
      CHECK(bed.service->health().state != StoreState::serving);
      CHECK_FALSE(bed.store->end_session({}).ok());
    }
    CHECK(bed.acknowledged.size() == 1);
    CHECK(bed.dropped > 0);
    bed.check_all_there();
    CHECK(bed.acknowledged.size() == 51);
  }

  TEST_CASE(
      "regression 12: a failed commit gives nobody a new allowance, and costs nobody any of it") {
    Bed bed({5, 1});
    for (int i = 0; i < 3; ++i) bed.make();
    REQUIRE(bed.exchange());
    REQUIRE(bed.acknowledged.size() == 3);
    arm_disk({DiskCall::write, 1, false, false, 0});  // nothing of it is stored
    bed.make();
    bed.exchange();
    REQUIRE(disk_failures() > 0);
    arm_disk({});
    for (int turn = 0; turn < 1000 && !bed.waiting.empty(); ++turn) bed.exchange();
    CHECK(bed.acknowledged.size() == 4);
    for (int i = 0; i < 3; ++i) bed.make();
    const auto pushed = bed.exchange();
    REQUIRE(pushed);
    CHECK(pushed->receipts.size() == 1);
    REQUIRE(pushed->problems.size() == 2);
    for (const Problem& problem : pushed->problems) CHECK(problem.what == PushProblem::too_many);
  }

  TEST_CASE("what can only be read is read, and pushes are held back in words") {
    Bed bed;
    bed.make();
    REQUIRE(bed.exchange());
    arm_disk({DiskCall::write, 1, true, true, 0});
    bed.make();
    CHECK_FALSE(bed.exchange());  // of the commit that failed nobody hears
    const auto held = bed.exchange();
    REQUIRE(held);
    REQUIRE(held->problems.size() == 1);
    CHECK(held->problems[0].what == PushProblem::server_full);
    CHECK(bed.service->health().state == StoreState::read_only);
    CHECK(bed.service->health().reason == "store_full");
    bed.check_all_there();
  }
}
