#include "web/app/view/places.h"

#include <algorithm>

#include "core/base/fold.h"
#include "core/base/read.h"
#include "core/cases/placing.h"
#include "core/grid/street.h"
#include "web/app/session.h"

namespace gezhi::app {
namespace {

Ground ground_of(const District& map) { return {&map.tree(), &map.locator()}; }

}  // namespace

// Before the first sync nobody knows: any street may be.
bool Places::follows(ShardId street) const {
  const std::vector<ShardId>& streets = session_.cases().streets();
  return streets.empty() || std::find(streets.begin(), streets.end(), street) != streets.end();
}

Place Places::place_at(PointE7 point, std::uint32_t accuracy_m) const {
  Place place;
  place.point = point;
  place.accuracy_m = accuracy_m;
  forget_grids(place);
  const District* map = session_.map().district().get();
  if (map == nullptr || is_rough(accuracy_m)) return place;
  locate_place(ground_of(*map), place);
  if (!follows(shard_of(map->tree(), place.grid))) forget_grids(place);
  place.address = map->describe(point);
  return place;
}

PlaceState Places::state_of(const Place& place) const {
  if (!place.outside_known_grids) return PlaceState::known;
  if (is_beyond_district(place)) return PlaceState::beyond;
  if (is_rough(place.accuracy_m)) return PlaceState::rough;
  return session_.map().district() == nullptr ? PlaceState::not_yet : PlaceState::outside;
}

std::uint64_t Places::version() {
  const std::vector<ShardId>& streets = session_.cases().streets();
  if (version_ == 0 || map_ != session_.map().number() || streets_ != streets) ++version_;
  map_ = session_.map().number();
  streets_ = streets;
  return version_;
}

ShardId Places::street_of(const Place& place) const {
  const District* map = session_.map().district().get();
  const ShardId shard = map ? shard_of(map->tree(), place.grid) : ShardId{};
  if (follows(shard)) return shard;
  const std::vector<ShardId>& streets = session_.cases().streets();
  return streets.size() == 1 ? streets.front() : ShardId{};
}

ShardId Places::street_at(PointE7 point) const {
  const District* map = session_.map().district().get();
  return map != nullptr ? gezhi::street_at(ground_of(*map), point) : ShardId{};
}

bool Places::is_beyond_district(const Place& place) const {
  const District* map = session_.map().district().get();
  return map != nullptr && map->is_beyond(place.point, 1000 * std::int64_t{place.accuracy_m});
}

std::optional<Place> Places::place_of_code(const std::string& code) const {
  const District* map = session_.map().district().get();
  const MapPlace* found = map != nullptr ? map->place_of_code(code) : nullptr;
  if (found == nullptr) return std::nullopt;
  Place place = place_at(found->point);
  place.code = found->code;
  place.address = found->name;
  return place;
}

std::vector<NamedPlace> Places::search(const std::string& words, std::size_t most) const {
  std::vector<NamedPlace> found;
  const District* map = session_.map().district().get();
  if (map == nullptr) return found;
  const std::string plain = folded(words);
  if (const auto point = read_point(words)) found.push_back({plain, map->describe(*point), *point});
  for (const PlaceHit& hit : map->search(plain, static_cast<std::uint32_t>(most)))
    found.push_back({hit.name, full_name(map->tree(), hit.grid), hit.point});
  return found;
}

std::vector<UnitReach> Places::reaches(const World& world, const Case& subject) {
  std::vector<UnitReach> list;
  RouteQuery* query = session_.map().ways();
  if (query == nullptr || subject.place.point.is_none()) return list;
  const RoadIndex& roads = session_.map().district()->road_index();
  std::vector<Snap> snaps;
  for (const auto& [id, unit] : world.units()) {
    if (unit.base.is_none()) continue;
    snaps.push_back(roads.snap(unit.base, Profile::ebike));
    list.push_back({id});
  }
  std::vector<Reach> reached;
  query->nearest(subject.place.point, snaps, Profile::ebike,
                 static_cast<std::uint32_t>(snaps.size()), reached);
  for (const Reach& one : reached) {
    list[one.index] = {list[one.index].unit, one.by_road, one.duration_ms,
                       one.by_road ? one.length_mm : one.straight_mm, true};
  }
  return list;
}

Candidates Places::candidates(const World& world, const Case& subject, bool leads) {
  const std::vector<UnitReach> by_road = reaches(world, subject);
  Candidates found;
  found.at = session_.now();
  found.leads = leads;
  found.ranking = rank_units(world, subject, {found.at, leads, {}, {}, by_road});
  return found;
}

const RankedUnit* Candidates::find(UnitId unit) const {
  const auto found = std::find_if(ranking.begin(), ranking.end(),
                                  [&](const RankedUnit& one) { return one.unit == unit; });
  return found == ranking.end() ? nullptr : &*found;
}

const Route* Places::route_to(PointE7 from, PointE7 to, Profile profile) {
  RouteQuery* query = session_.map().ways();
  if (query == nullptr) return nullptr;
  return &route_.of({session_.map().number(), from, to, profile}, [&] {
    Route route;
    query->route(from, to, profile, route);
    return route;
  });
}

Result<Tour> Places::plan_visits(const TourRequest& request) {
  RouteQuery* query = session_.map().ways();
  if (query == nullptr) return Error{"no_map", "the map of the district is not here yet"};
  return plan_tour(*query, request);
}

}  // namespace gezhi::app
