#include "core/road/route.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::int64_t kIslandDetourMm = 150000;

}  // namespace

std::int64_t part_duration_ms(const RoadGraph& graph, EdgeId edge, Profile profile,
                              std::int64_t part_mm) {
  const std::int64_t length = graph.length_mm(edge);
  return length == 0 ? 0 : std::int64_t{graph.duration_ms(edge, profile)} * part_mm / length;
}

RouteQuery::RouteQuery(const RoadIndex& index, const Hierarchies* ready)
    : index_(index), graph_(index.graph()), ready_(ready) {}

HierarchyQuery& RouteQuery::ways(Profile profile) {
  const auto p = static_cast<std::size_t>(profile);
  if (ways_[p]) return *ways_[p];
  const Hierarchy* hierarchy = ready_ == nullptr ? nullptr : &(*ready_)[p];
  if (hierarchy == nullptr || hierarchy->size() != graph_.node_count()) {
    auto made = Hierarchy::make(graph_, profile, plan_contraction(graph_, profile));
    built_[p] = std::make_unique<Hierarchy>(std::move(made).value());
    hierarchy = built_[p].get();
  }
  ways_[p] = std::make_unique<HierarchyQuery>(*hierarchy);
  return *ways_[p];
}

std::uint32_t RouteQuery::part_of(const Snap& snap, Profile profile) const {
  return graph_.part({graph_.links().links[snap.link].from}, profile);
}

// On the main network, when that is not much farther than the island that the place snapped to.
Snap RouteQuery::off_island(const Snap& snap, Profile profile) const {
  if (!snap.found || part_of(snap, profile) == 0) return snap;
  const Snap main = index_.snap(snap.asked, profile, true, snap.distance_mm + kIslandDetourMm);
  return main.found ? main : snap;
}

void RouteQuery::route(PointE7 from, PointE7 to, Profile profile, Route& route) {
  Snap start = index_.snap(from, profile);
  Snap goal = index_.snap(to, profile);
  if (start.found && goal.found && part_of(start, profile) != part_of(goal, profile)) {
    start = off_island(start, profile);
    goal = off_island(goal, profile);
  }
  route_legs(start, goal, profile, route);
  route.straight_mm = distance_mm(from, to);
  route.bearing_deg = bearing_deg(from, to);
  if (!route.found) return;
  draw(route);
  tell(route);
}

void RouteQuery::route_legs(const Snap& from, const Snap& to, Profile profile, Route& route) {
  route.found = false;
  route.duration_ms = 0;
  route.length_mm = 0;
  route.start = from;
  route.goal = to;
  route.straight_mm = distance_mm(from.asked, to.asked);
  route.bearing_deg = bearing_deg(from.asked, to.asked);
  route.legs.clear();
  route.points.clear();
  route.turns.clear();
  if (!from.found || !to.found) return;
  if (part_of(from, profile) != part_of(to, profile)) return;
  const LinkEnds starts = leaving(from, profile), goals = entering(to, profile);
  RouteLeg only;
  const std::int64_t direct = stay_on_link(from, to, profile, only);
  HierarchyQuery& query = ways(profile);
  const std::uint32_t around = query.duration(starts.span(), goals.span());
  if (direct != kNoRoute && direct <= around) {
    route.duration_ms = direct;
    route.legs.push_back(only);
  } else if (around == Hierarchy::kFar) {
    return;
  } else {
    route.duration_ms = around;
    query.path(edges_);
    const EdgeId first = starts.edges[query.start_used()], last = goals.edges[query.goal_used()];
    route.legs.push_back(
        {first, static_cast<std::uint32_t>(along(first, from)), graph_.length_mm(first)});
    for (const EdgeId edge : edges_) route.legs.push_back({edge, 0, graph_.length_mm(edge)});
    route.legs.push_back({last, 0, static_cast<std::uint32_t>(along(last, to))});
  }
  route.found = true;
  for (const RouteLeg& leg : route.legs) route.length_mm += leg.to_mm - leg.from_mm;
}

// How far along an edge, in its own direction, a place on its link is.
std::int64_t RouteQuery::along(EdgeId edge, const Snap& snap) const {
  return graph_.is_reversed(edge) ? std::int64_t{graph_.length_mm(edge)} - snap.along_mm
                                  : snap.along_mm;
}

RouteQuery::LinkEnds RouteQuery::leaving(const Snap& from, Profile profile) const {
  LinkEnds result;
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph_.edge_of(from.link, reversed, profile, edge)) continue;
    const std::int64_t left = graph_.length_mm(edge) - along(edge, from);
    const std::int64_t duration = part_duration_ms(graph_, edge, profile, left);
    result.add({graph_.head(edge).value, static_cast<std::uint32_t>(duration)}, edge);
  }
  return result;
}

RouteQuery::LinkEnds RouteQuery::entering(const Snap& to, Profile profile) const {
  LinkEnds result;
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph_.edge_of(to.link, reversed, profile, edge)) continue;
    const std::int64_t duration = part_duration_ms(graph_, edge, profile, along(edge, to));
    result.add({graph_.tail(edge).value, static_cast<std::uint32_t>(duration)}, edge);
  }
  return result;
}

// To a place further along the same link, without leaving it; kNoRoute when it is not so.
std::int64_t RouteQuery::stay_on_link(const Snap& from, const Snap& to, Profile profile,
                                      RouteLeg& leg) const {
  std::int64_t best = kNoRoute;
  if (from.link != to.link) return best;
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph_.edge_of(from.link, reversed, profile, edge)) continue;
    const std::int64_t at = along(edge, from), goal = along(edge, to);
    if (goal < at) continue;
    const std::int64_t duration = part_duration_ms(graph_, edge, profile, goal - at);
    if (duration >= best) continue;
    best = duration;
    leg = {edge, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(goal)};
  }
  return best;
}

void RouteQuery::draw(Route& route) const {
  route.points.clear();
  route.points.push_back(route.start.point);
  for (std::size_t i = 0; i < route.legs.size(); ++i) {
    const RouteLeg& leg = route.legs[i];
    const bool is_last = i + 1 == route.legs.size();
    if (i == 0 || is_last) {
      add_part(leg, is_last, route);
      continue;
    }
    const std::uint32_t link = graph_.link(leg.edge), size = graph_.link_size(link);
    const bool reversed = graph_.is_reversed(leg.edge);
    for (std::uint32_t p = 1; p < size; ++p) {
      const PointE7 point = graph_.link_point(link, reversed ? size - 1 - p : p);
      if (route.points.back() != point) route.points.push_back(point);
    }
  }
  if (route.points.back() != route.goal.point) route.points.push_back(route.goal.point);
}

// The points of the first or the last leg, of which only a part is gone along.
void RouteQuery::add_part(const RouteLeg& leg, bool is_last, Route& route) const {
  const std::uint32_t link = graph_.link(leg.edge), size = graph_.link_size(link);
  const bool reversed = graph_.is_reversed(leg.edge);
  const auto point = [&](std::uint32_t i) {
    return graph_.link_point(link, reversed ? size - 1 - i : i);
  };
  std::int64_t along = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    if (i > 0) along += distance_mm(point(i - 1), point(i));
    const bool inside = along > leg.from_mm && along < leg.to_mm;
    const bool end = along == leg.to_mm && i + 1 == size && !is_last;
    if ((inside || end) && route.points.back() != point(i)) route.points.push_back(point(i));
  }
}

}  // namespace gezhi
