#include "core/grid/locate.h"

#include <algorithm>
#include <utility>

namespace gezhi {
namespace {

constexpr std::uint64_t kCellsMax = 1U << 20;

// Doubled coordinates: points are even, cell corners odd.
struct Twice {
  std::int64_t x;
  std::int64_t y;
};

Twice twice(PointE7 p) { return {std::int64_t{p.lon} * 2, std::int64_t{p.lat} * 2}; }

std::int64_t side(Twice a, Twice b, Twice q) {
  return (b.x - a.x) * (q.y - a.y) - (b.y - a.y) * (q.x - a.x);
}

}  // namespace

// Builds one layer's cells; see locate.h for the idea.
class LayerBuilder {
 public:
  using Layer = GridLocator::Layer;
  using Item = GridLocator::Item;

  LayerBuilder(Layer& layer, const GridTree& tree, const GridShapes& shapes)
      : layer_(layer), tree_(tree), shapes_(shapes) {}

  void build(GridLayer which) {
    choose(which);
    if (order_.empty()) return;
    size_cells();
    parts_.resize(std::size_t{layer_.columns} * layer_.rows);
    for (std::uint32_t area = 0; area < order_.size(); ++area) place(area);
    flatten();
  }

 private:
  struct Part {
    std::uint32_t area = 0;
    bool corner_inside = false;
    std::vector<GridLocator::Piece> pieces;
  };
  struct Range {
    std::uint32_t first_column, last_column, first_row, last_row;
  };

  // Deepest first, grids before functional zones, then ids ascending: the order in which areas answer.
  void choose(GridLayer which) {
    for (std::uint32_t shape = 0; shape < shapes_.size(); ++shape) {
      const GridNode* node = tree_.find(shapes_.grid(shape));
      if (node != nullptr && node->layer == which) order_.push_back(shape);
    }
    const auto node_of = [&](std::uint32_t shape) -> const GridNode& {
      return *tree_.find(shapes_.grid(shape));
    };
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      const GridNode &one = node_of(a), &other = node_of(b);
      if (one.level != other.level) return one.level > other.level;
      if (one.zone != other.zone) return other.zone;
      return one.id < other.id;
    });
    std::vector<GridId> above;
    for (const std::uint32_t shape : order_) {
      const std::vector<GridId> path = tree_.path(shapes_.grid(shape));
      above.insert(above.end(), path.begin() + 1, path.end());
    }
    std::stable_sort(above.begin(), above.end());
    for (const std::uint32_t shape : order_) {
      const GridId grid = shapes_.grid(shape);
      const bool leaf = !std::binary_search(above.begin(), above.end(), grid);
      layer_.areas.push_back({grid, leaf ? 1U : 0U});
      layer_.box.cover(shapes_.box(shape).low);
      layer_.box.cover(shapes_.box(shape).high);
    }
  }

  void size_cells() {
    std::uint64_t pieces = 0;
    for (const std::uint32_t shape : order_) {
      for (std::uint32_t r = shapes_.ring_begin(shape); r < shapes_.ring_end(shape); ++r) {
        pieces += shapes_.ring(r).size();
      }
    }
    const std::uint64_t wanted = std::min<std::uint64_t>(kCellsMax, pieces * 2 + 64);
    const auto width =
        static_cast<std::uint64_t>(std::int64_t{layer_.box.high.lon} - layer_.box.low.lon);
    const auto height =
        static_cast<std::uint64_t>(std::int64_t{layer_.box.high.lat} - layer_.box.low.lat);
    while (((width >> layer_.shift) + 1) * ((height >> layer_.shift) + 1) > wanted) ++layer_.shift;
    layer_.columns = static_cast<std::uint32_t>(width >> layer_.shift) + 1;
    layer_.rows = static_cast<std::uint32_t>(height >> layer_.shift) + 1;
  }

  std::uint32_t column_of(std::int32_t lon) const {
    return static_cast<std::uint32_t>(std::int64_t{lon} - layer_.box.low.lon) >> layer_.shift;
  }
  std::uint32_t row_of(std::int32_t lat) const {
    return static_cast<std::uint32_t>(std::int64_t{lat} - layer_.box.low.lat) >> layer_.shift;
  }
  std::int64_t corner_x(std::uint32_t column) const {
    return 2 * (std::int64_t{layer_.box.low.lon} + (std::int64_t{column} << layer_.shift)) - 1;
  }
  std::int64_t corner_y(std::uint32_t row) const {
    return 2 * (std::int64_t{layer_.box.low.lat} + (std::int64_t{row} << layer_.shift)) - 1;
  }
  Range range_of(PointE7 a, PointE7 b) const {
    return {column_of(std::min(a.lon, b.lon)), column_of(std::max(a.lon, b.lon)),
            row_of(std::min(a.lat, b.lat)), row_of(std::max(a.lat, b.lat))};
  }

  void place(std::uint32_t area) {
    const std::uint32_t shape = order_[area];
    const BoxE7& box = shapes_.box(shape);
    const Range all = range_of(box.low, box.high);
    const std::uint32_t columns = all.last_column - all.first_column + 1;
    const std::uint32_t rows = all.last_row - all.first_row + 1;
    std::vector<Part> own(std::size_t{columns} * rows);
    std::vector<std::uint8_t> toggles(std::size_t{columns + 1} * rows, 0);
    for (std::uint32_t r = shapes_.ring_begin(shape); r < shapes_.ring_end(shape); ++r) {
      const auto ring = shapes_.ring(r);
      PointE7 a = ring.back();
      for (const PointE7 b : ring) {
        spread(a, b, all, columns, own);
        toggle(a, b, all, columns, toggles);
        a = b;
      }
    }
    for (std::uint32_t row = 0; row < rows; ++row) {
      bool inside = false;
      for (std::uint32_t column = 0; column < columns; ++column) {
        if (toggles[std::size_t{row} * (columns + 1) + column] != 0) inside = !inside;
        Part& part = own[std::size_t{row} * columns + column];
        if (!inside && part.pieces.empty()) continue;
        part.area = area;
        part.corner_inside = inside;
        parts_[std::size_t{all.first_row + row} * layer_.columns + all.first_column + column]
            .push_back(std::move(part));
      }
    }
  }

  // Gives the piece to every cell that it touches.
  void spread(PointE7 a, PointE7 b, const Range& all, std::uint32_t columns,
              std::vector<Part>& own) {
    const Range range = range_of(a, b);
    const std::int64_t size = std::int64_t{2} << layer_.shift;
    for (std::uint32_t row = range.first_row; row <= range.last_row; ++row) {
      for (std::uint32_t column = range.first_column; column <= range.last_column; ++column) {
        const Twice low{corner_x(column), corner_y(row)};
        const std::int64_t s[4] = {side(twice(a), twice(b), low),
                                   side(twice(a), twice(b), {low.x + size, low.y}),
                                   side(twice(a), twice(b), {low.x, low.y + size}),
                                   side(twice(a), twice(b), {low.x + size, low.y + size})};
        const bool left = s[0] > 0 && s[1] > 0 && s[2] > 0 && s[3] > 0;
        const bool right = s[0] < 0 && s[1] < 0 && s[2] < 0 && s[3] < 0;
        if (left || right) continue;
        own[std::size_t{row - all.first_row} * columns + (column - all.first_column)]
            .pieces.push_back({a, b});
      }
    }
  }

  // Where the piece crosses the lines through the corners: corners to the east change sides. A
  // corner exactly on the piece counts as a hair above it.
  void toggle(PointE7 a, PointE7 b, const Range& all, std::uint32_t columns,
              std::vector<std::uint8_t>& toggles) {
    if (a.lat == b.lat) return;
    const Twice low = twice(a.lat < b.lat ? a : b);
    const Twice high = twice(a.lat < b.lat ? b : a);
    const std::int64_t dx = high.x - low.x;
    const std::int64_t dy = high.y - low.y;
    const std::int64_t size = std::int64_t{2} << layer_.shift;
    const Range range = range_of(a, b);
    for (std::uint32_t row = range.first_row; row <= range.last_row; ++row) {
      const std::int64_t y = corner_y(row);
      if (y < low.y || y > high.y) continue;
      // x of the crossing from the first corner = top / dy
      const std::int64_t top = (low.x - corner_x(all.first_column)) * dy + dx * (y - low.y);
      const std::int64_t step = size * dy;
      std::int64_t first = top <= 0 ? 0 : (top + step - 1) / step;
      if (top % step == 0 && top >= 0 && dx >= 0) ++first;
      if (first < 0 || first > columns) first = columns;
      toggles[std::size_t{row - all.first_row} * (columns + 1) +
              static_cast<std::uint32_t>(first)] ^= 1;
    }
  }

  void flatten() {
    layer_.cells.reserve(parts_.size());
    for (std::vector<Part>& cell : parts_) {
      // What answers after an area that covers the whole cell never answers.
      for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i].pieces.empty()) cell.resize(i + 1);
      }
      if (cell.empty()) {
        layer_.cells.push_back(GridLocator::kNothing);
      } else if (cell.size() == 1 && cell[0].pieces.empty()) {
        layer_.cells.push_back(cell[0].area | GridLocator::kKnown);
      } else {
        layer_.cells.push_back(static_cast<std::uint32_t>(layer_.items.size()));
        for (const Part& part : cell) add_item(part);
        layer_.items.back().last = 1;
      }
      cell = {};
    }
  }

  void add_item(const Part& part) {
    layer_.items.push_back({part.area, static_cast<std::uint32_t>(layer_.pieces.size()),
                            static_cast<std::uint32_t>(part.pieces.size()),
                            static_cast<std::uint16_t>(part.corner_inside ? 1 : 0), 0});
    layer_.pieces.insert(layer_.pieces.end(), part.pieces.begin(), part.pieces.end());
  }

  Layer& layer_;
  const GridTree& tree_;
  const GridShapes& shapes_;
  std::vector<std::uint32_t> order_;  // shape of each area
  std::vector<std::vector<Part>> parts_;
};

GridLocator::GridLocator(const GridTree& tree, const GridShapes& shapes) {
  for (std::uint32_t i = 0; i < layers_.size(); ++i) {
    LayerBuilder(layers_[i], tree, shapes).build(static_cast<GridLayer>(i));
  }
}

// Parity of the path corner → straight up → point's height → east to the point.
bool GridLocator::holds(const Layer& layer, const Item& item, PointE7 point, std::uint32_t column,
                        std::uint32_t row) {
  bool inside = item.corner_inside != 0;
  const std::int32_t left =
      static_cast<std::int32_t>(layer.box.low.lon + (std::int64_t{column} << layer.shift));
  const Twice corner{
      2 * std::int64_t{left} - 1,
      2 * (std::int64_t{layer.box.low.lat} + (std::int64_t{row} << layer.shift)) - 1};
  const Twice bend{corner.x, 2 * std::int64_t{point.lat}};
  const Piece* piece = layer.pieces.data() + item.first_piece;
  for (const Piece* end = piece + item.piece_count; piece != end; ++piece) {
    const bool upright = (piece->a.lon < left) != (piece->b.lon < left);
    const bool level = (piece->a.lat > point.lat) != (piece->b.lat > point.lat);
    const bool flat = piece->a.lat == point.lat && piece->b.lat == point.lat;
    const bool end_here = piece->a == point || piece->b == point;
    if (end_here) return true;
    if (flat && (piece->a.lon < point.lon) != (piece->b.lon < point.lon)) return true;
    if (!upright && !level) continue;
    const Twice a = twice(piece->a);
    const Twice b = twice(piece->b);
    const std::int64_t at_bend = side(a, b, bend);
    if (upright) {
      const bool east = b.x > a.x;
      const bool bend_on_or_above = east ? at_bend >= 0 : at_bend <= 0;
      const std::int64_t at_corner = side(a, b, corner);
      const bool corner_below = east ? at_corner < 0 : at_corner > 0;
      if (bend_on_or_above && corner_below) inside = !inside;
    }
    if (level) {
      const bool up = b.y > a.y;
      const std::int64_t at_point = side(a, b, twice(point));
      if (at_point == 0) return true;  // on the border
      const bool point_right = up ? at_point < 0 : at_point > 0;
      bool bend_left = up ? at_bend > 0 : at_bend < 0;
      if (at_bend == 0) bend_left = up ? b.x > a.x : a.x > b.x;
      if (point_right && bend_left) inside = !inside;
    }
  }
  return inside;
}

std::uint32_t GridLocator::find(const Layer& layer, PointE7 point) {
  if (layer.cells.empty() || !layer.box.has(point)) return kNothing;
  const std::uint32_t column =
      static_cast<std::uint32_t>(std::int64_t{point.lon} - layer.box.low.lon) >> layer.shift;
  const std::uint32_t row =
      static_cast<std::uint32_t>(std::int64_t{point.lat} - layer.box.low.lat) >> layer.shift;
  const std::uint32_t cell = layer.cells[std::size_t{row} * layer.columns + column];
  if (cell == kNothing) return kNothing;
  if ((cell & kKnown) != 0) return cell & ~kKnown;
  for (const Item* item = layer.items.data() + cell;; ++item) {
    if (holds(layer, *item, point, column, row)) return item->area;
    if (item->last != 0) return kNothing;
  }
}

GridId GridLocator::at(GridLayer layer, PointE7 point) const {
  const Layer& cells = layers_[static_cast<std::size_t>(layer)];
  const std::uint32_t area = find(cells, point);
  return area == kNothing ? GridId{} : cells.areas[area].grid;
}

namespace {

// The nearest distance to each area's border, nearest first at the end.
class Nearby {
 public:
  void add(GridId grid, std::int64_t distance_mm) {
    for (std::uint32_t i = 0; i < count_; ++i) {
      if (!(found_[i].grid == grid)) continue;
      found_[i].distance_mm = std::min(found_[i].distance_mm, distance_mm);
      return;
    }
    if (count_ < found_.size()) found_[count_++] = {grid, distance_mm};
  }

  void give(LayerPlace& place) {
    std::stable_sort(found_.begin(), found_.begin() + count_,
                     [](const GridNeighbour& a, const GridNeighbour& b) {
                       return a.distance_mm != b.distance_mm ? a.distance_mm < b.distance_mm
                                                             : a.grid < b.grid;
                     });
    const auto most = static_cast<std::uint32_t>(place.neighbours.size());
    place.neighbour_count = std::min(count_, most);
    std::copy_n(found_.begin(), place.neighbour_count, place.neighbours.begin());
  }

 private:
  std::array<GridNeighbour, 16> found_{};
  std::uint32_t count_ = 0;
};

}  // namespace

// The distance to the nearest of an item's pieces, or more than the reach.
std::int64_t GridLocator::nearest_piece_mm(const Layer& layer, const Item& item,
                                           const NearPlane& plane, const BoxE7& near,
                                           std::int64_t reach_mm) {
  std::int64_t nearest = reach_mm + 1;
  for (std::uint32_t i = 0; i < item.piece_count; ++i) {
    const Piece& piece = layer.pieces[item.first_piece + i];
    BoxE7 box;
    box.cover(piece.a);
    box.cover(piece.b);
    if (box.meets(near)) nearest = std::min(nearest, plane.to_line_mm(piece.a, piece.b));
  }
  return nearest;
}

void GridLocator::measure(const Layer& layer, PointE7 point, std::int64_t reach_mm,
                          LayerPlace& place) {
  const NearPlane plane(point);
  const BoxE7 near = plane.box(reach_mm);
  if (layer.cells.empty() || !near.meets(layer.box)) return;
  const auto cell_of = [&](std::int32_t value, std::int32_t low, std::uint32_t count) {
    const std::int64_t cell = (std::int64_t{value} - low) >> layer.shift;
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(cell, 0, std::int64_t{count} - 1));
  };
  const std::uint32_t first_column = cell_of(near.low.lon, layer.box.low.lon, layer.columns);
  const std::uint32_t last_column = cell_of(near.high.lon, layer.box.low.lon, layer.columns);
  const std::uint32_t first_row = cell_of(near.low.lat, layer.box.low.lat, layer.rows);
  const std::uint32_t last_row = cell_of(near.high.lat, layer.box.low.lat, layer.rows);
  Nearby nearby;
  for (std::uint32_t row = first_row; row <= last_row; ++row) {
    for (std::uint32_t column = first_column; column <= last_column; ++column) {
      const std::uint32_t cell = layer.cells[std::size_t{row} * layer.columns + column];
      if ((cell & kKnown) != 0) continue;
      for (const Item* item = layer.items.data() + cell;; ++item) {
        const Area& area = layer.areas[item->area];
        const std::int64_t away =
            area.leaf != 0 ? nearest_piece_mm(layer, *item, plane, near, reach_mm) : reach_mm + 1;
        if (away <= reach_mm) place.border = true;
        if (away <= reach_mm && !(area.grid == place.grid)) nearby.add(area.grid, away);
        if (item->last != 0) break;
      }
    }
  }
  nearby.give(place);
}

Located GridLocator::locate(PointE7 point, std::int64_t reach_mm) const {
  Located result;
  for (std::uint32_t i = 0; i < layers_.size(); ++i) {
    const std::uint32_t area = find(layers_[i], point);
    if (area != kNothing) result.layers[i].grid = layers_[i].areas[area].grid;
    measure(layers_[i], point, reach_mm, result.layers[i]);
  }
  return result;
}

}  // namespace gezhi
