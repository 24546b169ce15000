#include "web/app/coverage.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/grid/street.h"
#include "web/app/data.h"
#include "web/app/pack.h"

namespace gezhi::app {
namespace {

constexpr std::uint32_t kFarMs = 4 * 3600 * 1000;  // how far is looked for who comes late

// The inside of a block is reached from its roads: only what is larger is drawn as left out.
constexpr double kSmallestHoleM2 = 400000;

double square_metres(const std::vector<PointE7>& ring) {
  constexpr double kMetresPerE7 = 0.0111319;
  const PointE7 origin = ring.front();
  double twice = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    const double ax = double{1} * ring[i].lon - origin.lon;
    const double ay = double{1} * ring[i].lat - origin.lat;
    const double bx = double{1} * ring[i + 1].lon - origin.lon;
    const double by = double{1} * ring[i + 1].lat - origin.lat;
    twice += ax * by - bx * ay;
  }
  const double narrower = std::cos(origin.lat * 1e-7 * 3.14159265358979 / 180);
  return std::fabs(twice) / 2 * kMetresPerE7 * kMetresPerE7 * narrower;
}

struct Teams {
  std::vector<UnitId> units;
  std::vector<Snap> bases;
};

bool goes_out(const Unit& unit) {
  return unit.kind != UnitKind::street_desk && !unit.base.is_none();
}

// The teams on duty of all streets followed, by the area that they work in.
std::map<GridId, Teams> teams_on_duty(const District& district, TimeMs at) {
  std::map<GridId, Teams> areas;
  for (const ShardId street : streets()) {
    const World* world = street_world(street);
    if (world == nullptr) continue;
    for (const auto& [id, unit] : world->units()) {
      if (!goes_out(unit) || !on_duty(unit, at)) continue;
      const GridId area = unit.area.is_none() ? township_of(district.tree(), street) : unit.area;
      areas[area].units.push_back(id);
      areas[area].bases.push_back(district.road_index().snap(unit.base, Profile::ebike));
    }
  }
  return areas;
}

std::vector<Coverage::Grid> unit_grids(const District& district) {
  std::vector<Coverage::Grid> grids;
  const GridShapes& shapes = district.shapes();
  for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
    const GridNode* node = district.tree().find(shapes.grid(shape));
    if (node == nullptr || node->layer != GridLayer::governance || node->level != GridLevel::unit)
      continue;
    const ShardId street = shard_of(district.tree(), node->id);
    if (std::find(streets().begin(), streets().end(), street) == streets().end()) continue;
    grids.push_back({node->id, shapes.label_point(shape), {}, {}});
  }
  return grids;
}

bool comes_sooner(const Covered& one, const Covered& other) {
  return one.reached && (!other.reached || one.duration_ms < other.duration_ms);
}

void cover(const District& district, GridId area, const Teams& teams, std::uint32_t limit_ms,
           Coverage& result) {
  static std::shared_ptr<const District> of;
  static std::unique_ptr<Isochrone> search;
  if (of != shared_district()) {
    of = shared_district();
    search = std::make_unique<Isochrone>(of->road_index());
  }
  std::vector<PointE7> places;
  std::vector<std::size_t> whose;
  for (std::size_t i = 0; i < result.grids.size(); ++i) {
    if (!district.tree().contains(area, result.grids[i].grid)) continue;
    places.push_back(result.grids[i].middle);
    whose.push_back(i);
  }
  if (places.empty()) return;
  std::vector<Covered> covered;
  search->search(teams.bases, Profile::ebike, kFarMs);
  search->cover(places, covered);
  for (std::size_t i = 0; i < places.size(); ++i) {
    Coverage::Grid& grid = result.grids[whose[i]];
    if (!comes_sooner(covered[i], grid.covered)) continue;
    grid.covered = covered[i];
    grid.team = teams.units[covered[i].start];
  }
  const GridNode* node = district.tree().find(area);
  if (node == nullptr || node->level > GridLevel::township) return;
  std::vector<EdgePart> parts;
  search->search(teams.bases, Profile::ebike, limit_ms);
  search->parts(parts);
  for (auto& ring : outline_of(district.roads(), parts).rings) {
    if (square_metres(ring) > kSmallestHoleM2) result.reached.push_back(std::move(ring));
  }
}

Coverage find(TimeMs at, std::uint32_t limit_ms) {
  Coverage result;
  const District* ground = district();
  if (ground == nullptr) return result;
  result.grids = unit_grids(*ground);
  for (const auto& [area, teams] : teams_on_duty(*ground, at)) {
    result.teams += static_cast<int>(teams.units.size());
    cover(*ground, area, teams, limit_ms, result);
  }
  for (const Coverage::Grid& grid : result.grids) {
    result.uncovered += !grid.covered.reached || grid.covered.duration_ms > limit_ms;
  }
  std::stable_sort(result.grids.begin(), result.grids.end(),
                   [](const Coverage::Grid& a, const Coverage::Grid& b) {
                     return comes_sooner(b.covered, a.covered);
                   });
  return result;
}

}  // namespace

const Coverage& coverage_at(TimeMs at, std::uint32_t limit_ms) {
  struct Kept {
    std::shared_ptr<const District> district;
    std::uint64_t generation = 0;
    TimeMs at;
    std::uint32_t limit_ms = 0;
    Coverage coverage;
  };
  static Kept kept;
  const bool same = kept.district == shared_district() && kept.generation == generation() &&
                    kept.at == at && kept.limit_ms == limit_ms;
  if (!same) {
    const std::uint64_t number = kept.coverage.number + 1;
    kept = {shared_district(), generation(), at, limit_ms, find(at, limit_ms)};
    kept.coverage.number = number;
  }
  return kept.coverage;
}

std::vector<int> uncovered_by_hour(CivilDay day, std::uint32_t limit_ms) {
  std::vector<int> hours;
  for (std::int64_t hour = 0; hour < 24; ++hour) {
    hours.push_back(find(start_of(day) + hour * kHourMs, limit_ms).uncovered);
  }
  return hours;
}

}  // namespace gezhi::app
