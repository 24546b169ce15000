// Shortest ways over a contraction hierarchy, from one or more nodes to one or more.
//
// Promises: a duration is Dijkstra's; a path's edges follow one another and their sum is the duration.
// Threads: one object a thread, reused. Cost: some microseconds in a town, growing far slower than the
// town; 36 bytes a node, and after the first queries no allocation.
#pragma once

#include <span>
#include <vector>

#include "core/road/heap.h"
#include "core/road/hierarchy.h"

namespace gezhi {

class HierarchyQuery {
 public:
  // Refers to the hierarchy, which must outlive it.
  explicit HierarchyQuery(const Hierarchy& hierarchy);

  // A node with what it costs to get to it (start) or from it (goal).
  struct End {
    std::uint32_t node = 0;
    std::uint32_t duration_ms = 0;
  };

  // The shortest way from any start to any goal; kFar = none.
  std::uint32_t duration(std::span<const End> starts, std::span<const End> goals);

  // The way that duration() found, which was not kFar: its edges in order, and the ends it uses.
  void path(std::vector<EdgeId>& edges);
  std::uint32_t start_used() const { return start_used_; }
  std::uint32_t goal_used() const { return goal_used_; }

  // Many nodes to the same goals: aim() once, then duration_from() each. What one has looked at the
  // next ones know. path_from(): the way of the node, which was asked for before and has one.
  void aim(std::span<const End> goals);
  std::uint32_t duration_from(std::uint32_t node);
  void path_from(std::uint32_t node, std::vector<EdgeId>& edges);

  // Nodes taken from the queues by the last query.
  std::uint32_t settled() const { return settled_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  struct Label {
    std::uint32_t stamp = 0;
    std::uint32_t cost = 0;
    std::uint32_t from = 0;  // the rank before it, or kNone at an end
    std::uint32_t arc = 0;   // from there; at an end, which one
  };
  struct Side {
    const Hierarchy::Direction& arcs;
    const Hierarchy::Direction& back;  // the other direction's, for stalling
    std::vector<Label> labels;
    KeyHeap heap;
  };
  struct Piece {
    bool is_up;
    std::uint32_t arc;
  };
  // A rank whose higher neighbours are being looked at.
  struct Visit {
    std::uint32_t rank;
    std::uint32_t next;
  };

  void begin();
  void seed(Side& side, std::span<const End> ends);
  void settle(Side& side, const Side& other);
  bool is_stalled(const Side& side, std::uint32_t rank, std::uint32_t cost) const;
  bool is_reached(const Side& side, std::uint32_t rank) const {
    return side.labels[rank].stamp == stamp_;
  }
  void visit(std::uint32_t rank);
  void walk_down(std::uint32_t rank, std::vector<EdgeId>& edges);
  void unpack(Piece whole, std::vector<EdgeId>& edges);

  const Hierarchy& hierarchy_;
  Side forward_;
  Side backward_;
  std::uint32_t stamp_ = 0;
  std::uint32_t best_ = Hierarchy::kFar;
  std::uint32_t meeting_ = 0;
  std::uint32_t start_used_ = 0;
  std::uint32_t goal_used_ = 0;
  std::uint32_t settled_ = 0;
  std::vector<Piece> pieces_;
  std::vector<Visit> visits_;
  std::vector<std::uint32_t> way_;
};

}  // namespace gezhi
