// A whole journal, kept for ever: 10,000 entries of a street where seventeen people worked, each signed by
// its device, some of them emptied. Every later build must take it in, judge it and find it whole.
// GEZHI_WRITE_GOLDEN=1 makes it when it is not there, and never again: what is frozen stays.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "core/base/cbor.h"
#include "core/base/hex.h"
#include "native/cli/data_folder.h"
#include "native/import/source_file.h"
#include "native/server/erasure.h"
#include "native/server/journal_export.h"
#include "native/server/load_host.h"
#include "native/server/signature_openssl.h"
#include "native/server/street_setup.h"
#include "native/server/verify.h"
#include "native/store/file.h"
#include "native/store/gzip.h"
#include "tests/native/server/openssl_signer.h"
#include "tests/support/op_gen.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr std::uint64_t kEntries = 10000;
constexpr TimeMs kBegin{1795312800000};  // 2026-11-22 10:00 in China
const std::string kFile = GEZHI_SOURCE_DIR "/tests/golden/journal.entries.gz";
const std::string kHeadFile = GEZHI_SOURCE_DIR "/tests/golden/journal.head";

constexpr std::array<const char*, 17> kPeople = {
    "volunteer", "volunteer2", "worker",    "worker2", "workerB",  "clerk",
    "desk",      "supervisor", "enforcer",  "leader",  "mediator", "supervisor2",
    "officer",   "chief",      "detective", "squad",   "director"};

StreetSecret golden_secret() { return {{9, 9}}; }

// An empty data folder with the people's accounts.
std::unique_ptr<SqliteStore> made_folder(const std::string& data) {
  auto store = std::move(*make_data_folder(data));
  REQUIRE(store->set_meta("street_secret", to_hex(golden_secret().key)).ok());
  const Street street;
  for (const char* name : kPeople) {
    const Person person = street.person(name);
    Account account;
    account.actor = person.actor;
    account.login = name;
    account.opened_at = TimeMs{1};
    account.grants = {person.grant};
    REQUIRE(store->add_account(account).ok());
  }
  return store;
}

std::string head_of(const VerifiedStreet& street) {
  return std::to_string(street.shard.value) + ":" + std::to_string(street.entries) + ":" +
         to_hex(street.chain);
}

// Somebody with a phone that signs.
struct Hand {
  Person person;
  DeviceId device;
  OpensslSigner signer;
  std::uint64_t made = 0;
  Digest last{};
};

class Writer {
 public:
  explicit Writer(SqliteStore& store) : store_(store), host_("golden") {
    host_.set_secret(golden_secret());
    const StreetSetup setup{kStreet, test::default_policy(), street_grids(), street_units()};
    std::vector<StoredEntry> entries;
    REQUIRE(set_up_street(host_, setup, kBegin, entries).ok());
    keep(std::move(entries));
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      hands_.push_back(std::make_unique<Hand>());
      hands_.back()->person = street_.person(kPeople[i]);
      hands_.back()->device.value.bytes = {4, static_cast<std::uint8_t>(i + 1)};
    }
  }

  // Until so many are there; the last one records an erasure, or stands soon after one.
  void write(std::uint64_t count) {
    while (seq() < count * 9 / 10) step();
    now_ = now_ + 400 * kDayMs;
    erase();
    while (seq() < count) step();
    REQUIRE(erased_ > 0);
  }

 private:
  std::uint64_t seq() const { return host_.ledger(kStreet)->seq(); }
  const World& world() const { return host_.ledger(kStreet)->world(); }

  void step() {
    now_ = now_ + static_cast<std::int64_t>(choices_.below(20)) * kMinuteMs + 1;
    Hand& hand = *hands_[static_cast<std::size_t>(choices_.below(hands_.size()))];
    std::vector<const Case*> cases;
    for (const auto& [id, one] : world().own_cases()) cases.push_back(&one);
    const auto made = gen_.next(world(), cases, hand.person, now_);
    if (made) push(hand, *made);
    keep(host_.steward(now_));
  }

  void push(Hand& hand, const MadeOp& made) {
    Op op;
    op.id.value = make_uuid_v7(now_, choices_.random());
    op.shard = kStreet;
    op.claimed_at = now_;
    op.device = hand.device;
    op.device_seq = ++hand.made;
    op.actor = hand.person.actor;
    op.grant = hand.person.grant;
    op.subject = made.subject;
    const Case* seen = world().find(made.subject);
    op.base = seen != nullptr ? seen->version : 0;
    op.salt.assign(16, static_cast<std::uint8_t>(1 + hand.made % 200));
    set_payload(op, made.op);
    PushItem item{encode(op), {}};
    const Digest digest = sha256(item.op);
    item.signature = {kP256Sha256, hand.last,
                      hand.signer.sign(signed_message(kP256Sha256, hand.last, digest))};
    Request request;
    request.device = hand.device;
    request.key = {kP256Sha256, hand.signer.key()};
    request.push = {item};
    const Principal who{hand.person.actor, {hand.person.grant}};
    Pushed pushed = host_.push(request, who, now_, check_signatures(request, OpensslSignatures()));
    if (pushed.problems.empty()) hand.last = digest;  // else it has a contact, which travels apart
    keep(std::move(pushed.entries));
  }

  void keep(std::vector<StoredEntry> entries) {
    REQUIRE(store_.append(entries).ok());
    host_.committed(entries);
  }

  void erase() {
    TempFolder folder;
    BlobFiles blobs(folder.path(), 1 << 20);
    const auto erased = erase_overdue(host_, store_, blobs, now_);
    REQUIRE(erased.ok());
    erased_ = erased->size();
  }

  SqliteStore& store_;
  Host host_;
  Street street_;
  Choices choices_{20261122};
  OpGen gen_{choices_, {3, 6, 8}};
  TimeMs now_ = kBegin;
  std::size_t erased_ = 0;
  std::vector<std::unique_ptr<Hand>> hands_;
};

void write_golden() {
  TempFolder folder;
  const auto store = made_folder(folder.path() + "/data");
  Writer(*store).write(kEntries);
  const auto list = export_entries(*store, folder.path());
  REQUIRE(list.ok());
  const std::string name = folder.path() + "/" + std::to_string(kStreet.value) + ".entries";
  REQUIRE(replace_file(kFile, gzip(*read_file(name, 1 << 28))).ok());
  const auto streets = verify_journal(*store);
  REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
  const std::string head = head_of(streets->front()) + "\n";
  REQUIRE(replace_file(kHeadFile, view_of(head)).ok());
}

}  // namespace

TEST_SUITE("server/golden_journal") {
  TEST_CASE("golden: a journal of ten thousand entries is found whole, as it was frozen") {
    if (!std::filesystem::exists(kFile) && std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) {
      write_golden();
    }
    const auto text = read_source(kFile, 1 << 28);
    REQUIRE(text.ok());
    TempFolder folder;
    const auto store = made_folder(folder.path() + "/data");
    CborReader in(view_of(*text));
    std::vector<StoredEntry> entries;
    while (in.ok() && !in.at_end()) {
      const ByteView bytes = in.bytes();
      const auto entry = read_entry(bytes);
      REQUIRE_MESSAGE(entry.ok(), (entry.ok() ? "" : entry.error().message));
      const auto op = read_op(entry->op);
      REQUIRE_MESSAGE(op.ok(), (op.ok() ? "" : op.error().message));
      entries.push_back(
          {entry->shard, entry->seq, op->subject, op->id, Bytes(bytes.begin(), bytes.end())});
      if (entry->rules == kRules) CHECK(encode(*entry) == entries.back().bytes);
    }
    REQUIRE(in.ok());
    REQUIRE(store->append(entries).ok());
    const auto streets = verify_journal(*store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    const VerifiedStreet& street = streets->front();
    const auto head = read_file(kHeadFile, 200);
    REQUIRE(head.ok());
    CHECK(head_of(street) + "\n" == std::string(head->begin(), head->end()));
    CHECK(street.entries >= kEntries);
    CHECK(street.signed_by_devices > kEntries / 2);
    CHECK(street.unsigned_by_people == 0);
    CHECK(street.breaks.empty());
    CHECK(street.erased > 0);
    REQUIRE(load_host(*store).ok());  // and a server starts on it
  }
}
