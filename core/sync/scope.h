// Who is asking, and what of a street is theirs to receive (core/cases/visibility.h).
#pragma once

#include <optional>
#include <vector>

#include "core/cases/visibility.h"

namespace gezhi {

// Who is asking, as the server verified it.
struct Principal {
  ActorId actor;
  std::vector<Grant> grants;
  bool local = false;  // this server itself speaks for them: no device signs what it makes
};

// none = the person does not act in this street at all.
std::optional<Scope> scope_of(const Principal& principal, ShardId shard);

// Changes when the person's view may have changed: the device then begins anew.
Digest scope_digest(const Principal& principal);

}  // namespace gezhi
