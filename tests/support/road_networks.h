// Road networks made up for tests and benchmarks, and the plain search that everything is held against.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/base/prng.h"
#include "core/road/link_ends.h"

namespace gezhi {

// Islands, loops, double roads, zero lengths, one-way streets, signs and every class of road.
RoadGraph random_network(Prng& prng, std::uint32_t nodes, std::uint32_t links);

// A city of side × side crossings: main roads every eighth street, between them estates that few gates
// lead into, a river with few bridges, dead ends, one-way streets, bends. Some yards are islands.
RoadGraph made_city(std::uint64_t seed, std::uint32_t side);

inline constexpr std::int64_t kNeverThere = INT64_MAX;

// Dijkstra over the whole graph: milliseconds from a node to each, kNeverThere where there is none.
std::vector<std::int64_t> all_from(const RoadGraph& graph, std::uint32_t start, Profile profile);

// Dijkstra over ways instead of nodes, with every sign looked up at every turn: milliseconds by car
// from a place to each, kNeverThere where there is none.
class CarTimes {
 public:
  CarTimes(const RoadGraph& graph, const Snap& from);
  std::int64_t to(const Snap& place) const;

 private:
  const RoadGraph& graph_;
  Snap from_;
  std::vector<std::int64_t> ends_;                // by way: at its end
  std::map<std::uint32_t, std::int64_t> begins_;  // by way: at its begin, ready to go along it
};

// What a hierarchy gets wrong over starts × goals random pairs.
struct HierarchyFaults {
  std::uint32_t pairs = 0;
  std::uint32_t without_way = 0;
  std::uint32_t durations = 0;  // not Dijkstra's
  std::uint32_t paths = 0;      // no way from start to goal, or not as long as said
  std::uint32_t together = 0;   // from many sources at once, not the same as one by one
  bool none() const { return durations + paths + together == 0; }
};
HierarchyFaults compare(const RoadGraph& graph, Profile profile, const Hierarchy& hierarchy,
                        std::uint32_t starts, std::uint32_t goals);

}  // namespace gezhi
