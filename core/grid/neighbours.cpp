#include "core/grid/neighbours.h"

#include <algorithm>
#include <array>

namespace gezhi {
namespace {

// A piece of border, the same whichever way it runs.
using Piece = std::array<std::int32_t, 4>;

Piece piece_of(PointE7 a, PointE7 b) {
  const bool turned = b.lon < a.lon || (b.lon == a.lon && b.lat < a.lat);
  if (turned) std::swap(a, b);
  return {a.lon, a.lat, b.lon, b.lat};
}

template <class Visit>
void each_piece(const GridShapes& shapes, std::uint32_t shape, const Visit& visit) {
  for (std::uint32_t r = shapes.ring_begin(shape); r < shapes.ring_end(shape); ++r) {
    const auto ring = shapes.ring(r);
    for (std::size_t i = 0; i < ring.size(); ++i) visit(ring[i], ring[(i + 1) % ring.size()]);
  }
}

}  // namespace

std::vector<BorderNeighbour> border_neighbours(const GridTree& tree, const GridShapes& shapes,
                                               GridId grid) {
  const GridNode* node = tree.find(grid);
  const std::int64_t own = shapes.find(grid);
  std::vector<BorderNeighbour> found;
  if (node == nullptr || own < 0) return found;
  const auto shape = static_cast<std::uint32_t>(own);
  std::vector<Piece> pieces;
  each_piece(shapes, shape, [&](PointE7 a, PointE7 b) { pieces.push_back(piece_of(a, b)); });
  std::stable_sort(pieces.begin(), pieces.end());
  for (std::uint32_t s = 0; s < shapes.size(); ++s) {
    if (s == shape || !shapes.box(s).meets(shapes.box(shape))) continue;
    const GridNode* other = tree.find(shapes.grid(s));
    if (other == nullptr || other->layer != node->layer || other->level != node->level) continue;
    BorderNeighbour neighbour{other->id};
    each_piece(shapes, s, [&](PointE7 a, PointE7 b) {
      if (std::binary_search(pieces.begin(), pieces.end(), piece_of(a, b)))
        neighbour.border_mm += distance_mm(a, b);
    });
    if (neighbour.border_mm > 0) found.push_back(neighbour);
  }
  std::stable_sort(
      found.begin(), found.end(), [](const BorderNeighbour& a, const BorderNeighbour& b) {
        return a.border_mm != b.border_mm ? a.border_mm > b.border_mm : a.grid < b.grid;
      });
  return found;
}

}  // namespace gezhi
