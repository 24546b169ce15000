// Areas of grids and their cells as columns: written as they are, checked when read, so that no question
// is led outside its arrays or beyond what 64 bits can tell exactly.
#include <algorithm>
#include <cstdlib>

#include "core/base/columns.h"
#include "core/grid/locate.h"
#include "core/grid/shapes.h"

namespace gezhi {
namespace {

Error bad(const char* what) {
  return Error{"bad_image", std::string("grids: ") + what + " do not fit"};
}

bool is_known_once(std::vector<GridId> grids, const GridTree& tree) {
  std::stable_sort(grids.begin(), grids.end());
  return std::adjacent_find(grids.begin(), grids.end()) == grids.end() &&
         std::all_of(grids.begin(), grids.end(),
                     [&](GridId grid) { return tree.find(grid) != nullptr; });
}

bool is_small(const BoxE7& box) {
  return is_valid(box.low) && is_valid(box.high) && !box.is_empty() &&
         std::int64_t{box.high.lon} - box.low.lon <= kShapeSpanMax &&
         std::int64_t{box.high.lat} - box.low.lat <= kShapeSpanMax;
}

}  // namespace

template <class Self, class V>
void GridShapes::columns(Self& self, V& v) {
  v.column(self.grids_);
  v.column(self.boxes_);
  v.column(self.shape_first_ring_);
  v.column(self.ring_first_point_);
  v.column(self.points_);
}

void GridShapes::to_columns(ColumnWriter& out) const { columns(*this, out); }

Result<GridShapes> GridShapes::from_columns(ColumnReader& in, const GridTree& tree) {
  GridShapes shapes;
  columns(shapes, in);
  const std::size_t rings = shapes.ring_first_point_.size();
  if (!in.ok() || rings == 0 || !is_known_once(shapes.grids_, tree) ||
      shapes.boxes_.size() != shapes.size() ||
      !is_index(shapes.shape_first_ring_, shapes.size(), rings - 1) ||
      !is_index(shapes.ring_first_point_, rings - 1, shapes.points_.size())) {
    return bad("areas");
  }
  for (std::uint32_t s = 0; s < shapes.size(); ++s) {
    const BoxE7& box = shapes.box(s);
    if (!is_small(box) || shapes.ring_begin(s) == shapes.ring_end(s)) return bad("boxes");
    for (std::uint32_t r = shapes.ring_begin(s); r < shapes.ring_end(s); ++r) {
      const auto ring = shapes.ring(r);
      const bool inside =
          std::all_of(ring.begin(), ring.end(), [&](PointE7 point) { return box.has(point); });
      if (ring.size() < 3 || !inside) return bad("rings");
    }
    shapes.all_.cover(box.low);
    shapes.all_.cover(box.high);
  }
  return shapes;
}

template <class Self, class V>
void GridLocator::columns(Self& self, V& v) {
  for (auto& layer : self.layers_) {
    v.value(layer.box);
    v.value(layer.shift);
    v.value(layer.columns);
    v.value(layer.rows);
    v.column(layer.cells);
    v.column(layer.items);
    v.column(layer.pieces);
    v.column(layer.areas);
  }
}

void GridLocator::to_columns(ColumnWriter& out) const { columns(*this, out); }

// Every cell knows its area or begins a run of items that ends; its pieces lie so near that all that is
// reckoned with them stays exact.
bool GridLocator::fits(const Layer& layer, const GridTree& tree) {
  const std::uint64_t count = std::uint64_t{layer.columns} * layer.rows;
  if (layer.shift > 31 || layer.cells.size() != count) return false;
  if (count == 0) return true;
  const std::uint64_t width = std::uint64_t{layer.columns} << layer.shift;
  const std::uint64_t height = std::uint64_t{layer.rows} << layer.shift;
  const auto reaches = [](std::int32_t low, std::int32_t high, std::uint64_t cells) {
    return std::int64_t{high} - low < static_cast<std::int64_t>(cells);
  };
  if (layer.box.is_empty() || !is_valid(layer.box.low) || !is_valid(layer.box.high) ||
      width > (std::uint64_t{1} << 33) || height > (std::uint64_t{1} << 33) ||
      !reaches(layer.box.low.lon, layer.box.high.lon, width) ||
      !reaches(layer.box.low.lat, layer.box.high.lat, height)) {
    return false;
  }
  for (const Area& area : layer.areas) {
    if (tree.find(area.grid) == nullptr) return false;
  }
  for (const Item& item : layer.items) {
    if (item.area >= layer.areas.size() ||
        std::uint64_t{item.first_piece} + item.piece_count > layer.pieces.size()) {
      return false;
    }
  }
  if (!layer.items.empty() && layer.items.back().last == 0) return false;
  for (std::size_t cell = 0; cell < layer.cells.size(); ++cell) {
    const std::uint32_t known = layer.cells[cell];
    if (known == kNothing) continue;
    if ((known & kKnown) != 0) {
      if ((known & ~kKnown) >= layer.areas.size()) return false;
      continue;
    }
    if (known >= layer.items.size() || !is_near(layer, cell, layer.items.data() + known))
      return false;
  }
  return true;
}

bool GridLocator::is_near(const Layer& layer, std::size_t cell, const Item* item) {
  const std::int64_t west =
      layer.box.low.lon + (static_cast<std::int64_t>(cell % layer.columns) << layer.shift);
  const std::int64_t south =
      layer.box.low.lat + (static_cast<std::int64_t>(cell / layer.columns) << layer.shift);
  const std::int64_t reach = kShapeSpanMax + (std::int64_t{1} << layer.shift);
  const auto is_point_near = [&](PointE7 point) {
    return is_valid(point) && std::abs(point.lon - west) <= reach &&
           std::abs(point.lat - south) <= reach;
  };
  for (;; ++item) {
    for (std::uint32_t i = 0; i < item->piece_count; ++i) {
      const Piece& piece = layer.pieces[item->first_piece + i];
      if (!is_point_near(piece.a) || !is_point_near(piece.b)) return false;
    }
    if (item->last != 0) return true;
  }
}

Result<GridLocator> GridLocator::from_columns(ColumnReader& in, const GridTree& tree) {
  GridLocator locator;
  columns(locator, in);
  if (!in.ok()) return bad("cells");
  for (const Layer& layer : locator.layers_) {
    if (!fits(layer, tree)) return bad("cells");
  }
  return locator;
}

}  // namespace gezhi
