// A closed account's phone still holds work: carried in by file it is taken with the authority it was
// made with, and what was made after the closing is refused, not lost.
#include "native/server/outbox_import.h"

#include <doctest/doctest.h>

#include "native/cli/data_folder.h"
#include "native/server/contacts.h"
#include "native/server/load_host.h"
#include "native/server/signature_openssl.h"
#include "native/server/verify.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

using Fate = ImportedOp::Fate;

constexpr TimeMs kDay{1795312800000};  // 2026-11-22 10:00 in China
constexpr TimeMs kClosed{kDay.value + 2 * kHourMs};

struct Fixture {
  Fixture() {
    make_test_data(data, 1);
    store = std::move(*open_data_folder(data));
    enroll(*store, device);
  }

  std::vector<ImportedOp> import(const std::vector<PushItem>& items) {
    return import_as_it_is(device.sign(items));
  }
  std::vector<ImportedOp> import_as_it_is(const std::vector<PushItem>& items) {
    auto list = import_outbox(*store, **load_host(*store), file_of(items), kDay + kDayMs);
    REQUIRE_MESSAGE(list.ok(), (list.ok() ? "" : list.error().message));
    return *list;
  }
  static Bytes file_of(const std::vector<PushItem>& items) {
    OutboxFile file;
    file.version = OutboxFile::kVersion;
    file.items = items;
    return encode(file);
  }
  VerifiedStreet verified() {
    const auto streets = verify_journal(*store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    return streets->front();
  }
  std::uint64_t entries() { return verified().entries; }
  std::uint64_t by_claim() { return verified().by_claim; }

  TempFolder folder;
  std::string data = folder.path() + "/data";
  std::unique_ptr<SqliteStore> store;
  SyncDevice device{ActorId{1001}, test_grant(), 51};
};

}  // namespace

TEST_SUITE("server/outbox_import") {
  TEST_CASE(
      "what was made before the closing is taken as it was meant, what came after is refused") {
    Fixture f;
    REQUIRE(f.store->close_account(ActorId{1001}, kClosed).ok());
    const std::uint64_t before = f.entries();
    const PushItem early = f.device.report(kClosed - kHourMs, test::kGridA1);
    const PushItem late = f.device.report(kClosed + 1, test::kGridA1);
    const auto list = f.import({early, late});
    REQUIRE(list.size() == 2);
    CHECK(list[0].fate == Fate::taken);
    CHECK(list[0].outcome.applied());
    CHECK_FALSE(list[0].after_closing);
    CHECK(list[0].by_claim);  // nothing but its device says when it was made
    CHECK(list[1].fate == Fate::taken);
    CHECK(list[1].after_closing);
    CHECK_FALSE(list[1].by_claim);
    CHECK(list[1].outcome.refusal == Refusal::role_not_held);
    CHECK(f.entries() == before + 2);  // refused is not lost
    CHECK(f.by_claim() == 1);
  }

  TEST_CASE("of an account that is open nothing rests on the device's word") {
    Fixture f;
    const auto list = f.import({f.device.report(kDay, test::kGridA1)});
    CHECK_FALSE(list[0].by_claim);
    CHECK(f.by_claim() == 0);
  }

  TEST_CASE("what an account did not hold then is refused, and the journal verifies") {
    Fixture f;
    Account late;
    late.login = "late";
    late.label = late.login;
    late.grants = {test_grant()};
    late.opened_at = kDay + kHourMs;
    const ActorId actor = *f.store->add_account(late);
    SyncDevice device(actor, test_grant(), 61);
    enroll(*f.store, device);
    REQUIRE(f.store->close_account(actor, kDay + 2 * kHourMs).ok());
    REQUIRE(f.store->reopen_account(actor, kDay + 4 * kHourMs).ok());
    REQUIRE(f.store->close_account(actor, kDay + 6 * kHourMs).ok());
    const auto at = [&](std::int64_t minutes) {
      return device.report(kDay + minutes * kMinuteMs, test::kGridA1);
    };
    // Before it was opened, open, closed, open again, closed again.
    const auto list = f.import_as_it_is(device.sign({at(30), at(90), at(180), at(300), at(400)}));
    REQUIRE(list.size() == 5);
    const auto refused = [](const ImportedOp& one) {
      return one.fate == Fate::taken && one.outcome.refusal == Refusal::role_not_held;
    };
    CHECK((refused(list[0]) && list[0].not_held && !list[0].by_claim));
    CHECK((list[1].outcome.applied() && list[1].by_claim && !list[1].not_held));
    CHECK((refused(list[2]) && list[2].not_held));
    CHECK((list[3].outcome.applied() && list[3].by_claim));
    CHECK((refused(list[4]) && list[4].after_closing && !list[4].not_held));
    CHECK(f.by_claim() == 2);  // and it verifies
  }

  TEST_CASE("of an account that is open again nothing rests on a claim, whenever it was made") {
    Fixture f;
    REQUIRE(f.store->close_account(ActorId{1001}, kClosed).ok());
    REQUIRE(f.store->reopen_account(ActorId{1001}, kClosed + kHourMs).ok());
    // What is received while the account holds the grant is judged by that, whenever it was made.
    const auto list = f.import({f.device.report(kClosed + kMinuteMs, test::kGridA1)});
    CHECK(list[0].outcome.applied());
    CHECK_FALSE(list[0].by_claim);
    CHECK(f.by_claim() == 0);
  }

  TEST_CASE("carried in twice it is there once") {
    Fixture f;
    const PushItem item = f.device.report(kDay, test::kGridA1);
    CHECK(f.import({item, item})[1].fate == Fate::known);
    const std::uint64_t after = f.entries();
    const auto again = f.import({item});
    CHECK(again[0].fate == Fate::known);
    CHECK(again[0].outcome.applied());
    CHECK(f.entries() == after);
  }

  TEST_CASE("the contact that came with it is kept sealed") {
    Fixture f;
    ReportCase report = test::Street::report();
    report.has_contact = true;
    CaseId subject;
    subject.value = make_uuid_v7(kDay, {1, 2, 3});
    PushItem item;
    item.sealed = encode(SealedFields{Bytes(16, 7), "某女士", "0571-00001234"});
    Op op = *read_op(f.device.make(kDay, subject, report).op);
    op.sealed = sha256(item.sealed);
    item.op = encode(op);
    CHECK(f.import({item})[0].outcome.applied());
    const auto contacts = open_contacts(*f.store, {test::kStreet, subject});
    REQUIRE(contacts.ok());
    CHECK(contacts->front().phone == "0571-00001234");
  }

  TEST_CASE("a file is believed only as far as enrolled devices signed it") {
    Fixture f;
    const auto problem_of = [&](const PushItem& item) {
      const auto list = f.import_as_it_is({item});
      CHECK(list[0].fate == Fate::not_taken_in);
      return list[0].problem;
    };
    const std::uint64_t before = f.entries();
    const PushItem unsigned_item = f.device.report(kDay, test::kGridA1);
    CHECK(problem_of(unsigned_item) == PushProblem::not_signed);
    // A forger has no key of this account; a device of his own was never enrolled for it.
    SyncDevice forger(ActorId{1001}, test_grant(), 99);
    CHECK(problem_of(forger.sign({forger.report(kDay, test::kGridA1)})[0]) ==
          PushProblem::not_signed);
    PushItem forged = f.device.report(kDay, test::kGridA1);
    forged.signature = forger.sign({forged})[0].signature;
    CHECK(problem_of(forged) == PushProblem::signature_wrong);
    PushItem changed = f.device.sign({f.device.report(kDay, test::kGridA1)})[0];
    Op op = *read_op(changed.op);
    op.claimed_at = op.claimed_at - 1;
    changed.op = encode(op);
    CHECK(problem_of(changed) == PushProblem::signature_wrong);
    CHECK(f.entries() == before);
  }

  TEST_CASE("what cannot be taken is named, and the rest is taken all the same") {
    Fixture f;
    SyncDevice stranger(ActorId{4711}, test_grant(), 52);
    Grant elsewhere = test_grant();
    elsewhere.shard = ShardId{9};
    SyncDevice visitor(ActorId{1001}, elsewhere, 53);
    const auto list = f.import({{Bytes{1, 2, 3}, {}},
                                stranger.report(kDay, test::kGridA1),
                                visitor.report(kDay, test::kGridA1),
                                f.device.report(kDay, test::kGridA1)});
    CHECK(list[0].fate == Fate::unreadable);
    CHECK(list[1].fate == Fate::no_account);
    CHECK(list[2].fate == Fate::not_taken_in);
    CHECK(list[2].problem == PushProblem::unknown_street);
    CHECK(list[3].fate == Fate::taken);
    CHECK(list[3].number == 4);
  }

  TEST_CASE("another file, a newer one, and an account whose closing nobody noted are refused") {
    Fixture f;
    const auto code = [&](const Bytes& file) {
      return import_outbox(*f.store, **load_host(*f.store), file, kDay).error().code;
    };
    CHECK(code(Bytes{1, 2, 3}) == "bad_outbox");
    CHECK(code(encode(SealedFields{})) == "bad_outbox");
    OutboxFile newer;
    newer.version = OutboxFile::kVersion + 1;
    CHECK(code(encode(newer)) == "bad_outbox");
    REQUIRE(f.store->close_account(ActorId{1001}, TimeMs{}).ok());
    const std::uint64_t before = f.entries();
    CHECK(code(Fixture::file_of({f.device.report(kDay, test::kGridA1)})) == "closing_unknown");
    CHECK(f.entries() == before);
  }
}
