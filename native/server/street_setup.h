// Opening a street: its policy, grids and units as the first operations of its journal, made by the
// administrator of this server (actor 0: the command line).
#pragma once

#include <vector>

#include "core/grid/shares.h"
#include "core/sync/host.h"

namespace gezhi {

struct StreetSetup {
  ShardId shard;
  Policy policy;
  std::vector<GridNode> grids;  // any order; parents outside the list must be known already
  std::vector<Unit> units;
  std::vector<GridId> foreign = {};  // of the district, and not this street's: taken back from it
  std::vector<GridId> gone = {};     // of this street once, and of no map any more: the same
};

// What opening did to the grids of a street that was open before; all of a new one are `added`.
struct StreetChanges {
  std::vector<GridNode> added;
  std::vector<GridNode> changed;
  std::vector<GridNode> removed;
  std::vector<GridNode>
      in_use;             // foreign or gone, but a unit or a case of the street names it: stays
  std::size_t units = 0;  // added or changed
  // What would weaken the street (core/cases/street_change.h), members of the rules or names of units: not
  // set, but proposed for another person to confirm; or, when a change was pending already, left as it is.
  std::vector<std::string> proposed;
  std::vector<std::string> put_off;
};

// assets/policy/street-default.json, built into the program.
Policy default_policy();

// Lines of two layers never agree to the metre (those of the demo by up to 33 thousandths of an area):
// with less of its ground in a street an area is not the street's, unless no other has more of some area
// of the street.
inline constexpr std::uint64_t kOfStreetPermille = 50;

// The nodes of one street of a district: what lies in its township, in every other layer the lowest
// areas that have ground in common with it (`shares`), and everything above them. What lies on two
// streets belongs to both; a layer needs no townships of its own.
std::vector<GridNode> grids_of_street(const GridTree& tree, const LayerShares& shares,
                                      ShardId shard);

// Of the other layers, what is not among the street's nodes.
std::vector<GridId> foreign_grids(const GridTree& tree, const std::vector<GridNode>& of_street);

// What the street knows and the district's map no longer has, in any layer.
std::vector<GridId> gone_grids(const World& world, const GridTree& tree);

// Appends the entries to `entries`: none for what is so already. Errors: `street_closed`,
// `bad_policy`, `bad_grid`, `bad_unit` with the reason.
Result<StreetChanges> set_up_street(Host& host, const StreetSetup& setup, TimeMs now,
                                    std::vector<StoredEntry>& entries);

}  // namespace gezhi
