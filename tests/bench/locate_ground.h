// Ground for the benchmarks of point location: side × side areas of about 100 points that share their
// crooked borders, and the libraries that are asked the same.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/base/check.h"
#include "core/base/prng.h"
#include "core/grid/locate.h"

namespace gezhi::bench {

inline constexpr std::int32_t kPieces = 25;   // of each of an area's four borders
inline constexpr std::int32_t kSize = 30000;  // an area's width in E7 units, some 300 m
inline constexpr PointE7 kOrigin{1201000000, 302500000};

// Crooked borders between crooked corners; both sides get the same points.
struct Ground {
  std::int32_t side;
  std::vector<PointE7> corners;
  std::vector<std::vector<PointE7>> east, north;  // from a corner to its neighbour, ends left out
  GridTree tree;
  GridShapes shapes;

  Ground(std::int32_t side_count, std::uint64_t seed) : side(side_count) {
    Prng prng(seed);
    const auto jitter = [&](std::int32_t by) {
      return static_cast<std::int32_t>(prng.between(-by, by));
    };
    for (std::int32_t y = 0; y <= side; ++y) {
      for (std::int32_t x = 0; x <= side; ++x) {
        corners.push_back({kOrigin.lon + x * kSize + jitter(kSize / 5),
                           kOrigin.lat + y * kSize + jitter(kSize / 5)});
      }
    }
    const auto crooked = [&](PointE7 a, PointE7 b) {
      std::vector<PointE7> line;
      for (std::int32_t i = 1; i < kPieces; ++i) {
        line.push_back({a.lon + (b.lon - a.lon) / kPieces * i + jitter(kSize / 60),
                        a.lat + (b.lat - a.lat) / kPieces * i + jitter(kSize / 60)});
      }
      return line;
    };
    for (std::int32_t i = 0; i < (side + 1) * (side + 1); ++i) {
      east.push_back(i % (side + 1) < side ? crooked(corner(i), corner(i + 1))
                                           : std::vector<PointE7>());
      north.push_back(i / (side + 1) < side ? crooked(corner(i), corner(i + side + 1))
                                            : std::vector<PointE7>());
    }
    std::uint32_t id = 0;
    for (std::int32_t y = 0; y < side; ++y) {
      for (std::int32_t x = 0; x < side; ++x) add(++id, block(x, y, x + 1, y + 1));
    }
  }

  PointE7 corner(std::int32_t i) const { return corners[static_cast<std::size_t>(i)]; }

  // The outer border of the areas from column x0 and row y0 up to, without, x1 and y1.
  Ring block(std::int32_t x0, std::int32_t y0, std::int32_t x1, std::int32_t y1) const {
    Ring ring;
    const auto at = [&](std::int32_t x, std::int32_t y) { return y * (side + 1) + x; };
    const auto along = [&](std::int32_t start, const std::vector<PointE7>& line) {
      ring.push_back(corner(start));
      ring.insert(ring.end(), line.begin(), line.end());
    };
    const auto against = [&](std::int32_t start, const std::vector<PointE7>& line) {
      ring.push_back(corner(start));
      ring.insert(ring.end(), line.rbegin(), line.rend());
    };
    const auto of = [&](const auto& lines, std::int32_t x, std::int32_t y) -> const auto& {
      return lines[static_cast<std::size_t>(at(x, y))];
    };
    for (std::int32_t x = x0; x < x1; ++x) along(at(x, y0), of(east, x, y0));
    for (std::int32_t y = y0; y < y1; ++y) along(at(x1, y), of(north, x1, y));
    for (std::int32_t x = x1; x > x0; --x) against(at(x, y1), of(east, x - 1, y1));
    for (std::int32_t y = y1; y > y0; --y) against(at(x0, y), of(north, x0, y - 1));
    return ring;
  }

  void add(std::uint32_t id, Ring ring) {
    GridNode node;
    node.id = {id};
    node.level = GridLevel::unit;
    node.name = std::to_string(id);
    GEZHI_CHECK(tree.add(node).ok());
    GEZHI_CHECK(shapes.add(node.id, {std::move(ring)}).ok());
  }
};

// Another library over the same areas; each function looks up every point once and gives a sum. Empty
// functions where the library is not there.
struct LocateRivals {
  std::function<std::uint64_t(const std::vector<PointE7>&)> prepared;
  std::function<std::uint64_t(const std::vector<PointE7>&)> indexed;
  std::function<std::uint64_t(PointE7)> strictly_inside;  // id of the area, 0 = none or on a border
};
LocateRivals geos_rivals(const GridShapes& shapes);

}  // namespace gezhi::bench
