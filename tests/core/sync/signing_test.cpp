// Signed operations: a device signs what it makes, the street enrols its key, and what is missing or
// forked in a device's own chain shows.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/core/sync/quarter.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr TimeMs kNow{1795312800000};

using Items = std::vector<PushItem>;

// A device of the volunteer by hand: makes operations, signs them, pushes them.
struct Hand {
  explicit Hand(HostBed& bed_of, std::uint64_t number) : bed(bed_of), signer(number) {
    device.value.bytes = {3, static_cast<std::uint8_t>(number)};
  }

  PublicKey key() const { return {kP256Sha256, signer.key()}; }

  PushItem made(Digest prev) {  // a copy: it may be `last`
    Op op = street.make("volunteer", street.new_case());
    op.id.value.bytes[7] = device.value.bytes[1];  // below it the street counts
    op.device = device;
    op.device_seq = ++count;
    set_payload(op, Street::report());
    PushItem item{encode(op), {}};
    last = sha256(item.op);
    item.signature = {kP256Sha256, prev,
                      fake_signature(signer.key(), signed_message(kP256Sha256, prev, last))};
    return item;
  }

  Pushed push(std::vector<PushItem> items, TimeMs now = kNow) {
    Request request;
    request.protocol = kProtocol;
    request.device = device;
    request.key = key();
    request.push = std::move(items);
    return hand_in(request, now);
  }
  Pushed hand_in(const Request& request, TimeMs now = kNow) {
    Pushed pushed = bed.host().push(request, who, now, check_signatures(request, FakeSignatures()));
    REQUIRE(bed.store().append(pushed.entries).ok());
    bed.host().committed(pushed.entries);
    return pushed;
  }
  PushProblem problem(const Request& request) {
    const Pushed pushed = hand_in(request);
    return pushed.problems.empty() ? PushProblem::none : pushed.problems[0].what;
  }

  HostBed& bed;
  Street street;
  FakeSigner signer;
  Principal who = principal_of(street.person("volunteer"));
  DeviceId device;
  std::uint64_t count = 0;
  Digest last{};
};

std::vector<DeviceLink> links_in(const std::vector<StoredEntry>& entries) {
  std::vector<DeviceLink> links;
  for (const StoredEntry& stored : entries) links.push_back(read_entry(stored.bytes)->link);
  return links;
}

using Links = std::vector<DeviceLink>;

// What is not whole in the street's chains now.
Links breaks_in(HostBed& bed) {
  Links links;
  for (const ChainBreak& found : bed.host().ledger(kStreet)->chains().breaks()) {
    links.push_back(found.link);
  }
  return links;
}

// Of everything a signed operation stands in.
Links links_of(HostBed& bed) {
  Links links;
  const auto read = bed.store().read(kStreet, 1, UINT64_MAX, [&](const StoredEntryView& stored) {
    const Entry entry = *read_entry(stored.bytes);
    if (!entry.signature.is_none()) links.push_back(entry.link);
    return true;
  });
  CHECK(read.ok());
  return links;
}

// A phone whose server is put back to an older state while it goes on.
struct Restored {
  Restored() {
    bed.asks_signatures = true;
    phone.start(kNow);
  }
  void back_up() {
    bed.store().flush();
    bed.store().set_lazy(true);
  }
  void restore() {
    bed.store().crash();
    bed.store().set_lazy(false);
    bed.set_epoch("epoch-2");
    bed.restart();
    phone.sync(bed, kNow + kMinuteMs);
    phone.sync(bed, kNow + 2 * kMinuteMs);
  }
  void report(std::uint8_t number) {
    CaseId id;
    id.value.bytes = {9, number};
    phone.sync(bed, kNow + number);  // the street's rules
    REQUIRE(phone.submit(id, Street::report(), kNow + number).outcome.applied());
    phone.sync(bed, kNow + number);
  }
  void lose_key() {
    phone.settle();
    phone.crash();
    phone.signer().make_key(8);
    phone.start(kNow + 10);
  }
  void check_whole(std::uint8_t reports) {
    CHECK(phone.device().outbox().unsent_count() == 0);
    bed.restart();  // judges everything again, the chains of keys too
    for (std::uint8_t number = 1; number <= reports; ++number) {
      CaseId id;
      id.value.bytes = {9, number};
      CHECK(bed.world().find(id) != nullptr);
    }
  }

  HostBed bed;
  Phone phone{Street().person("volunteer"), 7};
};

std::uint64_t enrolments_in(HostBed& bed) {
  std::uint64_t count = 0;
  const auto read = bed.store().read(kStreet, 1, UINT64_MAX, [&](const StoredEntryView& stored) {
    const Op op = *read_op(read_entry(stored.bytes)->op);
    count += op.kind == static_cast<std::uint32_t>(OpKind::enroll_key) ? 1 : 0;
    return true;
  });
  CHECK(read.ok());
  return count;
}

}  // namespace

TEST_SUITE("sync/signing") {
  TEST_CASE(
      "what a phone makes is signed, each names the one before, and its key is enrolled once") {
    HostBed bed;
    const Street street;
    Phone phone(street.person("volunteer"), 7);
    phone.start(kNow);
    phone.sync(bed, kNow);
    for (std::uint8_t i = 1; i <= 3; ++i) {
      CaseId id;
      id.value.bytes = {9, i};
      REQUIRE(phone.submit(id, Street::report(), kNow + i).outcome.applied());
      if (i == 2) phone.sync(bed, kNow + i);
    }
    phone.sync(bed, kNow + 10);
    phone.crash();
    phone.start(kNow + 20);
    CaseId last;
    last.value.bytes = {9, 9};
    REQUIRE(phone.submit(last, Street::report(), kNow + 21).outcome.applied());
    phone.sync(bed, kNow + 22);
    CHECK(links_of(bed) ==
          Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows, DeviceLink::follows});
    CHECK(enrolments_in(bed) == 1);
    bed.restart();  // judges everything again, the chains of keys too
    CHECK(phone.device().outbox().unsent_count() == 0);
  }

  TEST_CASE("keys are sent to nobody's phone") {
    HostBed bed;
    const Street street;
    Phone phone(street.person("auditor"), 7);
    phone.start(kNow);
    phone.sync(bed, kNow);
    REQUIRE(enrolments_in(bed) == 1);
    CHECK(phone.replica().head(kStreet) == bed.host().committed_seq(kStreet));
    Request request;
    request.protocol = kProtocol;
    const auto response = bed.exchange(request, phone.principal(), kNow);
    REQUIRE(response.ok());
    for (const ShardPage& page : response->pages) {
      for (const PageItem& item : page.items) {
        CHECK(read_op(read_entry(item.entry)->op)->kind !=
              static_cast<std::uint32_t>(OpKind::enroll_key));
      }
    }
  }

  TEST_CASE("what is not signed, wrongly or by another device's key is a problem, not an entry") {
    HostBed bed;
    Hand hand(bed, 1);
    REQUIRE(hand.push(Items{}).entries.size() == 1);  // enrolled
    CHECK(hand.push(Items{}).entries.empty());
    const std::uint64_t before = bed.host().committed_seq(kStreet);
    Request request;
    request.protocol = kProtocol;
    request.device = hand.device;
    request.key = hand.key();
    const PushItem good = hand.made({});
    const auto pushed = [&](const PushItem& item) {
      request.push = {item};
      return hand.problem(request);
    };
    PushItem bare = good;
    bare.signature = {};
    CHECK(pushed(bare) == PushProblem::not_signed);
    PushItem moved = good;
    moved.signature.prev[0] ^= 1;
    CHECK(pushed(moved) == PushProblem::signature_wrong);
    PushItem changed = good;
    Op op = *read_op(good.op);
    op.claimed_at = op.claimed_at - 1;
    changed.op = encode(op);
    CHECK(pushed(changed) == PushProblem::signature_wrong);
    // Another device's name, under this one's key.
    op = *read_op(good.op);
    op.device.value.bytes[2] = 1;
    PushItem elsewhere{encode(op), {}};
    elsewhere.signature = {
        kP256Sha256,
        {},
        fake_signature(hand.signer.key(), signed_message(kP256Sha256, {}, sha256(elsewhere.op)))};
    CHECK(pushed(elsewhere) == PushProblem::signature_wrong);
    request.key = {};
    CHECK(pushed(good) == PushProblem::not_signed);
    CHECK(bed.host().committed_seq(kStreet) == before);
    request.key = hand.key();
    CHECK(pushed(good) == PushProblem::none);
  }

  TEST_CASE("an operation that is missing is a gap until it comes, and refuses nothing") {
    HostBed bed;
    Hand hand(bed, 1);
    const PushItem one = hand.made({});
    const PushItem late = hand.made(hand.last);
    const PushItem three = hand.made(hand.last);
    const PushItem four = hand.made(hand.last);
    CHECK(links_in(hand.push({three}).entries) == Links{DeviceLink::none, DeviceLink::gap});
    CHECK(links_in(hand.push({four}).entries) == Links{DeviceLink::follows});
    const ChainBreak gap{bed.host().committed_seq(kStreet) - 1, hand.who.actor, hand.device,
                         DeviceLink::gap};
    CHECK(bed.host().ledger(kStreet)->chains().breaks() == std::vector{gap});
    bed.restart();
    CHECK(breaks_in(bed) == Links{DeviceLink::gap});
    CHECK(links_in(hand.push({late}).entries) == Links{DeviceLink::gap});  // and fills the first
    CHECK(breaks_in(bed) == Links{DeviceLink::gap});
    const Pushed last = hand.push({one});
    CHECK(last.forked.empty());
    CHECK(links_in(last.entries) == Links{DeviceLink::first});
    CHECK(breaks_in(bed).empty());
    bed.restart();
    CHECK(breaks_in(bed).empty());
  }

  TEST_CASE("two operations of one key after the same one are a fork, which is said and taken") {
    HostBed bed;
    Hand hand(bed, 1);
    const PushItem one = hand.made({});
    const Digest first = hand.last;
    REQUIRE(hand.push({one, hand.made(first)}).forked.empty());
    Hand twin(bed, 1);  // a copy of the phone, from when it had made one
    twin.count = 1;
    twin.street.pass(1);
    const PushItem other = twin.made(first);
    const Pushed pushed = twin.push({other, twin.made(twin.last)});
    CHECK(pushed.problems.empty());
    CHECK(links_in(pushed.entries) == Links{DeviceLink::fork, DeviceLink::follows});
    REQUIRE(pushed.forked.size() == 1);
    CHECK(pushed.forked[0].op == read_op(other.op)->id);
    CHECK(pushed.forked[0].seq == pushed.receipts[0].seq);
    CHECK(breaks_in(bed) == Links{DeviceLink::fork});
    // It begins once more: a copy of when it was new.
    twin.street.pass(1);
    CHECK(links_in(twin.push({twin.made({})}).entries) == Links{DeviceLink::fork});
    CHECK(breaks_in(bed) == Links{DeviceLink::fork, DeviceLink::fork});
    bed.restart();
    CHECK(breaks_in(bed) == Links{DeviceLink::fork, DeviceLink::fork});
  }

  TEST_CASE(
      "after the same missing one too: the first is a gap until it comes, the second a fork") {
    HostBed bed;
    Hand hand(bed, 1);
    const PushItem late = hand.made({});
    const Digest named = hand.last;
    CHECK(links_in(hand.push({hand.made(named), hand.made(named)}).entries) ==
          Links{DeviceLink::none, DeviceLink::gap, DeviceLink::fork});
    CHECK(breaks_in(bed) == Links{DeviceLink::gap, DeviceLink::fork});
    CHECK(links_in(hand.push({late}).entries) == Links{DeviceLink::first});
    CHECK(breaks_in(bed) == Links{DeviceLink::fork});
  }

  TEST_CASE("of another device or account nothing is followed") {
    HostBed bed;
    Hand hand(bed, 1);
    REQUIRE(hand.push({hand.made({})}).problems.empty());
    Hand other(bed, 2);
    CHECK(links_in(other.push({other.made(hand.last)}).entries) ==
          Links{DeviceLink::none, DeviceLink::gap});
  }

  TEST_CASE("what waits while a restored server heals is neither a gap nor a fork once it is in") {
    Quarter q;
    const CaseId old = q.dispatched(q.street.order(kEnforcement, true));
    q.sync("enforcer");
    q.bed.store().flush();
    q.bed.store().set_lazy(true);
    const TaskOrder lead = q.street.order(kEnforcement, true);
    const CaseId lost = q.dispatched(lead);
    q.sync("enforcer");
    const OpId waits = q.submit("enforcer", lost, SignTask{lead.id});
    const OpId goes = q.submit("enforcer", old, AddNote{"店主称明日搬走", {}});
    q.sync("enforcer");
    q.bed.store().crash();
    q.bed.set_epoch("epoch-2");
    q.bed.heal_until(q.now + kHourMs);
    q.bed.restart();
    const auto is_in = [&](OpId op) { return q.bed.host().ledger(kStreet)->find_receipt(op); };
    Phone& first = q.phone("enforcer");
    for (int step = 0; step < 2; ++step) {  // hears of the new epoch, offers again
      first.settle();
      first.device().wake(q.now);
      const auto request = first.device().next_request(q.now);
      REQUIRE(request);
      const auto answer = q.bed.exchange(*request, first.principal(), q.now);
      REQUIRE(first.device().receive(*answer, q.now).ok());
    }
    CHECK_FALSE(is_in(waits));
    CHECK(is_in(goes));
    CHECK(breaks_in(q.bed) == Links{DeviceLink::gap});
    for (const char* who : {"volunteer", "clerk", "worker", "clerk", "desk", "clerk", "desk"}) {
      q.now = q.now + kMinuteMs;
      q.sync(who);
    }
    q.sync("enforcer");
    CHECK(is_in(waits));
    CHECK(first.device().outbox().unsent_count() == 0);
    CHECK(breaks_in(q.bed).empty());
    for (const DeviceLink link : links_of(q.bed)) CHECK(link != DeviceLink::fork);
  }

  TEST_CASE("who lost the key is enrolled anew and begins anew") {
    HostBed bed;
    Hand hand(bed, 1);
    static_cast<void>(hand.push({hand.made({}), hand.made(hand.last)}));
    Hand again(bed, 2);
    again.device = hand.device;
    again.count = hand.count;
    again.street.pass(1);
    CHECK(links_in(again.push({again.made({})}).entries) ==
          Links{DeviceLink::none, DeviceLink::first});
    CHECK(breaks_in(bed).empty());
    // The lost one is worth nothing any more.
    Request request;
    request.protocol = kProtocol;
    request.device = hand.device;
    request.key = again.key();
    request.push = {hand.made(hand.last)};
    CHECK(again.problem(request) == PushProblem::signature_wrong);
    bed.restart();
  }

  TEST_CASE("nobody fills a journal with keys") {
    HostBed bed;
    PushProblem last = PushProblem::none;
    for (std::uint64_t number = 1; number <= kKeysPerDay + 5; ++number) {
      Hand hand(bed, number);
      hand.street.pass(static_cast<std::int64_t>(number));
      const Pushed pushed = hand.push({hand.made({})});
      last = pushed.problems.empty() ? PushProblem::none : pushed.problems[0].what;
    }
    CHECK(last == PushProblem::too_many_keys);
    CHECK(enrolments_in(bed) == kKeysPerDay);
    Hand tomorrow(bed, 100);
    tomorrow.street.pass(kHourMs);
    CHECK(tomorrow.push({tomorrow.made({})}, kNow + 2 * kDayMs).problems.empty());
  }

  TEST_CASE("only the street enrols: not an administrator, nor who says to be the street") {
    HostBed bed;
    Street street;
    for (const char* who : {"admin", "system", "worker"}) {
      Op op = street.make(who, {});
      op.actor = street.person("worker").actor;
      set_payload(op, EnrollKey{ActorId{1}, op.device, {kP256Sha256, Bytes(33, 4)}});
      Request request;
      request.protocol = kProtocol;
      request.push = {{encode(op), {}}};
      const Principal person{op.actor, {street.person(who).grant}, true};
      const Pushed pushed = bed.host().push(request, person, kNow);
      REQUIRE(pushed.receipts.size() == 1);
      CHECK_FALSE(pushed.receipts[0].outcome.applied());
    }
  }

  TEST_CASE("what is dated anew is signed anew, with what follows it") {
    HostBed bed;
    const Street street;
    Phone phone(street.person("volunteer"), 7);
    phone.start(kNow);
    phone.sync(bed, kNow);  // the street's rules are here
    phone.crash();
    phone.start(kNow + kMinuteMs);
    for (std::uint8_t i = 1; i <= 3; ++i) {
      CaseId id;
      id.value.bytes = {9, i};
      REQUIRE(phone.submit(id, Street::report(), kNow + kMinuteMs + i).outcome.applied());
    }
    phone.settle();
    phone.sync(bed, kNow + 2 * kMinuteMs, kNow + 5 * kMinuteMs);  // its clock is late
    CHECK(links_of(bed) == Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows});
    CHECK(phone.device().outbox().unsent_count() == 0);
  }

  TEST_CASE(
      "a restored backup: the key is enrolled again, what is handed in again keeps its place") {
    for (std::uint8_t kept = 0; kept <= 2; ++kept) {
      Restored r;
      if (kept > 0) r.phone.sync(r.bed, kNow);
      for (std::uint8_t number = 1; number <= 3; ++number) {
        if (number == kept + 1) r.back_up();  // 0: of before the key was enrolled
        r.report(number);
      }
      r.restore();
      CHECK(links_of(r.bed) == Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows});
      CHECK(enrolments_in(r.bed) == 1);
      r.check_whole(3);
    }
  }

  TEST_CASE(
      "a restored backup and a key that was lost since: all is back, and the chain is whole") {
    for (std::uint8_t kept = 0; kept <= 3; ++kept) {
      CAPTURE(static_cast<int>(kept));
      Restored r;
      for (std::uint8_t number = 1; number <= 4; ++number) {
        if (number == kept + 1) r.back_up();
        if (number == 3) r.lose_key();
        r.report(number);
      }
      r.restore();
      // The third is the first of its key only where the server still has it as that.
      const DeviceLink third = kept == 3 ? DeviceLink::first : DeviceLink::follows;
      CHECK(links_of(r.bed) ==
            Links{DeviceLink::first, DeviceLink::follows, third, DeviceLink::follows});
      r.check_whole(4);
    }
  }

  TEST_CASE("it died between signing one anew and the next: what follows is signed anew too") {
    const Street street;
    const FakeSigner signer(7);
    const PublicKey key{kP256Sha256, signer.key()};
    Outbox before(DeviceId{{{5}}});
    for (int i = 0; i < 2; ++i) {
      Op op;
      op.id.value.bytes = {6, static_cast<std::uint8_t>(i)};
      op.actor = street.person("volunteer").actor;
      op.shard = kStreet;
      set_payload(op, Street::report());
      before.add(op, {});
    }
    const auto items = before.in_order();
    OutboxRecord one = items[0]->record;
    OutboxRecord two = items[1]->record;
    for (OutboxRecord* record : {&one, &two}) {  // the second, as if it were the key's first
      record->signed_by = sha256(key.bytes);
      record->signature = {kP256Sha256, {}, {1}};
    }
    Outbox after(DeviceId{{{5}}});
    after.restore(Outbox::name_of(items[0]->op.id), encode(one));
    after.restore(Outbox::name_of(items[1]->op.id), encode(two));
    after.use_key(key);
    const auto next = after.next_to_sign(items[0]->op.actor);
    REQUIRE(next.has_value());
    CHECK(next->id == items[1]->op.id);
    CHECK(next->prev == sha256(one.op));
    CHECK(after.next_push(items[0]->op.actor) == std::vector<OpId>{items[0]->op.id});
  }

  TEST_CASE("a signature that was wrong is made again at the next start") {
    HostBed bed;
    bed.asks_signatures = true;
    const Street street;
    Phone phone(street.person("volunteer"), 7);
    phone.start(kNow);
    phone.sync(bed, kNow);
    phone.signer().fault = FakeSigner::Fault::wrong;
    CaseId id;
    id.value.bytes = {9, 1};
    const auto sent = phone.submit(id, Street::report(), kNow + 1);
    phone.sync(bed, kNow + 2);
    CHECK(phone.device().outbox().find(sent.op)->problem == PushProblem::signature_wrong);
    phone.crash();
    phone.signer().fault = FakeSigner::Fault::none;
    phone.start(kNow + 3);
    phone.sync(bed, kNow + 4);
    CHECK(phone.device().outbox().unsent_count() == 0);
    CHECK(bed.world().find(id) != nullptr);
  }

  TEST_CASE("a device that lost its head knows its name by what it made, and signs on") {
    HostBed bed;
    const Street street;
    Phone phone(street.person("volunteer"), 7);
    phone.start(kNow);
    phone.sync(bed, kNow);
    for (std::uint8_t i = 1; i <= 2; ++i) {
      CaseId id;
      id.value.bytes = {9, i};
      REQUIRE(phone.submit(id, Street::report(), kNow + i).outcome.applied());
      if (i == 1) phone.sync(bed, kNow + i);
    }
    phone.settle();
    const DeviceId name = phone.device().outbox().head().device;
    phone.crash();
    phone.strict.remove(Outbox::kHeadName, [](const Result<Done>&) {});
    phone.settle();
    phone.start(kNow + 3);
    CHECK(phone.device().outbox().head().device == name);
    phone.sync(bed, kNow + 4);
    CHECK(phone.device().outbox().unsent_count() == 0);
    CHECK(links_of(bed) == Links{DeviceLink::first, DeviceLink::follows});
    CHECK(enrolments_in(bed) == 1);
  }

  TEST_CASE("a file that leaves the device is signed, and stays what it was") {
    HostBed bed;
    const Street street;
    Phone phone(street.person("volunteer"), 7);
    phone.start(kNow);
    phone.sync(bed, kNow);
    phone.crash();
    phone.start(kNow + kMinuteMs);
    CaseId id;
    id.value.bytes = {9, 1};
    REQUIRE(phone.submit(id, Street::report(), kNow + kMinuteMs).outcome.applied());
    phone.settle();
    const auto file = decode<OutboxFile>(phone.device().export_outbox());
    REQUIRE(file.ok());
    REQUIRE(file->items.size() == 1);
    CHECK_FALSE(file->items[0].signature.is_none());
    phone.sync(bed, kNow + 2 * kMinuteMs, kNow + 9 * kMinuteMs);
    const OpId op = read_op(file->items[0].op)->id;
    CHECK(bed.host().ledger(kStreet)->holds(op, file->items[0].op));
  }

  TEST_CASE("what could not be signed keeps its place in the chain, for when it can") {
    using Fault = FakeSigner::Fault;
    for (const Fault fault : {Fault::wrong, Fault::signing}) {
      Restored r;
      r.report(1);
      r.phone.signer().fault = fault;
      r.report(2);
      r.phone.signer().fault = Fault::none;
      r.report(3);
      CHECK(links_of(r.bed) == Links{DeviceLink::first, DeviceLink::gap});
      CHECK(r.phone.device().outbox().unsent_count() == 1);
      r.phone.settle();
      r.phone.crash();
      r.phone.start(kNow + kMinuteMs);
      r.phone.sync(r.bed, kNow + kMinuteMs);
      CHECK(links_of(r.bed) == Links{DeviceLink::first, DeviceLink::gap, DeviceLink::follows});
      CHECK(breaks_in(r.bed).empty());
      r.check_whole(3);
    }
  }

  TEST_CASE("a device that cannot sign keeps what it made and says why; once it can, it goes out") {
    using Fault = FakeSigner::Fault;
    for (const Fault fault : {Fault::no_key, Fault::signing}) {
      HostBed bed;
      bed.asks_signatures = true;
      const Street street;
      Phone phone(street.person("volunteer"), 7);
      phone.start(kNow);
      phone.sync(bed, kNow);
      phone.crash();
      phone.signer().fault = fault;
      phone.start(kNow + 1);
      CaseId id;
      id.value.bytes = {9, 1};
      const auto sent = phone.submit(id, Street::report(), kNow + 1);
      REQUIRE(sent.outcome.applied());
      phone.sync(bed, kNow + 2);
      const OutboxItem* item = phone.device().outbox().find(sent.op);
      REQUIRE(item != nullptr);
      CHECK(item->problem == PushProblem::not_signed);
      CHECK(item->stored);
      CHECK(bed.world().find(id) == nullptr);
      phone.crash();
      phone.signer().fault = Fault::none;
      phone.start(kNow + 3);
      phone.sync(bed, kNow + 3);
      CHECK(phone.device().outbox().unsent_count() == 0);
      CHECK(bed.world().find(id) != nullptr);
      CHECK(links_of(bed) == Links{DeviceLink::first});
    }
  }

  TEST_CASE("an algorithm that is not known here is read and not believed") {
    HostBed bed;
    Hand hand(bed, 1);
    PushItem item = hand.made({});
    item.signature.algorithm = 200;
    Request request;
    request.protocol = kProtocol;
    request.device = hand.device;
    request.key = hand.key();
    request.key.algorithm = 200;
    request.push = {item};
    REQUIRE(read_request(encode(request)).ok());
    CHECK(hand.problem(request) == PushProblem::not_signed);
    CHECK(enrolments_in(bed) == 0);
    REQUIRE(hand.push({hand.made({})}).problems.empty());
    CHECK(hand.problem(request) == PushProblem::not_signed);
  }

  TEST_CASE("what was made offline over days is signed there, in its order") {
    HostBed bed;
    bed.asks_signatures = true;
    const Street street;
    Phone phone(street.person("volunteer"), 7);
    phone.start(kNow);
    phone.sync(bed, kNow);
    for (std::uint8_t day = 1; day <= 5; ++day) {
      CaseId id;
      id.value.bytes = {9, day};
      REQUIRE(phone.submit(id, Street::report(), kNow + day * kDayMs).outcome.applied());
      phone.settle();
      phone.crash();
      phone.start(kNow + day * kDayMs + kHourMs);
    }
    for (const OutboxItem* item : phone.device().outbox().in_order()) {
      CHECK_FALSE(item->record.signature.is_none());
    }
    phone.sync(bed, kNow + 6 * kDayMs);
    CHECK(links_of(bed) == Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows,
                                 DeviceLink::follows, DeviceLink::follows});
  }
}
