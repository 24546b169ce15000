// Signs that forbid cars a turn, as copies of the nodes where they stand.
//
// Who comes along a road that has a sign arrives at a copy of the node, and a copy has the ways on that
// are allowed from there; roads with the same ways on share one. Everybody else, and every car from a
// road without a sign, uses the node itself. So the graph stays a graph of nodes, the hierarchy and all
// queries know nothing of turns, and only signposted corners grow: a graph of edges would be three
// times as large everywhere, and node costs inside the search would slow every query. Nothing is
// added to the links either: what is drawn, snapped to and measured stays what it was.
//
// A way back along the same link is allowed where no sign forbids it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/road/graph.h"

namespace gezhi {

struct TurnCopies {
  static constexpr std::uint32_t kPerNodeMax = 7;
  static constexpr std::uint32_t kDegreeMax = 64;  // signs at a larger node are left out

  struct Copy {
    std::uint32_t node = 0;           // of which
    std::vector<std::uint32_t> ways;  // that lead on: link × 2, and 1 more against it
  };
  struct Arrival {
    std::uint32_t way = 0;
    std::uint32_t copy = 0;  // index into copies
  };
  std::vector<Copy> copies;       // by node
  std::vector<Arrival> arrivals;  // by way
  std::uint32_t left_out = 0;     // signs that are not kept, because a node has too many ways
};

// `ways`: those a car may go, ascending, with the nodes they lead from and to.
struct CarWay {
  std::uint32_t way = 0;
  std::uint32_t tail = 0;
  std::uint32_t head = 0;
};
TurnCopies copies_for_turns(const std::vector<RoadTurn>& turns, const std::vector<CarWay>& ways);

}  // namespace gezhi
