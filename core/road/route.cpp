#include "core/road/route.h"

#include <algorithm>

namespace gezhi {
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

void RouteQuery::route(PointE7 from, PointE7 to, Profile profile, Route& route) {
  Snap start = index_.snap(from, profile);
  Snap goal = index_.snap(to, profile);
  if (start.found && goal.found &&
      index_.part_of(start, profile) != index_.part_of(goal, profile)) {
    start = index_.off_island(start, profile);
    goal = index_.off_island(goal, profile);
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
  if (index_.part_of(from, profile) != index_.part_of(to, profile)) return;
  const LinkEnds starts = leaving(graph_, from, profile), goals = entering(graph_, to, profile);
  RouteLeg only;
  const std::int64_t direct = stay_on_link(graph_, from, to, profile, only);
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
    route.legs.push_back({first, static_cast<std::uint32_t>(along_edge(graph_, first, from)),
                          graph_.length_mm(first)});
    for (const EdgeId edge : edges_) route.legs.push_back({edge, 0, graph_.length_mm(edge)});
    route.legs.push_back({last, 0, static_cast<std::uint32_t>(along_edge(graph_, last, to))});
  }
  route.found = true;
  for (const RouteLeg& leg : route.legs) route.length_mm += leg.to_mm - leg.from_mm;
}

void RouteQuery::draw(Route& route) const {
  route.points.clear();
  route.points.push_back(route.start.point);
  for (std::size_t i = 0; i < route.legs.size(); ++i) {
    const bool is_last = i + 1 == route.legs.size();
    if (i == 0 || is_last) {
      add_part(route.legs[i], is_last, route);
    } else {
      add_whole(route.legs[i].edge, route);
    }
  }
  if (route.points.back() != route.goal.point) route.points.push_back(route.goal.point);
}

// All but the first point; one that is there already is not repeated.
void RouteQuery::add_whole(EdgeId edge, Route& route) const {
  const std::span<const PointE7> line = graph_.link_line(graph_.link(edge));
  const PointE7 *point = line.data(), *end = point + line.size();
  PointE7 last = route.points.back();
  const auto add = [&](PointE7 next) {
    if (next == last) return;
    last = next;
    route.points.push_back(next);
  };
  if (graph_.is_reversed(edge)) {
    for (--end; end != point;) add(*--end);
  } else {
    for (++point; point != end; ++point) add(*point);
  }
}

// The points of the first or the last leg, of which only a part is gone along.
void RouteQuery::add_part(const RouteLeg& leg, bool is_last, Route& route) const {
  if (leg.from_mm == leg.to_mm) return;
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
