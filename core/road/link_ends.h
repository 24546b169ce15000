// Between a place on a link and the nodes at its ends.
#pragma once

#include <array>
#include <span>

#include "core/road/hierarchy_query.h"
#include "core/road/snap.h"
#include "core/road/turn_rules.h"

namespace gezhi {

// Time of `part_mm` of an edge, rounded down.
std::int64_t part_duration_ms(const RoadGraph& graph, EdgeId edge, Profile profile,
                              std::int64_t part_mm);

// How far along an edge, in its own direction, a place on its link is.
std::int64_t along_edge(const RoadGraph& graph, EdgeId edge, const Snap& snap);

// Where a link is left or entered: the node with the time on the link, and its edge there. A car may
// enter it from copies of the node too (turn_rules.h).
struct LinkEnds {
  std::uint32_t count = 0;
  std::array<HierarchyQuery::End, 2 * (1 + TurnCopies::kPerNodeMax)> ends;
  std::array<EdgeId, 2 * (1 + TurnCopies::kPerNodeMax)> edges;
  void add(HierarchyQuery::End end, EdgeId edge) {
    ends[count] = end;
    edges[count++] = edge;
  }
  std::span<const HierarchyQuery::End> span() const { return {ends.data(), count}; }
};
LinkEnds leaving(const RoadGraph& graph, const Snap& from, Profile profile);
LinkEnds entering(const RoadGraph& graph, const Snap& to, Profile profile);

// A piece of an edge, in its direction.
struct EdgePart {
  EdgeId edge;
  std::uint32_t from_mm = 0;
  std::uint32_t to_mm = 0;
};

// To a place further along the same link, without leaving it; kNoRoute when it is not so.
inline constexpr std::int64_t kNoRoute = INT64_MAX;
std::int64_t stay_on_link(const RoadGraph& graph, const Snap& from, const Snap& to, Profile profile,
                          EdgePart& part);

}  // namespace gezhi
