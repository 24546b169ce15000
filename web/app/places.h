// The district on this device: which grid a point is in, names, roads, the nearest units and the way
// there. All without network once the pack (pack.h) is loaded.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/cases/case.h"
#include "core/cases/ranking.h"
#include "core/road/route.h"
#include "core/road/tour.h"

namespace gezhi::app {

// The point with its grids in every layer, ready for a report. Outside everything, and in a street
// whose cases this person does not see, it has none and is flagged.
Place place_at(PointE7 point, std::uint32_t accuracy_m = 0);
// The street (shard) that takes the report of a place: its own one, else the person's, whose desk
// settles where it belongs. None before the first sync.
ShardId street_of(const Place& place);

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
void locate_once(std::function<void(Result<PointE7>)> done);

// The street's units for an order of this case as they stand now (ranking.h), with the roads of this
// device. Who only helps needs no power over the matter.
struct Candidates {
  TimeMs at;
  bool leads = true;
  std::vector<RankedUnit> ranking;

  const RankedUnit* find(UnitId unit) const;
  // "职权相符,辖区覆盖,骑行约6分钟": what the desk saw, kept with the order; "" for an unknown unit.
  std::string reason(const World& world, UnitId unit) const;
  UnitChoice choice(UnitId unit) const { return choice_of(ranking, unit, at); }
};
Candidates candidates(const World& world, const Case& subject, bool leads);

// How each unit that has a base would come to the case, by road where there is one.
std::vector<UnitReach> reaches(const World& world, const Case& subject);

// "现不在岗,2026-11-30 08:30 到岗": of a unit that is off duty.
std::string off_duty_text(const RankedUnit& unit);

// The way from here (or a unit) to a place.
const Route* route_to(PointE7 from, PointE7 to, Profile profile);  // cached; nullptr without pack
std::string turn_text(const Turn& turn);

// The order of visits by road. Errors: `bad_tour`, and `no_map` before the map is here.
Result<Tour> plan_visits(const TourRequest& request);

}  // namespace gezhi::app
