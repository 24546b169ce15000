// A whole data directory, kept for ever: two streets with accounts, cases in several states, photos, sealed
// contacts, an erased case, every operation signed. Every later build must open it, find it without a fault,
// serve it, and take a new operation in.
// GEZHI_WRITE_GOLDEN=1 makes it when it is not there. It is never made anew: when the store's schema moves,
// a second one is added beside it (kFolders), and this one goes on being opened by what moves old stores.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "core/base/hex.h"
#include "core/cases/ops.h"
#include "native/cli/data_folder.h"
#include "native/server/erasure.h"
#include "native/server/load_host.h"
#include "native/server/marks.h"
#include "native/server/now.h"
#include "native/server/passwords.h"
#include "native/server/photo_check.h"
#include "native/server/sealing.h"
#include "native/server/server_clock.h"
#include "native/server/sessions.h"
#include "native/server/signature_openssl.h"
#include "native/server/street_setup.h"
#include "native/server/verify.h"
#include "native/store/file.h"
#include "tests/native/cli/program.h"
#include "tests/native/server/openssl_signer.h"
#include "tests/native/server/served_street.h"
#include "tests/native/server/test_photos.h"
#include "tests/support/street.h"

using namespace gezhi;
using test::run;

namespace {

const std::string kGolden = GEZHI_SOURCE_DIR "/tests/golden/";
constexpr std::array kFolders = {"folder"};  // each with its .tar.gz and .heads

constexpr ShardId kFar{330105002};
constexpr TimeMs kBegin{1709517600000};  // 2024-03-04 10:00 in China: past, by any clock
constexpr const char* kPhone = "0571-00001234";

constexpr std::array<const char*, 7> kPeople = {"volunteer", "worker",     "officer", "clerk",
                                                "desk",      "supervisor", "enforcer"};

// By the order of making: the same in both streets.
ActorId actor_of(ShardId shard, std::size_t person) {
  return ActorId{1001 + person + (shard == kFar ? 100 : 0)};
}
std::string login_of(ShardId shard, const char* person) {
  return std::string(person) + (shard == kFar ? "2" : "1");
}

std::string photo_of(ShardId shard, std::uint32_t number) {
  return test::jpeg_photo(number + shard.value % 10 * 100);
}
Photo named(const std::string& photo) {
  return {sha256(view_of(photo)), PhotoKind::other, static_cast<std::uint32_t>(photo.size()), 64,
          48};
}

// --- making it ------------------------------------------------------------------------------------

// Somebody with a phone that signs.
struct Hand {
  ActorId actor;
  Grant grant;
  DeviceId device;
  OpensslSigner signer;
  std::uint64_t made = 0;
  Digest last{};
};

class Maker {
 public:
  explicit Maker(const std::string& data)
      : store_(std::move(*make_data_folder(data))),
        blobs_(data + "/blobs", 1 << 20, check_photo),
        host_(*store_->meta("epoch")) {
    REQUIRE(begin_marks(*store_).ok());
    Sessions sessions(*store_, false, 1);
    REQUIRE(sessions.mark_secret().ok());
    REQUIRE(sessions.log_secret().ok());
    host_.set_secret(*server_secret_of(*store_));
    const std::string hash = hash_password(kTestPassword);
    for (const ShardId shard : {test::kStreet, kFar}) open(shard, hash);
  }

  void make() {
    for (const ShardId shard : {test::kStreet, kFar}) {
      worked_on(shard);
      reported(shard, Restricted::none, "楼道堆放杂物", {}, true);
      ended(shard, Restricted::none, "路边井盖松动");
    }
    ended(test::kStreet, Restricted::minor, "放学后无人照看");
    now_ = now_ + 400 * kDayMs;
    const auto erased = erase_overdue(host_, *store_, blobs_, now_);
    REQUIRE(erased.ok());
    REQUIRE(erased->size() == 1);
    CHECK(erased->front().photos == 1);
    const auto contacts = erase_due_contacts(host_, *store_, now_);
    REQUIRE(contacts.ok());
    REQUIRE(*contacts == 2);
    keep(host_.steward(now_), {});
    for (const ShardId shard : {test::kStreet, kFar}) {
      reported(shard, Restricted::none, "广场噪音扰民", {photo_of(shard, 9)}, true);
    }
    NotedClock clock;
    note_running(clock, 400 * kDayMs, now_);
    REQUIRE(store_->set_clock(clock).ok());
  }

 private:
  void open(ShardId shard, const std::string& hash) {
    const StreetSetup setup{shard, gezhi::default_policy(), test::street_grids(),
                            test::street_units()};
    std::vector<StoredEntry> entries;
    REQUIRE(set_up_street(host_, setup, kBegin, entries).ok());
    keep(std::move(entries), {});
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      auto hand = std::make_unique<Hand>();
      hand->actor = actor_of(shard, i);
      hand->grant = street_.person(kPeople[i]).grant;
      hand->grant.shard = shard;
      hand->device.value.bytes = {5, static_cast<std::uint8_t>(hand->actor.value % 256)};
      Account account;
      account.actor = hand->actor;
      account.login = account.label = login_of(shard, kPeople[i]);
      account.password_hash = hash;
      account.opened_at = kBegin;
      account.grants = {hand->grant};
      REQUIRE(store_->add_account(account).ok());
      hands_[{shard, kPeople[i]}] = std::move(hand);
    }
  }

  // Through the main job as far as the order that was signed, and one thing that was refused.
  void worked_on(ShardId shard) {
    const std::string before = photo_of(shard, 1), after = photo_of(shard, 2);
    const CaseId id =
        reported(shard, Restricted::none, "面馆后厨有煤气瓶,味道很大", {before}, true);
    act(shard, "clerk", id, RequestVerification{});
    act(shard, "worker", id, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {named(after)}});
    put(after);
    act(shard, "clerk", id, test::Street::filing());
    const TaskOrder lead = street_.order(test::kEnforcement, true);
    act(shard, "desk", id, DispatchCase{{lead}});
    act(shard, "enforcer", id, SignTask{lead.id});
    act(shard, "worker", id, SignTask{lead.id}, false);
  }

  // Voided at once; of the restricted class in time erased.
  void ended(ShardId shard, Restricted restricted, const std::string& text) {
    const std::string photo = photo_of(shard, restricted == Restricted::none ? 3 : 4);
    const CaseId id = reported(shard, restricted, text, {photo}, restricted == Restricted::none);
    const RecordCall told{TransferTo::police_110, CallResult::joint, text};
    act(shard, "clerk", id, told);
    act(shard, "clerk", id, AskVoid{text});
    act(shard, "supervisor", id, VoidCase{text});
  }

  CaseId reported(ShardId shard, Restricted restricted, const std::string& text,
                  const std::vector<std::string>& photos, bool has_contact) {
    const bool by_officer = restricted != Restricted::none;
    ReportCase report =
        test::Street::report(by_officer ? Nature::welfare : Nature::hazard, test::kGridA1);
    if (by_officer) report.source = Source::visit;
    report.restricted = restricted;
    report.text = text;
    report.has_contact = has_contact;
    for (const std::string& photo : photos) report.photos.push_back(named(photo));
    const CaseId id{make_uuid_v7(now_, random())};
    const SealedFields contact{Bytes(16, 7), "某女士", kPhone};
    act(shard, by_officer ? "officer" : "volunteer", id, report, true,
        has_contact ? encode(SealedFields(contact)) : Bytes());
    for (const std::string& photo : photos) put(photo);
    return id;
  }

  template <class T>
  void act(ShardId shard, const char* who, CaseId subject, const T& payload, bool applied = true,
           const Bytes& sealed = {}) {
    now_ = now_ + 7 * kMinuteMs;
    Hand& hand = *hands_.at({shard, who});
    const Case* seen = host_.ledger(shard)->world().find(subject);
    Op op;
    op.id.value = make_uuid_v7(now_, random());
    op.shard = shard;
    op.claimed_at = now_;
    op.device = hand.device;
    op.device_seq = ++hand.made;
    op.actor = hand.actor;
    op.grant = hand.grant;
    op.subject = subject;
    op.base = seen != nullptr ? seen->version : 0;
    if (!sealed.empty()) op.sealed = sha256(sealed);
    set_payload(op, payload);
    PushItem item{encode(op), sealed};
    const Digest digest = sha256(item.op);
    item.signature = {kP256Sha256, hand.last,
                      hand.signer.sign(signed_message(kP256Sha256, hand.last, digest))};
    hand.last = digest;
    Request request;
    request.protocol = kProtocol;
    request.device = hand.device;
    request.key = {kP256Sha256, hand.signer.key()};
    request.push = {std::move(item)};
    Pushed pushed = host_.push(request, {hand.actor, {hand.grant}}, now_,
                               check_signatures(request, OpensslSignatures()));
    REQUIRE(pushed.receipts.size() == 1);
    const Outcome& outcome = pushed.receipts[0].outcome;
    CHECK_MESSAGE(outcome.applied() == applied, std::string(name_of(outcome.refusal)));
    keep(std::move(pushed.entries), pushed.sealed);
    keep(host_.steward(now_), {});
  }

  void keep(std::vector<StoredEntry> entries, const std::vector<SealedItem>& items) {
    SealedBatch sealed;
    REQUIRE(seal_into(sealed, *store_, items).ok());
    REQUIRE(store_->commit(entries, sealed.boxes, sealed.keys).ok());
    host_.committed(entries);
  }

  void put(const std::string& photo) {
    REQUIRE(blobs_.put({}, sha256(view_of(photo)), 0, photo.size(), view_of(photo)).ok());
  }

  static std::array<std::uint8_t, 10> random() {
    std::array<std::uint8_t, 10> bits{};
    fill_random(bits.data(), bits.size());
    return bits;
  }

  std::unique_ptr<SqliteStore> store_;
  BlobFiles blobs_;
  Host host_;
  test::Street street_{kBegin};  // for people and payloads
  TimeMs now_ = kBegin;
  std::map<std::pair<ShardId, std::string>, std::unique_ptr<Hand>> hands_;
};

std::string heads_of(const std::string& data) {
  const auto store = read_data_folder(data);
  REQUIRE(store.ok());
  const auto streets = verify_journal(**store);
  REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
  std::string heads;
  for (const VerifiedStreet& street : *streets) {
    heads += std::to_string(street.shard.value) + ":" + std::to_string(street.entries) + ":" +
             to_hex(street.chain) + "\n";
  }
  return heads;
}

void write_golden(const std::string& name) {
  TempFolder folder;
  prepare_crypto();
  const std::string data = folder.path() + "/data";
  Maker(data).make();
  const std::string heads = heads_of(data);
  const std::string tar =
      "tar --sort=name --owner=0 --group=0 --numeric-owner --exclude=gezhi.lock "
      "--exclude=gezhi.read -czf " +
      kGolden + name + ".tar.gz -C " + folder.path() + " data";
  REQUIRE(std::system(tar.c_str()) == 0);
  REQUIRE(replace_file(kGolden + name + ".heads", view_of(heads)).ok());
}

// --- what every build must do with it ----------------------------------------------------------------

std::string text_in(const std::string& path) {
  const auto bytes = read_file(path, 1 << 20);
  REQUIRE(bytes.ok());
  return {bytes->begin(), bytes->end()};
}

void check_streets(const std::string& data) {
  const auto store = read_data_folder(data);
  const auto streets = verify_journal(**store);
  REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
  REQUIRE(streets->size() == 2);
  std::uint64_t erased = 0;
  for (const VerifiedStreet& street : *streets) {
    CHECK(street.cases >= 4);
    CHECK(street.refused >= 1);
    CHECK(street.signed_by_devices >= 12);
    CHECK(street.unsigned_by_people == 0);
    CHECK(street.breaks.empty());
    CHECK(street.contacts == 3);
    CHECK(street.contacts_gone == 1);
    erased += street.erased;
  }
  CHECK(erased == 1);
  BlobFiles blobs(data + "/blobs", 1 << 20);
  const auto photos = verify_photos(blobs, *streets);
  REQUIRE(photos.ok());
  CHECK(photos->whole == 8);
  CHECK(photos->missing == 0);
  CHECK(photos->unnamed == 0);
}

// The case of this device's pages whose report says that.
std::optional<CaseId> find_report(const std::vector<PageItem>& items, const std::string& text) {
  for (const PageItem& item : items) {
    const auto entry = read_entry(item.entry);
    const auto op = entry ? read_op(entry->op) : Result<Op>(Error{});
    if (!op) continue;
    const Payload payload = read_payload(*op);
    const auto* made = std::get_if<CaseOp>(&payload);
    const auto* report = made != nullptr ? made->get<ReportCase>() : nullptr;
    if (report != nullptr && report->text == text) return op->subject;
  }
  return std::nullopt;
}

std::vector<PageItem> pull_all(HttpClient& client, SyncDevice& device) {
  std::vector<PageItem> items;
  for (bool more = true; more;) {
    const auto exchange = device.exchange(client, {});
    REQUIRE(exchange.status == 200);
    more = false;
    for (const ShardPage& page : exchange.response.pages) {
      items.insert(items.end(), page.items.begin(), page.items.end());
      more = more || page.more;
    }
  }
  return items;
}

void check_served(const std::string& data, ShardId shard) {
  ServerProcess server(GEZHI_PROGRAM, data);
  server.start();
  HttpClient clerk(server.port()), worker(server.port());
  REQUIRE(clerk.sign_in(login_of(shard, "clerk"), kTestPassword) == 200);
  REQUIRE(worker.sign_in(login_of(shard, "worker"), kTestPassword) == 200);
  const test::Street people;
  Grant grant = people.person("clerk").grant;
  grant.shard = shard;
  SyncDevice desk(actor_of(shard, 3), grant, 31);
  const auto items = pull_all(clerk, desk);
  const auto open = find_report(items, "楼道堆放杂物");
  REQUIRE(open);
  CHECK(find_report(items, "广场噪音扰民"));
  CHECK_FALSE(find_report(items, "放学后无人照看"));
  const std::string photo = photo_of(shard, 9);
  CHECK(clerk.get("/api/blob/" + to_hex(sha256(view_of(photo)))).body == photo);
  Json reading = to_json(grant);
  reading.set("case", to_text(open->value));
  reading.set("reason", "回电核实地点");
  const HttpAnswer contact = clerk.request("POST", "/api/sealed", to_text(reading));
  REQUIRE_MESSAGE(contact.status == 200, contact.body);
  CHECK(*contact.json().find("phone")->string() == kPhone);

  grant = people.person("worker").grant;
  grant.shard = shard;
  SyncDevice phone(actor_of(shard, 1), grant, 32);
  const auto pushed = phone.exchange(worker, {phone.report(now_ms(), test::kGridA1)});
  REQUIRE(pushed.response.receipts.size() == 1);
  CHECK(pushed.response.receipts[0].outcome.applied());
  const HttpAnswer health = clerk.get("/healthz");
  CHECK(*health.json().find("status")->string() == "ok");
  CHECK(health.json().find("closed") == nullptr);
  CHECK(server.stop() == 0);
}

}  // namespace

TEST_SUITE("server/golden_folder") {
  TEST_CASE("golden: a data directory of an earlier build is whole, is served and goes on") {
    for (const std::string name : kFolders) {
      CAPTURE(name);
      const std::string file = kGolden + name + ".tar.gz";
      if (!std::filesystem::exists(file) && std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) {
        write_golden(name);
      }
      REQUIRE(std::filesystem::exists(file));
      CHECK(std::filesystem::file_size(file) < 300 * 1024);
      TempFolder folder;
      const std::string data = folder.path() + "/data";
      REQUIRE(std::system(("tar -xzf " + file + " -C " + folder.path()).c_str()) == 0);
      const std::string heads = text_in(kGolden + name + ".heads");
      CHECK(heads_of(data) == heads);
      check_streets(data);
      CHECK(run("verify --data " + data).status == 0);
      // It stood for years: whoever goes on with it has looked at the clock.
      REQUIRE(run("clock confirm --data " + data).status == 0);
      for (const ShardId shard : {test::kStreet, kFar}) check_served(data, shard);
      std::string through = "verify --data " + data;
      for (std::size_t at = 0, end = 0; (end = heads.find('\n', at)) != std::string::npos;
           at = end + 1) {
        through += " --head " + heads.substr(at, end - at);
      }
      const test::Ran after = run(through);
      CHECK_MESSAGE(after.status == 0, after.output);
    }
  }
}
