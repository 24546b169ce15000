// Shortest ways over a contraction hierarchy, from one or more nodes to one or more.
//
// Promises: a duration is Dijkstra's; a path's edges follow one another and their sum is the duration.
// Threads: one object a thread, reused. Cost: some microseconds in a town, growing far slower than the
// town; 24 bytes a node and a CoreTable, and after the first queries no allocation.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/road/core_table.h"
#include "core/road/heap.h"
#include "core/road/hierarchy.h"

namespace gezhi {

class HierarchyQuery {
 public:
  // Refers to the hierarchy, which must outlive it.
  explicit HierarchyQuery(const Hierarchy& hierarchy);

  // A node with what it costs to get to it (start) or from it (goal); the length is for length_from().
  struct End {
    std::uint32_t node = 0;
    std::uint32_t duration_ms = 0;
    std::uint32_t length_mm = 0;
  };

  // The shortest way from any start to any goal; kFar = none.
  std::uint32_t duration(std::span<const End> starts, std::span<const End> goals) {
    aim(goals);
    return duration_from(starts);
  }

  // The same in two steps, where many ask about the same goals.
  void aim(std::span<const End> goals);
  std::uint32_t duration_from(std::span<const End> starts);

  // The way that was found last, not kFar: its edges in order, until the next call, and the ends it uses.
  std::span<const EdgeId> path();
  std::uint32_t start_used() const { return start_used_; }
  std::uint32_t goal_used() const { return goal_used_; }

  // Many sources, searched from once and then asked after each aim(): what each reaches of the core but
  // for what it reaches as soon over another of these, and below it. Every source has its own starts.
  struct Sources {
    struct Entry {
      std::uint32_t core = 0;
      std::uint32_t duration_ms = 0;
    };
    struct Low {
      std::uint32_t rank = 0;
      std::uint32_t source = 0;
      std::uint32_t duration_ms = 0;
      std::uint64_t length_mm = 0;
    };
    std::vector<std::uint32_t> first{0};  // sources + 1, into entries and lengths
    std::vector<Entry> entries;
    std::vector<std::uint64_t> lengths_mm;
    std::vector<Low> lows;  // by rank, once sort() was called
    void sort();
    std::vector<Low>::const_iterator of(std::uint32_t rank) const;  // the first of a rank's
  };
  void add_source(std::span<const End> starts, Sources& sources);

  // From every source to the goals; kFar = no way.
  void durations(const Sources& sources, std::vector<std::uint32_t>& result);

  // Of the way whose duration durations() gave for a source just now; it is not kFar. The same goals.
  std::uint64_t length_from(const Sources& sources, std::uint32_t source, std::uint32_t duration_ms,
                            std::span<const End> goals);

 private:
  using Way = Hierarchy::Way;
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  // How a rank was reached.
  struct Step {
    std::uint32_t rank = kNone;  // the one before it; none: at an end
    std::uint32_t arc = 0;       // from there; at an end, which one
  };
  struct Piece {
    std::uint32_t arc;
    Way way;
  };
  using Both = std::array<std::uint32_t, 2>;

  void begin(Way way);
  void climb(std::span<const End> ends, Way way);
  void settle(Way way);
  void reach(std::uint32_t rank, Way way, std::uint32_t cost, Step step);
  bool is_stalled(std::uint32_t rank, Way way, std::uint32_t cost) const;
  void cross();
  void walk_up(std::uint32_t rank);
  void walk_across(std::uint32_t from, std::uint32_t to);
  void walk_down(std::uint32_t rank);
  std::uint64_t length_to(std::uint32_t rank, Way way, std::span<const End> ends) const;
  std::uint64_t length_across(std::uint32_t start, std::uint32_t duration_ms,
                              std::span<const End> goals);
  void keep_goals();
  void keep_entries(std::span<const End> starts, Sources& sources);
  std::uint32_t depth() const;
  void unpack(Piece piece);

  // Index up: the search from the starts; down: the one from the goals, against the edges.
  const Hierarchy& hierarchy_;
  const CoreTable core_;
  std::vector<Both> costs_;  // by rank; kFar = not reached
  std::vector<std::array<Step, 2>> steps_;
  std::array<std::vector<std::uint32_t>, 2> entries_;  // of the core's ranks, those reached
  std::array<std::vector<std::uint32_t>, 2> touched_;  // ranks with a cost
  KeyHeap heap_;
  std::uint32_t best_ = Hierarchy::kFar;
  Both meeting_{};  // where the way up ends and the way down begins: one rank, or two of the core
  std::uint32_t start_used_ = 0;
  std::uint32_t goal_used_ = 0;
  std::vector<std::uint32_t> core_costs_;  // of durations(): from each of the core's
  std::vector<std::uint64_t> sorted_;      // of keep_entries() and keep_goals()
  std::vector<EdgeId> edges_;              // of path(): the first edge_count_, the others are room
  std::size_t edge_count_ = 0;
  std::vector<std::uint32_t> waiting_;  // of unpack(): room for arcs that come later
  std::vector<std::uint32_t> ups_;
  std::vector<std::uint32_t> downs_;
};

}  // namespace gezhi
