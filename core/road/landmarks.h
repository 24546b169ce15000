// A sharper lower bound for A*: exact times to and from a few far-away nodes. By the triangle
// inequality, what is left from v to the goal is at least d(L, goal) - d(L, v) and at least
// d(v, L) - d(goal, L). Source: Goldberg, Harrelson, "Computing the shortest path: A* search meets
// graph theory" (2005).
//
// Shapes: per node kLandmarks pairs of milliseconds (from the landmark, to it); kFar = no way.
// Cost: twice kLandmarks searches over the whole network to build, 8 × kLandmarks bytes a node.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/road/graph.h"

namespace gezhi {

class Landmarks {
 public:
  static constexpr std::uint32_t kLandmarks = 6;
  static constexpr std::uint32_t kUsed = 3;  // by one query: those that see it best

  Landmarks(const RoadGraph& graph, Profile profile);

  // A node and the time between it and a place on one of its links.
  struct End {
    std::uint32_t node = 0;
    std::int64_t ms = 0;
  };

  struct Aim {
    std::uint32_t count = 0;
    std::array<std::uint32_t, kUsed> which{};
    std::array<std::int64_t, kUsed> from_mark{};  // landmark to goal
    std::array<std::int64_t, kUsed> to_mark{};    // goal to landmark
  };

  // `entries`: nodes from which the goal is entered; `exits`: nodes to which it leads; `near_start`: a
  // node where the search begins.
  Aim aim(std::span<const End> entries, std::span<const End> exits, std::uint32_t near_start) const;

  // Never above the true time from the node to the goal.
  std::int64_t bound(const Aim& aim, std::uint32_t node) const;

 private:
  static constexpr std::uint32_t kFar = 0xFFFFFFFFU;

  std::int64_t bound_by(std::uint32_t mark, std::int64_t from_mark, std::int64_t to_mark,
                        std::uint32_t node) const;
  std::uint32_t time(std::uint32_t node, std::uint32_t mark, bool to) const {
    return times_[(std::size_t{node} * kLandmarks + mark) * 2 + (to ? 1 : 0)];
  }

  std::uint32_t count_ = 0;
  std::vector<std::uint32_t> times_;
};

}  // namespace gezhi
