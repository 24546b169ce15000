// The nearest units by road time: one search backwards from the place, over the edges as the units
// would come, until the best k can no longer change.
#include <algorithm>

#include "core/road/route.h"

namespace gezhi {
namespace {

constexpr std::int64_t kWalkMmPerS = 1250;  // from a unit's base to its road

std::int64_t walk_ms(const Snap& unit) { return unit.distance_mm * 1000 / kWalkMmPerS; }

}  // namespace

void RouteQuery::offer(std::uint32_t unit, std::int64_t duration_ms, std::int64_t length_mm) {
  Reach& reach = reached_[unit];
  if (reach.by_road && reach.duration_ms <= duration_ms) return;
  if (duration_ms >= static_cast<std::int64_t>(kFarthest)) return;
  reach.by_road = true;
  reach.duration_ms = duration_ms;
  reach.length_mm = length_mm;
  unit_heap_.push(key_of(static_cast<std::uint64_t>(duration_ms), unit));
}

// Where each unit joins the network: the heads of its link's edges.
void RouteQuery::note_units(PointE7 place, std::span<const Snap> units, Profile profile) {
  ends_.clear();
  unit_heap_.clear();
  reached_.assign(units.size(), {});
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    reached_[i].index = i;
    reached_[i].straight_mm = distance_mm(units[i].asked, place);
    if (!units[i].found) continue;
    for (const bool reversed : {false, true}) {
      EdgeId edge;
      if (!graph_.edge_of(units[i].link, reversed, profile, edge)) continue;
      const std::int64_t left = graph_.length_mm(edge) - along(edge, units[i]);
      ends_.push_back({graph_.head(edge).value, i,
                       walk_ms(units[i]) + part_duration_ms(graph_, edge, profile, left), left});
    }
  }
  std::stable_sort(ends_.begin(), ends_.end(),
                   [](const UnitEnd& a, const UnitEnd& b) { return a.node < b.node; });
  for (const UnitEnd& end : ends_) marked_[end.node] = true;
}

// Starts at the place, and offers the units on the place's own link.
void RouteQuery::seed_back(const Snap& place, Profile profile, std::span<const Snap> units) {
  for (const bool reversed : {false, true}) {
    EdgeId edge;
    if (!graph_.edge_of(place.link, reversed, profile, edge)) continue;
    const std::int64_t upto = along(edge, place);
    const std::uint32_t tail = graph_.tail(edge).value;
    const auto cost = static_cast<std::uint64_t>(part_duration_ms(graph_, edge, profile, upto));
    if (improve(tail, cost, static_cast<std::uint64_t>(upto), edge.value)) {
      heap_.push(key_of(cost, tail));
    }
    for (std::uint32_t i = 0; i < units.size(); ++i) {
      if (!units[i].found || units[i].link != place.link) continue;
      const std::int64_t at = along(edge, units[i]);
      if (at > upto) continue;
      offer(i, walk_ms(units[i]) + part_duration_ms(graph_, edge, profile, upto - at), upto - at);
    }
  }
}

// The units that join at a node whose time to the place is known.
void RouteQuery::offer_units_at(std::uint32_t node) {
  if (!marked_[node]) return;
  auto end =
      std::lower_bound(ends_.begin(), ends_.end(), node,
                       [](const UnitEnd& a, std::uint32_t wanted) { return a.node < wanted; });
  for (; end != ends_.end() && end->node == node; ++end) {
    offer(end->unit, std::int64_t{nodes_[node].cost} + end->duration_ms,
          std::int64_t{nodes_[node].extra} + end->length_mm);
  }
}

// Units whose time is at most `now` are final.
void RouteQuery::take_units(std::uint64_t now, std::uint32_t k, std::vector<Reach>& result) {
  while (!unit_heap_.empty() && unit_heap_.top() >> 32 <= now && result.size() < k) {
    const std::uint64_t key = unit_heap_.pop();
    const Reach& reach = reached_[static_cast<std::uint32_t>(key)];
    if (static_cast<std::uint64_t>(reach.duration_ms) == key >> 32) result.push_back(reach);
  }
}

void RouteQuery::nearest(PointE7 place, std::span<const Snap> units, Profile profile,
                         std::uint32_t k, std::vector<Reach>& result) {
  begin();
  result.clear();
  note_units(place, units, profile);
  const Snap goal = off_island(index_.snap(place, profile), profile);
  if (goal.found) seed_back(goal, profile, units);
  const std::vector<std::uint32_t>& durations = graph_.durations(profile);
  while (!heap_.empty() && result.size() < k) {
    const std::uint64_t key = heap_.pop();
    const auto node = static_cast<std::uint32_t>(key);
    const Node at = nodes_[node];
    if (key >> 32 != at.cost) continue;
    ++settled_;
    offer_units_at(node);
    take_units(at.cost, k, result);
    for (std::uint32_t i = graph_.first_in({node}); i < graph_.end_in({node}); ++i) {
      const EdgeId edge = graph_.in_edge(i);
      if (durations[edge.value] == kImpassable) continue;
      const std::uint32_t tail = graph_.tail(edge).value;
      const std::uint64_t cost = std::uint64_t{at.cost} + durations[edge.value];
      const std::uint64_t length = std::uint64_t{at.extra} + graph_.length_mm(edge);
      if (improve(tail, cost, length, edge.value)) heap_.push(key_of(cost, tail));
    }
  }
  take_units(kFarthest, k, result);
  for (const UnitEnd& end : ends_) marked_[end.node] = false;
  add_unreached(k, result);
}

// Fills up with the units that no road connects, nearest in a straight line first.
void RouteQuery::add_unreached(std::uint32_t k, std::vector<Reach>& result) const {
  if (result.size() >= k) return;
  const auto by_road = static_cast<std::ptrdiff_t>(result.size());
  for (const Reach& reach : reached_) {
    if (!reach.by_road) result.push_back(reach);
  }
  std::stable_sort(result.begin() + by_road, result.end(),
                   [](const Reach& a, const Reach& b) { return a.straight_mm < b.straight_mm; });
  if (result.size() > k) result.resize(k);
}

}  // namespace gezhi
