// Road networks made up for tests and benchmarks, and the plain search that everything is held against.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/prng.h"
#include "core/road/hierarchy_query.h"

namespace gezhi {

// Islands, loops, double roads, zero lengths, one-way streets and every class of road.
RoadGraph random_network(Prng& prng, std::uint32_t nodes, std::uint32_t links);

// A city of side × side crossings: main roads every eighth block, a river with few bridges, missing
// blocks, one-way streets, bends.
RoadGraph made_city(std::uint64_t seed, std::uint32_t side);

inline constexpr std::int64_t kNoWay = INT64_MAX;

// Dijkstra over the whole graph: milliseconds from a node to each, kNoWay where there is none.
std::vector<std::int64_t> all_from(const RoadGraph& graph, std::uint32_t start, Profile profile);

// What a hierarchy gets wrong over starts × goals random pairs.
struct HierarchyFaults {
  std::uint32_t pairs = 0;
  std::uint32_t without_way = 0;
  std::uint32_t durations = 0;  // not Dijkstra's
  std::uint32_t paths = 0;      // no way from start to goal, or not as long as said
  std::uint32_t towards = 0;    // aim() and duration_from() give another answer, or no such way
  bool none() const { return durations + paths + towards == 0; }
};
HierarchyFaults compare(const RoadGraph& graph, Profile profile, const Hierarchy& hierarchy,
                        std::uint32_t starts, std::uint32_t goals);

}  // namespace gezhi
