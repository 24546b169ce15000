#include "core/road/route.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::int32_t kProbe = 1 << 14;
constexpr std::uint32_t kFirstEdge = 0x80000000U;   // marks a parent: the start lies on that edge
constexpr std::uint32_t kLandmarkNodesMax = 60000;  // above, the straight line alone
constexpr std::int64_t kIslandDetourMm = 150000;

}  // namespace

std::int64_t part_duration_ms(const RoadGraph& graph, EdgeId edge, Profile profile,
                              std::int64_t part_mm) {
  const std::int64_t length = graph.length_mm(edge);
  return length == 0 ? 0 : std::int64_t{graph.duration_ms(edge, profile)} * part_mm / length;
}

RouteQuery::RouteQuery(const RoadIndex& index) : index_(index), graph_(index.graph()) {
  nodes_.resize(graph_.node_count());
  marked_.resize(graph_.node_count(), false);
  if (graph_.node_count() == 0) return;
  const BoxE7& box = graph_.box();
  const std::int32_t lat = std::max(box.high.lat, -box.low.lat);
  east_probe_mm_ = distance_mm({0, lat}, {kProbe, lat});
}

void RouteQuery::begin() {
  heap_.clear();
  settled_ = 0;
  if (++stamp_ == 0) {
    for (Node& node : nodes_) node.stamp = 0;
    stamp_ = 1;
  }
}

bool RouteQuery::improve(std::uint32_t node, std::uint64_t cost, std::uint64_t length,
                         std::uint32_t parent) {
  Node& at = nodes_[node];
  if (cost >= kFarthest || (at.stamp == stamp_ && at.cost <= cost)) return false;
  at = {stamp_, static_cast<std::uint32_t>(cost),
        static_cast<std::uint32_t>(std::min<std::uint64_t>(length, kFarthest)), parent};
  return true;
}

RouteQuery::Bound RouteQuery::bound_to(PointE7 goal, Profile profile) const {
  // Milliseconds per E7 unit, × 2^24, one part in 256 low so that rounding never makes it too high.
  const std::int64_t speed = kFastestMmPerS[static_cast<std::size_t>(profile)];
  const std::int64_t north_mm = distance_mm({0, 0}, {0, kProbe});
  return {goal, east_probe_mm_ * 1000 * 1024 / speed * 255 / 256,
          north_mm * 1000 * 1024 / speed * 255 / 256};
}

// At least 98 % of the straight line's time: the longest of its projections on three directions.
std::int64_t RouteQuery::Bound::of(PointE7 p) const {
  std::int64_t dx = std::int64_t{p.lon} - goal.lon;
  std::int64_t dy = std::int64_t{p.lat} - goal.lat;
  if (dx < 0) dx = -dx;
  if (dy < 0) dy = -dy;
  if (dx > 1800000000) dx = 3600000000 - dx;
  const std::int64_t x = dx * east_q24 >> 24;
  const std::int64_t y = dy * north_q24 >> 24;
  const std::int64_t high = std::max(x, y);
  const std::int64_t low = std::min(x, y);
  return std::max(high, std::max((high * 946 + low * 391) >> 10, (high + low) * 724 >> 10));
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
  begin();
  if (!from.found || !to.found) return;
  if (part_of(from, profile) != part_of(to, profile)) return;
  Search search;
  search.profile = profile;
  aim(search, from, to);
  seed(search, from, to, route);
  settle(search);
  if (search.edge.value == kNoEdge) return;
  route.found = true;
  route.duration_ms = static_cast<std::int64_t>(search.best);
  if (!search.direct) finish(route, search.node, search.edge);
  for (const RouteLeg& leg : route.legs) route.length_mm += leg.to_mm - leg.from_mm;
}

// How far along an edge, in its own direction, a place on its link is.
std::int64_t RouteQuery::along(EdgeId edge, const Snap& snap) const {
  return graph_.is_reversed(edge) ? std::int64_t{graph_.length_mm(edge)} - snap.along_mm
                                  : snap.along_mm;
}

// Where the goal's link may be entered, and the bounds towards it.
void RouteQuery::aim(Search& search, const Snap& from, const Snap& to) {
  Landmarks::End entries[2], exits[2];
  std::uint32_t count = 0;
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph_.edge_of(to.link, reversed, search.profile, edge)) continue;
    const std::int64_t upto = along(edge, to);
    const std::int64_t rest = part_duration_ms(graph_, edge, search.profile, upto);
    entries[count] = {graph_.tail(edge).value, rest};
    exits[count] = {graph_.head(edge).value,
                    part_duration_ms(graph_, edge, search.profile, graph_.length_mm(edge) - upto)};
    search.entries[count++] = {graph_.tail(edge).value, edge.value,
                               static_cast<std::uint64_t>(rest)};
  }
  search.entry_count = count;
  search.bound = bound_to(to.point, search.profile);
  if (graph_.node_count() > kLandmarkNodesMax) return;
  auto& marks = landmarks_[static_cast<std::size_t>(search.profile)];
  if (!marks) marks = std::make_unique<Landmarks>(graph_, search.profile);
  search.landmarks = marks.get();
  search.aim = marks->aim({entries, count}, {exits, count}, graph_.links().links[from.link].from);
}

// Both directions of the start's link; a goal further along the same link is reached at once.
void RouteQuery::seed(Search& search, const Snap& from, const Snap& to, Route& route) {
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph_.edge_of(from.link, reversed, search.profile, edge)) continue;
    const std::int64_t at = along(edge, from);
    const std::int64_t goal = along(edge, to);
    if (from.link == to.link && goal >= at) {
      const auto cost =
          static_cast<std::uint64_t>(part_duration_ms(graph_, edge, search.profile, goal - at));
      if (cost < search.best) {
        search.best = cost;
        search.edge = edge;
        search.direct = true;
        route.legs.clear();
        route.legs.push_back(
            {edge, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(goal)});
      }
    }
    const std::int64_t left = graph_.length_mm(edge) - at;
    reach(search, graph_.head(edge).value,
          static_cast<std::uint64_t>(part_duration_ms(graph_, edge, search.profile, left)),
          edge.value | kFirstEdge);
  }
}

// A better way to a node goes into the queue unless even the bound is too far.
void RouteQuery::reach(Search& search, std::uint32_t node, std::uint64_t cost,
                       std::uint32_t parent) {
  Node& at = nodes_[node];
  const bool known = at.stamp == stamp_;
  if (cost >= kFarthest || (known && at.cost <= cost)) return;
  std::uint32_t bound = at.extra;
  if (!known) {
    std::int64_t least = search.bound.of(graph_.node_point({node}));
    if (search.landmarks != nullptr)
      least = std::max(least, search.landmarks->bound(search.aim, node));
    bound = static_cast<std::uint32_t>(std::min<std::int64_t>(least, kFarthest));
  }
  at = {stamp_, static_cast<std::uint32_t>(cost), bound, parent};
  if (cost + bound < search.best) heap_.push(key_of(cost + bound, node));
}

void RouteQuery::settle(Search& search) {
  const std::vector<std::uint32_t>& durations = graph_.durations(search.profile);
  while (!heap_.empty() && (heap_.top() >> 32) < search.best) {
    const std::uint64_t key = heap_.pop();
    const auto node = static_cast<std::uint32_t>(key);
    const std::uint64_t cost = nodes_[node].cost;
    if (key >> 32 != cost + nodes_[node].extra) continue;  // reached better since
    ++settled_;
    for (std::uint32_t i = 0; i < search.entry_count; ++i) {
      const Entry& entry = search.entries[i];
      if (entry.tail != node || cost + entry.rest >= search.best) continue;
      search.best = cost + entry.rest;
      search.node = node;
      search.edge = {entry.edge};
      search.direct = false;
    }
    for (std::uint32_t e = graph_.first_out({node}); e < graph_.end_out({node}); ++e) {
      if (durations[e] != kImpassable)
        reach(search, graph_.head({e}).value, cost + durations[e], e);
    }
  }
}

// The legs, from the goal's edge back to the edge that the start lies on.
void RouteQuery::finish(Route& route, std::uint32_t last_node, EdgeId last_edge) const {
  route.legs.clear();
  route.legs.push_back({last_edge, 0, static_cast<std::uint32_t>(along(last_edge, route.goal))});
  for (std::uint32_t node = last_node;;) {
    const std::uint32_t parent = nodes_[node].parent;
    const EdgeId edge{parent & ~kFirstEdge};
    if ((parent & kFirstEdge) != 0) {
      route.legs.push_back(
          {edge, static_cast<std::uint32_t>(along(edge, route.start)), graph_.length_mm(edge)});
      break;
    }
    route.legs.push_back({edge, 0, graph_.length_mm(edge)});
    node = graph_.tail(edge).value;
  }
  std::reverse(route.legs.begin(), route.legs.end());
}

// The points of the legs; the first and last are the snapped ones.
void RouteQuery::draw(Route& route) const {
  route.points.push_back(route.start.point);
  const auto add = [&](PointE7 p) {
    if (route.points.back() != p) route.points.push_back(p);
  };
  for (const RouteLeg& leg : route.legs) {
    const std::uint32_t link = graph_.link(leg.edge);
    const std::uint32_t size = graph_.link_size(link);
    const bool reversed = graph_.is_reversed(leg.edge);
    const auto point = [&](std::uint32_t i) {
      return graph_.link_point(link, reversed ? size - 1 - i : i);
    };
    std::int64_t along = 0;
    for (std::uint32_t i = 0; i < size; ++i) {
      if (i > 0) along += distance_mm(point(i - 1), point(i));
      if (along > leg.from_mm && along < leg.to_mm) add(point(i));
      if (along == leg.to_mm && i + 1 == size && &leg != &route.legs.back()) add(point(i));
    }
  }
  add(route.goal.point);
}

}  // namespace gezhi
