// Opening a street: its policy, grids and units as the first operations of its journal, made by the
// administrator of this server (actor 0: the command line).
#pragma once

#include <vector>

#include "core/sync/host.h"

namespace gezhi {

struct StreetSetup {
  ShardId shard;
  Policy policy;
  std::vector<GridNode> grids;  // any order; parents outside the list must be known already
  std::vector<Unit> units;
};

// assets/policy/street-default.json, built into the program.
Policy default_policy();

// The nodes of one street of a district's tree: what lies in its township, with everything above,
// in every layer whose township has the same place in its layer's order.
std::vector<GridNode> grids_of_street(const GridTree& tree, ShardId shard);

// Appends the entries to `entries`. Errors: `bad_policy`, `bad_grid` with the reason.
Result<Done> set_up_street(Host& host, const StreetSetup& setup, TimeMs now,
                           std::vector<StoredEntry>& entries);

}  // namespace gezhi
