// What a server lost comes back from the devices: the real server and the real Device, with a backup,
// with a copied folder, and with a store put back to an older state in every way that can be told apart.
#include <doctest/doctest.h>
#include <stdio.h>
#include <sys/wait.h>

#include <filesystem>

#include "core/sync/device.h"
#include "native/cli/data_folder.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/outbox_import.h"
#include "native/server/verify.h"
#include "tests/native/server/openssl_signer.h"
#include "tests/native/server/server_process.h"
#include "tests/support/lossy_store.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
namespace fs = std::filesystem;

namespace {

// One person's app without its screen, talking to a real server.
class Handset {
 public:
  Handset(int person, std::uint16_t port)
      : random_(static_cast<std::uint64_t>(person)), client_(port) {
    login_ = "person" + std::to_string(person);
    Device::Setup setup;
    setup.strict = &strict_;
    setup.ordinary = &ordinary_;
    setup.signer = &signer_;
    setup.actor = ActorId{1000 + static_cast<std::uint64_t>(person)};
    setup.random = [this] { return bits(); };
    device_ = std::make_unique<Device>(std::move(setup));
    device_->load(now_, [](const Result<Done>& result) { REQUIRE(result.ok()); });
    settle();
    sign_in();
  }

  void sign_in() { REQUIRE(client_.sign_in(login_, kTestPassword) == 200); }
  void server_at(std::uint16_t port) { client_.reconnect(port); }

  OpId report(CaseId subject) {
    const auto sent =
        device_->submit(test::kStreet, subject, test_grant(), test::Street::report(), now_);
    REQUIRE(sent.outcome.applied());
    settle();
    return sent.op;
  }
  OpId note(CaseId subject) {
    const auto sent =
        device_->submit(test::kStreet, subject, test_grant(), AddNote{"补充情况", {}, false}, now_);
    REQUIRE(sent.outcome.applied());
    settle();
    return sent.op;
  }
  CaseId new_case() { return CaseId{make_uuid_v7(now_, bits())}; }

  // Exchanges until the server has nothing more and wants nothing more of this device, or for some time.
  void sync() {
    device_->wake(now_);
    for (int round = 0; round < 20; ++round) {
      while (const auto request = device_->next_request(now_)) {
        const HttpAnswer answer = client_.request("POST", "/api/sync", text_of(*request));
        REQUIRE_MESSAGE(answer.status == 200, answer.body);
        REQUIRE(device_->receive(view_of(answer.body), now_).ok());
        settle();
      }
      if (device_->outbox().unsent_count() == 0) return;
      now_ = now_ + 20 * kSecondMs;
    }
  }

  // Everything that it made, as it hands it in.
  std::vector<PushItem> items() const {
    std::vector<PushItem> list;
    for (const OutboxItem* item : device_->outbox().in_order()) {
      list.push_back(device_->outbox().push_item(item->op.id));
    }
    return list;
  }
  bool settled(OpId op) const { return device_->progress(op) == Progress::settled; }
  std::uint32_t unsent() const { return device_->outbox().unsent_count(); }
  bool has(CaseId id) const { return device_->replica().find_case({test::kStreet, id}) != nullptr; }
  PushProblem held_back() const { return device_->session().held_back(); }

 private:
  std::array<std::uint8_t, 10> bits() {
    std::array<std::uint8_t, 10> made{};
    for (auto& byte : made) byte = static_cast<std::uint8_t>(random_.next());
    return made;
  }
  void settle() {
    strict_.settle();
    ordinary_.settle();
  }

  DeviceSigner signer_;
  Prng random_;
  TimeMs now_ = now_ms();
  std::string login_;
  HttpClient client_;
  test::LossyStore strict_{test::LossyStore::Kind::strict};
  test::LossyStore ordinary_{test::LossyStore::Kind::ordinary};
  std::unique_ptr<Device> device_;
};

struct Fixture {
  explicit Fixture(int people = 2) {
    make_test_data(data, people);
    server.start();
    phone = std::make_unique<Handset>(1, server.port());
    phone->sync();
    work(5);
  }

  void work(int operations) {
    for (int i = 0; i < operations; ++i) {
      const CaseId id = phone->new_case();
      made.push_back(phone->report(id));
      cases.push_back(id);
    }
    phone->sync();
    for (const OpId op : made) REQUIRE(phone->settled(op));
  }

  // Another folder is served from here on, by a server of its own.
  void serve(const std::string& where) {
    other = std::make_unique<ServerProcess>(GEZHI_PROGRAM, where);
    other->start();
    phone->server_at(other->port());
    phone->sign_in();
  }

  Json cli(const std::string& arguments) {
    const std::string command = std::string(GEZHI_PROGRAM) + " --json " + arguments;
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    char piece[4096];
    for (std::size_t got = 0; (got = fread(piece, 1, sizeof piece, pipe)) > 0;) {
      output.append(piece, got);
    }
    REQUIRE_MESSAGE(pclose(pipe) == 0, output);
    const auto json = parse_json(output, 16);
    REQUIRE_MESSAGE(json.ok(), output);
    return *json;
  }

  std::string cause(const std::string& where) {
    return *cli("healing --data " + where).find("cause")->string();
  }
  std::int64_t given_back(const std::string& where) {
    std::int64_t count = 0;
    const Json json = cli("healing --data " + where);
    for (const Json& one : *json.find("given_back")->array()) {
      CHECK(*one.find("actor")->integer() == 1001);
      count += *one.find("operations")->integer();
    }
    return count;
  }

  // Everything that the phone was ever told is received stands in the journal that lies there.
  void check_all_back(const std::string& where) {
    for (const OpId op : made) CHECK(phone->settled(op));
    CHECK(phone->unsent() == 0);
    for (const CaseId id : cases) CHECK(phone->has(id));
    const auto store = read_data_folder(where);
    REQUIRE(store.ok());
    for (const OpId op : made) CHECK(*(*store)->find(test::kStreet, op) > 0);
    const auto streets = verify_journal(**store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK(streets->front().signed_by_devices >= made.size());
    CHECK(streets->front().unsigned_by_people == 0);
    CHECK(streets->front().breaks.empty());
  }

  // Each operation is carried in by a file while nobody serves; none is taken as new.
  std::vector<ImportedOp> carry_in(std::vector<PushItem> items) {
    OutboxFile file;
    file.version = OutboxFile::kVersion;
    file.items = std::move(items);
    const auto store = open_data_folder(data);
    REQUIRE(store.ok());
    const auto list = import_outbox(**store, **load_host(**store), encode(file), now_ms());
    REQUIRE(list.ok());
    for (const ImportedOp& one : *list) CHECK(one.fate != ImportedOp::Fate::taken);
    return *list;
  }

  // While nobody serves, of a phone that has heard of the restore: what became of those that are not here.
  std::vector<ImportedOp> bring_in(std::vector<PushItem> items) {
    for (PushItem& item : items) item.was = 1;
    OutboxFile file;
    file.version = OutboxFile::kVersion;
    file.items = std::move(items);
    const auto store = open_data_folder(data);
    REQUIRE(store.ok());
    auto list = import_outbox(**store, **load_host(**store), encode(file), now_ms());
    REQUIRE(list.ok());
    std::erase_if(*list, [](const ImportedOp& one) { return one.fate == ImportedOp::Fate::known; });
    return *list;
  }

  // The store's files as they lie there.
  void copy(const std::string& from, const std::string& to) {
    fs::create_directories(to);
    for (const auto& file : fs::directory_iterator(from)) {
      if (!file.is_regular_file()) continue;
      fs::copy_file(file.path(), to / file.path().filename(), fs::copy_options::overwrite_existing);
    }
  }

  TempFolder folder;
  std::string data = folder.path() + "/data";
  ServerProcess server{GEZHI_PROGRAM, data};
  std::unique_ptr<ServerProcess> other;
  std::unique_ptr<Handset> phone;
  std::vector<OpId> made;
  std::vector<CaseId> cases;
};

// The case is in the backup, a note of the first is lost, and one of the second, who had read that.
struct LostNotes {
  LostNotes() {
    shared = f.cases.front();
    second.sync();
    third.sync();
    f.cli("backup " + backup + " --data " + f.data);
    first_note = f.phone->note(shared);
    f.phone->sync();
    second.sync();
    second_note = second.note(shared);
    second.sync();
    REQUIRE(f.phone->settled(first_note));
    REQUIRE(second.settled(second_note));
    REQUIRE(f.server.stop() == 0);
    f.cli("restore " + backup + " --data " + f.data);
  }
  void start() {
    f.server.start();
    for (Handset* one : {f.phone.get(), &second, &third}) one->server_at(f.server.port());
  }

  Fixture f{3};
  std::string backup = f.folder.path() + "/backup";
  Handset second{2, f.server.port()};
  Handset third{3, f.server.port()};
  CaseId shared;
  OpId first_note, second_note;
};

}  // namespace

TEST_SUITE("server/healing") {
  TEST_CASE("a backup made while the server runs is restored, and 30 of 30 operations come back") {
    Fixture f;
    const std::string backup = f.folder.path() + "/backup";
    const Json sheet = f.cli("backup " + backup + " --data " + f.data);
    CHECK(*sheet.find("streets")->array()->at(0).find("seq")->integer() > 5);
    f.work(30);
    CHECK(f.server.stop() == 0);
    const Json restored = f.cli("restore " + backup + " --data " + f.data);
    const Json& street = restored.find("streets")->array()->at(0);
    CHECK(*street.find("had")->integer() - *street.find("has")->integer() >= 30);
    CHECK(fs::exists(*restored.find("put_aside")->string() + "/gezhi.db"));
    f.server.start();
    f.phone->server_at(f.server.port());
    f.phone->sync();
    f.check_all_back(f.data);
    CHECK(f.cause(f.data) == "restored");
    CHECK(f.given_back(f.data) == 30);
    HttpClient client(f.server.port());
    const Json health = client.get("/healthz").json();
    CHECK(*health.find("healing")->find("given_back")->integer() == 30);
  }

  TEST_CASE(
      "a folder that was copied while the server ran, started elsewhere later, gets all back") {
    Fixture f;
    const std::string copy = f.folder.path() + "/copy";
    f.server.kill();
    f.copy(f.data, copy);
    f.server.start();
    f.phone->server_at(f.server.port());
    f.work(30);
    f.server.kill();
    f.serve(copy);
    f.phone->sync();
    f.check_all_back(copy);
    CHECK(f.cause(copy) == "copied");
    CHECK(f.given_back(copy) == 30);
  }

  TEST_CASE("the database alone put back in its place is seen by the server itself") {
    Fixture f;
    REQUIRE(f.server.stop() == 0);
    fs::copy_file(f.data + "/gezhi.db", f.folder.path() + "/older.db");
    f.server.start();
    f.phone->server_at(f.server.port());
    f.work(30);
    REQUIRE(f.server.stop() == 0);
    fs::copy_file(f.folder.path() + "/older.db", f.data + "/gezhi.db",
                  fs::copy_options::overwrite_existing);
    f.server.start();
    f.phone->server_at(f.server.port());
    f.phone->sync();
    f.check_all_back(f.data);
    CHECK(f.cause(f.data) == "cut");
    CHECK(f.given_back(f.data) == 30);
  }

  TEST_CASE(
      "everything put back in its place, witness and all: the first device tells the server") {
    Fixture f;
    REQUIRE(f.server.stop() == 0);
    const std::string snapshot = f.folder.path() + "/snapshot";
    f.copy(f.data, snapshot);
    f.server.start();
    f.phone->server_at(f.server.port());
    f.work(30);
    REQUIRE(f.server.stop() == 0);
    f.copy(snapshot, f.data);  // into the same files
    f.server.start();
    f.phone->server_at(f.server.port());
    CHECK(f.cause(f.data) == "none");
    f.phone->sync();
    f.check_all_back(f.data);
    CHECK(f.cause(f.data) == "told");
    CHECK(f.given_back(f.data) == 30);
  }

  TEST_CASE("the same, found out although others have made the journal longer than it was") {
    Fixture f;
    REQUIRE(f.server.stop() == 0);
    const std::string snapshot = f.folder.path() + "/snapshot";
    f.copy(f.data, snapshot);
    f.server.start();
    f.phone->server_at(f.server.port());
    f.work(10);
    REQUIRE(f.server.stop() == 0);
    f.copy(snapshot, f.data);
    f.server.start();
    Handset second(2, f.server.port());
    second.sync();
    for (int i = 0; i < 20; ++i) second.report(second.new_case());
    second.sync();
    CHECK(f.cause(f.data) == "none");
    f.phone->server_at(f.server.port());
    f.phone->sync();
    f.check_all_back(f.data);
    CHECK(f.cause(f.data) == "told");
    second.sync();
    CHECK(second.unsent() == 0);
    for (const CaseId id : f.cases) CHECK(second.has(id));
  }

  TEST_CASE("what builds on an operation that is not back yet waits for it") {
    Fixture f;
    const std::string backup = f.folder.path() + "/backup";
    f.cli("backup " + backup + " --data " + f.data);
    const CaseId shared = f.phone->new_case();
    f.made.push_back(f.phone->report(shared));
    f.phone->sync();
    Handset second(2, f.server.port());
    second.sync();
    const OpId note = second.note(shared);
    second.sync();
    const OpId after = second.report(second.new_case());
    second.sync();
    REQUIRE(second.settled(note));
    REQUIRE(second.settled(after));
    REQUIRE(f.server.stop() == 0);
    f.cli("restore " + backup + " --data " + f.data);
    f.server.start();
    second.server_at(f.server.port());
    second.sign_in();
    second.sync();
    CHECK(second.unsent() == 1);
    CHECK(second.held_back() == PushProblem::wait);
    CHECK(second.settled(after));
    const auto breaks = [&] {
      const auto store = read_data_folder(f.data);
      REQUIRE(store.ok());
      const auto streets = verify_journal(**store);
      REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
      return streets->front().breaks;
    };
    REQUIRE(breaks().size() == 1);  // it was made after the one that waits
    CHECK(breaks()[0].link == DeviceLink::gap);
    f.phone->server_at(f.server.port());
    f.phone->sync();
    second.sync();
    CHECK(second.settled(note));
    CHECK(second.unsent() == 0);
    CHECK(breaks().empty());
  }

  TEST_CASE("regression 12: it waits too when others have added to the case, and after a restart") {
    LostNotes lost;
    lost.start();
    lost.third.sync();
    for (int i = 0; i < 2; ++i) {
      const OpId note = lost.third.note(lost.shared);
      lost.third.sync();
      CHECK(lost.third.settled(note));
    }
    for (int turn = 0; turn < 2; ++turn) {
      lost.second.sync();
      CHECK(lost.second.unsent() == 1);
      CHECK(lost.second.held_back() == PushProblem::wait);
      REQUIRE(lost.f.server.stop() == 0);
      lost.start();
    }
    lost.f.phone->sync();
    CHECK(lost.f.phone->settled(lost.first_note));
    REQUIRE(lost.f.server.stop() == 0);
    lost.start();
    lost.second.sync();
    CHECK(lost.second.settled(lost.second_note));
    CHECK(lost.second.unsent() == 0);
  }

  TEST_CASE("what a file brings waits likewise, before the restored store is served too") {
    LostNotes lost;
    const auto notes_wait = [&] {
      const auto list = lost.f.bring_in(lost.second.items());
      REQUIRE(list.size() == 1);
      CHECK(list[0].problem == PushProblem::wait);
    };
    notes_wait();
    lost.start();
    lost.third.sync();
    REQUIRE(lost.f.server.stop() == 0);
    notes_wait();
    const auto first = lost.f.bring_in(lost.f.phone->items());
    REQUIRE(first.size() == 1);
    CHECK(first[0].outcome.applied());
    const auto second = lost.f.bring_in(lost.second.items());
    REQUIRE(second.size() == 1);
    CHECK(second[0].op.id == lost.second_note);
    CHECK(second[0].outcome.applied());
  }

  TEST_CASE("regression 12: a restored store does not believe a machine that is a year ahead") {
    Fixture f;
    const std::string backup = f.folder.path() + "/backup";
    const Json sheet = f.cli("backup " + backup + " --data " + f.data);
    REQUIRE(f.server.stop() == 0);
    f.cli("restore " + backup + " --data " + f.data);
    {
      const auto store = read_data_folder(f.data);
      REQUIRE(store.ok());
      CHECK((*store)->clock().last.value == *sheet.find("made_at")->integer());
    }
    f.server.run_under({"env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1", "FAKETIME=+365d",
                        "DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"});
    f.server.start();
    const Json health = HttpClient(f.server.port()).get("/healthz").json();
    REQUIRE(health.find("clock") != nullptr);
    CHECK(*health.find("clock")->string() == "doubted");
    CHECK(*health.find("clock_ahead_ms")->integer() > 300 * kDayMs);
  }

  TEST_CASE(
      "the backup is older than a device's key: it is enrolled anew by its owner, and by nobody "
      "else") {
    Fixture f;
    const std::string backup = f.folder.path() + "/backup";
    f.cli("backup " + backup + " --data " + f.data);
    Handset second(2, f.server.port());
    second.sync();
    std::vector<OpId> made;
    for (int i = 0; i < 3; ++i) made.push_back(second.report(second.new_case()));
    second.sync();
    for (const OpId op : made) REQUIRE(second.settled(op));
    REQUIRE(f.server.stop() == 0);
    f.cli("restore " + backup + " --data " + f.data);

    // Before the owner comes nobody knows whose key it was: neither theirs nor another's is believed.
    const std::vector<PushItem> own = second.items();
    const OpensslSigner forger;
    const auto forged = [&] {
      std::vector<PushItem> items = own;
      for (PushItem& item : items) {
        item.signature.bytes =
            forger.sign(signed_message(kP256Sha256, item.signature.prev, sha256(item.op)));
      }
      return items;
    };
    for (const ImportedOp& one : f.carry_in(own)) CHECK(one.problem == PushProblem::not_signed);
    for (const ImportedOp& one : f.carry_in(forged())) {
      CHECK(one.problem == PushProblem::not_signed);
    }

    f.server.start();
    second.server_at(f.server.port());
    second.sign_in();
    second.sync();
    for (const OpId op : made) CHECK(second.settled(op));
    CHECK(second.unsent() == 0);
    REQUIRE(f.server.stop() == 0);
    for (const ImportedOp& one : f.carry_in(own)) CHECK(one.fate == ImportedOp::Fate::known);
    std::vector<PushItem> reworded = own;
    for (PushItem& item : reworded) {
      Op op = *read_op(item.op);
      op.id.value.bytes[15] ^= 1;
      item.op = encode(op);
    }
    for (const ImportedOp& one : f.carry_in(reworded)) {
      CHECK(one.problem == PushProblem::signature_wrong);
    }
    const auto store = read_data_folder(f.data);
    REQUIRE(store.ok());
    const auto streets = verify_journal(**store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK(streets->front().signed_by_devices == 8);  // five of the first
    CHECK(streets->front().breaks.empty());
  }

  TEST_CASE("a backup that was changed, or is none, is not restored; nothing is overwritten") {
    Fixture f;
    const std::string backup = f.folder.path() + "/backup";
    f.cli("backup " + backup + " --data " + f.data);
    const auto fails = [&](const std::string& arguments) {
      const std::string command = std::string(GEZHI_PROGRAM) + " --json " + arguments;
      FILE* pipe = popen(command.c_str(), "r");
      char piece[4096];
      std::string output;
      for (std::size_t got = 0; (got = fread(piece, 1, sizeof piece, pipe)) > 0;) {
        output.append(piece, got);
      }
      CHECK(pclose(pipe) != 0);
      const auto json = parse_json(output, 16);
      return json ? *json->find("code")->string() : output;
    };
    CHECK(fails("backup " + backup + " --data " + f.data) == "data_exists");
    CHECK(fails("restore " + backup + " --data " + f.data) == "store_busy");
    CHECK(fails("restore " + f.folder.path() + " --data " + f.folder.path() + "/new") ==
          "bad_backup");
    SqliteConnection(backup + "/gezhi.db", SqliteConnection::Mode::write)
        .execute("DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)");
    CHECK(fails("restore " + backup + " --data " + f.folder.path() + "/new") == "bad_backup");
    CHECK_FALSE(fs::exists(f.folder.path() + "/new"));
  }
}
