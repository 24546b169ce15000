// The distance to the nearest piece of road at every corner of a grid of square cells, and the line
// through it where that distance is the buffer (marching squares). Integers only.
#include <algorithm>

#include "core/road/isochrone.h"

namespace gezhi {
namespace {

constexpr std::int32_t kProbe = 1 << 14;
constexpr std::uint32_t kNone = 0xFFFFFFFFU;

struct Spot {  // millimetres
  std::int64_t x = 0;
  std::int64_t y = 0;
};

std::int64_t root(std::int64_t value) {
  std::int64_t low = 0, high = 3037000499;
  while (low < high) {
    const std::int64_t middle = (low + high + 1) / 2;
    if (middle * middle <= value) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

class Field {
 public:
  Field(const BoxE7& box, std::int64_t buffer_mm);

  void stamp(PointE7 from, PointE7 to);
  Outline trace();

 private:
  Spot spot(PointE7 p) const {
    return {(std::int64_t{p.lon} - corner_.lon) * east_mm_ / kProbe + margin_,
            (std::int64_t{p.lat} - corner_.lat) * north_mm_ / kProbe + margin_};
  }
  PointE7 point(Spot s) const;
  void stamp_short(Spot from, Spot to);
  bool is_inside(std::size_t vertex) const { return squares_[vertex] <= buffer_ * buffer_; }
  void link_cell(std::uint32_t column, std::uint32_t row);
  Spot crossing(std::uint32_t side) const;
  void follow(std::uint32_t side, Outline& outline);

  PointE7 corner_;
  std::int64_t east_mm_ = 1;  // per kProbe of longitude
  std::int64_t north_mm_ = 1;
  std::int64_t buffer_;
  std::int64_t cell_ = 1;
  std::int64_t margin_ = 0;
  std::int64_t reach_ = 0;     // farther than this need not be known
  std::uint32_t columns_ = 0;  // of corners
  std::uint32_t rows_ = 0;
  std::vector<std::int64_t> squares_;  // of the distance, by corner
  // By side of a cell, corner × 2, and 1 more for the one that goes up: the side where the line goes on.
  std::vector<std::uint32_t> next_;
};

Field::Field(const BoxE7& box, std::int64_t buffer_mm) : corner_(box.low) {
  const PointE7 middle = box.middle();
  const std::int32_t beside = middle.lon > 0 ? middle.lon - kProbe : middle.lon + kProbe;
  east_mm_ = std::max<std::int64_t>(distance_mm(middle, {beside, middle.lat}), 1);
  north_mm_ = distance_mm({0, 0}, {0, kProbe});
  const Spot size = spot(box.high);
  cell_ = std::max(buffer_mm / 2, std::max(size.x, size.y) / kOutlineCells) + 1;
  buffer_ = std::max(buffer_mm, cell_ * 2);
  reach_ = buffer_ + cell_ * 2;
  margin_ = reach_ + cell_;
  columns_ = static_cast<std::uint32_t>((size.x + 2 * margin_) / cell_ + 2);
  rows_ = static_cast<std::uint32_t>((size.y + 2 * margin_) / cell_ + 2);
  squares_.assign(std::size_t{columns_} * rows_, reach_ * reach_);
  next_.assign(squares_.size() * 2, kNone);
}

PointE7 Field::point(Spot s) const {
  const auto limited = [](std::int64_t value, std::int64_t most) {
    return static_cast<std::int32_t>(std::clamp(value, -most, most));
  };
  return {limited(corner_.lon + (s.x - margin_) * kProbe / east_mm_, 1800000000),
          limited(corner_.lat + (s.y - margin_) * kProbe / north_mm_, 900000000)};
}

// In pieces short enough that little more than what is near is looked at.
void Field::stamp(PointE7 from, PointE7 to) {
  const Spot a = spot(from), b = spot(to);
  const Spot way{b.x - a.x, b.y - a.y};
  const std::int64_t longer = std::max(std::max(way.x, -way.x), std::max(way.y, -way.y));
  const std::int64_t pieces = longer / (8 * cell_) + 1;
  const auto at = [&](std::int64_t i) {
    return Spot{a.x + way.x * i / pieces, a.y + way.y * i / pieces};
  };
  for (std::int64_t i = 0; i < pieces; ++i) stamp_short(at(i), at(i + 1));
}

void Field::stamp_short(Spot from, Spot to) {
  const Spot way{to.x - from.x, to.y - from.y};
  const std::int64_t square = way.x * way.x + way.y * way.y;
  const std::int64_t length = root(square);
  const auto first = [&](std::int64_t p) { return (p - reach_) / cell_; };
  const auto last = [&](std::int64_t p) { return (p + reach_) / cell_ + 1; };
  for (std::int64_t row = first(std::min(from.y, to.y)); row <= last(std::max(from.y, to.y));
       ++row) {
    for (std::int64_t column = first(std::min(from.x, to.x));
         column <= last(std::max(from.x, to.x)); ++column) {
      Spot off{column * cell_ - from.x, row * cell_ - from.y};
      const std::int64_t along = off.x * way.x + off.y * way.y;
      std::int64_t distance = 0;
      if (along > 0 && along < square) {
        distance = (off.x * way.y - off.y * way.x) / length;
        distance *= distance;
      } else {
        if (along > 0) off = {off.x - way.x, off.y - way.y};
        distance = off.x * off.x + off.y * off.y;
      }
      std::int64_t& known = squares_[static_cast<std::size_t>(row * columns_ + column)];
      known = std::min(known, distance);
    }
  }
}

// Counterclockwise round a cell, the line comes in where corners inside begin and goes out where they
// end: it has them on its left. Two that meet at a corner only are kept apart.
void Field::link_cell(std::uint32_t column, std::uint32_t row) {
  const std::uint32_t low = row * columns_ + column, high = low + columns_;
  const std::uint32_t corners[4] = {low, low + 1, high + 1, high};
  const std::uint32_t sides[4] = {low * 2, low * 2 + 3, high * 2, low * 2 + 1};
  bool in[4];
  for (std::uint32_t i = 0; i < 4; ++i) in[i] = is_inside(corners[i]);
  for (std::uint32_t i = 0; i < 4; ++i) {
    if (!in[i] || in[(i + 1) % 4]) continue;
    std::uint32_t first = i;
    while (in[(first + 3) % 4]) first = (first + 3) % 4;
    next_[sides[i]] = sides[(first + 3) % 4];
  }
}

// Where on a side the distance is the buffer.
Spot Field::crossing(std::uint32_t side) const {
  const std::uint32_t from = side / 2, to = (side & 1) != 0 ? from + columns_ : from + 1;
  const Spot spot{from % columns_ * cell_, from / columns_ * cell_};
  const std::int64_t a = root(squares_[from]), b = root(squares_[to]);
  const std::int64_t part = a == b ? cell_ / 2 : (buffer_ - a) * cell_ / (b - a);
  const std::int64_t off = std::clamp<std::int64_t>(part, 1, cell_ - 1);
  return (side & 1) != 0 ? Spot{spot.x, spot.y + off} : Spot{spot.x + off, spot.y};
}

// Points in a row count once, and so do those in one place.
void Field::follow(std::uint32_t side, Outline& outline) {
  std::vector<Spot> ring;
  const auto in_a_row = [&](Spot c) {
    const Spot &a = ring[ring.size() - 2], &b = ring.back();
    return (b.x - a.x) * (c.y - b.y) == (b.y - a.y) * (c.x - b.x);
  };
  while (next_[side] != kNone) {
    const Spot spot = crossing(side);
    while (ring.size() >= 2 && in_a_row(spot)) ring.pop_back();
    ring.push_back(spot);
    const std::uint32_t then = next_[side];
    next_[side] = kNone;
    side = then;
  }
  if (ring.size() < 3) return;
  std::vector<PointE7> points;
  for (const Spot spot : ring) {
    const PointE7 p = point(spot);
    if (points.empty() || points.back() != p) points.push_back(p);
  }
  outline.rings.push_back(std::move(points));
}

Outline Field::trace() {
  for (std::uint32_t row = 0; row + 1 < rows_; ++row) {
    for (std::uint32_t column = 0; column + 1 < columns_; ++column) link_cell(column, row);
  }
  Outline outline;
  outline.buffer_mm = buffer_;
  outline.blur_mm = 2 * cell_;
  for (std::uint32_t side = 0; side < next_.size(); ++side) follow(side, outline);
  return outline;
}

// The points of a part, its ends between those of the link where they lie so.
template <class Visit>
void each_point(const RoadGraph& graph, const EdgePart& part, Visit visit) {
  const std::uint32_t link = graph.link(part.edge), size = graph.link_size(link);
  const auto point = [&](std::uint32_t i) {
    return graph.link_point(link, graph.is_reversed(part.edge) ? size - 1 - i : i);
  };
  std::int64_t along = 0;
  for (std::uint32_t i = 1; i < size; ++i) {
    const PointE7 a = point(i - 1), b = point(i);
    const std::int64_t length = distance_mm(a, b), before = along;
    along += length;
    if (along < part.from_mm || before > part.to_mm) continue;
    const auto at = [&](std::int64_t mm) {
      const std::int64_t step = std::clamp<std::int64_t>(mm - before, 0, length);
      const auto axis = [&](std::int32_t p, std::int32_t q) {
        return static_cast<std::int32_t>(length == 0 ? p
                                                     : p + (std::int64_t{q} - p) * step / length);
      };
      return PointE7{axis(a.lon, b.lon), axis(a.lat, b.lat)};
    };
    visit(at(part.from_mm), at(part.to_mm));
  }
}

}  // namespace

Outline outline_of(const RoadGraph& graph, std::span<const EdgePart> parts,
                   std::int64_t buffer_mm) {
  BoxE7 box;
  for (const EdgePart& part : parts) {
    each_point(graph, part, [&](PointE7 a, PointE7 b) {
      box.cover(a);
      box.cover(b);
    });
  }
  if (box.is_empty()) return {};
  Field field(box, std::max<std::int64_t>(buffer_mm, 1000));
  for (const EdgePart& part : parts) {
    each_point(graph, part, [&](PointE7 a, PointE7 b) { field.stamp(a, b); });
  }
  return field.trace();
}

}  // namespace gezhi
