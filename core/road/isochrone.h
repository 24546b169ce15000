// What is reached by road within a time: from one unit for the map ("eight minutes from here"), and from
// all teams on duty for the check that every place is within somebody's reach.
//
// One search from all starts at once, up to the limit. As with the nearest units, a time includes the
// walk from a start to its road, and none from the road to a place.
// Units: milliseconds, millimetres. Threads: one object a thread, reused.
// Cost: the search sees what lies within the limit; a whole Jinan in some milliseconds.
#pragma once

#include <vector>

#include "core/road/heap.h"
#include "core/road/link_ends.h"

namespace gezhi {

// How a place is reached.
struct Covered {
  bool reached = false;           // within the limit
  std::uint32_t start = 0;        // which of the starts is there first; of equals the first
  std::uint32_t duration_ms = 0;  // and when
};

class Isochrone {
 public:
  // Refers to the index, which must outlive it.
  explicit Isochrone(const RoadIndex& index);

  // From starts snapped by the caller; one that was not found reaches nothing.
  void search(std::span<const Snap> starts, Profile profile, std::uint32_t limit_ms);

  // Of the search made last: every piece of road reached, once for each direction and start on it,
  // from its own direction's begin on or from a start that stands on it; by edge.
  void parts(std::vector<EdgePart>& result) const;

  // Of the search made last; a place on an island is led from the main network as a route is.
  void cover(std::span<const PointE7> places, std::vector<Covered>& result) const;

  // Kept per node: kFar = not reached.
  std::uint32_t duration_ms(NodeId node) const { return costs_[node.value]; }

 private:
  // A start on a link: what lies further along is reached without a node.
  struct OnLink {
    std::uint32_t link = 0;
    std::uint32_t start = 0;
    std::uint32_t walk_ms = 0;
  };

  void reach(std::uint32_t node, std::uint32_t cost, std::uint32_t start);
  void add_part(EdgeId edge, std::uint32_t cost, std::int64_t from_mm,
                std::vector<EdgePart>& result) const;
  Covered cover_one(const Snap& place) const;

  const RoadIndex& index_;
  const RoadGraph& graph_;
  Profile profile_ = Profile::foot;
  std::uint32_t limit_ms_ = 0;
  std::vector<Snap> starts_;
  std::vector<OnLink> on_links_;        // by link
  std::vector<std::uint32_t> costs_;    // by node
  std::vector<std::uint32_t> by_;       // by node: which start
  std::vector<std::uint32_t> reached_;  // nodes
  KeyHeap heap_;
};

// An area around pieces of road, to be drawn: all that lies nearer to them than `buffer_mm`, give or take
// `blur_mm`. Both grow with what is drawn, so that no side is more than kOutlineCells long.
//
// Shapes: rings are open and do not cross; outer ones counterclockwise, holes clockwise: even-odd.
// Everything on the pieces lies inside; nothing farther from all of them than buffer + blur does.
struct Outline {
  std::vector<std::vector<PointE7>> rings;
  std::int64_t buffer_mm = 0;
  std::int64_t blur_mm = 0;
};
inline constexpr std::int64_t kOutlineCells = 800;
inline constexpr std::int64_t kOutlineBufferMm = 40000;
Outline outline_of(const RoadGraph& graph, std::span<const EdgePart> parts,
                   std::int64_t buffer_mm = kOutlineBufferMm);

}  // namespace gezhi
