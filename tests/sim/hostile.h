// A device that is signed in and keeps to no rule: it hands in again what others made, in their name and in
// its own, changed or not; takes ids that are in the journal; claims roles, times, versions and streets;
// forks and tears its own chain; floods cases with what is refused; and asks for pages by cursors that
// nobody gave it. What it does may hurt nobody but itself.
//
// What it can't do is what nobody can who is signed in over TLS: it does not know ids before they are in
// the journal, has nobody else's key, and is not asked by the server to speak for others.
#pragma once

#include "core/base/prng.h"
#include "tests/support/fake_signatures.h"
#include "tests/support/host_bed.h"

namespace gezhi::sim {

class Hostile {
 public:
  Hostile(std::vector<test::Person> roles, std::uint64_t seed);

  // Another's request, taken on its way.
  void overhear(ByteView request);
  Bytes next_request(TimeMs now);
  // An answer to it; it learns what stands in the journal.
  void hear(ByteView answer);
  // A restored server has forgotten something; so does it, or it would take ids of what is to come back.
  void forget() { known_.clear(); }
  std::int64_t takes_its_time() { return prng_.between(5, 40) * kSecondMs; }

  const Principal& principal() const { return principal_; }
  ActorId actor() const { return principal_.actor; }

 private:
  Op made(TimeMs now);
  void set_any_payload(Op& op);
  void lie(Op& op, TimeMs now);
  PushItem item_of(const Op& op);
  PushItem replayed();
  PushItem changed(PushItem item);
  PushItem any_item(TimeMs now);
  void add_flood(Request& request, TimeMs now);
  void lie(Request& request, TimeMs now);
  Bytes random_bytes(std::uint64_t count);
  Uuid new_id(TimeMs now);

  Prng prng_;
  Principal principal_;
  test::FakeSigner signer_;
  DeviceId device_;
  std::uint64_t count_ = 0;
  Digest last_{};
  std::vector<Op> known_;            // in the journal
  std::vector<PushItem> overheard_;  // of others
  std::vector<PushItem> own_;
  std::vector<ShardCursor> cursors_;  // as it got them
  std::string epoch_;
};

}  // namespace gezhi::sim
