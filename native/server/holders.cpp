#include "native/server/holders.h"

#include <algorithm>

namespace gezhi {

bool is_same(const Grant& a, const Grant& b) {
  return a.role == b.role && a.unit == b.unit && a.grid == b.grid && a.shard == b.shard;
}

Holders::Holders(const std::vector<HeldGrant>& history) {
  for (const HeldGrant& one : history) of_[one.actor].push_back(one);
}

bool Holders::held_at(ActorId actor, const Grant& grant, TimeMs at) const {
  const auto found = of_.find(actor);
  if (found == of_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const HeldGrant& one) {
    return is_same(one.grant, grant) && one.since <= at && (one.until.is_none() || at <= one.until);
  });
}

Holders::Held Holders::held(const Entry& entry, const Op& op, const Grant& grant) const {
  if (held_at(op.actor, grant, entry.received_at)) return Held::when_received;
  return held_at(op.actor, grant, act_of(entry, op).when.at) ? Held::by_claim : Held::no;
}

}  // namespace gezhi
