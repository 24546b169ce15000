#include "web/app/places.h"

#include <algorithm>
#include <memory>

#include "core/base/fold.h"
#include "core/base/read.h"
#include "core/cases/guards.h"
#include "core/cases/placing.h"
#include "core/grid/street.h"
#include "web/app/data.h"
#include "web/app/pack.h"
#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"

namespace gezhi::app {
namespace {

constexpr std::int64_t kPositionAgeMaxMs = 60 * 1000;
constexpr std::size_t kNearerNamed = 3;  // in an order; the form has all

struct Known {
  std::optional<platform::Fix> fix;
  double taken_ms = 0;  // when it came, by the clock that nobody sets
  bool asking = false;
  bool followed = false;  // somebody asked to follow it
};

Known& known() {
  static Known& one = platform::of_session<Known>();
  return one;
}

// Of the present district, or nullptr.
RouteQuery* ways() {
  static std::shared_ptr<const District> of;  // of the device: the map
  static std::unique_ptr<RouteQuery> query;   // of the device: ready to ask
  if (of != shared_district()) {
    query.reset();
    of = shared_district();
    if (of != nullptr) query = std::make_unique<RouteQuery>(of->road_index(), &of->hierarchies());
  }
  return query.get();
}

Position position_of(const platform::Fix& fix) {
  const std::int32_t metres = std::max(1, fix.accuracy_mm / 1000);
  return {{fix.lon_e7, fix.lat_e7}, static_cast<std::uint32_t>(metres)};
}

void take_fix(const platform::Fix& fix) {
  known().fix = fix;
  known().taken_ms = platform::monotonic_ms();
  platform::wake();
}

// What a guard would refuse, in its words.
Refusal refusal_of(PassedOver why) {
  if (why == PassedOver::lacks_power) return Refusal::unit_lacks_power;
  if (why == PassedOver::outside_area) return Refusal::outside_unit_area;
  if (why == PassedOver::may_not_see) return Refusal::restricted_class;
  return Refusal::finder_is_disposer;
}

// A sentence that others follow in one line.
std::string without_stop(std::string text) {
  for (const std::string_view stop : {"。", "."}) {
    if (std::string_view(text).ends_with(stop)) text.resize(text.size() - stop.size());
  }
  return text;
}

std::string standing_text(const World& world, const RankedUnit& one, bool leads) {
  if (!one.may_be_sent())
    return without_stop(
        refusal_text(world, refused(refusal_of(one.why), unit_name(world, one.unit))));
  std::string text = ui::tr(leads ? "ui.app.fits" : "ui.app.helps");
  return one.why == PassedOver::off_duty ? off_duty_text(one) + " · " + text : text;
}

std::string reach_text(const UnitReach& reach) {
  const std::string length = length_text(reach.length_mm);
  return reach.by_road ? ui::tr("ui.app.by_road", duration_text(reach.duration_ms), length)
                       : ui::tr("ui.app.straight", length);
}

std::string distance_text(const World& world, const RankedUnit& one) {
  const Unit* unit = world.find_unit(one.unit);
  if (unit == nullptr || unit->base.is_none()) return ui::tr("ui.app.no_base");
  return reach_text(one.reach);
}

std::string why_text(const RankedUnit& one) {
  if (one.why == PassedOver::off_duty) return off_duty_text(one);
  return ui::tr("passed_over." + std::string(name_of(one.why)));
}

Ground ground_of(const District& map) { return {&map.tree(), &map.locator()}; }

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
  forget_grids(place);
  const District* map = district();
  if (map == nullptr || is_rough(accuracy_m)) return place;
  locate_place(ground_of(*map), place);
  if (!follows(shard_of(map->tree(), place.grid))) forget_grids(place);
  place.address = map->describe(point);
  return place;
}

PlaceState state_of(const Place& place) {
  if (!place.outside_known_grids) return PlaceState::known;
  if (is_beyond_district(place)) return PlaceState::beyond;
  if (is_rough(place.accuracy_m)) return PlaceState::rough;
  return district() == nullptr ? PlaceState::not_yet : PlaceState::outside;
}

std::uint64_t places_version() {
  static std::uint64_t version = 0;  // of the device: counts
  static std::uint64_t pack = 0;     // of the device: the map
  static auto& of = platform::of_session<std::vector<ShardId>>();
  if (version == 0 || pack != pack_number() || of != streets()) ++version;
  pack = pack_number();
  of = streets();
  return version;
}

ShardId street_of(const Place& place) {
  const District* map = district();
  const ShardId shard = map ? shard_of(map->tree(), place.grid) : ShardId{};
  if (follows(shard)) return shard;
  return streets().size() == 1 ? streets().front() : ShardId{};
}

std::string street_name_at(PointE7 point) {
  const District* map = district();
  const ShardId street = map ? street_at(ground_of(*map), point) : ShardId{};
  return street.is_none() ? std::string() : street_name(street);
}

bool is_beyond_district(const Place& place) {
  return district() != nullptr &&
         district()->is_beyond(place.point, 1000 * std::int64_t{place.accuracy_m});
}

std::string district_name() {
  const bool named = district() != nullptr && !district()->meta().name.empty();
  return named ? district()->meta().name : ui::tr("ui.place.this_district");
}

std::string street_name(ShardId street) {
  const World* world = street_world(street);
  const GridTree* trees[] = {district() ? &district()->tree() : nullptr,
                             world ? &world->grids() : nullptr};
  for (const GridTree* tree : trees) {
    const GridNode* township = tree ? tree->find(township_of(*tree, street)) : nullptr;
    if (township != nullptr) return township->name;
  }
  return std::to_string(street.value);
}

std::optional<Place> place_of_code(const std::string& code) {
  const District* ground = district();
  const MapPlace* found = ground ? ground->place_of_code(code) : nullptr;
  if (found == nullptr) return std::nullopt;
  Place place = place_at(found->point);
  place.code = found->code;
  place.address = found->name;
  return place;
}

std::vector<PlaceHit> search_places(const std::string& words, std::size_t most) {
  std::vector<PlaceHit> hits;
  const District* ground = district();
  if (ground == nullptr) return hits;
  if (const auto point = read_point(words))
    hits.push_back({folded(words), ground->describe(*point), *point});
  const std::string plain = folded(words);
  for (const gezhi::PlaceHit& hit : ground->search(plain, static_cast<std::uint32_t>(most))) {
    hits.push_back({hit.name, full_name(ground->tree(), hit.grid), hit.point});
  }
  return hits;
}

std::optional<PointE7> my_position() {
  const Known& k = known();
  if (!k.fix) return std::nullopt;
  const bool stale = platform::monotonic_ms() - k.taken_ms > kPositionAgeMaxMs;
  if (stale && !k.asking) locate_once([](const Result<Position>&) {});
  return PointE7{k.fix->lon_e7, k.fix->lat_e7};
}

std::uint32_t my_accuracy_m() { return known().fix ? position_of(*known().fix).accuracy_m : 0; }

void follow_position(bool follow) {
  known().followed = follow;
  if (!follow) return platform::stop_watching();
  platform::watch_position([](Result<platform::Fix> fix) {
    if (fix) take_fix(*fix);
  });
}

// Whoever comes to a form straight (by a link, after a reload, from the squad's list) is asked here.
void take_fix(Fix& fix) {
  const std::optional<PointE7> here = my_position();
  if (!here && !known().followed) follow_position(true);
  if (!here) return;
  fix.point = *here;
  fix.accuracy_m = my_accuracy_m();
}

void locate_once(std::function<void(Result<Position>)> done) {
  known().asking = true;
  platform::locate([done = std::move(done)](Result<platform::Fix> fix) {
    known().asking = false;
    if (!fix) return done(fix.error());
    take_fix(*fix);
    done(position_of(*fix));
  });
}

AskedPosition ask_position() {
  auto asked = std::make_shared<std::optional<Result<Position>>>();
  locate_once([asked](Result<Position> found) {
    *asked = std::move(found);
    platform::wake();
  });
  return asked;
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

std::string Candidates::order_reason(const World& world, const Case& subject, UnitId unit) const {
  const std::vector<RankedUnit> nearer = nearer_passed_over(ranking, subject, unit);
  const std::string text = reason(world, unit);
  if (nearer.empty()) return text;
  std::string names;
  for (std::size_t i = 0; i < std::min(nearer.size(), kNearerNamed); ++i) {
    if (i > 0) names += ui::tr("ui.app.and");
    names += ui::tr("ui.app.nearer_one", unit_name(world, nearer[i].unit), why_text(nearer[i]));
  }
  if (nearer.size() > kNearerNamed)
    names += ui::tr("ui.app.nearer_more", std::to_string(nearer.size() - kNearerNamed));
  return text + " · " + ui::tr("ui.app.nearer", names);
}

std::string against_text(const RankedUnit& unit) {
  std::string text = why_text(unit);
  if (unit.orders > 0) text += " · " + ui::tr("ui.app.orders", std::to_string(unit.orders));
  return unit.reach.known ? text + " · " + reach_text(unit.reach) : text;
}

std::string off_duty_text(const RankedUnit& unit) {
  if (unit.on_duty_from.is_none()) return ui::tr("ui.app.off_duty");
  return ui::tr("ui.app.off_duty_until", to_minute_text(unit.on_duty_from));
}

const Route* route_to(PointE7 from, PointE7 to, Profile profile) {
  static Route& route = platform::of_session<Route>();
  static PointE7& last_from = platform::of_session<PointE7>();
  static PointE7& last_to = platform::of_session<PointE7>();
  static Profile& last_profile = platform::of_session<Profile>();
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
