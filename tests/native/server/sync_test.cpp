// Sync over the real server process: receipts, pulls, and what a killed server may not lose.
#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "native/cli/data_folder.h"
#include "native/server/now.h"
#include "native/server/verify.h"
#include "tests/native/server/served_street.h"
#include "tests/support/street.h"

using namespace gezhi;

namespace {

using Acknowledged = std::map<OpId, std::uint64_t>;

// Pushes until the connection breaks; what got a receipt lands in `acknowledged`.
void push_until_broken(HttpClient client, SyncDevice device, Acknowledged& acknowledged,
                       std::mutex& mutex, std::atomic<int>& count) {
  for (;;) {
    std::vector<PushItem> items;
    for (int i = 0; i < 3; ++i) items.push_back(device.report(now_ms(), test::kGridA1));
    const auto exchange = device.exchange(client, std::move(items), kPullBytesMin);
    if (exchange.status != 200) return;
    std::lock_guard lock(mutex);
    for (const Receipt& receipt : exchange.response.receipts)
      acknowledged[receipt.op] = receipt.seq;
    ++count;
  }
}

void check_all_present(const std::string& data, const Acknowledged& acknowledged) {
  auto store = open_data_folder(data);
  REQUIRE(store.ok());
  const auto streets = verify_journal(**store);
  REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
  for (const auto& [op, seq] : acknowledged) {
    const auto found = (*store)->find(test::kStreet, op);
    REQUIRE(found.ok());
    CHECK(*found == seq);
  }
}

}  // namespace

TEST_SUITE("server/sync") {
  TEST_CASE("what is pushed gets a receipt, comes back by pull, and is taken once") {
    ServedStreet fixture;
    HttpClient client = fixture.signed_in(1);
    SyncDevice device = ServedStreet::device(1, 11);
    const PushItem item = device.report(now_ms(), test::kGridA1);
    const auto first = device.exchange(client, {item});
    REQUIRE(first.status == 200);
    REQUIRE(first.response.receipts.size() == 1);
    CHECK(first.response.receipts[0].outcome.applied());
    REQUIRE(first.response.pages.size() == 1);
    CHECK(first.response.pages[0].head == first.response.receipts[0].seq);
    const auto again = device.exchange(client, {item});
    REQUIRE(again.response.receipts.size() == 1);
    CHECK(again.response.receipts[0].seq == first.response.receipts[0].seq);

    HttpClient other = fixture.signed_in(2);
    SyncDevice other_device = ServedStreet::device(2, 12);
    const auto pulled = other_device.exchange(other, {});
    bool found = false;
    for (const ShardPage& page : pulled.response.pages) {
      for (const PageItem& one : page.items) {
        const auto entry = read_entry(one.entry);
        found = found || (entry.ok() && entry->op == item.op);
      }
    }
    CHECK(found);
    CHECK(fixture.server.stop() == 0);
  }

  TEST_CASE("nobody pushes in another's name, without signing in, or nonsense") {
    ServedStreet fixture;
    SyncDevice device = ServedStreet::device(1, 13);
    HttpClient stranger(fixture.server.port());
    CHECK(device.exchange(stranger, {}).status == 401);
    HttpClient second = fixture.signed_in(2);
    const auto forged = device.exchange(second, {device.report(now_ms(), test::kGridA1)});
    REQUIRE(forged.response.problems.size() == 1);
    CHECK(forged.response.problems[0].what == PushProblem::other_actor);
    CHECK(second.request("POST", "/api/sync", "nonsense").code() == "bad_cbor");
    CHECK(second.get("/healthz").status == 200);
  }

  TEST_CASE("signed in is not signed: what a device did not sign with its key is not taken") {
    ServedStreet fixture;
    HttpClient client = fixture.signed_in(1);
    SyncDevice device = ServedStreet::device(1, 17);
    const auto problem_of = [&](PushItem item, const SyncDevice& by) {
      Request request;
      request.protocol = kProtocol;
      request.number = 1;
      request.device = by.device();
      request.key = by.key();
      request.push = {std::move(item)};
      const Bytes body = encode(request);
      const auto answer =
          client.request("POST", "/api/sync", std::string(body.begin(), body.end()));
      REQUIRE(answer.status == 200);
      const auto response = read_response(view_of(answer.body));
      REQUIRE(response.ok());
      return response->problems.empty() ? PushProblem::none : response->problems[0].what;
    };
    const PushItem good = device.sign({device.report(now_ms(), test::kGridA1)})[0];
    PushItem bare = good;
    bare.signature = {};
    CHECK(problem_of(bare, device) == PushProblem::not_signed);
    // A second device under the first one's name: with a key of its own it is another.
    SyncDevice thief = ServedStreet::device(1, 18);
    CHECK(problem_of(good, thief) == PushProblem::signature_wrong);
    CHECK(problem_of(good, device) == PushProblem::none);
  }

  TEST_CASE("who listens is told the street's newest entry when somebody pushed") {
    ServedStreet fixture;
    HttpClient listener = fixture.signed_in(2);
    REQUIRE(listener
                .get("/api/live", {{"Connection", "Upgrade"},
                                   {"Upgrade", "websocket"},
                                   {"Sec-WebSocket-Version", "13"},
                                   {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}})
                .status == 101);
    HttpClient client = fixture.signed_in(1);
    SyncDevice device = ServedStreet::device(1, 41);
    const auto pushed = device.exchange(client, {device.report(now_ms(), test::kGridA1)});
    REQUIRE(pushed.response.receipts.size() == 1);
    const std::string seq = std::to_string(pushed.response.receipts[0].seq);
    CHECK_FALSE(listener.read_until("\"seq\":" + seq).empty());
  }

  TEST_CASE("killed again and again under load, the server keeps everything it acknowledged") {
    ServedStreet fixture(6);
    Acknowledged acknowledged;
    std::mutex mutex;
    std::vector<std::string> cookies;
    for (int person = 1; person <= 6; ++person) cookies.push_back(fixture.signed_in(person).cookie);
    for (std::uint64_t round = 0; round < 4; ++round) {
      std::atomic<int> count = 0;
      std::vector<std::thread> pushers;
      for (int person = 1; person <= 6; ++person) {
        HttpClient client(fixture.server.port());
        client.cookie = cookies[static_cast<std::size_t>(person - 1)];  // sessions survive too
        pushers.emplace_back(
            push_until_broken, std::move(client),
            ServedStreet::device(person, round * 100 + static_cast<std::uint64_t>(person)),
            std::ref(acknowledged), std::ref(mutex), std::ref(count));
      }
      while (count < 30 + static_cast<int>(round) * 17) std::this_thread::yield();
      fixture.server.kill();
      for (std::thread& pusher : pushers) pusher.join();
      check_all_present(fixture.data, acknowledged);
      fixture.server.start();
    }
    CHECK(acknowledged.size() > 300);
  }

  TEST_CASE("a sealed contact is read by whoever wrote down why, and nobody else") {
    ServedStreet fixture;
    HttpClient client = fixture.signed_in(1);
    SyncDevice device = ServedStreet::device(1, 21);
    SealedFields contact{Bytes(16, 7), "某女士", "0571-00001234"};
    PushItem item;
    item.sealed = encode(contact);
    ReportCase report = test::Street::report();
    report.has_contact = true;
    CaseId subject;
    subject.value = make_uuid_v7(now_ms(), {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    Op op = *read_op(device.make(now_ms(), subject, report).op);
    op.sealed = sha256(item.sealed);
    item.op = encode(op);
    const auto pushed = device.exchange(client, {item});
    REQUIRE(pushed.response.receipts.size() == 1);
    REQUIRE(pushed.response.receipts[0].outcome.applied());
    CHECK(pushed.response.pages[0].items.size() > 0);
    const std::string journal_op(text_of(item.op));
    CHECK(journal_op.find("00001234") == std::string::npos);

    const auto read_as = [&](HttpClient& who, const Grant& grant, const std::string& reason) {
      Json json = to_json(grant);
      json.set("case", to_text(subject.value));
      json.set("reason", reason);
      return who.request("POST", "/api/sealed", to_text(json));
    };
    CHECK(read_as(client, test_grant(), "好奇").status == 403);  // no task there
    CHECK(client.request("POST", "/api/sealed", "{}").status == 400);

    HttpClient clerk(fixture.server.port());
    REQUIRE(clerk.sign_in("clerk", kTestPassword) == 200);
    CHECK(read_as(clerk, clerk_grant(), "").code() == "field_missing");
    const HttpAnswer answer = read_as(clerk, clerk_grant(), "回电核实地点");
    CHECK(answer.status == 200);
    CHECK(*answer.json().find("phone")->string() == "0571-00001234");
    CHECK(read_as(client, clerk_grant(), "回电核实地点").code() == "role_not_held");
    const auto streets = verify_journal(**read_data_folder(fixture.data));
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK((*streets)[0].refused == 3);  // every attempt stands in the journal
    fixture.server.stop();
    SqliteConnection(fixture.data + "/gezhi.db", SqliteConnection::Mode::write)
        .execute("DELETE FROM case_key");  // as the erase job does; the case was opened again since
    fixture.server.start();
    clerk.reconnect(fixture.server.port());
    const ShardId shard = test_grant().shard;
    const auto last = [&] { return *(*read_data_folder(fixture.data))->last_seq(shard); };
    const std::uint64_t before = last();
    CHECK(read_as(clerk, clerk_grant(), "回电核实地点").status == 404);
    CHECK(last() == before + 1);
    fixture.server.stop();
    CHECK(verify_journal(**open_data_folder(fixture.data)).error().code == "bad_sealed");
  }

  TEST_CASE("a contact may also be left later, with a note") {
    ServedStreet fixture;
    HttpClient client = fixture.signed_in(1);
    SyncDevice device = ServedStreet::device(1, 22);
    const PushItem report = device.report(now_ms(), test::kGridA1);
    PushItem item;
    item.sealed = encode(SealedFields{Bytes(16, 7), "某女士", "0571-00001234"});
    Op op = *read_op(device.make(now_ms(), device.last_case(), AddNote{"补充", {}, true}).op);
    op.sealed = sha256(item.sealed);
    item.op = encode(op);
    const auto pushed = device.exchange(client, {report, item});
    REQUIRE(pushed.response.receipts.size() == 2);
    REQUIRE(pushed.response.receipts[1].outcome.applied());
    HttpClient clerk(fixture.server.port());
    REQUIRE(clerk.sign_in("clerk", kTestPassword) == 200);
    Json json = to_json(clerk_grant());
    json.set("case", to_text(device.last_case().value));
    json.set("reason", "回电核实地点");
    const HttpAnswer answer = clerk.request("POST", "/api/sealed", to_text(json));
    CHECK(answer.status == 200);
    CHECK(*answer.json().find("phone")->string() == "0571-00001234");
  }

  TEST_CASE("verify finds a flipped byte, a missing entry and two that changed places") {
    ServedStreet fixture;
    {
      HttpClient client = fixture.signed_in(1);
      SyncDevice device = ServedStreet::device(1, 31);
      std::vector<PushItem> items;
      for (int i = 0; i < 5; ++i) items.push_back(device.report(now_ms(), test::kGridA1));
      REQUIRE(device.exchange(client, std::move(items)).status == 200);
    }
    CHECK(fixture.server.stop() == 0);
    const auto damaged = [&](const char* sql, const char* undo) {
      {
        SqliteConnection connection(fixture.data + "/gezhi.db", SqliteConnection::Mode::write);
        connection.execute(sql);
      }
      auto store = open_data_folder(fixture.data);
      const auto result = verify_journal(**store);
      store->reset();
      {
        SqliteConnection connection(fixture.data + "/gezhi.db", SqliteConnection::Mode::write);
        connection.execute(undo);
      }
      return result.ok() ? std::string("nothing") : result.error().message;
    };
    CHECK(damaged("CREATE TABLE kept AS SELECT * FROM entry", "SELECT 1") == "nothing");
    const char* undo = "DELETE FROM entry; INSERT INTO entry SELECT * FROM kept";
    CHECK(damaged("UPDATE entry SET bytes = CAST(substr(bytes, 1, 100) || x'00' || substr(bytes, "
                  "102) AS BLOB) "
                  "WHERE seq = 5",
                  undo)
              .find("entry 5") != std::string::npos);
    CHECK(damaged("DELETE FROM entry WHERE seq = 5", undo).find("expected number 5") !=
          std::string::npos);
    CHECK(damaged("DELETE FROM entry WHERE seq = 5; UPDATE entry SET seq = seq - 1 WHERE seq > 5",
                  undo)
              .find("entry 5") != std::string::npos);
    CHECK(
        damaged("UPDATE entry SET seq = 100 WHERE seq = 5; UPDATE entry SET seq = 5 WHERE seq = 6; "
                "UPDATE entry SET seq = 6 WHERE seq = 100",
                undo)
            .find("entry 5") != std::string::npos);
    CHECK(damaged("UPDATE entry SET subject = zeroblob(16) WHERE seq = 5", undo)
              .find("another operation or case") != std::string::npos);
    CHECK(damaged("SELECT 1", "SELECT 1") == "nothing");
  }
}
