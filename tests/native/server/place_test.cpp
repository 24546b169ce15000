// The server looks up, on the map in its data directory, where a report without a grid lies.
#include <doctest/doctest.h>

#include "native/cli/data_folder.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/passwords.h"
#include "native/server/sync_service.h"
#include "native/server/verify.h"
#include "native/store/blob_files.h"
#include "native/store/file.h"
#include "tests/native/server/accounts_of.h"
#include "tests/support/ground.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Fixture {
  Fixture() {
    prepare_crypto();
    store = std::move(*make_data_folder(data));
    REQUIRE(ensure_secret(*store).ok());
    report = Street::report();
    report.place = {};
    report.place.point = StreetGround::in(2);
    report.place.accuracy_m = 12;
    report.place.outside_known_grids = true;
    id = street.new_case();
    REQUIRE(street.act("volunteer", id, report).applied());
    std::vector<StoredEntry> entries;
    for (const Entry& entry : street.entries()) {
      const Op op = *read_op(entry.op);
      entries.push_back({entry.shard, entry.seq, op.subject, op.id, encode(entry)});
    }
    REQUIRE(store->commit(entries, {}, {}).ok());
    add_accounts_of(*store, street);
  }

  // One turn of the server; the case as the journal has it after that.
  Case turn() {
    {
      SyncService::Setup setup;
      setup.pack = map;
      SyncService service(*store, blobs, std::move(setup));
      REQUIRE(service.load().ok());
      service.start();
      const Request request;
      const Principal nobody;
      service.submit(request, nobody, {}, [](const SyncService::Answer&) {});
      service.stop();
    }
    const auto verified = verify_journal(*store);
    REQUIRE_MESSAGE(verified.ok(), (verified.ok() ? "" : verified.error().message));
    return *(*load_host(*store))->ledger(kStreet)->world().find(id);
  }

  void put_map(const Bytes& bytes) { REQUIRE(replace_file(map, bytes).ok()); }

  TempFolder folder;
  std::string data = folder.path() + "/data";
  std::string map = folder.path() + "/district.pack";
  std::unique_ptr<ServerStore> store;
  BlobFiles blobs{folder.path() + "/blobs", 1 << 20};
  Street street{now_ms()};
  ReportCase report;
  CaseId id;
};

}  // namespace

TEST_SUITE("native/server/place") {
  TEST_CASE("a report without a grid gets it on the server's map, in the journal, once") {
    Fixture f;
    f.put_map(StreetGround().pack());
    const Case one = f.turn();
    CHECK(one.place.grid == kGridB1);
    CHECK(one.version == 2);
    CHECK(f.turn().version == 2);
  }

  TEST_CASE("without a map, or with a damaged one, it stays as it is until there is one") {
    Fixture f;
    CHECK(f.turn().version == 1);
    f.put_map(Bytes{1, 2, 3});
    CHECK(f.turn().version == 1);
    f.put_map(StreetGround().pack());
    CHECK(f.turn().place.grid == kGridB1);
  }
}
