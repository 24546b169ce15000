// The nearest units by road time: what every unit reaches on the hierarchy is looked up once, then a
// place asks for all durations at once; the ways of the best are found for their length.
#include <algorithm>

#include "core/road/route.h"

namespace gezhi {

void RouteQuery::learn(std::span<const Snap> units, Profile profile) {
  if (profile == units_.profile &&
      std::equal(units.begin(), units.end(), units_.snaps.begin(), units_.snaps.end()))
    return;
  units_.profile = profile;
  units_.snaps.assign(units.begin(), units.end());
  units_.sources = {};
  for (const Snap& unit : units) {
    const LinkEnds starts = unit.found ? leaving(graph_, unit, profile) : LinkEnds();
    ways(profile).add_source(starts.span(), units_.sources);
  }
  units_.sources.sort();
}

// To the place, with the walk to the road; kNoRoute when no road leads there.
std::int64_t RouteQuery::duration_of(std::uint32_t unit, const Snap& place) const {
  const Snap& snap = units_.snaps[unit];
  std::int64_t best = durations_[unit] == Hierarchy::kFar ? kNoRoute : durations_[unit];
  if (snap.found && snap.link == place.link) {
    RouteLeg leg;
    best = std::min(best, stay_on_link(graph_, snap, place, units_.profile, leg));
  }
  return best == kNoRoute ? best : best + walk_ms(snap.distance_mm);
}

// Of the way whose duration that is, on the road; the query is aimed at the place.
std::int64_t RouteQuery::length_of(std::uint32_t unit, const Snap& place, HierarchyQuery& query) {
  const Snap& snap = units_.snaps[unit];
  RouteLeg leg;
  const std::int64_t direct = stay_on_link(graph_, snap, place, units_.profile, leg);
  if (direct != kNoRoute && direct <= durations_[unit]) return leg.to_mm - leg.from_mm;
  const LinkEnds starts = leaving(graph_, snap, units_.profile),
                 goals = entering(graph_, place, units_.profile);
  query.duration_from(starts.span());
  query.path(edges_);
  const EdgeId first = starts.edges[query.start_used()], last = goals.edges[query.goal_used()];
  std::int64_t length =
      graph_.length_mm(first) - along_edge(graph_, first, snap) + along_edge(graph_, last, place);
  for (const EdgeId edge : edges_) length += graph_.length_mm(edge);
  return length;
}

void RouteQuery::nearest(PointE7 place, std::span<const Snap> units, Profile profile,
                         std::uint32_t k, std::vector<Reach>& result) {
  result.clear();
  best_.clear();
  durations_.assign(units.size(), Hierarchy::kFar);
  learn(units, profile);
  HierarchyQuery& query = ways(profile);
  const Snap goal = index_.off_island(index_.snap(place, profile), profile);
  if (goal.found && k > 0) {
    query.aim(entering(graph_, goal, profile).span());
    query.durations(units_.sources, durations_);
    for (std::uint32_t i = 0; i < units.size(); ++i) {
      const std::int64_t duration = duration_of(i, goal);
      if (duration >= Hierarchy::kFar) continue;
      const std::uint64_t key = key_of(static_cast<std::uint32_t>(duration), i);
      if (best_.size() == k && key > best_.back()) continue;
      if (best_.size() == k) best_.pop_back();
      best_.insert(std::upper_bound(best_.begin(), best_.end(), key), key);
    }
  }
  for (const std::uint64_t key : best_) {
    const std::uint32_t i = item_of(key);
    result.push_back(
        {i, true, cost_of(key), length_of(i, goal, query), distance_mm(units[i].asked, place)});
  }
  if (result.size() < k) add_unreached(goal, place, k, result);
}

// Fills up with the units that no road connects, nearest in a straight line first.
void RouteQuery::add_unreached(const Snap& goal, PointE7 place, std::uint32_t k,
                               std::vector<Reach>& result) const {
  const auto by_road = static_cast<std::ptrdiff_t>(result.size());
  for (std::uint32_t i = 0; i < units_.snaps.size(); ++i) {
    if (goal.found && duration_of(i, goal) < Hierarchy::kFar) continue;
    result.push_back({i, false, 0, 0, distance_mm(units_.snaps[i].asked, place)});
  }
  std::stable_sort(result.begin() + by_road, result.end(),
                   [](const Reach& a, const Reach& b) { return a.straight_mm < b.straight_mm; });
  if (result.size() > k) result.resize(k);
}

}  // namespace gezhi
