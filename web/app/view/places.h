// The district for one person: which grid a point is in, names, the nearest units and the way there. All
// without network once the map (district_map.h) is here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cases/case.h"
#include "core/cases/ranking.h"
#include "core/road/route.h"
#include "core/road/tour.h"
#include "web/app/memo.h"

namespace gezhi::app {

class Session;

// How much of a place is known on this device.
enum class PlaceState : std::uint8_t {
  not_yet,  // no map is here: worked out when it comes, and again by the server
  rough,    // the device does not know well enough where it is
  outside,  // of the grids of every street that this person reports to
  beyond,   // of the whole district
  known,
};

struct NamedPlace {
  std::string name;
  std::string where;
  PointE7 point;
};

// The street's units for an order of a case as they stand now (ranking.h), with the roads of this
// device. Who only helps needs no power over the matter.
struct Candidates {
  TimeMs at;
  bool leads = true;
  std::vector<RankedUnit> ranking;

  const RankedUnit* find(UnitId unit) const;
  UnitChoice choice(UnitId unit) const { return choice_of(ranking, unit, at); }
};

class Places {
 public:
  explicit Places(Session& session) : session_(session) {}

  // The point with its grids in every layer, ready for a report. It has none and is flagged: before the
  // map is here, when the fix is rough (core/cases/placing.h), outside everything, and in a street whose
  // cases this person does not see.
  Place place_at(PointE7 point, std::uint32_t accuracy_m = 0) const;
  PlaceState state_of(const Place& place) const;
  // Changes whenever place_at() may answer otherwise than before: another map, other streets.
  std::uint64_t version();

  // The street (shard) that takes the report of a place: its own one, or the only one that this person
  // reports to. None: nobody can tell, the person must say.
  ShardId street_of(const Place& place) const;
  // The street that a point lies in, also when this person does not report to it; none when the map does
  // not tell.
  ShardId street_at(PointE7 point) const;
  // The whole district lies elsewhere, by as much as the fix is sure; false before the map is here.
  bool is_beyond_district(const Place& place) const;

  // A place of the QR codes (民情码) by its code.
  std::optional<Place> place_of_code(const std::string& code) const;
  std::vector<NamedPlace> search(const std::string& words, std::size_t most = 20) const;

  Candidates candidates(const World& world, const Case& subject, bool leads);
  // How each unit that has a base would come to the case, by road where there is one.
  std::vector<UnitReach> reaches(const World& world, const Case& subject);

  const Route* route_to(PointE7 from, PointE7 to, Profile profile);  // nullptr without a map
  // The order of visits by road. Errors: `bad_tour`, and `no_map` before the map is here.
  Result<Tour> plan_visits(const TourRequest& request);

 private:
  bool follows(ShardId street) const;

  struct Way {
    std::uint64_t map = 0;
    PointE7 from, to;
    Profile profile = Profile::ebike;
    bool operator==(const Way&) const = default;
  };

  Session& session_;
  std::uint64_t version_ = 0;
  std::uint64_t map_ = 0;         // as of version_
  std::vector<ShardId> streets_;  // as of version_
  Memo<Way, Route> route_;
};

}  // namespace gezhi::app
