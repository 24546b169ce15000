// Which areas of one set lie on which of another, with their common ground: the table between layers
// (a beat and a grid are never assumed equal) and between the areas before and after a reform.
//
// Source: S1-50, S5-04. Cost: one overlay for each pair whose boxes meet. Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "core/district/pack.h"

namespace gezhi {

// Common ground under this share of both areas is a border that was drawn twice, not a relation.
inline constexpr std::int32_t kSharePermilleMin = 5;

// Areas with this share of each other are the same ground, whatever they are called.
inline constexpr std::int32_t kSameGroundPermille = 950;

struct AreaShare {
  GridId from;
  GridId to;
  double area_m2 = 0;
  std::int32_t permille_of_from = 0;  // 1000 = all of it
  std::int32_t permille_of_to = 0;
};

// Nodes of one layer that no deeper node of it lies below, ids ascending.
std::vector<GridId> leaves_of(const GridTree& tree, GridLayer layer);

// Every relation, by `from`, then the larger share first. Nodes without an area have none.
std::vector<AreaShare> shares_of(const GridShapes& from_shapes, const std::vector<GridId>& from,
                                 const GridShapes& to_shapes, const std::vector<GridId>& to);

// The relations between the leaves of every two layers that the pack has, for its lookups.
LayerShares layer_shares(const DistrictPack& pack);

// Those of the pack, and those of its streets with the lowest areas of the other layers: a beat may lie
// where no unit grid is drawn, and a pack of an older version has none.
LayerShares street_shares(const DistrictPack& pack);

// The same as CSV (RFC 4180, UTF-8, with
// a head).
std::string layer_shares_csv(const DistrictPack& pack);

// What became of a layer's areas from one import to the next, level by level.
enum class GroundChangeKind : std::uint8_t {
  same,     // the same ground, perhaps with another code or name
  merged,   // into a larger area
  split,    // off, as a part of a larger one
  redrawn,  // any other common ground
  gone,
  fresh,
};
constexpr std::array<std::string_view, 6> names_of(GroundChangeKind) {
  return {"same", "merged", "split", "redrawn", "gone", "new"};
}

struct GroundChange {
  GroundChangeKind kind = GroundChangeKind::same;
  AreaShare share;  // `to` is none for gone, `from` for fresh
};

// By layer, level, then node before; gone and fresh ones after the others of their level.
std::vector<GroundChange> ground_changes(const DistrictPack& before, const DistrictPack& after);
std::string ground_changes_csv(const DistrictPack& before, const DistrictPack& after,
                               const std::vector<GroundChange>& changes);

// Keeps them in the history of the pack after: codes and names by their day, splits and mergers, and the
// nodes that are gone.
void record_ground_changes(const DistrictPack& before, const std::vector<GroundChange>& changes,
                           CivilDay day, const std::string& source, DistrictPack& after);

}  // namespace gezhi
