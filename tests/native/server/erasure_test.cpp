// What a restricted case said is gone when its time is up: from the store's files, from the world,
// from the devices; and the journal still verifies. So is every contact, in its own time.
#include "native/server/erasure.h"

#include <doctest/doctest.h>

#include "core/sync/message.h"
#include "native/cli/data_folder.h"
#include "native/server/contacts.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/passwords.h"
#include "native/server/sealing.h"
#include "native/server/sync_service.h"
#include "native/server/verify.h"
#include "native/store/blob_files.h"
#include "native/store/file.h"
#include "tests/native/server/accounts_of.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr const char* kName = "小玲";  // invented, as in the seed

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

// A street with a restricted case and another, both voided, and an open one, in a store; two photos,
// of which one belongs to both; a contact in each case.
struct Fixture {
  explicit Fixture(TimeMs when = TimeMs{1795312800000}) : street(when) {
    prepare_crypto();
    store = std::move(*make_data_folder(data));
    REQUIRE(ensure_secret(*store).ok());
    own = put("own photo");
    shared = put("shared photo");
    other = voided(Restricted::none, "路边井盖松动", {shared});
    minor = voided(Restricted::minor, std::string(kName) + "放学后无人照看", {own, shared});
    open = reported("volunteer", street.new_case(), Street::report());
    SealedBatch contacts;
    for (const CaseId id : {minor, other, open}) seal_contact(contacts, id);
    std::vector<StoredEntry> entries;
    for (const Entry& entry : street.entries()) {
      const Op op = *read_op(entry.op);
      entries.push_back({entry.shard, entry.seq, op.subject, op.id, encode(entry)});
    }
    REQUIRE(store->commit(entries, contacts.boxes, contacts.keys).ok());
    add_accounts_of(*store, street);
    host = *load_host(*store);
  }

  Digest put(const std::string& content) {
    const Bytes bytes = bytes_of(content);
    REQUIRE(blobs.put({}, sha256(bytes), 0, bytes.size(), bytes).ok());
    return sha256(bytes);
  }

  void seal_contact(SealedBatch& batch, CaseId id) {
    const OpId op = street.at(id).history.front().op;
    REQUIRE(seal_into(batch, *store, std::vector{SealedItem{op, {kStreet, id}, contact_fields()}})
                .ok());
  }

  static Bytes contact_fields() {
    return encode(SealedFields{Bytes(16, 7), kName, "0571-00001234"});
  }

  CaseId reported(const char* who, CaseId id, const ReportCase& report) {
    Op op = street.make(who, id);
    set_payload(op, report);
    op.sealed = sha256(contact_fields());
    REQUIRE(street.admit(op).applied());
    return id;
  }

  CaseId voided(Restricted restricted, const std::string& text, const std::vector<Digest>& photos) {
    const CaseId id = street.new_case();
    ReportCase report = Street::report(Nature::welfare);
    report.source = Source::visit;
    report.restricted = restricted;
    report.text = text;
    report.place.address = text;
    for (const Digest& photo : photos) report.photos.push_back({photo, PhotoKind::other, 9, 1, 1});
    reported("officer", id, report);
    REQUIRE(street.act("officer", id, AddNote{text, report.photos}).applied());
    street.act("worker", id,
               AddNote{text, {}});  // refused where it is restricted, kept all the same
    const RecordCall told{TransferTo::police_110, CallResult::joint, text};
    REQUIRE(street.act("clerk", id, told).applied());
    REQUIRE(street.act("clerk", id, AskVoid{text}).applied());
    REQUIRE(street.act("supervisor", id, VoidCase{text}).applied());
    return id;
  }

  TimeMs after_days(std::int64_t days) const { return street.now() + days * kDayMs; }
  std::vector<Erased> erase(TimeMs now) {
    auto erased = erase_overdue(*host, *store, blobs, now);
    REQUIRE_MESSAGE(erased.ok(), (erased.ok() ? "" : erased.error().message));
    return *erased;
  }
  std::size_t erase_contacts(TimeMs now) {
    const auto count = erase_due_contacts(*host, *store, now);
    REQUIRE_MESSAGE(count.ok(), (count.ok() ? "" : count.error().message));
    return *count;
  }
  std::string contact(CaseId id) {
    const auto contacts = open_contacts(*store, {kStreet, id});
    return contacts.ok() ? contacts->front().phone : contacts.error().code;
  }
  VerifiedStreet verified() {
    const auto streets = verify_journal(*store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    return streets->front();
  }
  const World& world() const { return host->ledger(kStreet)->world(); }

  bool files_hold(const std::string& words) const {
    for (const auto& file : std::filesystem::directory_iterator(data)) {
      if (!file.is_regular_file()) continue;
      const Bytes content = *read_file(file.path().string(), 1 << 26);
      const std::string text(content.begin(), content.end());
      if (text.find(words) != std::string::npos) return true;
    }
    return false;
  }

  // What a device of the desk gets when it asks again.
  PullPlan pull(std::vector<ShardCursor>& cursors) const {
    const Person desk = street.person("desk");
    const Principal principal{desk.actor, {desk.grant}};
    Request request;
    request.protocol = kProtocol;
    request.epoch = host->epoch();
    request.scope = scope_digest(principal);
    request.cursors = cursors;
    PullPlan plan = host->plan(request, principal);
    if (!plan.shards.empty()) cursors = {plan.shards[0].cursor};
    return plan;
  }

  TempFolder folder;
  std::string data = folder.path() + "/data";
  BlobFiles blobs{folder.path() + "/data/blobs", 1 << 20};
  std::unique_ptr<SqliteStore> store;
  Street street;
  Digest own{};
  Digest shared{};
  CaseId minor;
  CaseId other;
  CaseId open;
  std::shared_ptr<Host> host;
};

}  // namespace

TEST_SUITE("server/erasure") {
  TEST_CASE("before its time nothing is erased, after it only the restricted case") {
    Fixture f;
    CHECK(f.files_hold(kName));
    CHECK(f.erase(f.after_days(364)).empty());
    CHECK(f.verified().erased == 0);
    const auto erased = f.erase(f.after_days(366));
    REQUIRE(erased.size() == 1);
    CHECK(erased[0].subject == SubjectKey{kStreet, f.minor});
    CHECK(erased[0].entries == 6);
    CHECK(erased[0].photos == 1);
    CHECK(f.world().find(f.other)->text == "路边井盖松动");
    CHECK(f.erase(f.after_days(367)).empty());
  }

  TEST_CASE("words, photos, contact and key are gone from the files, and the chain stands") {
    Fixture f;
    const Case before = *f.world().find(f.minor);
    REQUIRE(f.erase(f.after_days(366)).size() == 1);
    CHECK_FALSE(f.files_hold(kName));
    CHECK_FALSE(f.blobs.state(f.own, {})->complete);
    CHECK(f.blobs.state(f.shared, {})->complete);
    CHECK_FALSE(f.store->case_key({kStreet, f.minor})->has_value());
    CHECK(f.store->sealed_of({kStreet, f.minor})->empty());
    const Case& left = *f.world().find(f.minor);
    CHECK(left.state == before.state);
    CHECK(left.nature == before.nature);
    CHECK(left.place.grid == before.place.grid);
    CHECK(left.place.point.is_none());
    CHECK(left.text.empty());
    CHECK(left.history.size() == 1);
    // Who starts from what is stored comes to the same world.
    const VerifiedStreet street = f.verified();
    CHECK(street.erased == 1);
    CHECK(street.world == f.world().hash());
    CHECK((*load_host(*f.store))->ledger(kStreet)->world().hash() == f.world().hash());
  }

  TEST_CASE("90 days after a case ended its contact is gone, an open case keeps its own") {
    Fixture f;
    CHECK(f.erase_contacts(f.after_days(89)) == 0);
    CHECK(f.contact(f.other) == "0571-00001234");
    const VerifiedStreet before = f.verified();
    CHECK(f.erase_contacts(f.after_days(90)) == 2);
    CHECK(f.contact(f.minor) == "not_found");
    CHECK(f.contact(f.other) == "not_found");
    CHECK(f.contact(f.open) == "0571-00001234");
    CHECK(*f.store->cases_with_key() == std::vector{SubjectKey{kStreet, f.open}});
    CHECK(f.erase_contacts(f.after_days(91)) == 0);
    const VerifiedStreet after = f.verified();
    CHECK(after.chain == before.chain);
    CHECK(after.world == before.world);
  }

  TEST_CASE("a contact that came later, with a refused note too, goes in its turn") {
    Fixture f;
    REQUIRE(f.erase_contacts(f.after_days(90)) == 2);
    SealedBatch late;
    f.seal_contact(late, f.other);
    REQUIRE(f.store->commit({}, late.boxes, late.keys).ok());
    CHECK_FALSE(f.world().find(f.other)->has_contact);
    CHECK(f.erase_contacts(f.after_days(91)) == 1);
    CHECK(f.contact(f.other) == "not_found");
  }

  TEST_CASE("a contact that came with a refused report is of no case and goes at once") {
    Fixture f;
    SealedBatch refused;
    const CaseId nobodys = f.street.new_case();
    const SealedItem item{f.street.make("volunteer", nobodys).id,
                          {kStreet, nobodys},
                          encode(SealedFields{Bytes(16, 7), kName, "0571-00001234"})};
    REQUIRE(seal_into(refused, *f.store, std::vector{item}).ok());
    REQUIRE(f.store->commit({}, refused.boxes, refused.keys).ok());
    REQUIRE(f.contact(nobodys) == "0571-00001234");
    CHECK(f.erase_contacts(f.street.now()) == 1);
    CHECK(f.contact(nobodys) == "not_found");
    CHECK(f.contact(f.other) == "0571-00001234");
  }

  TEST_CASE("a device that held it is told to remove it, another never gets it") {
    Fixture f;
    std::vector<ShardCursor> cursors;
    REQUIRE(f.pull(cursors).shards.size() == 1);
    REQUIRE(cursors[0].phase == Phase::tail);
    REQUIRE(f.erase(f.after_days(366)).size() == 1);
    const PullPlan next = f.pull(cursors);
    REQUIRE(next.shards.size() == 1);
    REQUIRE(next.shards[0].items.size() == 1);
    CHECK(next.shards[0].items[0].removed == f.minor);
    std::vector<ShardCursor> fresh;
    const PullPlan all = f.pull(fresh);
    for (const PlanItem& item : all.shards[0].items) {
      CHECK(item.removed.is_nil());
      CHECK_FALSE(read_op(read_entry(*f.store->one(kStreet, item.seq))->op)->subject == f.minor);
    }
  }

  TEST_CASE("the server sees to it by itself, when it has run for days since it was due") {
    Fixture f(now_ms() - 500 * kDayMs);
    std::uint64_t told = 0;
    const auto turn_of = [&](const NotedClock& clock) {
      REQUIRE(f.store->set_clock(clock).ok());
      SyncService service(*f.store, f.blobs, {});
      REQUIRE(service.load().ok());
      service.start();
      const Request request;
      const Principal nobody;
      service.submit(request, nobody, {}, [](const SyncService::Answer&) {});
      service.stop();
    };
    const TimeMs noted = now_ms() - kHourMs;
    turn_of({noted, kDestroyAfterRunningMs - 1, {{0, noted}}});
    CHECK(f.files_hold(kName));  // due, and not yet for long enough
    turn_of({noted, kDestroyAfterRunningMs, {{0, f.after_days(100)}}});
    CHECK(f.files_hold(kName));  // was not due by what was noted
    REQUIRE(f.store->set_clock({noted, kDestroyAfterRunningMs, {{0, noted}}}).ok());
    SyncService::Setup setup;
    setup.committed = [&](const std::map<ShardId, std::uint64_t>& seqs) {
      told = seqs.at(kStreet);
    };
    SyncService service(*f.store, f.blobs, std::move(setup));
    REQUIRE(service.load().ok());
    const std::uint64_t before = service.health().seqs.at(kStreet);
    service.start();
    const Request request;
    const Principal nobody;
    service.submit(request, nobody, {}, [](const SyncService::Answer&) {});
    service.stop();
    CHECK(service.health().seqs.at(kStreet) == before + 1);
    CHECK(told == before + 1);
    CHECK_FALSE(f.files_hold(kName));
    CHECK(f.verified().erased == 1);
    CHECK(*f.store->cases_with_key() == std::vector{SubjectKey{kStreet, f.open}});
  }

  TEST_CASE("what comes in about it later is refused, and erased in its turn") {
    Fixture f;
    REQUIRE(f.erase(f.after_days(366)).size() == 1);
    const Person clerk = f.street.person("clerk");
    Op op = f.street.make("clerk", f.minor);
    set_payload(op, AddNote{std::string(kName) + "的母亲来电", {}});
    Request request;
    request.push = {{encode(op), {}}};
    Pushed pushed = f.host->push(request, {clerk.actor, {clerk.grant}, true}, f.after_days(400));
    REQUIRE(pushed.receipts.size() == 1);
    CHECK(pushed.receipts[0].outcome.refusal == Refusal::case_unknown);
    REQUIRE(f.store->commit(pushed.entries, {}, {}).ok());
    f.host->committed(pushed.entries);
    const auto again = f.erase(f.after_days(400));
    REQUIRE(again.size() == 1);
    CHECK(again[0].entries == 7);
    CHECK_FALSE(f.files_hold(kName));
    CHECK(f.erase(f.after_days(401)).empty());
    CHECK(f.verified().world == f.world().hash());
  }

  TEST_CASE("verify finds what was changed of the rest, and emptying without a record") {
    Fixture f;
    const auto failure = [&] {
      const auto streets = verify_journal(*f.store);
      return streets.ok() ? std::string("none") : streets.error().code;
    };
    const auto write = [&](std::uint64_t seq, const Bytes& bytes) {
      SqliteConnection connection(f.data + "/gezhi.db", SqliteConnection::Mode::write);
      connection.prepare("UPDATE entry SET bytes = ?1 WHERE seq = ?2")
          .bind(1, ByteView(bytes))
          .bind(2, static_cast<std::int64_t>(seq))
          .run();
    };
    const std::uint64_t seq = f.world().find(f.minor)->history.front().seq;
    const Bytes whole = *f.store->one(kStreet, seq);
    REQUIRE(f.erase(f.after_days(366)).size() == 1);
    const Bytes emptied = *f.store->one(kStreet, seq);
    CHECK(emptied.size() < whole.size());
    CHECK(failure() == "none");
    Entry forged = *read_entry(emptied);
    forged.received_at = forged.received_at - 1;
    write(seq, encode(forged));
    CHECK(failure() == "bad_entry");
    write(seq, whole);  // from a copy that should not be there
    CHECK(failure() == "bad_erasure");
    write(seq, emptied);
    CHECK(failure() == "none");
    const std::uint64_t innocent = f.world().find(f.other)->history.front().seq;
    Entry silenced = *read_entry(*f.store->one(kStreet, innocent));
    silenced.was = op_digest(silenced);
    silenced.erased = true;
    write(innocent, encode(silenced));
    CHECK(failure() == "bad_erasure");
  }

  // Whoever knows an id may make a case of that id in a street of his own.
  TEST_CASE("who only knows a photo's digest keeps nothing of it alive, who had its bytes does") {
    for (const bool had : {false, true}) {
      CAPTURE(had);
      Fixture f;
      const Bytes photo = bytes_of("own photo");
      REQUIRE(f.blobs.erase(f.own).ok());  // and brought again, by people
      const auto bring = [&](const char* who) {
        const ActorId by = f.street.person(who).actor;
        REQUIRE(f.blobs.put(by, f.own, 0, photo.size(), photo)->complete);
      };
      bring("officer");
      if (had) bring("volunteer");
      const std::size_t before = f.street.entries().size();
      const AddNote note{"楼下又见一处", {{f.own, PhotoKind::other, 9, 1, 1}}};
      REQUIRE(f.street.act("volunteer", f.open, note).applied());
      const Entry& entry = f.street.entries().at(before);
      const StoredEntry stored{entry.shard, entry.seq, f.open, read_op(entry.op)->id,
                               encode(entry)};
      REQUIRE(f.store->commit(std::vector{stored}, {}, {}).ok());
      f.host = *load_host(*f.store);
      REQUIRE(f.erase(f.after_days(366)).size() == 1);
      CHECK(f.blobs.whole(f.own)->complete == had);
    }
  }

  TEST_CASE("a case of another street with the same id keeps its words, contact and photo") {
    Fixture f;
    const ShardId far{330105002};
    Ledger neighbour(far);
    std::vector<StoredEntry> entries;
    Account there;
    there.actor = ActorId{500};
    there.login = "there";
    const auto admit = [&](Op op, Grant grant) {
      op.shard = grant.shard = far;
      op.grant = grant;
      op.actor = there.actor;
      there.grants.push_back(grant);
      const Entry entry = neighbour.admit(op, encode(op), grant, f.street.now());
      CHECK(entry.outcome.applied());
      entries.push_back({far, entry.seq, op.subject, op.id, encode(entry)});
    };
    for (const Entry& entry : f.street.entries()) {
      const Op op = *read_op(entry.op);
      if (op.subject.is_nil()) admit(op, entry.grant);
    }
    const Bytes fields = encode(SealedFields{Bytes(16, 7), "某先生", "0571-00005678"});
    Op op = f.street.make("volunteer", f.minor);
    op.sealed = sha256(fields);
    op.id = f.street.at(f.minor).history.front().op;  // this id as well
    ReportCase report = Street::report();
    report.text = "楼道堆放杂物";
    report.photos = {{f.own, PhotoKind::other, 9, 1, 1}};
    set_payload(op, report);
    admit(op, f.street.person("volunteer").grant);
    SealedBatch sealed;
    const SealedItem item{op.id, {far, f.minor}, fields};
    REQUIRE(seal_into(sealed, *f.store, std::vector{item}).ok());
    REQUIRE(f.store->commit(entries, sealed.boxes, sealed.keys).ok());
    REQUIRE(f.store->add_account(there).ok());
    f.host = *load_host(*f.store);
    const Bytes before = *f.store->one(far, entries.size());

    CHECK(f.erase_contacts(f.after_days(90)) == 2);
    REQUIRE(f.erase(f.after_days(366)).size() == 1);
    CHECK(f.world().find(f.minor)->text.empty());
    CHECK(f.host->ledger(far)->world().find(f.minor)->text == "楼道堆放杂物");
    CHECK(*f.store->one(far, entries.size()) == before);
    CHECK(f.blobs.state(f.own, {})->complete);
    CHECK(f.contact(f.minor) == "not_found");
    CHECK(open_contacts(*f.store, {far, f.minor})->front().phone == "0571-00005678");
    CHECK(verify_journal(*f.store).ok());
  }

  TEST_CASE(
      "what a closed street may hold is not destroyed: its contacts, and photos that it may name") {
    Fixture f;
    const std::uint64_t last = f.verified().entries;
    f.host->close_street({kStreet, last, 2, {"bad_entry", "chain broken"}});
    CHECK(f.erase_contacts(f.after_days(9999)) == 0);
    CHECK(f.contact(f.minor) == "0571-00001234");
    CHECK(f.erase(f.after_days(9999)).empty());
    // In a street that is open, what is due and has photos waits for one that is closed.
    f.host = *load_host(*f.store);
    f.host->close_street({ShardId{330105002}, 7, 2, {"bad_entry", "chain broken"}});
    CHECK(f.erase(f.after_days(366)).empty());
    CHECK(f.blobs.state(f.own, {})->complete);
    CHECK(f.erase_contacts(f.after_days(90)) == 2);  // a contact is of one street only
    f.host = *load_host(*f.store);
    CHECK(f.erase(f.after_days(366)).size() == 1);
    CHECK_FALSE(f.blobs.state(f.own, {})->complete);
  }

  // The operator changes one text and computes every hash again as far as he can hide it.
  TEST_CASE("an erasure hides no change of what came before it") {
    Fixture f;
    REQUIRE(f.erase(f.after_days(366)).size() == 1);
    const VerifiedStreet honest = f.verified();
    std::vector<Entry> entries;
    REQUIRE(f.store->read(kStreet, 0, UINT64_MAX, [&](const StoredEntryView& stored) {
      entries.push_back(*read_entry(stored.bytes));
      return true;
    }));
    const std::uint64_t changed = f.world().find(f.other)->history.front().seq;
    const auto first_emptied =
        std::find_if(entries.begin(), entries.end(), [](const Entry& one) { return one.erased; });
    REQUIRE(first_emptied->seq > changed);
    // Up to the erasure, or up to the head; then with the record of the erasure as well.
    const auto failure = [&](std::uint64_t last, bool with_record) {
      Digest before{};
      Sha256 left;
      for (Entry entry : entries) {
        Op op = *read_op(entry.op);
        if (entry.seq == changed) {
          ReportCase said = *std::get<CaseOp>(read_payload(op)).get<ReportCase>();
          said.text = "路边井盖完好";
          set_payload(op, said);
        }
        if (with_record && op.kind == static_cast<std::uint32_t>(OpKind::erase_case)) {
          auto record = *std::get<CaseOp>(read_payload(op)).get<EraseCase>();
          record.left = left.finish();
          set_payload(op, record);
        }
        if (!entry.erased) entry.op = encode(op);
        if (entry.seq >= changed && entry.seq <= last) entry.hash = chained_hash(before, entry);
        before = entry.hash;
        const Bytes bytes = encode(entry);
        if (entry.erased) left.update(bytes);
        SqliteConnection connection(f.data + "/gezhi.db", SqliteConnection::Mode::write);
        connection.prepare("UPDATE entry SET bytes = ?1 WHERE seq = ?2")
            .bind(1, ByteView(bytes))
            .bind(2, static_cast<std::int64_t>(entry.seq))
            .run();
      }
      const auto streets = verify_journal(*f.store);
      if (!streets) return streets.error().code;
      return std::string(streets->front().chain == honest.chain ? "none" : "another head");
    };
    CHECK(failure(changed - 1, false) == "bad_entry");
    CHECK(failure(first_emptied->seq - 1, false) == "bad_entry");
    CHECK(failure(UINT64_MAX, false) == "bad_erasure");
    CHECK(failure(UINT64_MAX, true) == "another head");
  }
}
