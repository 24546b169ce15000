#include "web/app/view/coverage.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/cases/duty.h"
#include "core/grid/shapes.h"
#include "core/grid/street.h"
#include "web/app/session.h"

namespace gezhi::app {
namespace {

using Team = CoverageSearch::Team;
using Teams = CoverageSearch::Teams;
using Ground = CoverageSearch::Ground;
using Waits = CoverageSearch::Waits;

constexpr std::uint32_t kFarMs = 4 * 3600 * 1000;  // how far is looked for who comes late

// The inside of a block is reached from its roads: only what is larger is drawn as left out.
constexpr double kSmallestHoleM2 = 400000;

// 24 hours of a day, now, and some of before a change.
constexpr std::size_t kWaitsMax = 32;

double square_metres(const std::vector<PointE7>& ring) {
  constexpr double kMetresPerE7 = 0.0111319;
  const double doubled = std::fabs(static_cast<double>(doubled_ring_area(ring)));
  const double narrower = std::cos(ring.front().lat * 1e-7 * 3.14159265358979 / 180);
  return doubled / 2 * kMetresPerE7 * kMetresPerE7 * narrower;
}

bool goes_out(const Unit& unit) {
  return unit.kind != UnitKind::street_desk && !unit.base.is_none();
}

// The teams on duty of all streets followed.
Teams teams_on_duty(const Cases& cases, const District& district, TimeMs at) {
  Teams teams;
  for (const ShardId street : cases.streets()) {
    const World* world = cases.world(street);
    if (world == nullptr) continue;
    const GridId township = township_of(district.tree(), street);
    for (const auto& [id, unit] : world->units()) {
      if (!goes_out(unit) || !is_on_duty(world->policy(), unit, at)) continue;
      teams[unit.area.is_none() ? township : unit.area].push_back({id, unit.base});
    }
  }
  return teams;
}

std::vector<Coverage::Grid> unit_grids(const District& district,
                                       const std::vector<ShardId>& streets) {
  std::vector<Coverage::Grid> grids;
  const GridShapes& shapes = district.shapes();
  for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
    const GridNode* node = district.tree().find(shapes.grid(shape));
    if (node == nullptr || node->layer != GridLayer::governance || node->level != GridLevel::unit)
      continue;
    const ShardId street = shard_of(district.tree(), node->id);
    if (std::find(streets.begin(), streets.end(), street) == streets.end()) continue;
    grids.push_back({node->id, shapes.label_point(shape), {}, {}});
  }
  return grids;
}

bool comes_sooner(const Covered& one, const Covered& other) {
  return one.reached && (!other.reached || one.duration_ms < other.duration_ms);
}

void search_from(Ground& here, const std::vector<Team>& teams, std::uint32_t limit_ms) {
  std::vector<Snap> bases;
  for (const Team& team : teams) {
    bases.push_back(here.district->road_index().snap(team.base, Profile::ebike));
  }
  here.search.search(bases, Profile::ebike, limit_ms);
}

std::vector<std::size_t> grids_inside(const Ground& here, GridId area) {
  std::vector<std::size_t> inside;
  for (std::size_t i = 0; i < here.grids.size(); ++i) {
    if (here.district->tree().contains(area, here.grids[i].grid)) inside.push_back(i);
  }
  return inside;
}

std::vector<Coverage::Grid> find_waits(Ground& here, const Teams& all) {
  std::vector<Coverage::Grid> grids = here.grids;
  std::vector<PointE7> places;
  std::vector<Covered> covered;
  for (const auto& [area, teams] : all) {
    const std::vector<std::size_t> inside = grids_inside(here, area);
    if (inside.empty()) continue;
    places.clear();
    for (const std::size_t i : inside) places.push_back(grids[i].middle);
    search_from(here, teams, kFarMs);
    here.search.cover(places, covered);
    for (std::size_t i = 0; i < inside.size(); ++i) {
      Coverage::Grid& grid = grids[inside[i]];
      if (!comes_sooner(covered[i], grid.covered)) continue;
      grid.covered = covered[i];
      grid.team = teams[covered[i].start].unit;
    }
  }
  std::stable_sort(grids.begin(), grids.end(),
                   [](const Coverage::Grid& a, const Coverage::Grid& b) {
                     return comes_sooner(b.covered, a.covered);
                   });
  return grids;
}

// Valid until the next call.
const std::vector<Coverage::Grid>& waits_for(Ground& here, const Teams& teams) {
  for (const Waits& waits : here.waits) {
    if (waits.teams == teams) return waits.grids;
  }
  if (here.waits.size() == kWaitsMax) here.waits.erase(here.waits.begin());
  here.waits.push_back({teams, find_waits(here, teams)});
  return here.waits.back().grids;
}

int count_uncovered(const std::vector<Coverage::Grid>& grids, std::uint32_t limit_ms) {
  return static_cast<int>(
      std::count_if(grids.begin(), grids.end(), [&](const Coverage::Grid& grid) {
        return !grid.covered.reached || grid.covered.duration_ms > limit_ms;
      }));
}

// Around what teams reach that work in a whole street or more.
std::vector<Ring> find_reached(Ground& here, const Teams& all, std::uint32_t limit_ms) {
  std::vector<Ring> reached;
  std::vector<EdgePart> parts;
  for (const auto& [area, teams] : all) {
    const GridNode* node = here.district->tree().find(area);
    if (node == nullptr || node->level > GridLevel::township) continue;
    if (grids_inside(here, area).empty()) continue;
    search_from(here, teams, limit_ms);
    here.search.parts(parts);
    for (Ring& ring : outline_of(here.district->roads(), parts).rings) {
      if (square_metres(ring) > kSmallestHoleM2) reached.push_back(std::move(ring));
    }
  }
  return reached;
}

Coverage find(Ground& here, const Teams& teams, std::uint32_t limit_ms) {
  Coverage result;
  result.grids = waits_for(here, teams);
  result.uncovered = count_uncovered(result.grids, limit_ms);
  for (const auto& [area, of_area] : teams) result.teams += static_cast<int>(of_area.size());
  result.reached = find_reached(here, teams, limit_ms);
  return result;
}

}  // namespace

CoverageSearch::Ground* CoverageSearch::ground() {
  const std::shared_ptr<const District>& district = session_.map().district();
  const std::vector<ShardId>& streets = session_.cases().streets();
  if (district == nullptr) return nullptr;
  if (ground_ == nullptr || ground_->district != district || ground_->streets != streets) {
    ground_ = std::make_unique<Ground>(Ground{++grounds_,
                                              district,
                                              streets,
                                              unit_grids(*district, streets),
                                              Isochrone(district->road_index()),
                                              {}});
  }
  return ground_.get();
}

const Coverage& CoverageSearch::at(TimeMs at, std::uint32_t limit_ms) {
  Ground* here = ground();
  if (here == nullptr) return none_;
  const Teams& teams = teams_.of({here->number, session_.generation(), at.value}, [&] {
    return teams_on_duty(session_.cases(), *here->district, at);
  });
  return coverage_.of({here->number, teams, limit_ms}, [&] {
    Coverage found = find(*here, teams, limit_ms);
    found.number = ++answers_;
    return found;
  });
}

const std::vector<int>& CoverageSearch::uncovered_by_hour(CivilDay day, std::uint32_t limit_ms) {
  Ground* here = ground();
  const std::uint64_t number = here != nullptr ? here->number : 0;
  return hours_.of({number, session_.generation(), start_of(day).value, limit_ms}, [&] {
    std::vector<int> hours(24);
    if (here == nullptr) return hours;
    for (int hour = 0; hour < 24; ++hour) {
      const TimeMs at = start_of(day) + hour * kHourMs;
      const Teams teams = teams_on_duty(session_.cases(), *here->district, at);
      hours[static_cast<std::size_t>(hour)] = count_uncovered(waits_for(*here, teams), limit_ms);
    }
    return hours;
  });
}

}  // namespace gezhi::app
