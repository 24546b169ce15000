// gezhi verify computes every draw again (C20, S2-29): a sample that was not the secret's choice is
// found, with its case and its place in the journal.
#include "native/server/verify.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <map>

#include "core/base/cbor.h"
#include "core/base/hex.h"
#include "core/base/json.h"
#include "core/cases/ranking.h"
#include "core/journal/sampling.h"
#include "native/cli/data_folder.h"
#include "native/server/journal_export.h"
#include "native/server/load_host.h"
#include "native/server/passwords.h"
#include "native/server/sealing.h"
#include "native/server/signature_openssl.h"
#include "native/store/file.h"
#include "tests/native/server/accounts_of.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

StreetSecret made_secret(std::uint8_t first) {
  StreetSecret secret;
  secret.key[0] = first;
  return secret;
}

// A street where much is settled on the spot; the default policy samples 20 % of that.
struct Sampled {
  CaseId settled() {
    const CaseId id = street.new_case();
    SettleOnSpot spot;
    spot.report = Street::report(Nature::facility);
    spot.report.source = Source::patrol;
    spot.text = "井盖松动已复位";
    spot.photos = {Street::photo(PhotoKind::before), Street::photo(PhotoKind::after)};
    REQUIRE(street.act("worker", id, spot).applied());
    return id;
  }
  Digest ticket(CaseId id) const { return sample_ticket(secret_of_street(secret, kStreet), id); }
  // Settles until one is, or is not, drawn.
  CaseId settled_and(bool drawn) {
    for (;;) {
      const CaseId id = settled();
      if (is_drawn(ticket(id), 20) == drawn) return id;
    }
  }
  void draw(CaseId id, const Digest& with) {
    REQUIRE(street.act("system", id, DrawSample{with}).applied());
  }

  Result<std::vector<VerifiedStreet>> verify(const StreetSecret& stored) {
    TempFolder folder;
    const auto store = *make_data_folder(folder.path() + "/data");
    REQUIRE(store->set_meta("street_secret", stored.is_none() ? "" : to_hex(stored.key)).ok());
    add_accounts_of(*store, street, opened);
    std::vector<StoredEntry> entries;
    Digest before{};
    for (Entry entry : street.entries()) {
      if (forge && entry.seq == street.entries().size()) forge(entry);
      if (forge) entry.hash = chained_hash(before, entry);
      before = entry.hash;
      const Op op = *read_op(entry.op);
      entries.push_back({entry.shard, entry.seq, op.subject, op.id, encode(entry)});
    }
    REQUIRE(store->commit(entries, {}, {}).ok());
    return verify_journal(*store);
  }

  void check_found(CaseId id, const std::string& words) {
    const auto result = verify(secret);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == "bad_ticket");
    const std::string& said = result.error().message;
    CAPTURE(said);
    CHECK(said.find(to_text(id.value)) != std::string::npos);
    CHECK(said.find("entry " + std::to_string(street.entries().size()) + ":") != std::string::npos);
    CHECK(said.find(words) != std::string::npos);
  }

  Street street;
  StreetSecret secret = made_secret(7);
  std::function<void(Entry&)>
      forge;      // the last entry, before it is stored; the chain is made to fit
  TimeMs opened;  // the accounts
};

// The command's own view: a folder with a street, people, a contact and a photo.
struct Folder {
  Folder() {
    prepare_crypto();
    store = std::move(*make_data_folder(data));
    REQUIRE(blobs.put({}, sha256(photo), 0, photo.size(), photo).ok());
    id = street.new_case();
    ReportCase report = Street::report();
    report.has_contact = true;
    report.photos = {{sha256(photo), PhotoKind::other, 9, 1, 1}};
    Op op = street.make("volunteer", id);
    op.sealed = sha256(fields);
    set_payload(op, report);
    REQUIRE(street.admit(op).applied());
    reported = op.id;
    std::vector<StoredEntry> entries;
    for (const Entry& entry : street.entries()) {
      const Op made = *read_op(entry.op);
      entries.push_back({entry.shard, entry.seq, made.subject, made.id, encode(entry)});
    }
    SealedBatch sealed;
    const SealedItem item{reported, {kStreet, id}, fields};
    REQUIRE(seal_into(sealed, *store, std::vector{item}).ok());
    REQUIRE(store->commit(entries, sealed.boxes, sealed.keys).ok());
    add_accounts_of(*store, street);
  }

  void write(const char* sql) {
    SqliteConnection(data + "/gezhi.db", SqliteConnection::Mode::write).execute(sql);
  }
  std::string failure() {
    const auto streets = verify_journal(*store);
    if (!streets) return streets.error().code;
    const auto photos = verify_photos(blobs, *streets);
    return photos ? "none" : photos.error().code;
  }

  // Every file with its content and the time of its last change.
  static std::map<std::string, std::string> state_of(const std::string& folder) {
    std::map<std::string, std::string> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string path = file.path().string();
      const auto changed = file.last_write_time().time_since_epoch().count();
      files[path] = std::to_string(changed);
      if (file.is_regular_file()) files[path] += to_hex(sha256(*read_file(path, 1 << 26)));
    }
    return files;
  }

  TempFolder folder;
  std::string data = folder.path() + "/data";
  BlobFiles blobs{data + "/blobs", 1 << 20};
  Bytes photo = {0xFF, 0xD8, 0xFF, 1, 2, 3};
  Bytes fields = encode(SealedFields{Bytes(16, 7), "某女士", "0571-00001234"});
  std::unique_ptr<SqliteStore> store;
  Street street;
  CaseId id;
  OpId reported;
};

// A journal of what a device made and signed, with a real key.
struct SignedJournal {
  SignedJournal() {
    make_test_data(data, 1);
    store = std::move(*open_data_folder(data));
    push({});
    std::vector<PushItem> items;
    for (int i = 0; i < 3; ++i) items.push_back(device.report(kMade, kGridA1));
    for (const PushItem& item : device.sign(std::move(items))) push({item});
  }

  void push(std::vector<PushItem> items) {
    const auto host = *load_host(*store);
    Request request;
    request.protocol = kProtocol;
    request.device = device.device();
    request.key = device.key();
    request.push = std::move(items);
    const Principal person{ActorId{1001}, {test_grant()}};
    const Pushed pushed =
        host->push(request, person, kMade, check_signatures(request, OpensslSignatures()));
    REQUIRE(pushed.problems.empty());
    REQUIRE(pushed.entries.size() == 1);
    REQUIRE(store->append(pushed.entries).ok());
  }

  // The operator changes what stands there, and computes all numbers and hashes anew.
  void forge(const std::function<void(std::vector<Entry>&)>& change) {
    std::vector<Entry> entries;
    const auto read = store->read(kStreet, 1, UINT64_MAX, [&](const StoredEntryView& stored) {
      entries.push_back(*read_entry(stored.bytes));
      return true;
    });
    REQUIRE(read.ok());
    change(entries);
    SqliteConnection connection(data + "/gezhi.db", SqliteConnection::Mode::write);
    connection.execute("DELETE FROM entry");
    Digest before{};
    std::uint64_t seq = 0;
    for (Entry& entry : entries) {
      entry.seq = ++seq;
      before = entry.hash = chained_hash(before, entry);
      const Op op = *read_op(entry.op);
      connection.prepare("INSERT INTO entry(shard, seq, subject, op, bytes) VALUES(?1,?2,?3,?4,?5)")
          .bind(1, static_cast<std::int64_t>(entry.shard.value))
          .bind(2, static_cast<std::int64_t>(entry.seq))
          .bind(3, ByteView(op.subject.value.bytes))
          .bind(4, ByteView(op.id.value.bytes))
          .bind(5, ByteView(encode(entry)))
          .run();
    }
  }
  // What verify says of it then.
  static std::string failure(const std::function<void(std::vector<Entry>&)>& change) {
    SignedJournal journal;
    journal.forge(change);
    const auto streets = verify_journal(*journal.store);
    return streets ? "none" : streets.error().code;
  }

  static constexpr TimeMs kMade{1795312800000 + kHourMs};
  TempFolder folder;
  std::string data = folder.path() + "/data";
  std::unique_ptr<SqliteStore> store;
  SyncDevice device{ActorId{1001}, test_grant(), 71};
};

}  // namespace

TEST_SUITE("server/verify") {
  // rows: S2-29
  TEST_CASE("draws by the street's secret verify, and are counted") {
    Sampled town;
    for (int i = 0; i < 3; ++i) {
      const CaseId id = town.settled_and(true);
      town.draw(id, town.ticket(id));
    }
    const auto streets = town.verify(town.secret);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK(streets->front().samples == 3);
  }

  TEST_CASE(
      "what earlier rules decided is counted, not judged anew; by today's rules it is found") {
    for (const std::uint32_t rules : {0U, kRules}) {
      Sampled town;
      const CaseId id = town.street.new_case();
      ReportCase report = Street::report();
      report.source = Source::four_platforms;
      REQUIRE(town.street.act("clerk", id, report).applied());
      CHECK(town.street.act("clerk", id, Street::filing()).refusal == Refusal::taker_files);
      town.forge = [&](Entry& entry) {
        entry.outcome = {Refusal::none, "", "3301050012611220001"};
        entry.rules = rules;
      };
      const auto streets = town.verify(town.secret);
      CHECK(streets.ok() == (rules == 0));
      if (streets.ok()) CHECK(streets->front().decided_otherwise == 1);
    }
  }

  TEST_CASE("units of orders are ranked again from the journal; who stood elsewhere is counted") {
    Sampled town;
    const auto dispatch = [&](std::uint32_t said_to_stand) {
      const CaseId id = town.street.new_case();
      ReportCase report = Street::report();
      report.source = Source::patrol;
      REQUIRE(town.street.act("worker", id, report).applied());
      REQUIRE(town.street.act("clerk", id, Street::filing()).applied());
      const TimeMs now = town.street.now();
      const auto ranking = rank_units(town.street.world(), town.street.at(id), {now});
      TaskOrder order = town.street.order(kFire, true);
      order.choice = choice_of(ranking, kFire, now);
      if (said_to_stand > 0) order.choice.place = said_to_stand;
      REQUIRE(town.street.act("desk", id, DispatchCase{{order}}).applied());
    };
    dispatch(0);
    dispatch(9);
    const auto streets = town.verify(town.secret);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK(streets->front().ranked == 2);
    CHECK(streets->front().ranked_elsewhere == 1);
  }

  TEST_CASE("a ticket that is not the case's is found") {
    Sampled town;
    const CaseId one = town.settled_and(true);
    const CaseId other = town.settled_and(true);
    town.draw(other, town.ticket(one));
    town.check_found(other, "not the street's");
  }

  TEST_CASE("a case drawn although its ticket did not say so is found") {
    Sampled town;
    const CaseId id = town.settled_and(false);
    town.draw(id, town.ticket(id));
    town.check_found(id, "above the percentage");
  }

  TEST_CASE("with another secret, or none, no draw is believed") {
    Sampled town;
    const CaseId id = town.settled_and(true);
    town.draw(id, town.ticket(id));
    CHECK(town.verify(made_secret(8)).error().code == "bad_ticket");
    CHECK(town.verify({}).error().code == "bad_ticket");
    CHECK(town.verify(town.secret).ok());
  }

  TEST_CASE("times that run backwards, a wrong 'late' and a number out of turn are found") {
    const auto forged = [](const std::function<void(Entry&)>& forge) {
      Sampled town;
      town.street.pass(kHourMs);
      const CaseId id = town.street.new_case();
      ReportCase report = Street::report();
      report.source = Source::patrol;
      REQUIRE(town.street.act("worker", id, report).applied());
      town.street.pass(kHourMs);
      REQUIRE(town.street.act("clerk", id, Street::filing()).applied());
      town.forge = forge;
      const auto streets = town.verify(town.secret);
      return streets.ok() ? std::string("none") : streets.error().code;
    };
    CHECK(forged([](Entry&) {}) == "none");
    CHECK(forged([](Entry& one) { one.received_at = one.received_at - 3 * kHourMs; }) ==
          "bad_time");
    CHECK(forged([](Entry& one) { one.late_report = true; }) == "bad_time");
    CHECK(forged([](Entry& one) { one.outcome.number += "9"; }) == "bad_outcome");
    CHECK(forged([](Entry& one) { one.outcome.number.clear(); }) == "bad_outcome");
  }

  TEST_CASE("a grant that the author's account did not hold then is found") {
    const auto code = [](TimeMs opened, const std::function<void(Entry&)>& forge) {
      Sampled town;
      const CaseId id = town.street.new_case();
      REQUIRE(town.street.act("volunteer", id, Street::report()).applied());
      town.opened = opened;
      town.forge = forge;
      const auto streets = town.verify(town.secret);
      return streets.ok() ? std::string("none") : streets.error().code;
    };
    const TimeMs now = Street().entries().front().received_at;
    const auto nothing = [](Entry&) {};
    CHECK(code({}, nothing) == "none");
    CHECK(code(now, nothing) == "none");
    CHECK(code(now + 1, nothing) == "bad_grant");
    // As somebody else's role, and as the street itself.
    for (const Role role : {Role::duty_supervisor, Role::system}) {
      CHECK(code({}, [&](Entry& one) { one.grant.role = role; }) == "bad_grant");
      const auto claims = [&](Entry& one) {
        Op op = *read_op(one.op);
        op.actor = ActorId{role == Role::system ? 3U : 0U};
        op.grant.role = one.grant.role = role;
        one.op = encode(op);
      };
      CHECK(code({}, claims) == "bad_grant");
    }
  }

  TEST_CASE("what was done before an account was closed counts when it comes in later") {
    const auto code = [](bool done_before) {
      Folder f;
      const ActorId actor = f.street.person("volunteer").actor;
      REQUIRE(f.store->close_account(actor, f.street.now() + kHourMs).ok());
      Op op = f.street.make("volunteer", f.street.new_case());
      set_payload(op, Street::report());
      if (!done_before) op.claimed_at = op.claimed_at + 2 * kHourMs;
      f.street.pass(3 * kHourMs);
      REQUIRE(f.street.admit(op).applied());
      const Entry& entry = f.street.entries().back();
      const StoredEntry stored{entry.shard, entry.seq, op.subject, op.id, encode(entry)};
      REQUIRE(f.store->append({&stored, 1}).ok());
      return f.failure();
    };
    CHECK(code(true) == "none");
    CHECK(code(false) == "bad_grant");
  }

  TEST_CASE("contacts, keys and photos are compared with the journal") {
    const auto after = [](const char* sql) {
      Folder f;
      REQUIRE(f.failure() == "none");
      f.write(sql);
      return f.failure();
    };
    CHECK(after("SELECT 1") == "none");
    CHECK(after("DELETE FROM sealed") == "bad_sealed");    // a key of nothing
    CHECK(after("DELETE FROM case_key") == "bad_sealed");  // a contact nobody can read
    // Both gone while the case is open: nobody may have destroyed it yet.
    CHECK(after("DELETE FROM sealed; DELETE FROM case_key") == "bad_sealed");
    CHECK(after("UPDATE sealed SET box = x'00'") == "bad_sealed");
    CHECK(after("UPDATE sealed SET op = x'00000000000000000000000000000001'") == "bad_sealed");
    CHECK(after("UPDATE sealed SET shard = 330105002") == "bad_sealed");
    CHECK(after("UPDATE case_key SET shard = 330105002") == "bad_sealed");
    // Another contact under the same key: it opens, and is not what was sealed.
    Folder f;
    const CaseKey key = **f.store->case_key({kStreet, f.id});
    const Bytes other = encode(SealedFields{Bytes(16, 7), "某女士", "0571-00009999"});
    SqliteConnection(f.data + "/gezhi.db", SqliteConnection::Mode::write)
        .prepare("UPDATE sealed SET box = ?1")
        .bind(1, ByteView(seal(key, f.reported, other).box))
        .run();
    CHECK(f.failure() == "bad_sealed");
  }

  TEST_CASE("a photo that is not its name is found; what is missing or unnamed is counted") {
    Folder f;
    const auto counts = [&] { return *verify_photos(f.blobs, *verify_journal(*f.store)); };
    CHECK(counts().whole == 1);
    CHECK(counts().missing == 0);
    CHECK(counts().unnamed == 0);
    const Bytes loose = {0xFF, 0xD8, 0xFF, 9};
    REQUIRE(f.blobs.put({}, sha256(loose), 0, loose.size(), loose).ok());
    CHECK(counts().unnamed == 1);
    REQUIRE(f.blobs.erase(sha256(f.photo)).ok());
    CHECK(counts().missing == 1);
    const std::string hex = to_hex(sha256(loose));
    REQUIRE(replace_file(f.data + "/blobs/" + hex.substr(0, 2) + "/" + hex, f.photo).ok());
    CHECK(f.failure() == "bad_photo");
  }

  TEST_CASE("looking at evidence changes nothing, be it read-only or with a log left in it") {
    Folder f;
    const std::string with_log = f.folder.path() + "/with_log";
    std::filesystem::copy(f.data, with_log, std::filesystem::copy_options::recursive);
    REQUIRE(std::filesystem::file_size(with_log + "/gezhi.db-wal") > 0);
    f.store.reset();
    const std::string closed = f.folder.path() + "/closed";
    std::filesystem::copy(f.data, closed, std::filesystem::copy_options::recursive);
    std::filesystem::remove(closed + "/gezhi.lock");
    for (const std::string& folder : {with_log, closed, f.data}) {
      CAPTURE(folder);
      using std::filesystem::perms;
      for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        const bool is_folder = file.is_directory();
        std::filesystem::permissions(file.path(), is_folder ? perms(0500) : perms(0400));
      }
      std::filesystem::permissions(folder, perms(0500));
      const auto before = Folder::state_of(folder);
      {
        const auto store = read_data_folder(folder);
        REQUIRE_MESSAGE(store.ok(), (store.ok() ? "" : store.error().message));
        const auto streets = verify_journal(**store);
        REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
        CHECK(streets->front().entries == f.street.entries().size());
        CHECK(streets->front().contacts == 1);
        BlobFiles blobs(folder + "/blobs", 1 << 20);
        CHECK(verify_photos(blobs, *streets)->whole == 1);
        CHECK(Folder::state_of(folder) == before);
      }
      CHECK(Folder::state_of(folder) == before);
      for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        std::filesystem::permissions(file.path(), perms(0700));
      }
      std::filesystem::permissions(folder, perms(0700));
    }
  }

  TEST_CASE("what a device signed cannot be changed, unsigned, or signed by somebody else") {
    SignedJournal journal;
    const auto streets = verify_journal(*journal.store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    CHECK(streets->front().signed_by_devices == 3);
    CHECK(streets->front().unsigned_by_people == 0);
    CHECK(streets->front().breaks.empty());
    using Entries = std::vector<Entry>;
    CHECK(SignedJournal::failure([](Entries&) {}) == "none");
    const auto reworded = [](Entry& entry) {
      Op op = *read_op(entry.op);
      op.claimed_at = op.claimed_at - 1;
      entry.op = encode(op);
    };
    CHECK(SignedJournal::failure([&](Entries& all) { reworded(all.back()); }) == "bad_signature");
    CHECK(SignedJournal::failure([&](Entries& all) {
            reworded(all.back());
            all.back().signature = {};
            all.back().link = DeviceLink::none;
          }) == "bad_signature");
    CHECK(SignedJournal::failure([&](Entries& all) {
            std::swap(all.back().signature, all[all.size() - 2].signature);
          }) == "bad_signature");
    CHECK(SignedJournal::failure([&](Entries& all) { all.back().link = DeviceLink::gap; }) ==
          "bad_signature");
    // His own key in the place of the person's.
    CHECK(SignedJournal::failure([&](Entries& all) {
            Entry& enrolment = all[all.size() - 4];
            Op op = *read_op(enrolment.op);
            const Payload payload = read_payload(op);
            EnrollKey enrolled = std::get<EnrollKey>(std::get<ShardOp>(payload));
            enrolled.key.bytes = OpensslSigner().key();
            set_payload(op, enrolled);
            enrolment.op = encode(op);
          }) == "bad_signature");
    CHECK(SignedJournal::failure([&](Entries& all) { all.erase(all.end() - 4); }) ==
          "bad_signature");
  }

  TEST_CASE(
      "an operation that somebody takes out of a journal leaves a gap in its device's chain") {
    SignedJournal journal;
    journal.forge([](std::vector<Entry>& all) {
      all.erase(all.end() - 2);
      all.back().link = DeviceLink::gap;
    });
    const auto streets = verify_journal(*journal.store);
    REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
    REQUIRE(streets->front().breaks.size() == 1);
    const ChainBreak& found = streets->front().breaks.front();
    CHECK(found.link == DeviceLink::gap);
    CHECK(found.seq == streets->front().entries);
    CHECK(found.actor == ActorId{1001});
    CHECK(found.device == journal.device.device());
  }

  TEST_CASE("a gap that was filled later is none, and what forks a device's chain is named") {
    SignedJournal journal;
    const auto breaks = [&] {
      const auto streets = verify_journal(*journal.store);
      REQUIRE_MESSAGE(streets.ok(), (streets.ok() ? "" : streets.error().message));
      return streets->front().breaks;
    };
    const auto report = [&] { return journal.device.report(SignedJournal::kMade, kGridA1); };
    const std::vector<PushItem> two = journal.device.sign({report(), report()});
    journal.push({two[1]});
    REQUIRE(breaks().size() == 1);
    CHECK(breaks()[0].link == DeviceLink::gap);
    journal.push({two[0]});
    CHECK(breaks().empty());
    journal.push({journal.device.signed_after(two[0].signature.prev, report())});
    REQUIRE(breaks().size() == 1);
    CHECK(breaks()[0].link == DeviceLink::fork);
    CHECK(breaks()[0].device == journal.device.device());
  }

  TEST_CASE(
      "an auditor gets the journal in a file: its chain leads to the head, no contact is in it") {
    Folder f;
    const std::string out = f.folder.path() + "/out";
    REQUIRE(make_folder(out).ok());
    const auto list = export_entries(*f.store, out);
    REQUIRE_MESSAGE(list.ok(), (list.ok() ? "" : list.error().message));
    REQUIRE(list->size() == 1);
    const std::string name = out + "/" + std::to_string(kStreet.value) + ".entries";
    const Bytes file = *read_file(name, 1 << 26);
    CborReader in(file);
    Digest hash{};
    std::uint64_t count = 0;
    while (in.ok() && !in.at_end()) {
      const auto entry = read_entry(in.bytes());
      REQUIRE(entry.ok());
      CHECK(entry->seq == ++count);
      hash = chained_hash(hash, *entry);
      CHECK(hash == entry->hash);
    }
    CHECK(in.ok());
    CHECK(count == f.street.entries().size());
    CHECK(hash == list->front().head);
    const Bytes grants = *read_file(out + "/grants.json", 1 << 20);
    for (const Bytes& bytes : {file, grants}) {
      const std::string text(bytes.begin(), bytes.end());
      CHECK(text.find("0571-0000") == std::string::npos);
      CHECK(text.find("actor1") == std::string::npos);  // a name to sign in with
    }
    CHECK(parse_json(std::string(grants.begin(), grants.end()))->array()->size() == 2);
  }
}
