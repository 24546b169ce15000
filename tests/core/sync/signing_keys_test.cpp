// Signed operations: a device signs what it makes, the street enrols its key, and takes nothing that is not
// signed by it.
#include <doctest/doctest.h>

#include "tests/core/sync/signing.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("sync/signing_keys") {
  TEST_CASE("keys are sent to nobody's phone") {
    SignedPhone p("auditor");
    p.sync(kNow);
    REQUIRE(enrolments_in(p.bed) == 1);
    CHECK(p.phone.replica().head(kStreet) == p.bed.host().committed_seq(kStreet));
    Request request;
    request.protocol = kProtocol;
    const auto response = p.bed.exchange(request, p.phone.principal(), kNow);
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
    Request request = hand.request({});
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
    CHECK(pushed(hand.signed_as(op, {})) == PushProblem::signature_wrong);
    request.key = {};
    CHECK(pushed(good) == PushProblem::not_signed);
    CHECK(bed.host().committed_seq(kStreet) == before);
    request.key = hand.key();
    CHECK(pushed(good) == PushProblem::none);
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
    Request request = again.request({hand.made(hand.last)});
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

  TEST_CASE("a signature that was wrong is made again at the next start") {
    SignedPhone p;
    p.sync(kNow);
    p.phone.signer().fault = FakeSigner::Fault::wrong;
    const OpId sent = p.make(1, kNow + 1);
    p.sync(kNow + 2);
    CHECK(p.phone.device().outbox().find(sent)->problem == PushProblem::signature_wrong);
    p.restart(kNow + 3);
    p.sync(kNow + 4);
    CHECK(p.unsent() == 0);
    CHECK(p.has_arrived(1));
  }

  TEST_CASE("a file that leaves the device is signed, and stays what it was") {
    SignedPhone p;
    p.sync(kNow);
    p.restart(kNow + kMinuteMs);
    p.make(1, kNow + kMinuteMs);
    p.phone.settle();
    const auto file = decode<OutboxFile>(p.phone.device().export_outbox());
    REQUIRE(file.ok());
    REQUIRE(file->items.size() == 1);
    CHECK_FALSE(file->items[0].signature.is_none());
    p.phone.sync(p.bed, kNow + 2 * kMinuteMs, kNow + 9 * kMinuteMs);
    const OpId op = read_op(file->items[0].op)->id;
    CHECK(p.bed.host().ledger(kStreet)->holds(op, file->items[0].op));
  }

  TEST_CASE("a device that cannot sign keeps what it made and says why; once it can, it goes out") {
    using Fault = FakeSigner::Fault;
    for (const Fault fault : {Fault::no_key, Fault::signing}) {
      SignedPhone p;
      p.sync(kNow);
      p.restart(kNow + 1, fault);
      const OpId sent = p.make(1, kNow + 1);
      p.sync(kNow + 2);
      const OutboxItem* item = p.phone.device().outbox().find(sent);
      REQUIRE(item != nullptr);
      CHECK(item->problem == PushProblem::not_signed);
      CHECK(item->stored);
      CHECK_FALSE(p.has_arrived(1));
      p.restart(kNow + 3);
      p.sync(kNow + 3);
      CHECK(p.unsent() == 0);
      CHECK(p.has_arrived(1));
      CHECK(links_of(p.bed) == Links{DeviceLink::first});
    }
  }

  TEST_CASE("an algorithm that is not known here is read and not believed") {
    HostBed bed;
    Hand hand(bed, 1);
    PushItem item = hand.made({});
    item.signature.algorithm = 200;
    Request request = hand.request({item});
    request.key.algorithm = 200;
    REQUIRE(read_request(encode(request)).ok());
    CHECK(hand.problem(request) == PushProblem::not_signed);
    CHECK(enrolments_in(bed) == 0);
    REQUIRE(hand.push({hand.made({})}).problems.empty());
    CHECK(hand.problem(request) == PushProblem::not_signed);
  }
}
