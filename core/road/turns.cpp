// The turns of a route: where somebody walking it would have to be told something.
#include "core/road/route.h"

namespace gezhi {
namespace {

TurnKind kind_of(std::int32_t angle) {  // clockwise, 0..359
  if (angle <= 25 || angle >= 335) return TurnKind::straight;
  if (angle < 60) return TurnKind::slight_right;
  if (angle < 120) return TurnKind::right;
  if (angle < 165) return TurnKind::sharp_right;
  if (angle <= 195) return TurnKind::u_turn;
  if (angle <= 240) return TurnKind::sharp_left;
  if (angle <= 300) return TurnKind::left;
  return TurnKind::slight_left;
}

// A tunnel or bridge that is part of a road for all is nothing to speak of.
Passage passage_of(const RoadLinks::Link& link) {
  switch (link.road_class) {
    case RoadClass::steps: return Passage::steps;
    case RoadClass::path:
    case RoadClass::pedestrian:
    case RoadClass::cycleway:
      if (link.form == RoadForm::tunnel) return Passage::underpass;
      return link.form == RoadForm::bridge ? Passage::footbridge : Passage::none;
    case RoadClass::service:
    case RoadClass::residential:
    case RoadClass::tertiary:
    case RoadClass::secondary:
    case RoadClass::primary:
    case RoadClass::motorway:
    case RoadClass::track:
    case RoadClass::ferry:
    case RoadClass::bridge: return Passage::none;
  }
  return Passage::none;
}

// Whether the node offers a choice beside coming and going on.
bool is_junction(const RoadGraph& graph, NodeId node, std::uint32_t come, std::uint32_t go) {
  for (std::uint32_t e = graph.first_out(node); e < graph.end_out(node); ++e) {
    const std::uint32_t link = graph.link({e});
    if (link != come && link != go) return true;
  }
  for (std::uint32_t i = graph.first_in(node); i < graph.end_in(node); ++i) {
    const std::uint32_t link = graph.link(graph.in_edge(i));
    if (link != come && link != go) return true;
  }
  return false;
}

}  // namespace

std::string turn_text_key(const Turn& turn) {
  std::string key = "turn.";
  key += name_of(turn.kind);
  if (turn.kind != TurnKind::arrive && turn.name == 0) key += ".unnamed";
  return key;
}

std::string passage_text_key(Passage passage) {
  return passage == Passage::none ? std::string() : "passage." + std::string(name_of(passage));
}

std::string compass_text_key(std::int32_t bearing_deg) {
  constexpr const char* kKeys[8] = {"compass.n", "compass.ne", "compass.e", "compass.se",
                                    "compass.s", "compass.sw", "compass.w", "compass.nw"};
  return kKeys[(bearing_deg + 22) / 45 % 8];
}

void RouteQuery::tell(Route& route) const {
  const auto& links = graph_.links().links;
  std::uint32_t at = 0;         // index of the point reached
  std::int32_t bearing_in = 0;  // of the last piece before the current leg
  for (std::size_t i = 0; i < route.legs.size(); ++i) {
    const RouteLeg& leg = route.legs[i];
    const RoadLinks::Link& link = links[graph_.link(leg.edge)];
    // The points of this leg are [at, end]; a leg of no length has none of its own.
    std::uint32_t end = at;
    const PointE7 goal =
        i + 1 == route.legs.size() ? route.goal.point : graph_.node_point(graph_.head(leg.edge));
    if (leg.to_mm > leg.from_mm) {
      while (end + 1 < route.points.size() && (end == at || route.points[end] != goal)) ++end;
    }
    const std::int32_t bearing =
        end > at ? bearing_deg(route.points[at], route.points[at + 1]) : bearing_in;
    if (i == 0) {
      route.turns.push_back(
          {TurnKind::depart, passage_of(link), link.road_class, link.name, 0, 0, bearing});
    } else if (end > at) {
      const RoadLinks::Link& before = links[graph_.link(route.legs[i - 1].edge)];
      const TurnKind kind = kind_of((bearing - bearing_in + 360) % 360);
      const bool junction = is_junction(graph_, graph_.origin(graph_.tail(leg.edge)),
                                        graph_.link(route.legs[i - 1].edge), graph_.link(leg.edge));
      const bool renamed = link.name != before.name && link.name != 0;
      const bool passes = passage_of(link) != passage_of(before);
      if (renamed || passes || (kind != TurnKind::straight && junction) ||
          kind == TurnKind::u_turn) {
        route.turns.push_back({kind, passage_of(link), link.road_class, link.name, 0, at, bearing});
      }
    }
    route.turns.back().length_mm += leg.to_mm - leg.from_mm;
    if (end > at) bearing_in = bearing_deg(route.points[end - 1], route.points[end]);
    at = end;
  }
  route.turns.push_back({TurnKind::arrive, Passage::none, route.turns.back().road_class, 0, 0,
                         static_cast<std::uint32_t>(route.points.size() - 1), bearing_in});
}

}  // namespace gezhi
