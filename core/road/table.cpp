// All times between some places: each is searched from once, then each asks for all at once.
#include <algorithm>

#include "core/road/route.h"

namespace gezhi {

void RouteQuery::table(std::span<const PointE7> places, Profile profile,
                       std::vector<std::uint32_t>& times) {
  const std::size_t n = places.size();
  HierarchyQuery& query = ways(profile);
  HierarchyQuery::Sources sources;
  std::vector<Snap> snaps;
  for (const PointE7 place : places) {
    snaps.push_back(index_.off_island(index_.snap(place, profile), profile));
    const LinkEnds starts =
        snaps.back().found ? leaving(graph_, snaps.back(), profile) : LinkEnds();
    query.add_source(starts.span(), sources);
  }
  sources.sort();
  times.assign(n * n, Hierarchy::kFar);
  for (std::size_t to = 0; to < n; ++to) {
    const Snap& goal = snaps[to];
    if (goal.found) {
      query.aim(entering(graph_, goal, profile).span());
      query.durations(sources, durations_);
    }
    for (std::size_t from = 0; goal.found && from < n; ++from) {
      RouteLeg leg;
      const std::int64_t walks = walk_ms(snaps[from].distance_mm) + walk_ms(goal.distance_mm);
      const std::int64_t direct =
          snaps[from].found ? stay_on_link(graph_, snaps[from], goal, profile, leg) : kNoRoute;
      const std::int64_t road = std::min<std::int64_t>(direct, durations_[from]);
      if (road >= Hierarchy::kFar) continue;
      times[from * n + to] =
          static_cast<std::uint32_t>(std::min<std::int64_t>(road + walks, Hierarchy::kFar));
    }
    times[to * n + to] = 0;
  }
}

}  // namespace gezhi
