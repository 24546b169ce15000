#include "core/road/route.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::ptrdiff_t kCopied = RoadGraph::kLineRoom;

}  // namespace

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
  route.start = from;
  route.goal = to;
  route.turns.clear();
  route.found = from.found && to.found &&
                index_.part_of(from, profile) == index_.part_of(to, profile) &&
                find_legs(profile, route);
  if (route.found) return;
  route.duration_ms = 0;
  route.length_mm = 0;
  route.legs.clear();
  route.points.clear();
}

bool RouteQuery::find_legs(Profile profile, Route& route) {
  const Snap &from = route.start, &to = route.goal;
  const LinkEnds starts = leaving(graph_, from, profile), goals = entering(graph_, to, profile);
  RouteLeg only;
  const std::int64_t direct = stay_on_link(graph_, from, to, profile, only);
  HierarchyQuery& query = ways(profile);
  const std::uint32_t around = query.duration(starts.span(), goals.span());
  if (direct != kNoRoute && direct <= around) {
    route.duration_ms = direct;
    route.length_mm = only.to_mm - only.from_mm;
    route.legs.assign(1, only);
    return true;
  }
  if (around == Hierarchy::kFar) return false;
  route.duration_ms = around;
  const std::span<const EdgeId> between = query.path();
  const EdgeId first = starts.edges[query.start_used()], last = goals.edges[query.goal_used()];
  route.legs.resize(between.size() + 2);
  RouteLeg* leg = route.legs.data();
  *leg = {first, static_cast<std::uint32_t>(along_edge(graph_, first, from)),
          graph_.length_mm(first)};
  std::int64_t length = std::int64_t{leg->to_mm} - leg->from_mm;
  for (const EdgeId edge : between) {
    *++leg = {edge, 0, graph_.length_mm(edge)};
    length += leg->to_mm;
  }
  *++leg = {last, 0, static_cast<std::uint32_t>(along_edge(graph_, last, to))};
  route.length_mm = length + leg->to_mm;
  return true;
}

void RouteQuery::draw(Route& route) {
  std::size_t most = 2 + kCopied;
  for (const RouteLeg& leg : route.legs) most += graph_.line(leg.edge).size();
  if (room_.size() < most) room_.resize(2 * most);
  drawn_ = 0;
  room_[drawn_++] = route.start.point;
  const std::span<const RouteLeg> legs = route.legs;
  add_part(legs.front(), legs.size() == 1);
  if (legs.size() > 1) {
    for (const RouteLeg& leg : legs.subspan(1, legs.size() - 2)) add_whole(leg);
    add_part(legs.back(), true);
  }
  if (room_[drawn_ - 1] != route.goal.point) room_[drawn_++] = route.goal.point;
  route.points.assign(room_.data(), room_.data() + drawn_);
}

// A leg's points but the first, which is there already; one without length has no other. Four are
// copied whether there are as many or not, either way round without a branch: most lines are short, and
// to guess wrong how short costs more than the copying.
inline void RouteQuery::add_whole(const RouteLeg& leg) {
  if (leg.to_mm == 0) return;
  const std::span<const PointE7> line = graph_.line(leg.edge);
  const auto count = static_cast<std::ptrdiff_t>(line.size()) - 1;
  const std::ptrdiff_t reversed = graph_.is_reversed(leg.edge) ? 1 : 0, step = 1 - 2 * reversed;
  const PointE7* from = line.data() + 1 + reversed * (count - 2);
  PointE7* next = room_.data() + drawn_;
  PointE7* const end = next + count;
  for (std::ptrdiff_t i = 0; i < kCopied; ++i, from += step) *next++ = *from;
  for (; next < end; from += step) *next++ = *from;
  drawn_ += line.size() - 1;
}

// The points of the first or the last leg, of which only a part is gone along.
void RouteQuery::add_part(const RouteLeg& leg, bool is_last) {
  if (leg.from_mm == leg.to_mm) return;
  const std::span<const PointE7> line = graph_.line(leg.edge);
  const bool reversed = graph_.is_reversed(leg.edge);
  const auto point = [&](std::size_t i) { return line[reversed ? line.size() - 1 - i : i]; };
  std::int64_t along = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i > 0) along += distance_mm(point(i - 1), point(i));
    const bool inside = along > leg.from_mm && along < leg.to_mm;
    const bool end = along == leg.to_mm && i + 1 == line.size() && !is_last;
    if ((inside || end) && room_[drawn_ - 1] != point(i)) room_[drawn_++] = point(i);
  }
}

}  // namespace gezhi
