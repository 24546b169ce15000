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
// one level in the order of their numbers; `first` n+1 into `shortcuts`, by node. A shortcut joins the
// low-th and the high-th of the neighbours that are left, in the order of their numbers; low < high.
struct ContractionPlan {
  static constexpr std::uint32_t kForward = 1;   // from low to high
  static constexpr std::uint32_t kBackward = 2;  // from high to low
  struct Shortcut {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::uint32_t ways = 0;  // kForward, kBackward or both
  };
  std::uint64_t made_for = 0;  // weights_mark() of the graph
  std::vector<std::uint32_t> level;
  std::vector<std::uint32_t> first;
  std::vector<Shortcut> shortcuts;
};

// Differs when the edges or what they cost a profile differ: a plan holds for one such graph. Of what
// only cars may use the marks of the other profiles do not depend.
std::uint64_t weights_mark(const RoadGraph& graph, Profile profile);

using ContractionProgress = std::function<void(std::uint32_t done, std::uint32_t all)>;

// Cost: a few seconds for 200,000 nodes; memory about 100 bytes an edge while it runs.
ContractionPlan plan_contraction(const RoadGraph& graph, Profile profile,
                                 const ContractionProgress& progress = {});

// Shapes: ranks 0..n-1, 0 is left out first; `rank` n (by node), `node` n (by rank); `first` n+1 into
// `arcs`, `origins` and `lengths_mm` (up and down; at most what 32 bits hold): a rank's arcs with higher
// ones, one for each that it is joined with. `runs` has kRunMax more at its end than are in use.
struct Hierarchy {
  static constexpr std::uint32_t kRun = 0x80000000U;
  static constexpr std::uint32_t kRunMax = 8;         // edges
  static constexpr std::uint32_t kFar = 0x7FFFFFFFU;  // 24 days; sums of two do not wrap

  enum Way : std::uint32_t { up, down };
  struct Arc {
    std::uint32_t high = 0;                       // the higher rank
    std::uint32_t duration_ms[2] = {kFar, kFar};  // up: to it, down: from it
  };
  // What an arc stands for in one direction: a run of edges (kRun | its first in `runs`, how many), or
  // two arcs of a node that was left out: down the first, up the second.
  struct Origin {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
  };

  std::vector<std::uint32_t> rank;
  std::vector<std::uint32_t> node;
  std::vector<std::uint32_t> first{0};
  std::vector<Arc> arcs;
  std::vector<std::array<Origin, 2>> origins;
  std::vector<EdgeId> runs;
  std::vector<std::array<std::uint32_t, 2>> lengths_mm;
  ContractionPlan plan;

  std::uint32_t size() const { return static_cast<std::uint32_t>(rank.size()); }

  // Errors: `bad_road` when the plan does not fit the graph, whoever made it.
  // Cost: linear; 200,000 nodes in some tenths of a second.
  static Result<Hierarchy> make(const RoadGraph& graph, Profile profile, ContractionPlan plan);

  // As it is, but for the plan; see RoadGraph. One without nodes fits every graph.
  void to_columns(ColumnWriter& out) const;
  static Result<Hierarchy> from_columns(ColumnReader& in, const RoadGraph& graph);
};

// One for each profile; one without nodes is not there.
using Hierarchies = std::array<Hierarchy, kProfiles>;

// All that the graph has roads for, ready to be stored. `progress` hears of one after the other.
Hierarchies build_hierarchies(const RoadGraph& graph, const ContractionProgress& progress = {});

}  // namespace gezhi
