#include "web/app/places.h"

#include <algorithm>
#include <memory>

#include "core/grid/street.h"
#include "web/app/data.h"
#include "web/app/pack.h"
#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/widgets/i18n.h"

namespace gezhi::app {
namespace {

constexpr std::int64_t kPositionAgeMaxMs = 60 * 1000;

struct Known {
  std::optional<platform::Fix> fix;
  bool asking = false;
};

Known& known() {
  static Known one;
  return one;
}

// Of the present district, or nullptr.
RouteQuery* ways() {
  static std::shared_ptr<const District> of;
  static std::unique_ptr<RouteQuery> query;
  if (of != shared_district()) {
    query.reset();
    of = shared_district();
    if (of != nullptr) query = std::make_unique<RouteQuery>(of->road_index(), &of->hierarchies());
  }
  return query.get();
}

GridId grid_in(const Located& located, GridLayer layer) { return located.in(layer).grid; }

void take_fix(const platform::Fix& fix) {
  known().fix = fix;
  platform::wake();
}

// What a guard would refuse, in its words.
Refusal refusal_of(PassedOver why) {
  if (why == PassedOver::lacks_power) return Refusal::unit_lacks_power;
  if (why == PassedOver::outside_area) return Refusal::outside_unit_area;
  return Refusal::finder_is_disposer;
}

std::string standing_text(const World& world, const RankedUnit& one, bool leads) {
  if (!one.may_be_sent())
    return refusal_text(world, refused(refusal_of(one.why), unit_name(world, one.unit)));
  std::string text = ui::tr(leads ? "ui.app.fits" : "ui.app.helps");
  return one.why == PassedOver::off_duty ? off_duty_text(one) + " · " + text : text;
}

std::string distance_text(const World& world, const RankedUnit& one) {
  const Unit* unit = world.find_unit(one.unit);
  if (unit == nullptr || unit->base.is_none()) return ui::tr("ui.app.no_base");
  const std::string length = length_text(one.reach.length_mm);
  return one.reach.by_road ? ui::tr("ui.app.by_road", duration_text(one.reach.duration_ms), length)
                           : ui::tr("ui.app.straight", length);
}

// Before the first sync nobody knows: any street may be.
bool follows(ShardId street) {
  return streets().empty() ||
         std::find(streets().begin(), streets().end(), street) != streets().end();
}

}  // namespace

Place place_at(PointE7 point, std::uint32_t accuracy_m) {
  Place place;
  place.point = point;
  place.accuracy_m = accuracy_m;
  const District* ground = district();
  if (ground == nullptr) {
    place.outside_known_grids = true;  // for the desk to settle: no map here yet
    return place;
  }
  const Located located = ground->locator().locate(point);
  place.grid = grid_in(located, GridLayer::governance);
  place.beat = grid_in(located, GridLayer::police);
  place.community = grid_in(located, GridLayer::community);
  const LayerPlace& governance = located.in(GridLayer::governance);
  if (governance.border && governance.neighbour_count > 0) {
    place.border_with = governance.neighbours[0].grid;
  }
  if (!follows(shard_of(ground->tree(), place.grid))) {
    place.grid = place.beat = place.community = place.border_with = {};
  }
  place.outside_known_grids = place.grid.is_none();
  place.address = ground->describe(point);
  return place;
}

ShardId street_of(const Place& place) {
  const District* ground = district();
  const ShardId shard = ground ? shard_of(ground->tree(), place.grid) : ShardId{};
  if (follows(shard)) return shard;
  return streets().front();
}

std::optional<Place> place_of_code(const std::string& code) {
  const District* ground = district();
  const MapPlace* found = ground ? ground->place_of_code(code) : nullptr;
  if (found == nullptr) return std::nullopt;
  Place place = place_at(found->point);
  place.code = code;
  place.address = found->name;
  return place;
}

std::vector<PlaceHit> search_places(const std::string& words, std::size_t most) {
  std::vector<PlaceHit> hits;
  const District* ground = district();
  if (ground == nullptr) return hits;
  for (const gezhi::PlaceHit& hit : ground->search(words, static_cast<std::uint32_t>(most))) {
    hits.push_back({hit.name, full_name(ground->tree(), hit.grid), hit.point});
  }
  return hits;
}

std::optional<PointE7> my_position() {
  const Known& k = known();
  if (!k.fix) return std::nullopt;
  const bool stale = platform::wall_ms() - k.fix->at_ms > kPositionAgeMaxMs;
  if (stale && !k.asking) locate_once([](Result<PointE7>) {});
  return PointE7{k.fix->lon_e7, k.fix->lat_e7};
}

std::uint32_t my_accuracy_m() {
  return known().fix ? static_cast<std::uint32_t>(known().fix->accuracy_mm / 1000) : 0;
}

void follow_position(bool follow) {
  if (!follow) return platform::stop_watching();
  platform::watch_position([](Result<platform::Fix> fix) {
    if (fix) take_fix(*fix);
  });
}

void take_fix(Fix& fix) {
  const std::optional<PointE7> here = my_position();
  if (!here) return;
  fix.point = *here;
  fix.accuracy_m = my_accuracy_m();
}

void locate_once(std::function<void(Result<PointE7>)> done) {
  known().asking = true;
  platform::locate([done = std::move(done)](Result<platform::Fix> fix) {
    known().asking = false;
    if (!fix) return done(fix.error());
    take_fix(*fix);
    done(PointE7{fix->lon_e7, fix->lat_e7});
  });
}

std::vector<UnitReach> reaches(const World& world, const Case& subject) {
  std::vector<UnitReach> list;
  RouteQuery* query = ways();
  if (query == nullptr || subject.place.point.is_none()) return list;
  const RoadIndex& roads = district()->road_index();
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

Candidates candidates(const World& world, const Case& subject, bool leads) {
  const std::vector<UnitReach> by_road = reaches(world, subject);
  Candidates found;
  found.at = now();
  found.leads = leads;
  found.ranking = rank_units(world, subject, {found.at, leads, {}, {}, by_road});
  return found;
}

const RankedUnit* Candidates::find(UnitId unit) const {
  const auto found = std::find_if(ranking.begin(), ranking.end(),
                                  [&](const RankedUnit& one) { return one.unit == unit; });
  return found == ranking.end() ? nullptr : &*found;
}

std::string Candidates::reason(const World& world, UnitId unit) const {
  const RankedUnit* one = find(unit);
  if (one == nullptr) return {};
  std::string text = standing_text(world, *one, leads);
  if (one->orders > 0) text += " · " + ui::tr("ui.app.orders", std::to_string(one->orders));
  return text + " · " + distance_text(world, *one);
}

std::string off_duty_text(const RankedUnit& unit) {
  if (unit.on_duty_from.is_none()) return ui::tr("ui.app.off_duty");
  return ui::tr("ui.app.off_duty_until", to_minute_text(unit.on_duty_from));
}

const Route* route_to(PointE7 from, PointE7 to, Profile profile) {
  static Route route;
  static PointE7 last_from;
  static PointE7 last_to;
  static Profile last_profile = Profile::foot;
  RouteQuery* query = ways();
  if (query == nullptr) return nullptr;
  if (from != last_from || to != last_to || profile != last_profile) {
    query->route(from, to, profile, route);
    last_from = from;
    last_to = to;
    last_profile = profile;
  }
  return &route;
}

Result<Tour> plan_visits(const TourRequest& request) {
  RouteQuery* query = ways();
  if (query == nullptr) return Error{"no_map", "the map of the district is not here yet"};
  return plan_tour(*query, request);
}

std::string turn_text(const Turn& turn) {
  const District* ground = district();
  const std::string name = ground ? ground->roads().links().names[turn.name] : std::string();
  const std::string text =
      ui::tr(turn_text_key(turn), name, ui::tr(compass_text_key(turn.bearing_deg)));
  const std::string passage = passage_text_key(turn.passage);
  return passage.empty() ? text : ui::tr("turn.passage", text, ui::tr(passage));
}

}  // namespace gezhi::app
