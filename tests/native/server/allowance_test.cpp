// What one account may bring, over HTTP: operations, photos, live channels; and what it is told.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/hex.h"
#include "core/cases/ops.h"
#include "native/cli/data_folder.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/street_setup.h"
#include "tests/native/server/running_server.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/native/server/test_photos.h"
#include "tests/support/street.h"

using namespace gezhi;

namespace {

// A server of this process with the small street, and its people of tests/native/server/server_process.h.
struct LimitedStreet {
  explicit LimitedStreet(const ServerLimits& limits)
      : server({{"anna", {test_grant()}},
                {"bo", {test_grant()}},
                {"clerk", {clerk_grant()}},
                {"none", {}}},
               limits) {
    server.stop();
    auto store = open_data_folder(server.data());
    REQUIRE(store.ok());
    Host host("epoch");
    host.set_secret(*server_secret_of(**store));
    std::vector<StoredEntry> entries;
    const StreetSetup setup{test::kStreet, test::default_policy(), test::street_grids(),
                            test::street_units()};
    REQUIRE(set_up_street(host, setup, now_ms(), entries).ok());
    REQUIRE((*store)->append(entries).ok());
    const auto accounts = (*store)->accounts();
    REQUIRE(accounts.ok());
    REQUIRE((*accounts)[0].actor == ActorId{1001});
    store->reset();
    server.start();
  }

  static std::vector<PushItem> reports(SyncDevice& device, int count) {
    std::vector<PushItem> items;
    for (int i = 0; i < count; ++i) items.push_back(device.report(now_ms(), test::kGridA1));
    return items;
  }

  RunningServer server;
  SyncDevice anna{ActorId{1001}, test_grant(), 81};
  SyncDevice bo{ActorId{1002}, test_grant(), 82};
};

ServerLimits with_operations(const Rate& rate) {
  ServerLimits limits;
  limits.operations = rate;
  return limits;
}

HttpAnswer go_live(HttpClient& client) {
  return client.get("/api/live", {{"Connection", "Upgrade"},
                                  {"Upgrade", "websocket"},
                                  {"Sec-WebSocket-Version", "13"},
                                  {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
}

std::string blob_path(const std::string& content) {
  return "/api/blob/" + to_hex(sha256(view_of(content)));
}

}  // namespace

TEST_SUITE("server/allowance") {
  TEST_CASE("too many operations are held back by name, and those of others are not") {
    LimitedStreet street(with_operations({5, 1}));
    HttpClient client = street.server.signed_in("anna");
    const std::vector<PushItem> items = street.anna.sign(LimitedStreet::reports(street.anna, 8));
    for (int turn = 0; turn < 3; ++turn) {  // what is known is not counted again
      const auto exchange = street.anna.exchange(client, items);
      REQUIRE(exchange.status == 200);
      CHECK(exchange.response.receipts.size() == 5);
      REQUIRE(exchange.response.problems.size() == 3);
      for (const Problem& one : exchange.response.problems) {
        CHECK(one.what == PushProblem::too_many);
      }
    }
    HttpClient other = street.server.signed_in("bo");
    const auto free = street.bo.exchange(other, LimitedStreet::reports(street.bo, 5));
    CHECK(free.response.receipts.size() == 5);
    CHECK(street.anna.exchange(client, {}).status == 200);  // it is read from as ever
  }

  TEST_CASE("reading contacts is a person's doing too, and ends where the allowance does") {
    LimitedStreet street(with_operations({3, 1}));
    HttpClient client = street.server.signed_in("clerk");
    Json body;
    body.set("case", to_text(Uuid{{9}}));
    body.set("reason", "核实情况");
    body.set("role", "intake_clerk");
    body.set("unit", static_cast<std::int64_t>(clerk_grant().unit.value));
    body.set("grid", static_cast<std::int64_t>(clerk_grant().grid.value));
    body.set("shard", static_cast<std::int64_t>(test::kStreet.value));
    for (int i = 0; i < 3; ++i) {
      CHECK(client.request("POST", "/api/sealed", to_text(body)).status == 403);
    }
    const HttpAnswer more = client.request("POST", "/api/sealed", to_text(body));
    CHECK(more.status == 503);
    CHECK(more.code() == "busy");
    CHECK(more.headers.count("retry-after") == 1);
  }

  TEST_CASE("who hammers is told to wait, by what that costs, and others are not") {
    ServerLimits limits;
    limits.work = {2000, 3600};  // one a second
    limits.costs = {10, 100, 50, 20, 5000};
    LimitedStreet street(limits);
    HttpClient client = street.server.signed_in("anna");
    const std::vector<PushItem> items = street.anna.sign(LimitedStreet::reports(street.anna, 3));
    int taken = 0;
    while (taken < 8 && street.anna.exchange(client, items).status == 200) ++taken;
    CHECK(taken >=
          4);  // the same again and again, which costs no operation: 310 and what was looked at
    CHECK(taken <= 6);
    const HttpAnswer later =
        client.request("POST", "/api/sync", text_of(street.anna.request(items, 0)));
    CHECK(later.status == 429);
    CHECK(later.code() == "too_much_work");
    const int wait = std::stoi(later.headers.at("retry-after"));
    CHECK(wait > 0);
    CHECK(wait <= 310 + 200);
    int asked = 0;
    while (asked < 41 && client.get(blob_path("no photo")).status == 404) ++asked;
    CHECK(asked <= 40);  // at most what was left
    const HttpAnswer photo = client.get(blob_path("no photo"));
    CHECK(photo.status == 429);
    CHECK(photo.code() == "too_much_work");
    CHECK(photo.headers.count("retry-after") == 1);
    CHECK(client.request("HEAD", blob_path("no photo"), "").status == 429);
    CHECK(client.request("PUT", blob_path("no photo"), "x").status == 429);
    CHECK(client.get("/api/me").status == 200);
    HttpClient other = street.server.signed_in("bo");
    CHECK(street.bo.exchange(other, LimitedStreet::reports(street.bo, 3)).status == 200);
    CHECK(other.get(blob_path("no photo")).status == 404);
  }

  TEST_CASE(
      "honest work is not told to wait: full pushes, the same again, a first sync in small pages") {
    LimitedStreet street(ServerLimits{});
    HttpClient client = street.server.signed_in("anna");
    HttpClient other = street.server.signed_in("bo");
    for (int push = 0; push < 2; ++push) {
      const auto items = street.bo.sign(LimitedStreet::reports(street.bo, 500));
      for (int turn = 0; turn < 2; ++turn) {
        const auto exchange = street.bo.exchange(other, items);
        CHECK(exchange.status == 200);
        CHECK(exchange.response.receipts.size() == 500);
      }
    }
    int pages = 0;
    for (bool more = true; more; ++pages) {
      const auto exchange = street.anna.exchange(client, {}, kPullBytesMin);
      REQUIRE(exchange.status == 200);
      more = std::any_of(exchange.response.pages.begin(), exchange.response.pages.end(),
                         [](const ShardPage& page) { return page.more; });
    }
    CHECK(pages > 10);
    // A whole street's first sync (host_test.cpp: two a case, one an entry), in pages of 100 entries, and a
    // push of 500: ten times at once, three times an hour.
    const ServerLimits usual;
    constexpr std::uint64_t kCases = 20000, kEntries = 12 * kCases;
    const std::uint64_t honest = 2 * kCases + kEntries + kEntries / 100 * usual.costs.request +
                                 usual.costs.request + 500 * usual.costs.operation;
    CHECK(usual.work.burst > 10 * honest);
    CHECK(usual.work.per_hour > 3 * honest);
  }

  TEST_CASE("bytes of photos: above the allowance they come later, and others' come now") {
    const std::string photo = test::jpeg_photo(1), second = test::jpeg_photo(2);
    ServerLimits limits;
    limits.photo_bytes = {photo.size() + second.size() / 2, 3600};  // a byte a second
    LimitedStreet street(limits);
    HttpClient client = street.server.signed_in("anna");
    HttpClient other = street.server.signed_in("bo");
    REQUIRE(street.anna.exchange(client, LimitedStreet::reports(street.anna, 1)).status == 200);
    const CaseId subject = street.anna.last_case();
    Photo one, two;
    one.digest = sha256(view_of(photo));
    two.digest = sha256(view_of(second));
    const auto named = street.anna.exchange(
        client, {street.anna.make(now_ms(), subject, AddNote{"见照片", {one, two}})});
    REQUIRE(named.response.receipts.size() == 1);
    REQUIRE(named.response.receipts[0].outcome.applied());
    const auto unnamed = client.request("PUT", blob_path("nobody's"), std::string(100, 'x'));
    CHECK(unnamed.code() == "photo_not_named");  // and costs nothing
    CHECK(client.request("PUT", blob_path(photo), photo).status == 200);
    const HttpAnswer later = client.request("PUT", blob_path(second), second);
    CHECK(later.status == 429);
    CHECK(later.code() == "too_many_photos");
    const int wait = std::stoi(later.headers.at("retry-after"));
    CHECK(wait > 1);
    CHECK(wait <= static_cast<int>(second.size()));
    CHECK(client.get(blob_path(photo)).status == 200);  // looking costs nothing
    CHECK(other.request("PUT", blob_path(second), second).status == 200);
  }

  TEST_CASE("replies that are not read are so many bytes of an account, and end") {
    const std::string photo = test::jpeg_photo(1, 2400, 1800);
    REQUIRE(photo.size() > 200 * 1024);
    ServerLimits limits;
    limits.replies_bytes_share = photo.size() * 3 / 2;
    limits.send_buffer_bytes = 4096;
    limits.write_time = std::chrono::seconds(1);
    limits.write_rate = 1024 * 1024;
    LimitedStreet street(limits);
    HttpClient client = street.server.signed_in("anna");
    HttpClient other = street.server.signed_in("bo");
    REQUIRE(street.anna.exchange(client, LimitedStreet::reports(street.anna, 1)).status == 200);
    Photo named;
    named.digest = sha256(view_of(photo));
    const CaseId subject = street.anna.last_case();
    REQUIRE(street.anna
                .exchange(client, {street.anna.make(now_ms(), subject, AddNote{"见照片", {named}})})
                .response.receipts.at(0)
                .outcome.applied());
    REQUIRE(client.request("PUT", blob_path(photo), photo).status == 200);
    const auto status = [&] { return client.get(blob_path(photo)).status; };
    CHECK(status() == 200);
    CHECK(status() == 200);  // what was read is given back
    HttpClient slow = street.server.client();
    slow.receive_bytes = 4096;
    REQUIRE(slow.send("GET " + blob_path(photo) +
                      " HTTP/1.1\r\nHost: here\r\nCookie: " + client.cookie + "\r\n\r\n"));
    HttpAnswer full;
    for (int i = 0; i < 200 && full.status != 503; ++i) full = client.get(blob_path(photo));
    CHECK(full.status == 503);
    CHECK(full.code() == "busy");
    CHECK(std::stoi(full.headers.at("retry-after")) > 0);
    CHECK(client.get("/api/me").status == 200);  // what is small goes on
    CHECK(other.get(blob_path(photo)).body == photo);
    int later = 0;
    for (int i = 0; i < 200 && later != 200; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      later = status();
    }
    CHECK(later == 200);  // who did not read was cut off
    CHECK(slow.read_until("never said").empty());
  }

  TEST_CASE("who has no grant is poked for no street") {
    using namespace std::string_view_literals;
    LimitedStreet street(ServerLimits{});
    HttpClient anna = street.server.signed_in("anna");
    HttpClient bo = street.server.signed_in("bo");
    HttpClient none = street.server.signed_in("none");
    CHECK(go_live(bo).status == 101);
    CHECK(go_live(none).status == 101);
    const std::string_view ask = "\x81\x81\0\0\0\0?"sv;
    // Both channels are open when they answer.
    for (HttpClient* one : {&bo, &none}) CHECK((one->send(ask) && !one->read_until("!").empty()));
    CHECK(street.anna.exchange(anna, LimitedStreet::reports(street.anna, 1)).status == 200);
    CHECK_FALSE(bo.read_until("shards").empty());
    REQUIRE(none.send(ask));
    const std::string heard = none.read_until("!");
    CHECK_FALSE(heard.empty());
    CHECK(heard.find("shards") == std::string::npos);
  }

  TEST_CASE("live channels of one account are counted, over all its sessions, and come back") {
    ServerLimits limits;
    limits.live_per_account = 2;
    LimitedStreet street(limits);
    HttpClient first = street.server.signed_in("anna");
    HttpClient again = street.server.signed_in("anna");
    HttpClient third = street.server.client();
    third.cookie = first.cookie;
    CHECK(go_live(first).status == 101);
    CHECK(go_live(again).status == 101);
    const HttpAnswer full = go_live(third);
    CHECK(full.status == 503);
    CHECK(full.code() == "too_many_connections");
    CHECK(full.headers.at("retry-after") == "10");
    HttpClient bo = street.server.signed_in("bo");
    CHECK(go_live(bo).status == 101);
    again.disconnect();
    int status = 0;
    for (int i = 0; i < 200 && status != 101; ++i) {  // the server hears of it in its own time
      HttpClient one = street.server.client();
      one.cookie = first.cookie;
      status = go_live(one).status;
    }
    CHECK(status == 101);
  }
}
