// The accounts' history: who could act as what, and when. Asked by whoever takes in what an account made
// before now, and by `gezhi verify`: what the one lets in must be what the other finds.
#pragma once

#include <map>
#include <vector>

#include "core/journal/entry.h"
#include "native/store/server_store.h"

namespace gezhi {

class Holders {
 public:
  enum class Held : std::uint8_t {
    no,
    when_received,
    by_claim  // no longer when it was received, but when it was made: that is the device's word
  };

  explicit Holders(const std::vector<HeldGrant>& history);

  // Whether the author of this entry held `grant`.
  Held held(const Entry& entry, const Op& op, const Grant& grant) const;

 private:
  bool held_at(ActorId actor, const Grant& grant, TimeMs at) const;

  std::map<ActorId, std::vector<HeldGrant>> of_;
};

bool is_same(const Grant& a, const Grant& b);

}  // namespace gezhi
