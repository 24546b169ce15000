// Vertices and borders that lie within a seam of each other become the same.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "native/import/borders.h"

namespace gezhi {
namespace {

std::uint64_t key_of(std::int64_t column, std::int64_t row) {
  return static_cast<std::uint64_t>(column) << 32 ^ static_cast<std::uint32_t>(row);
}

// Floor division.
std::int64_t cell_of(std::int64_t value, std::int64_t size) {
  return value >= 0 ? value / size : -((-value + size - 1) / size);
}

// Points by square cells; finds those near a point or a piece of border.
class PointGrid {
 public:
  explicit PointGrid(std::int64_t size) : size_(size) {}

  void add(PointE7 p) { cells_[key_of(cell_of(p.lon, size_), cell_of(p.lat, size_))].push_back(p); }

  // Calls with every point of the cells that the box touches.
  template <class Visit>
  void each_near(const BoxE7& box, const Visit& visit) const {
    for (std::int64_t y = cell_of(box.low.lat, size_); y <= cell_of(box.high.lat, size_); ++y) {
      for (std::int64_t x = cell_of(box.low.lon, size_); x <= cell_of(box.high.lon, size_); ++x) {
        const auto at = cells_.find(key_of(x, y));
        if (at == cells_.end()) continue;
        for (const PointE7 p : at->second) visit(p);
      }
    }
  }

 private:
  std::int64_t size_;
  std::unordered_map<std::uint64_t, std::vector<PointE7>> cells_;
};

struct Metres {
  double east;
  double north;
  explicit Metres(std::int32_t lat) : east(metres_east(lat)), north(metres_north()) {}

  double between(PointE7 a, PointE7 b) const {
    return std::hypot((b.lon - a.lon) * east, (b.lat - a.lat) * north);
  }
};

BoxE7 around(PointE7 a, PointE7 b, std::int64_t reach) {
  BoxE7 box;
  box.cover(a);
  box.cover(b);
  const auto by = static_cast<std::int32_t>(reach);
  return {{box.low.lon - by, box.low.lat - by}, {box.high.lon + by, box.high.lat + by}};
}

class Snapper {
 public:
  Snapper(const std::vector<Parts*>& areas, std::int64_t reach_mm)
      : areas_(areas), reach_m_(static_cast<double>(reach_mm) / 1000) {}

  void run() {
    const BoxE7 box = box_of_all();
    if (box.is_empty()) return;
    // In units of longitude where they are shortest.
    const std::int32_t far = std::max(std::abs(box.low.lat), std::abs(box.high.lat));
    reach_ = static_cast<std::int64_t>(reach_m_ / std::max(metres_east(far), 1e-4)) + 1;
    join_vertices();
    pass_through_vertices();
  }

 private:
  template <class Change>
  void each_ring(const Change& change) {
    for (Parts* parts : areas_) {
      for (Part& part : *parts) {
        for (Ring& ring : part) change(ring);
        // An outer ring that collapsed takes its holes with it.
        if (!part.empty() && part[0].size() < 3) part.clear();
        std::erase_if(part, [](const Ring& ring) { return ring.size() < 3; });
      }
      std::erase_if(*parts, [](const Part& part) { return part.empty(); });
    }
  }

  BoxE7 box_of_all() const {
    BoxE7 box;
    for (const Parts* parts : areas_) {
      for (const Part& part : *parts) {
        for (const Ring& ring : part) {
          for (const PointE7 p : ring) box.cover(p);
        }
      }
    }
    return box;
  }

  void join_vertices() {
    PointGrid kept(reach_);
    each_ring([&](Ring& ring) {
      for (PointE7& p : ring) {
        const Metres metres(p.lat);
        PointE7 best = p;
        double nearest = reach_m_ + 1;
        kept.each_near(around(p, p, reach_), [&](PointE7 q) {
          const double away = metres.between(p, q);
          if (away > reach_m_ || away >= nearest) return;
          nearest = away;
          best = q;
        });
        if (nearest > reach_m_) kept.add(p);
        p = best;
      }
      tidy(ring);
    });
  }

  void pass_through_vertices() {
    constexpr std::int64_t kCell = 4096;  // some 45 m
    PointGrid vertices(kCell);
    std::unordered_map<std::uint64_t, bool> seen;
    each_ring([&](Ring& ring) {
      for (const PointE7 p : ring) {
        if (seen.emplace(key_of(p.lon, p.lat), true).second) vertices.add(p);
      }
    });
    each_ring([&](Ring& ring) {
      Ring longer;
      for (std::size_t i = 0; i < ring.size(); ++i) {
        longer.push_back(ring[i]);
        insert_between(ring[i], ring[(i + 1) % ring.size()], vertices, kCell, longer);
      }
      ring = std::move(longer);
      tidy(ring);
    });
  }

  // The vertices within reach of a-b, in order along it. Long pieces are looked at in stretches.
  void insert_between(PointE7 a, PointE7 b, const PointGrid& vertices, std::int64_t stretch,
                      Ring& out) const {
    const Metres metres(a.lat);
    const double dx = (b.lon - a.lon) * metres.east, dy = (b.lat - a.lat) * metres.north;
    const double square = dx * dx + dy * dy;
    std::vector<std::pair<double, PointE7>> found;
    const auto look = [&](PointE7 p) {
      if (p == a || p == b) return;
      const double px = (p.lon - a.lon) * metres.east, py = (p.lat - a.lat) * metres.north;
      const double along = (px * dx + py * dy) / square;
      if (along <= 0 || along >= 1) return;
      if (std::fabs(px * dy - py * dx) <= reach_m_ * std::sqrt(square))
        found.emplace_back(along, p);
    };
    const std::int64_t longest =
        std::max(std::abs(std::int64_t{b.lon} - a.lon), std::abs(std::int64_t{b.lat} - a.lat));
    const std::int64_t steps = longest / stretch + 1;
    PointE7 from = a;
    for (std::int64_t step = 1; step <= steps; ++step) {
      const PointE7 to{
          static_cast<std::int32_t>(a.lon + (std::int64_t{b.lon} - a.lon) * step / steps),
          static_cast<std::int32_t>(a.lat + (std::int64_t{b.lat} - a.lat) * step / steps)};
      vertices.each_near(around(from, to, reach_), look);
      from = to;
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& p, const auto& q) { return p.first < q.first; });
    for (const auto& entry : found) {
      if (out.back() != entry.second) out.push_back(entry.second);
    }
  }

  // No point twice in a row and no there-and-back.
  static void tidy(Ring& ring) {
    for (bool again = true; again && ring.size() >= 3;) {
      again = false;
      for (std::size_t i = 0; i < ring.size() && ring.size() >= 3;) {
        const PointE7 before = ring[(i + ring.size() - 1) % ring.size()];
        if (ring[i] != before && before != ring[(i + 1) % ring.size()]) {
          ++i;
          continue;
        }
        ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(i));
        again = true;
      }
    }
  }

  const std::vector<Parts*>& areas_;
  double reach_m_;
  std::int64_t reach_ = 0;
};

}  // namespace

void snap_borders(const std::vector<Parts*>& areas, std::int64_t reach_mm) {
  Snapper(areas, reach_mm).run();
}

}  // namespace gezhi
