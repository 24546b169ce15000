// What every router is asked on foot, and where the nodes lie for those that search towards a goal.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/prng.h"
#include "core/road/graph.h"

namespace gezhi {

// Random pairs of different nodes in the largest part of the network; the same in every run.
inline std::vector<std::pair<std::uint32_t, std::uint32_t>> walks_on(const RoadGraph& roads,
                                                                     std::size_t count) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  Prng prng(3);
  while (pairs.size() < count) {
    const auto a = static_cast<std::uint32_t>(prng.below(roads.node_count()));
    const auto b = static_cast<std::uint32_t>(prng.below(roads.node_count()));
    if (a != b && roads.part({a}, Profile::foot) == 0 && roads.part({b}, Profile::foot) == 0)
      pairs.emplace_back(a, b);
  }
  return pairs;
}

// Each node in a local plane whose unit is a millisecond of walking: a straight line there, times
// kSurelyBelow, is never more than the way.
inline constexpr double kSurelyBelow = 0.999;
inline std::vector<std::pair<double, double>> walking_plane(const RoadGraph& roads) {
  constexpr double kPi = 3.14159265358979323846;
  constexpr double kWalkMmPerS = 1250;
  constexpr double kMsPerE7 = 11.1195 * 1000 / kWalkMmPerS;
  const double lat = static_cast<double>(roads.box().middle().lat) / 1e7 / 180 * kPi;
  std::vector<std::pair<double, double>> places;
  for (std::uint32_t v = 0; v < roads.node_count(); ++v) {
    const PointE7 p = roads.node_point({v});
    places.emplace_back(p.lon * kMsPerE7 * std::cos(lat), p.lat * kMsPerE7);
  }
  return places;
}

}  // namespace gezhi
