// The keys by which the devices of a street sign, and the chains of what they signed (signature.h).
//
// Each signed operation names the one that its key signed before (`prev`). Operations need not come in
// that order: what waits while a restored server heals comes behind what was made later. So two things are
// told apart, and neither refuses anything:
//
//   fork: two operations of one key name the same one. Nothing that comes later mends that: the key
//         works in two places, or its device was put back to an older state.
//   gap:  the named one is not in the journal. It may still come, and then there is no gap.
//
// `link_of` says how an operation stands when it comes in, which its entry keeps; `breaks` says what is
// not whole now, and only at the end of a journal is that the answer.
//
// The named one may be of an earlier key of the same device and account: who lost the key after a restore
// goes on from what the street still has of it.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/journal/op.h"

namespace gezhi {

// Where the chain of a device's own operations is not whole.
struct ChainBreak {
  std::uint64_t seq = 0;
  ActorId actor;
  DeviceId device;
  DeviceLink link = DeviceLink::gap;  // or fork

  friend bool operator==(const ChainBreak&, const ChainBreak&) = default;
};

// Cost: a look-up in the device's operations each, and two digests kept for each operation.
class DeviceChains {
 public:
  // The key that is enrolled now; nullptr: none.
  const PublicKey* key_of(ActorId actor, DeviceId device) const;
  // How many keys the actor has enrolled since then.
  std::uint64_t enrolled_since(ActorId actor, TimeMs since) const;

  DeviceLink link_of(const Op& op, const Signature& signature) const;

  // Entry `seq` is in the journal.
  void add(const Op& op, const Signature& signature, const Digest& digest, std::uint64_t seq);
  void enroll(const EnrollKey& enrolled, TimeMs when);

  std::vector<ChainBreak> breaks() const;  // in the order of entries

 private:
  // A key that was lost is remembered: it may be enrolled again.
  struct KeyChain {
    PublicKey key;
    std::set<Digest> named;  // by its operations
  };
  struct Device {
    std::vector<KeyChain> keys;
    std::size_t enrolled = 0;  // which of them
    std::set<Digest> signed_here;
    std::map<Digest, std::vector<std::uint64_t>> missing;  // named and not here, by which entries
    std::vector<std::uint64_t> forks;
  };
  using Name = std::pair<ActorId, DeviceId>;

  std::map<Name, Device> devices_;
  std::map<ActorId, std::vector<TimeMs>> enrolled_;  // when
};

}  // namespace gezhi
