// The nearest units by road time: what every unit reaches on the hierarchy is looked up once, then a
// place asks for all durations at once; the ways of the best are found for their length.
#include <algorithm>

#include "core/road/route.h"

namespace gezhi {

// Whether they are those asked about last. Without a jump for each part of each.
bool RouteQuery::knows(std::span<const Snap> units, Profile profile) const {
  if (profile != units_.profile || units.size() != units_.snaps.size()) return false;
  std::uint64_t differs = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Snap &a = units[i], &b = units_.snaps[i];
    differs |= (a.link ^ b.link) | (a.along_mm ^ b.along_mm);
    differs |= static_cast<std::uint32_t>(a.asked.lon ^ b.asked.lon) |
               static_cast<std::uint32_t>(a.asked.lat ^ b.asked.lat);
    differs |= static_cast<std::uint64_t>(a.distance_mm ^ b.distance_mm) | (a.found != b.found);
  }
  return differs == 0;
}

void RouteQuery::learn(std::span<const Snap> units, Profile profile) {
  if (knows(units, profile)) return;
  units_.profile = profile;
  units_.snaps.assign(units.begin(), units.end());
  units_.walks_ms.clear();
  units_.sources = {};
  for (const Snap& unit : units) {
    const LinkEnds starts = unit.found ? leaving(graph_, unit, profile) : LinkEnds();
    ways(profile).add_source(starts.span(), units_.sources);
    units_.walks_ms.push_back(unit.found ? static_cast<std::uint32_t>(walk_ms(unit.distance_mm))
                                         : Hierarchy::kFar);
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
  return best == kNoRoute ? best : best + units_.walks_ms[unit];
}

// Of the way whose duration that is, on the road; the query is aimed at the place.
std::int64_t RouteQuery::length_of(std::uint32_t unit, const Snap& place,
                                   std::span<const HierarchyQuery::End> goals,
                                   HierarchyQuery& query) {
  RouteLeg leg;
  const std::int64_t direct = stay_on_link(graph_, units_.snaps[unit], place, units_.profile, leg);
  if (direct != kNoRoute && direct <= durations_[unit]) return leg.to_mm - leg.from_mm;
  return static_cast<std::int64_t>(
      query.length_from(units_.sources, unit, durations_[unit], goals));
}

// The k smallest durations that a road gives, with the units.
void RouteQuery::choose_best(const Snap& place, std::uint32_t k) {
  best_.clear();
  std::uint64_t most = key_of(Hierarchy::kFar, 0);  // what is not below is not among the best
  const auto count = static_cast<std::uint32_t>(units_.snaps.size());
  // Plain pointers, so that nothing that is written can be what is read.
  const std::uint32_t* const durations = durations_.data();
  const std::uint32_t* const walks = units_.walks_ms.data();
  const Snap* const snaps = units_.snaps.data();
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint64_t key = key_of(durations[i] + walks[i], i);
    if (snaps[i].link == place.link) {
      const std::int64_t duration = duration_of(i, place);
      key =
          key_of(static_cast<std::uint32_t>(std::min<std::int64_t>(duration, Hierarchy::kFar)), i);
    }
    if (key >= most) continue;
    if (best_.size() == k) best_.pop_back();
    best_.insert(std::upper_bound(best_.begin(), best_.end(), key), key);
    if (best_.size() == k) most = best_.back();
  }
}

void RouteQuery::nearest(PointE7 place, std::span<const Snap> units, Profile profile,
                         std::uint32_t k, std::vector<Reach>& result) {
  result.clear();
  best_.clear();
  durations_.assign(units.size(), Hierarchy::kFar);
  learn(units, profile);
  HierarchyQuery& query = ways(profile);
  const Snap goal = index_.off_island(index_.snap(place, profile), profile);
  const LinkEnds goals = goal.found ? entering(graph_, goal, profile) : LinkEnds();
  if (goal.found && k > 0) {
    query.aim(goals.span());
    query.durations(units_.sources, durations_);
    choose_best(goal, k);
  }
  for (const std::uint64_t key : best_) {
    const std::uint32_t i = item_of(key);
    result.push_back({i, true, cost_of(key), length_of(i, goal, goals.span(), query),
                      distance_mm(units[i].asked, place)});
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
