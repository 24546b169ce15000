#include "core/sync/scope.h"

#include <algorithm>

namespace gezhi {

std::optional<Scope> scope_of(const Principal& principal, ShardId shard) {
  const bool acts_here =
      std::any_of(principal.grants.begin(), principal.grants.end(), [&](const Grant& grant) {
        return grant.role != Role::none && (grant.shard.is_none() || grant.shard == shard);
      });
  if (!acts_here) return std::nullopt;
  return view_of(principal.actor, principal.grants, shard);
}

Digest scope_digest(const Principal& principal) {
  std::vector<Bytes> grants;
  for (const Grant& grant : principal.grants) grants.push_back(encode(grant));
  std::stable_sort(grants.begin(), grants.end());
  CborWriter out;
  out.text("gezhi scope 4");  // raise when the rules of visibility change
  out.unsigned_number(principal.actor.value);
  for (const Bytes& grant : grants) out.bytes(grant);
  return sha256(out.result());
}

}  // namespace gezhi
