#include "core/grid/shares.h"

#include <algorithm>

namespace gezhi {
namespace {

bool comes_before(const GridShare& a, const GridShare& b) {
  if (!(a.grid == b.grid)) return a.grid < b.grid;
  return a.area_m2 != b.area_m2 ? a.area_m2 > b.area_m2 : a.other < b.other;
}

}  // namespace

LayerShares::LayerShares(const std::vector<GridShare>& relations) {
  both_.reserve(relations.size() * 2);
  for (const GridShare& one : relations) {
    both_.push_back(one);
    both_.push_back({one.other, one.grid, one.area_m2});
  }
  std::stable_sort(both_.begin(), both_.end(), comes_before);
}

std::span<const GridShare> LayerShares::of(GridId grid) const {
  const auto begin =
      std::lower_bound(both_.begin(), both_.end(), grid,
                       [](const GridShare& one, GridId id) { return one.grid < id; });
  auto end = begin;
  while (end != both_.end() && end->grid == grid) ++end;
  return {both_.data() + (begin - both_.begin()), static_cast<std::size_t>(end - begin)};
}

std::array<GridId, 3> LayerShares::partners(const GridTree& tree, GridId grid) const {
  std::array<GridId, 3> result{};
  const GridNode* node = tree.find(grid);
  if (node == nullptr) return result;
  result[static_cast<std::size_t>(node->layer)] = grid;
  for (const GridShare& share : of(grid)) {
    const GridNode* other = tree.find(share.other);
    if (other == nullptr) continue;
    GridId& place = result[static_cast<std::size_t>(other->layer)];
    if (place.is_none()) place = other->id;
  }
  return result;
}

std::vector<GridShare> LayerShares::relations() const {
  std::vector<GridShare> result;
  for (const GridShare& one : both_) {
    if (one.grid < one.other) result.push_back(one);
  }
  return result;
}

}  // namespace gezhi
