// What the tests of signed operations share: a device by hand, a phone whose street takes only what is
// signed, and questions to the street's journal about keys and chains.
#pragma once

#include <doctest/doctest.h>

#include "tests/core/sync/quarter.h"

namespace gezhi::test {

inline constexpr TimeMs kNow{1795312800000};

using Items = std::vector<PushItem>;
using Links = std::vector<DeviceLink>;

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
    PushItem item = signed_as(op, prev);
    last = sha256(item.op);
    return item;
  }
  PushItem signed_as(const Op& op, const Digest& prev) const {
    PushItem item{encode(op), {}};
    const Bytes message = signed_message(kP256Sha256, prev, sha256(item.op));
    item.signature = {kP256Sha256, prev, fake_signature(signer.key(), message)};
    return item;
  }

  Request request(Items items) const {
    Request made;
    made.protocol = kProtocol;
    made.device = device;
    made.key = key();
    made.push = std::move(items);
    return made;
  }
  Pushed push(Items items, TimeMs now = kNow) { return hand_in(request(std::move(items)), now); }
  Pushed hand_in(const Request& asked, TimeMs now = kNow) {
    Pushed pushed = bed.host().push(asked, who, now, check_signatures(asked, FakeSignatures()));
    REQUIRE(bed.store().append(pushed.entries).ok());
    bed.host().committed(pushed.entries);
    return pushed;
  }
  PushProblem problem(const Request& asked) {
    const Pushed pushed = hand_in(asked);
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

// A phone and its street, which takes only what is signed. Nothing has been exchanged yet.
struct SignedPhone {
  explicit SignedPhone(const char* who = "volunteer") : phone(Street().person(who), 7) {
    bed.asks_signatures = true;
    phone.start(kNow);
  }

  static CaseId report_id(std::uint8_t number) {
    CaseId id;
    id.value.bytes = {9, number};
    return id;
  }
  bool has_arrived(std::uint8_t number) { return bed.world().find(report_id(number)) != nullptr; }

  void sync(TimeMs now) { phone.sync(bed, now); }
  // Made, not yet sent.
  OpId make(std::uint8_t number, TimeMs at) {
    const auto sent = phone.submit(report_id(number), Street::report(), at);
    REQUIRE(sent.outcome.applied());
    return sent.op;
  }
  void report(std::uint8_t number) {
    sync(kNow + number);  // the street's rules
    make(number, kNow + number);
    sync(kNow + number);
  }
  // What storage has not answered may be lost.
  void restart(TimeMs at, FakeSigner::Fault fault = FakeSigner::Fault::none) {
    phone.crash();
    phone.signer().fault = fault;
    phone.start(at);
  }

  // The server is put back to an older state while the phone goes on.
  void back_up() {
    bed.store().flush();
    bed.store().set_lazy(true);
  }
  void restore() {
    bed.store().crash();
    bed.store().set_lazy(false);
    bed.set_epoch("epoch-2");
    bed.restart();
    sync(kNow + kMinuteMs);
    sync(kNow + 2 * kMinuteMs);
  }
  void lose_key() {
    phone.settle();
    phone.crash();
    phone.signer().make_key(8);
    phone.start(kNow + 10);
  }

  std::uint32_t unsent() { return phone.device().outbox().unsent_count(); }
  void check_whole(std::uint8_t reports) {
    CHECK(unsent() == 0);
    bed.restart();  // judges everything again, the chains of keys too
    for (std::uint8_t number = 1; number <= reports; ++number) CHECK(has_arrived(number));
  }

  HostBed bed;
  Phone phone;
};

inline Links links_in(const std::vector<StoredEntry>& entries) {
  Links links;
  for (const StoredEntry& stored : entries) links.push_back(read_entry(stored.bytes)->link);
  return links;
}

// What is not whole in the street's chains now.
inline Links breaks_in(HostBed& bed) {
  Links links;
  for (const ChainBreak& found : bed.host().ledger(kStreet)->chains().breaks()) {
    links.push_back(found.link);
  }
  return links;
}

inline std::vector<Entry> entries_in(HostBed& bed) {
  std::vector<Entry> entries;
  const auto read = bed.store().read(kStreet, 1, UINT64_MAX, [&](const StoredEntryView& stored) {
    entries.push_back(*read_entry(stored.bytes));
    return true;
  });
  CHECK(read.ok());
  return entries;
}

// Of everything a signed operation stands in.
inline Links links_of(HostBed& bed) {
  Links links;
  for (const Entry& entry : entries_in(bed)) {
    if (!entry.signature.is_none()) links.push_back(entry.link);
  }
  return links;
}

inline std::uint64_t enrolments_in(HostBed& bed) {
  std::uint64_t count = 0;
  for (const Entry& entry : entries_in(bed)) {
    const bool is_enrolment =
        read_op(entry.op)->kind == static_cast<std::uint32_t>(OpKind::enroll_key);
    count += is_enrolment ? 1 : 0;
  }
  return count;
}

}  // namespace gezhi::test
