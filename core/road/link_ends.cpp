#include "core/road/link_ends.h"

namespace gezhi {

std::int64_t part_duration_ms(const RoadGraph& graph, EdgeId edge, Profile profile,
                              std::int64_t part_mm) {
  const std::int64_t length = graph.length_mm(edge);
  return length == 0 ? 0 : std::int64_t{graph.duration_ms(edge, profile)} * part_mm / length;
}

std::int64_t along_edge(const RoadGraph& graph, EdgeId edge, const Snap& snap) {
  return graph.is_reversed(edge) ? std::int64_t{graph.length_mm(edge)} - snap.along_mm
                                 : snap.along_mm;
}

LinkEnds leaving(const RoadGraph& graph, const Snap& from, Profile profile) {
  LinkEnds result;
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph.edge_of(from.link, reversed, profile, edge)) continue;
    const std::int64_t left = graph.length_mm(edge) - along_edge(graph, edge, from);
    const std::int64_t duration = part_duration_ms(graph, edge, profile, left);
    result.add({graph.head(edge).value, static_cast<std::uint32_t>(duration),
                static_cast<std::uint32_t>(left)},
               edge);
  }
  return result;
}

LinkEnds entering(const RoadGraph& graph, const Snap& to, Profile profile) {
  LinkEnds result;
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph.edge_of(to.link, reversed, profile, edge)) continue;
    const std::int64_t along = along_edge(graph, edge, to);
    const auto duration = static_cast<std::uint32_t>(part_duration_ms(graph, edge, profile, along));
    const auto length = static_cast<std::uint32_t>(along);
    result.add({graph.tail(edge).value, duration, length}, edge);
    if (profile != Profile::car) continue;
    graph.each_copy(edge, [&](EdgeId copy) {
      result.add({graph.tail(copy).value, duration, length}, copy);
    });
  }
  return result;
}

std::int64_t stay_on_link(const RoadGraph& graph, const Snap& from, const Snap& to, Profile profile,
                          EdgePart& part) {
  std::int64_t best = kNoRoute;
  if (from.link != to.link) return best;
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph.edge_of(from.link, reversed, profile, edge)) continue;
    const std::int64_t at = along_edge(graph, edge, from), goal = along_edge(graph, edge, to);
    if (goal < at) continue;
    const std::int64_t duration = part_duration_ms(graph, edge, profile, goal - at);
    if (duration >= best) continue;
    best = duration;
    part = {edge, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(goal)};
  }
  return best;
}

}  // namespace gezhi
