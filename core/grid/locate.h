// Which grid is this in? For every layer the deepest node that holds the point, whether the point is
// at a border, and who is on the other side. "Outside everything" is an answer.
//
// How: each layer has square cells. A cell that lies wholly in one area knows it; the others keep
// the pieces of border inside them and, for each area, whether the cell's lower left corner is
// inside. The corners lie half a unit off the integer points, so a path from the corner to the point
// crosses pieces exactly or not at all, and parity answers exactly.
//
// Cost: at() about one cell; locate() also measures the pieces within the border distance.
// Threads: const calls may run in parallel. Deterministic: integers only.
// Source: S1-37, G2 (a place at a border names both sides).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/geo.h"
#include "core/grid/shapes.h"
#include "core/grid/tree.h"

namespace gezhi {

inline constexpr std::int64_t kBorderReachMm = 30000;

struct GridNeighbour {
  GridId grid;
  std::int64_t distance_mm = 0;  // from the point to its border
};

struct LayerPlace {
  GridId grid;          // the deepest node that holds the point; none outside this layer
  bool border = false;  // a border of this layer's deepest nodes is within reach
  std::array<GridNeighbour, 4> neighbours{};  // nearest first, then ids ascending
  std::uint32_t neighbour_count = 0;
};

struct Located {
  std::array<LayerPlace, 3> layers;  // by GridLayer

  const LayerPlace& in(GridLayer layer) const { return layers[static_cast<std::size_t>(layer)]; }
  bool outside() const {
    return layers[0].grid.is_none() && layers[1].grid.is_none() && layers[2].grid.is_none();
  }
};

class GridLocator {
 public:
  GridLocator() = default;

  // Copies what it needs. Shapes of nodes that the tree does not know are left out.
  GridLocator(const GridTree& tree, const GridShapes& shapes);

  // The deepest node of the layer at the point (of equals a grid before a functional zone, then the
  // lower id); a point on a border belongs to the first of its sides. None outside.
  GridId at(GridLayer layer, PointE7 point) const;

  Located locate(PointE7 point, std::int64_t reach_mm = kBorderReachMm) const;

  // As it is, for district/image.h. Errors: `bad_image`, also for what would lead a question astray.
  void to_columns(ColumnWriter& out) const;
  static Result<GridLocator> from_columns(ColumnReader& in, const GridTree& tree);

 private:
  // In a cell: the area that holds all of it, or none.
  static constexpr std::uint32_t kKnown = 0x80000000U;
  static constexpr std::uint32_t kNothing = 0xFFFFFFFFU;

  struct Area {
    GridId grid;
    std::uint32_t leaf = 0;  // 1: no deeper area of the same layer lies below it
  };
  struct Piece {
    PointE7 a;
    PointE7 b;
  };
  struct Item {
    std::uint32_t area = 0;
    std::uint32_t first_piece = 0;
    std::uint32_t piece_count = 0;
    std::uint16_t corner_inside = 0;  // 1: it is
    std::uint16_t last = 0;           // 1: of its cell
  };
  struct Layer {
    BoxE7 box;
    std::uint32_t shift = 0;  // a cell spans 2^shift units
    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
    std::vector<std::uint32_t> cells;  // kNothing, known area | kKnown, or first item
    std::vector<Item> items;
    std::vector<Piece> pieces;
    std::vector<Area> areas;
  };
  friend class LayerBuilder;

  template <class Self, class V>
  static void columns(Self& self, V& v);
  static bool fits(const Layer& layer, const GridTree& tree);
  static bool is_near(const Layer& layer, std::size_t cell, const Item* item);

  static bool holds(const Layer& layer, const Item& item, PointE7 point, std::uint32_t column,
                    std::uint32_t row);
  static std::uint32_t find(const Layer& layer, PointE7 point);
  static std::int64_t nearest_piece_mm(const Layer& layer, const Item& item, const NearPlane& plane,
                                       const BoxE7& near, std::int64_t reach_mm);
  static void measure(const Layer& layer, PointE7 point, std::int64_t reach_mm, LayerPlace& place);

  std::array<Layer, 3> layers_;
};

}  // namespace gezhi
