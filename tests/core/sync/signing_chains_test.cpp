// The chain of a device's own operations: each names the one before it, and what is missing or forked shows.
#include <doctest/doctest.h>

#include "tests/core/sync/signing.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("sync/signing_chains") {
  TEST_CASE(
      "what a phone makes is signed, each names the one before, and its key is enrolled once") {
    SignedPhone p;
    p.sync(kNow);
    for (std::uint8_t i = 1; i <= 3; ++i) {
      p.make(i, kNow + i);
      if (i == 2) p.sync(kNow + i);
    }
    p.sync(kNow + 10);
    p.restart(kNow + 20);
    p.make(4, kNow + 21);
    p.sync(kNow + 22);
    CHECK(links_of(p.bed) ==
          Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows, DeviceLink::follows});
    CHECK(enrolments_in(p.bed) == 1);
    p.check_whole(4);
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

  TEST_CASE("what is dated anew is signed anew, with what follows it") {
    SignedPhone p;
    p.sync(kNow);  // the street's rules are here
    p.restart(kNow + kMinuteMs);
    for (std::uint8_t i = 1; i <= 3; ++i) p.make(i, kNow + kMinuteMs + i);
    p.phone.settle();
    p.phone.sync(p.bed, kNow + 2 * kMinuteMs, kNow + 5 * kMinuteMs);  // its clock is late
    CHECK(links_of(p.bed) == Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows});
    CHECK(p.unsent() == 0);
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

  TEST_CASE("a device that lost its head knows its name by what it made, and signs on") {
    SignedPhone p;
    p.sync(kNow);
    for (std::uint8_t i = 1; i <= 2; ++i) {
      p.make(i, kNow + i);
      if (i == 1) p.sync(kNow + i);
    }
    p.phone.settle();
    const DeviceId name = p.phone.device().outbox().head().device;
    p.phone.crash();
    p.phone.strict.remove(Outbox::kHeadName, [](const Result<Done>&) {});
    p.phone.settle();
    p.phone.start(kNow + 3);
    CHECK(p.phone.device().outbox().head().device == name);
    p.sync(kNow + 4);
    CHECK(p.unsent() == 0);
    CHECK(links_of(p.bed) == Links{DeviceLink::first, DeviceLink::follows});
    CHECK(enrolments_in(p.bed) == 1);
  }

  TEST_CASE("what could not be signed keeps its place in the chain, for when it can") {
    using Fault = FakeSigner::Fault;
    for (const Fault fault : {Fault::wrong, Fault::signing}) {
      SignedPhone p;
      p.report(1);
      p.phone.signer().fault = fault;
      p.report(2);
      p.phone.signer().fault = Fault::none;
      p.report(3);
      CHECK(links_of(p.bed) == Links{DeviceLink::first, DeviceLink::gap});
      CHECK(p.unsent() == 1);
      p.phone.settle();
      p.restart(kNow + kMinuteMs);
      p.sync(kNow + kMinuteMs);
      CHECK(links_of(p.bed) == Links{DeviceLink::first, DeviceLink::gap, DeviceLink::follows});
      CHECK(breaks_in(p.bed).empty());
      p.check_whole(3);
    }
  }

  TEST_CASE("what was made offline over days is signed there, in its order") {
    SignedPhone p;
    p.sync(kNow);
    for (std::uint8_t day = 1; day <= 5; ++day) {
      p.make(day, kNow + day * kDayMs);
      p.phone.settle();
      p.restart(kNow + day * kDayMs + kHourMs);
    }
    for (const OutboxItem* item : p.phone.device().outbox().in_order()) {
      CHECK_FALSE(item->record.signature.is_none());
    }
    p.sync(kNow + 6 * kDayMs);
    CHECK(links_of(p.bed) == Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows,
                                   DeviceLink::follows, DeviceLink::follows});
  }
}
