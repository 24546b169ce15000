// The district on this device: which grid a point is in, names, roads, the nearest units and the way
// there. All without network once the pack (pack.h) is loaded.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cases/case.h"
#include "core/cases/ranking.h"
#include "core/road/route.h"
#include "core/road/tour.h"

namespace gezhi::app {

// The point with its grids in every layer, ready for a report. It has none and is flagged: before the
// map is here, when the fix is rough (core/cases/placing.h), outside everything, and in a street whose
// cases this person does not see.
Place place_at(PointE7 point, std::uint32_t accuracy_m = 0);

// How much of it is known on this device.
enum class PlaceState : std::uint8_t {
  not_yet,  // no map is here: worked out when it comes, and again by the server
  rough,    // the device does not know well enough where it is
  outside,  // of the grids of every street that this person reports to
  beyond,   // of the whole district
  known,
};
PlaceState state_of(const Place& place);
// Changes whenever place_at() may answer otherwise than before: another map, other streets.
std::uint64_t places_version();

// The street (shard) that takes the report of a place: its own one, or the only one that this person
// reports to. None: nobody can tell, the person must say.
ShardId street_of(const Place& place);
// The name of the street that a point lies in, also when this person does not report to it; "" when
// the map does not tell.
std::string street_name_at(PointE7 point);
// The whole district lies elsewhere, by as much as the fix is sure; false before the map is here.
bool is_beyond_district(const Place& place);
std::string district_name();  // "拱墅区"; words for it before the map is here
std::string street_name(
    ShardId street);  // by the map, else by what the street sent, else its number

// A place of the QR codes (民情码) by its code.
std::optional<Place> place_of_code(const std::string& code);

struct PlaceHit {
  std::string name;
  std::string where;
  PointE7 point;
};
std::vector<PlaceHit> search_places(const std::string& words, std::size_t most = 20);

// The device's last position, when it gave one; asks again when older than a minute.
std::optional<PointE7> my_position();
std::uint32_t my_accuracy_m();
// Where the device is, as far as it tells; nothing otherwise.
void take_fix(Fix& fix);
void follow_position(bool follow);
struct Position {
  PointE7 point;
  std::uint32_t accuracy_m = 0;  // at least 1
};
// A fresh one, never what the device remembers. Errors: those of platform::locate.
void locate_once(std::function<void(Result<Position>)> done);
// The same for who looks in every frame whether it has come.
using AskedPosition = std::shared_ptr<const std::optional<Result<Position>>>;
AskedPosition ask_position();

// The street's units for an order of this case as they stand now (ranking.h), with the roads of this
// device. Who only helps needs no power over the matter.
struct Candidates {
  TimeMs at;
  bool leads = true;
  std::vector<RankedUnit> ranking;

  const RankedUnit* find(UnitId unit) const;
  // "职权相符,辖区覆盖,骑行约6分钟": what the desk saw, kept with the order; "" for an unknown unit.
  std::string reason(const World& world, UnitId unit) const;
  // The same for an order, with those that are nearer and why they were not sent: what the detail of the
  // case shows afterwards, when duty and orders are others.
  std::string order_reason(const World& world, const Case& subject, UnitId unit) const;
  UnitChoice choice(UnitId unit) const { return choice_of(ranking, unit, at); }
};
Candidates candidates(const World& world, const Case& subject, bool leads);

// How each unit that has a base would come to the case, by road where there is one.
std::vector<UnitReach> reaches(const World& world, const Case& subject);

// "现不在岗,2026-11-30 08:30 到岗": of a unit that is off duty.
std::string off_duty_text(const RankedUnit& unit);

// "无此项职权 · 骑行约6分钟，1.2公里": what speaks against a unit that is passed over, and how near it is.
std::string against_text(const RankedUnit& unit);

// The way from here (or a unit) to a place.
const Route* route_to(PointE7 from, PointE7 to, Profile profile);  // cached; nullptr without pack
std::string turn_text(const Turn& turn);

// The order of visits by road. Errors: `bad_tour`, and `no_map` before the map is here.
Result<Tour> plan_visits(const TourRequest& request);

}  // namespace gezhi::app
