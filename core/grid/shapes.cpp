#include "core/grid/shapes.h"

#include <algorithm>
#include <string>

namespace gezhi {
namespace {

struct Step {
  std::int64_t x;
  std::int64_t y;
};

Step from_to(PointE7 a, PointE7 b) {
  return {std::int64_t{b.lon} - a.lon, std::int64_t{b.lat} - a.lat};
}

std::int64_t cross(Step a, Step b) { return a.x * b.y - a.y * b.x; }

// Whether p lies on the closed piece a-b.
bool on_line(PointE7 p, PointE7 a, PointE7 b) {
  if (p.lon < std::min(a.lon, b.lon) || p.lon > std::max(a.lon, b.lon)) return false;
  if (p.lat < std::min(a.lat, b.lat) || p.lat > std::max(a.lat, b.lat)) return false;
  return cross(from_to(a, b), from_to(a, p)) == 0;
}

// Whether a ray from p to the east crosses a-b; a piece owns its lower end (half-open in latitude).
bool ray_crosses(PointE7 p, PointE7 a, PointE7 b) {
  if ((a.lat > p.lat) == (b.lat > p.lat)) return false;
  const std::int64_t side = cross(from_to(a, b), from_to(a, p));
  return b.lat > a.lat ? side > 0 : side < 0;
}

Ring cleaned(const Ring& ring) {
  Ring result;
  for (const PointE7 p : ring) {
    if (result.empty() || result.back() != p) result.push_back(p);
  }
  while (result.size() > 1 && result.front() == result.back()) result.pop_back();
  return result;
}

}  // namespace

Result<Done> GridShapes::add(GridId grid, const std::vector<Ring>& rings) {
  const auto bad = [&](const std::string& what) {
    return Error{"bad_ring", "area of grid " + std::to_string(grid.value) + ": " + what};
  };
  std::vector<Ring> clean;
  BoxE7 box;
  std::uint64_t count = 0;
  for (const Ring& ring : rings) {
    clean.push_back(cleaned(ring));
    if (clean.back().size() < 3) return bad("a ring has fewer than 3 different points");
    count += clean.back().size();
    for (const PointE7 p : clean.back()) {
      if (!is_valid(p)) return bad("a point is not on Earth");
      box.cover(p);
    }
  }
  if (clean.empty()) return bad("no ring");
  const Step span = from_to(box.low, box.high);
  if (span.x > kShapeSpanMax || span.y > kShapeSpanMax) return bad("spans more than 20 degrees");
  if (points_.size() + count > kShapePointsMax) return bad("too many points in all");
  for (const Ring& ring : clean) {
    points_.insert(points_.end(), ring.begin(), ring.end());
    ring_first_point_.push_back(static_cast<std::uint32_t>(points_.size()));
  }
  shape_first_ring_.push_back(static_cast<std::uint32_t>(ring_first_point_.size() - 1));
  grids_.push_back(grid);
  boxes_.push_back(box);
  all_.cover(box.low);
  all_.cover(box.high);
  return Done{};
}

std::int64_t GridShapes::find(GridId grid) const {
  const auto it = std::find(grids_.begin(), grids_.end(), grid);
  return it == grids_.end() ? -1 : it - grids_.begin();
}

Inside GridShapes::test(std::uint32_t shape, PointE7 point) const {
  if (!boxes_[shape].has(point)) return Inside::no;
  bool inside = false;
  for (std::uint32_t r = ring_begin(shape); r < ring_end(shape); ++r) {
    const auto line = ring(r);
    PointE7 a = line.back();
    for (const PointE7 b : line) {
      if (on_line(point, a, b)) return Inside::on_border;
      if (ray_crosses(point, a, b)) inside = !inside;
      a = b;
    }
  }
  return inside ? Inside::yes : Inside::no;
}

std::int64_t doubled_ring_area(std::span<const PointE7> ring) {
  std::int64_t sum = 0;
  const PointE7 origin = ring.front();
  for (std::size_t i = 0; i < ring.size(); ++i) {
    sum += cross(from_to(origin, ring[i]), from_to(origin, ring[(i + 1) % ring.size()]));
  }
  return sum;
}

std::int64_t GridShapes::doubled_area(std::uint32_t shape) const {
  // A ring inside an odd number of the other rings is a hole.
  std::int64_t sum = 0;
  for (std::uint32_t r = ring_begin(shape); r < ring_end(shape); ++r) {
    bool hole = false;
    const PointE7 p = ring(r).front();
    for (std::uint32_t other = ring_begin(shape); other < ring_end(shape); ++other) {
      if (other == r) continue;
      const auto line = ring(other);
      PointE7 a = line.back();
      for (const PointE7 b : line) {
        if (ray_crosses(p, a, b)) hole = !hole;
        a = b;
      }
    }
    const std::int64_t area = doubled_ring_area(ring(r));
    sum += (area < 0 ? -area : area) * (hole ? -1 : 1);
  }
  return sum < 0 ? -sum : sum;
}

PointE7 GridShapes::label_point(std::uint32_t shape) const {
  // The middle of the widest inside stretch on a few horizontal lines.
  const BoxE7& around = boxes_[shape];
  PointE7 best = ring(ring_begin(shape)).front();
  std::int64_t widest = -1;
  for (std::int64_t part = 1; part < 8; ++part) {
    const std::int64_t lat =
        around.low.lat + (std::int64_t{around.high.lat} - around.low.lat) * part / 8;
    std::vector<std::int64_t> cuts;
    for (std::uint32_t r = ring_begin(shape); r < ring_end(shape); ++r) {
      const auto line = ring(r);
      PointE7 a = line.back();
      for (const PointE7 b : line) {
        if ((a.lat > lat) != (b.lat > lat)) {
          const Step step = from_to(a, b);
          cuts.push_back(a.lon + step.x * (lat - a.lat) / step.y);
        }
        a = b;
      }
    }
    std::stable_sort(cuts.begin(), cuts.end());
    // Lines nearer the middle win over a little width.
    const std::int64_t weight = 8 - (part < 4 ? 4 - part : part - 4);
    for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
      const std::int64_t width = (cuts[i + 1] - cuts[i]) * weight;
      if (width <= widest) continue;
      widest = width;
      best = {static_cast<std::int32_t>((cuts[i] + cuts[i + 1]) / 2),
              static_cast<std::int32_t>(lat)};
    }
  }
  return best;
}

}  // namespace gezhi
