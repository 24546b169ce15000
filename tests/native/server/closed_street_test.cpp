// Two streets, of which one can't be read any more: the other is served as ever, nobody is told of a loss,
// and when the store is mended everything goes on where it stood.
#include <doctest/doctest.h>

#include "core/base/hex.h"
#include "core/cases/ops.h"
#include "core/sync/outbox.h"
#include "native/cli/data_folder.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/passwords.h"
#include "native/server/street_setup.h"
#include "native/server/verify.h"
#include "native/store/file.h"
#include "tests/native/cli/program.h"
#include "tests/native/server/served_street.h"
#include "tests/native/server/test_photos.h"
#include "tests/support/street.h"

using namespace gezhi;
using test::Ran;
using test::run;
using test::says;

namespace {

constexpr ShardId kFar{330105002};

Grant of_street(Grant grant, ShardId shard) {
  grant.shard = shard;
  return grant;
}

// The small street twice: person1 works in the first, `far` in the other, `both` in both.
struct TwoStreets {
  TwoStreets() : data(folder.path() + "/data"), server(GEZHI_PROGRAM, data) {
    make_test_data(data, 2);
    {
      const auto store = open_data_folder(data);
      REQUIRE(store.ok());
      const auto host = load_host(**store);
      std::vector<StoredEntry> entries;
      const StreetSetup setup{kFar, test::default_policy(), test::street_grids(),
                              test::street_units()};
      REQUIRE(set_up_street(**host, setup, now_ms(), entries).ok());
      REQUIRE((*store)->append(entries).ok());
      add_account(**store, "far", 2001, {of_street(test_grant(), kFar)});
      add_account(**store, "both", 2002, {test_grant(), of_street(test_grant(), kFar)});
    }
    server.start();
    person = sign_in("person1");
    far = sign_in("far");
    both = sign_in("both");
    for (int i = 0; i < 3; ++i) {
      REQUIRE(at_home.exchange(*person, {at_home.report(now_ms(), test::kGridA1)}).status == 200);
      const PushItem item = at_far.sign({at_far.report(now_ms(), test::kGridA1)})[0];
      const auto pushed = at_far.exchange(*far, {item});
      REQUIRE(pushed.response.receipts.size() == 1);
      REQUIRE(pushed.response.receipts[0].outcome.applied());
      known.push_back(item);
    }
    epoch = healthy("epoch");
  }

  static void add_account(SqliteStore& store, const char* login, std::uint64_t actor,
                          std::vector<Grant> grants) {
    Account account;
    account.actor = ActorId{actor};
    account.login = account.label = login;
    account.password_hash = hash_password(kTestPassword);
    account.opened_at = TimeMs{1795312800000};
    account.grants = std::move(grants);
    REQUIRE(store.add_account(account).ok());
  }

  std::unique_ptr<HttpClient> sign_in(const std::string& name) {
    auto client = std::make_unique<HttpClient>(server.port());
    REQUIRE(client->sign_in(name, kTestPassword) == 200);
    return client;
  }

  std::uint64_t last(ShardId shard) { return *(*read_data_folder(data))->last_seq(shard); }

  // One byte of an entry, and another time back: what SQLite can't see.
  void flip(ShardId shard, std::uint64_t seq) {
    SqliteConnection connection(data + "/gezhi.db", SqliteConnection::Mode::write);
    auto row = connection.prepare("SELECT bytes FROM entry WHERE shard = ?1 AND seq = ?2");
    REQUIRE(row.bind(1, std::int64_t{shard.value}).bind(2, static_cast<std::int64_t>(seq)).step());
    Bytes bytes(row.bytes(0).begin(), row.bytes(0).end());
    row.start();
    bytes[bytes.size() / 2] ^= 0x10;
    put(connection, shard, seq, bytes);
  }
  static void put(SqliteConnection& connection, ShardId shard, std::uint64_t seq, ByteView bytes) {
    connection.prepare("UPDATE entry SET bytes = ?3 WHERE shard = ?1 AND seq = ?2")
        .bind(1, std::int64_t{shard.value})
        .bind(2, static_cast<std::int64_t>(seq))
        .bind(3, bytes)
        .run();
    REQUIRE(connection.checkpoint());
  }

  // While no server runs.
  void damage(std::uint64_t seq) {
    REQUIRE(server.stop() == 0);
    flip(kFar, seq);
    restart();
  }
  void mend(std::uint64_t seq) { damage(seq); }
  void restart() {
    server.start();
    for (HttpClient* client : {person.get(), far.get(), both.get()}) {
      client->reconnect(server.port());
    }
  }

  Json health() {
    const HttpAnswer answer = HttpClient(server.port()).get("/healthz");
    CHECK(answer.status == 200);
    return answer.json();
  }
  std::string healthy(const char* key) {
    const Json json = health();
    const Json* found = json.find(key);
    return found != nullptr && found->string() != nullptr ? *found->string() : std::string();
  }
  void check_no_loss() {
    const Json json = health();
    CHECK(*json.find("status")->string() == "ok");
    CHECK(*json.find("epoch")->string() == epoch);
    CHECK(json.find("healing") == nullptr);
  }

  TempFolder folder;
  std::string data;
  ServerProcess server;
  std::unique_ptr<HttpClient> person, far, both;
  SyncDevice at_home{ActorId{1001}, test_grant(), 91};
  SyncDevice at_far{ActorId{2001}, of_street(test_grant(), kFar), 92};
  std::vector<PushItem> known;
  std::string epoch;
};

std::vector<PushProblem> problems_of(const SyncDevice::Exchange& exchange) {
  REQUIRE(exchange.status == 200);
  std::vector<PushProblem> list;
  for (const Problem& one : exchange.response.problems) list.push_back(one.what);
  return list;
}

}  // namespace

TEST_SUITE("server/closed_street") {
  TEST_CASE("a street with a bad entry, wherever it is, is closed, and the other goes on") {
    TwoStreets two;
    const std::uint64_t end = two.last(kFar);
    for (const std::uint64_t seq : {std::uint64_t{1}, end - 1, end}) {
      CAPTURE(seq);
      two.damage(seq);
      two.check_no_loss();
      const Json health = two.health();
      const Json::Array& closed = *health.find("closed")->array();
      REQUIRE(closed.size() == 1);
      CHECK(*closed[0].find("shard")->integer() == kFar.value);
      const std::string reason = *closed[0].find("reason")->string();
      CHECK((reason == "bad_entry" || reason == "bad_cbor"));
      const Json::Array& shards = *health.find("shards")->array();
      REQUIRE(shards.size() == 1);
      CHECK(*shards[0].find("shard")->integer() == test::kStreet.value);

      const PushItem made = two.at_far.sign({two.at_far.report(now_ms(), test::kGridA1)})[0];
      const auto held = two.at_far.exchange(*two.far, {two.known[0], made});
      CHECK(problems_of(held) ==
            std::vector{PushProblem::server_failed, PushProblem::server_failed});
      CHECK(held.response.receipts.empty());
      CHECK(held.response.pages.empty());
      CHECK_FALSE(held.response.reset);
      CHECK(held.response.epoch == two.epoch);
      const auto as_ever =
          two.at_home.exchange(*two.person, {two.at_home.report(now_ms(), test::kGridA1)});
      REQUIRE(as_ever.response.receipts.size() == 1);
      CHECK(as_ever.response.receipts[0].outcome.applied());
      CHECK(as_ever.response.pages.size() == 1);
      CHECK(two.last(kFar) == end);

      two.mend(seq);
      two.check_no_loss();
      CHECK(two.health().find("closed") == nullptr);
      CHECK(two.health().find("shards")->array()->size() == 2);
      const auto again = two.at_far.exchange(*two.far, {two.known[0]});
      CHECK(problems_of(again).empty());
      CHECK(again.response.receipts.size() == 1);
      CHECK_FALSE(again.response.reset);
    }
    REQUIRE(two.server.stop() == 0);
    const auto store = read_data_folder(two.data);
    const auto streets = verify_journal(**store);
    CHECK_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
  }

  TEST_CASE("what devices were told of a closed street proves no loss, then or later") {
    TwoStreets two;
    const auto ask = [&](HttpClient& client, SyncDevice& device, const Bytes& mark) {
      auto request = read_request(device.request({}, 0));
      REQUIRE(request.ok());
      request->mark = mark;
      const Bytes body = encode(*request);
      const HttpAnswer answer = client.request("POST", "/api/sync", text_of(body));
      REQUIRE(answer.status == 200);
      auto response = device.take(view_of(answer.body));
      REQUIRE(response.ok());
      CHECK(response->epoch == two.epoch);
      return response->mark.empty() ? mark : response->mark;
    };
    SyncDevice of_both(ActorId{2002}, test_grant(), 93);
    Bytes mark = ask(*two.far, two.at_far, {});
    Bytes mark_of_both = ask(*two.both, of_both, {});
    REQUIRE_FALSE(mark.empty());
    two.damage(2);
    mark = ask(*two.far, two.at_far, mark);
    const Bytes new_mark = ask(*two.both, of_both, mark_of_both);
    mark_of_both = ask(*two.both, of_both, {});  // a device that knew nothing is told the same
    CHECK(new_mark == mark_of_both);
    two.check_no_loss();
    two.mend(2);
    mark = ask(*two.far, two.at_far, mark);
    ask(*two.both, of_both, mark_of_both);
    two.check_no_loss();
    // A real loss is noticed all the same: the street's last entries are gone, and the witness with them.
    REQUIRE(two.server.stop() == 0);
    {
      SqliteConnection connection(two.data + "/gezhi.db", SqliteConnection::Mode::write);
      connection.execute("DELETE FROM entry WHERE shard = 330105002 AND seq > 5");
      REQUIRE(connection.checkpoint());
    }
    two.restart();
    CHECK(two.health().find("healing") != nullptr);
  }

  TEST_CASE("photos that may be of a closed street are not said to be nobody's, and stay") {
    TwoStreets two;
    const std::string photo = test::jpeg_photo(5);
    const std::string path = "/api/blob/" + to_hex(sha256(view_of(photo)));
    const std::string unheard = "/api/blob/" + std::string(64, 'a');
    Photo named;
    named.digest = sha256(view_of(photo));
    const CaseId subject = two.at_far.last_case();
    const auto note = two.at_far.exchange(
        *two.far, {two.at_far.make(now_ms(), subject, AddNote{"见照片", {named}})});
    REQUIRE(note.response.receipts.size() == 1);
    REQUIRE(note.response.receipts[0].outcome.applied());
    REQUIRE(two.far->request("PUT", path, photo).status == 200);
    two.damage(3);
    const HttpAnswer got = two.far->get(path);
    CHECK(got.status == 503);
    CHECK(got.code() == "street_closed");
    CHECK(got.headers.count("retry-after") == 1);
    CHECK(two.far->request("HEAD", path, "").status == 503);
    CHECK(two.far->request("PUT", path, photo).code() == "street_closed");
    CHECK(two.both->get(unheard).status == 503);
    CHECK(two.person->get(path).status == 404);  // nothing of theirs is closed
    CHECK(two.person->request("PUT", path, photo).code() == "photo_not_named");
    Json reading;
    reading.set("case", to_text(subject.value));
    reading.set("reason", "核实情况");
    reading.set("role", "grid_worker");
    reading.set("unit", static_cast<std::int64_t>(test_grant().unit.value));
    reading.set("grid", static_cast<std::int64_t>(test_grant().grid.value));
    reading.set("shard", static_cast<std::int64_t>(kFar.value));
    const HttpAnswer sealed = two.far->request("POST", "/api/sealed", to_text(reading));
    CHECK(sealed.status == 503);
    CHECK(sealed.code() == "store_failed");
    two.mend(3);
    CHECK(two.far->get(path).body == photo);
  }

  TEST_CASE("an entry of another street in a street's place closes that one, and opens none") {
    TwoStreets two;
    REQUIRE(two.server.stop() == 0);
    const std::uint64_t end = two.last(kFar);
    {
      const auto store = read_data_folder(two.data);
      Entry stranger = *read_entry(*(*store)->one(kFar, end));
      SqliteConnection connection(two.data + "/gezhi.db", SqliteConnection::Mode::write);
      stranger.shard = ShardId{330105777};
      TwoStreets::put(connection, kFar, end, encode(stranger));
    }
    const auto store = open_data_folder(two.data);
    REQUIRE(store.ok());
    const auto host = load_host(**store);
    REQUIRE(host.ok());
    CHECK((*host)->streets() == std::vector{test::kStreet});
    REQUIRE((*host)->closed().size() == 1);
    const ClosedStreet& closed = (*host)->closed().begin()->second;
    CHECK(closed.shard == kFar);
    CHECK(closed.bad == end);
    CHECK(closed.last == end);
    CHECK(closed.why.code == "bad_entry");
    CHECK((*host)->committed_seq(kFar) == end);
  }

  TEST_CASE("the command line says it in one line, and lets nobody write into the closed street") {
    TwoStreets two;
    REQUIRE(two.server.stop() == 0);
    two.flip(kFar, 2);
    const std::string data = " --data " + two.data;
    const auto told = [](const Ran& ran) {
      CHECK_MESSAGE(test::count(ran, "Street 330105002 is closed: entry 2") == 1, ran.output);
    };
    const Ran list = run("street list" + data);
    CHECK(list.status == 0);
    told(list);
    CHECK(says(list, "330105001  "));
    CHECK_FALSE(says(list, "330105002  "));
    const Ran show = run("street show --shard 330105002" + data);
    told(show);
    CHECK(show.status == 1);
    CHECK(says(show, "entry 2 of its journal cannot be read"));
    CHECK(run("street show --shard 330105001" + data).status == 0);
    const Ran which =
        run("policy show" + data);  // there were two: the open one is not meant by itself
    told(which);
    CHECK(which.status == 1);
    CHECK(says(which, "name the street with --shard"));
    CHECK(run("policy show --shard 330105001" + data).status == 0);
    const std::string rules = two.folder.path() + "/rules.json";
    REQUIRE(run("policy show > " + rules).status == 0);
    CHECK(says(run("policy set " + rules + " --shard 330105002" + data), "is closed"));
    const Ran user = run("user add new --grant volunteer:330105002" + data, "a-long-password");
    told(user);
    CHECK(user.status == 1);
    CHECK(says(user, "cannot be checked"));
    CHECK(run("user add new --grant volunteer:330105001" + data, "a-long-password").status == 0);
    OutboxFile file;
    file.version = OutboxFile::kVersion;
    file.items = {two.at_far.sign({two.at_far.report(now_ms(), test::kGridA1)})[0],
                  two.at_home.sign({two.at_home.report(now_ms(), test::kGridA1)})[0]};
    const std::string outbox = two.folder.path() + "/outbox";
    REQUIRE(replace_file(outbox, encode(file)).ok());
    const Ran carried = run("import outbox " + outbox + data);
    told(carried);
    CHECK(carried.status == 0);
    CHECK(says(carried, "left out: server_failed"));
    CHECK(says(carried, "1 applied, 0 refused"));
    const Ran verify = run("verify" + data);
    CHECK(verify.status == 1);
    CHECK(says(verify, "330105002"));
    CHECK(says(verify, "1 of 2 journals are damaged"));
    two.flip(kFar, 2);
    const Ran mended = run("street list" + data);
    CHECK_FALSE(says(mended, "is closed"));
    CHECK(says(run("import outbox " + outbox + data), "1 applied, 0 refused"));
    CHECK(run("verify" + data).status == 0);
    two.flip(test::kStreet, 2);  // the first of the list: the other is looked at all the same
    const Ran other = run("verify" + data);
    CHECK(other.status == 1);
    CHECK(says(other, "street 330105001 entry 2"));
    CHECK(says(other, "330105002: "));
  }
}
