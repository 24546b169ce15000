// Which areas of one layer lie on which of another, with their common ground: beats, grids and community
// grids are drawn over the same ground and never assumed equal.
//
// Shapes: only areas that no deeper one of their layer lies below (unit grids, beats); each relation
// once, between two layers. Units: square metres. Cost: of() and partner() O(log n).
// Source: S1-50, S5-04.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/grid/tree.h"

namespace gezhi {

inline constexpr std::uint64_t kGridSharesMax = 2000000;

struct GridShare {
  GridId grid;
  GridId other;
  std::uint64_t area_m2 = 0;
};

class LayerShares {
 public:
  LayerShares() = default;
  // Relations in any order, each in one direction.
  explicit LayerShares(const std::vector<GridShare>& relations);

  bool empty() const { return both_.empty(); }

  // The relations of a node (`grid` is itself), the largest first, then ids ascending.
  std::span<const GridShare> of(GridId grid) const;

  // For each layer the node that has most of this one's ground: itself in its own; none where there is
  // none. A node that has areas below it has no partners.
  std::array<GridId, 3> partners(const GridTree& tree, GridId grid) const;

  // Each once, the lower id first; ascending by it.
  std::vector<GridShare> relations() const;

 private:
  std::vector<GridShare> both_;  // in both directions, by grid
};

}  // namespace gezhi
