// A contraction hierarchy: the nodes in an order of importance, with shortcuts that leave out the less
// important ones, so that a query only ever goes up from both ends. Source: Geisberger, Sanders,
// Schultes, Delling, "Contraction Hierarchies: Faster and Simpler Hierarchical Routing in Road
// Networks" (2008).
//
// A *plan* says when each node is left out and which pairs of its neighbours get a shortcut; finding
// it is the slow part. Everything else (durations, what a shortcut stands for) follows from plan and
// graph, so the plan is all that a file has to hold, and no plan can make a way that is not there.
//
// Units: milliseconds; kFar = no way. Multi-edges, loops, zero durations and islands are allowed.
// Threads: immutable after make().
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/road/graph.h"

namespace gezhi {

// Shapes: `level` n, by node: a node is left out after its neighbours of lower levels, and nodes of
// one level in the order of their numbers; `first` n+1 into `shortcuts`, by node. A shortcut leads
// from the node's `from`-th neighbour to its `to`-th: of those that are left, in the order of their
// numbers, with an edge to the node and from the node.
struct ContractionPlan {
  struct Shortcut {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
  };
  std::uint64_t made_for = 0;  // weights_mark() of the graph
  std::vector<std::uint32_t> level;
  std::vector<std::uint32_t> first;
  std::vector<Shortcut> shortcuts;
};

// Differs when the edges or what they cost a profile differ: a plan holds for one such graph.
std::uint64_t weights_mark(const RoadGraph& graph, Profile profile);

using ContractionProgress = std::function<void(std::uint32_t done, std::uint32_t all)>;

// Cost: a few seconds for 200,000 nodes; memory about 100 bytes an edge while it runs.
ContractionPlan plan_contraction(const RoadGraph& graph, Profile profile,
                                 const ContractionProgress& progress = {});

// Shapes: ranks 0..n-1, 0 is left out first; `rank` n (by node), `node` n (by rank). `up`: arcs from a
// rank to higher ones; `down`: arcs from higher ranks into one, kept at the lower. Per direction
// `first` n+1, `arcs` and `origins` m; a rank has one arc at most to each other.
struct Hierarchy {
  static constexpr std::uint32_t kEdge = 0x80000000U;
  static constexpr std::uint32_t kFar = 0xFFFFFFFFU;

  struct Arc {
    std::uint32_t high = 0;  // the higher rank
    std::uint32_t duration_ms = 0;
  };
  // What an arc stands for: one edge (kEdge | edge, 0), or two arcs, one after the other, over a node
  // that was left out (index into down, index into up).
  struct Origin {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
  };
  struct Direction {
    std::vector<std::uint32_t> first{0};
    std::vector<Arc> arcs;
    std::vector<Origin> origins;
  };

  std::vector<std::uint32_t> rank;
  std::vector<std::uint32_t> node;
  Direction up;
  Direction down;
  ContractionPlan plan;

  std::uint32_t size() const { return static_cast<std::uint32_t>(rank.size()); }

  // Errors: `bad_road` when the plan does not fit the graph, whoever made it.
  // Cost: linear; 200,000 nodes in some tenths of a second.
  static Result<Hierarchy> make(const RoadGraph& graph, Profile profile, ContractionPlan plan);
};

// A cost that never wraps: beyond 49 days there is no way.
constexpr std::uint32_t add_ms(std::uint32_t a, std::uint32_t b) {
  return b >= Hierarchy::kFar - a ? Hierarchy::kFar : a + b;
}

}  // namespace gezhi
