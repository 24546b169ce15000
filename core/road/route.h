// Routes and the nearest units by road time. One query object a thread, reused: after the first few
// routes it allocates nothing.
//
// Promises: a route's duration is the sum of its legs and equals Dijkstra's; one-way signs hold, also
// on the first and last link; "no route" is an answer (straight distance and bearing stay).
// How: a contraction hierarchy between the ends of the two links; what lies on them is added.
// Units: millimetres, milliseconds; legs count along their edge's direction.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/road/link_ends.h"

namespace gezhi {

// Texts: `turn.<kind>` with {0} = road name, `turn.<kind>.unnamed` without one.
enum class TurnKind : std::uint8_t {
  depart,
  straight,
  slight_right,
  right,
  sharp_right,
  u_turn,
  sharp_left,
  left,
  slight_left,
  arrive,
};
constexpr std::array<std::string_view, 10> names_of(TurnKind) {
  return {"depart", "straight",   "slight_right", "right",       "sharp_right",
          "u_turn", "sharp_left", "left",         "slight_left", "arrive"};
}

// What somebody has to know of the way entered beside its name. Texts: `passage.<name>`, joined to a
// turn's by `turn.passage`. Whether steps lead up or down is not in the data.
enum class Passage : std::uint8_t { none, steps, underpass, footbridge };
constexpr std::array<std::string_view, 4> names_of(Passage) {
  return {"none", "steps", "underpass", "footbridge"};
}

struct Turn {
  TurnKind kind = TurnKind::depart;
  Passage passage = Passage::none;
  RoadClass road_class = RoadClass::residential;  // of the road entered
  std::uint32_t name = 0;        // of the road entered: index into graph.links().names; 0 = no name
  std::uint32_t length_mm = 0;   // until the next turn
  std::uint32_t at_point = 0;    // index into Route::points
  std::int32_t bearing_deg = 0;  // of the way on
};

using RouteLeg = EdgePart;

struct Route {
  bool found = false;
  std::int64_t duration_ms = 0;  // on the road
  std::int64_t length_mm = 0;    // on the road
  std::int64_t straight_mm = 0;  // place to place
  std::int32_t bearing_deg = 0;  // place to place
  Snap start;
  Snap goal;
  std::vector<RouteLeg> legs;
  std::vector<PointE7> points;  // from start.point to goal.point
  std::vector<Turn> turns;      // first depart, last arrive
};

// How one unit would come to a place.
struct Reach {
  std::uint32_t index = 0;       // into the units asked about
  bool by_road = false;          // false: no route; ranked after all others by straight distance
  std::int64_t duration_ms = 0;  // with the walk from its base to the road
  std::int64_t length_mm = 0;    // on the road
  std::int64_t straight_mm = 0;
};

// Time for the way between a place and its road.
constexpr std::int64_t walk_ms(std::int64_t distance_mm) { return distance_mm * 1000 / 1250; }

// "turn.left" / "turn.left.unnamed", and "compass.n" … "compass.nw" for a bearing.
std::string turn_text_key(const Turn& turn);
std::string passage_text_key(Passage passage);  // "" = nothing to say
std::string compass_text_key(std::int32_t bearing_deg);

class RouteQuery {
 public:
  // Both must outlive it. A hierarchy that is not ready is built by the first query of its profile.
  explicit RouteQuery(const RoadIndex& index, const Hierarchies* ready = nullptr);

  void route(PointE7 from, PointE7 to, Profile profile, Route& route);

  // Duration, length and legs only: no turns, nothing about the straight way, and points once drawn.
  void route_legs(const Snap& from, const Snap& to, Profile profile, Route& route);

  // The points of a found route's legs; the first and last are the snapped ones.
  void draw(Route& route);

  // The best k of the units (snapped once by the caller), the way each would come to the place. Asking
  // about the same units again costs a fraction of the first time.
  void nearest(PointE7 place, std::span<const Snap> units, Profile profile, std::uint32_t k,
               std::vector<Reach>& result);

  // Milliseconds from each place to each, from × to, with the walk to the road and from it;
  // Hierarchy::kFar = no way, or no road near. 0 from a place to itself.
  void table(std::span<const PointE7> places, Profile profile, std::vector<std::uint32_t>& times);

 private:
  // The units asked about last, and what was learnt of them.
  struct Units {
    Profile profile = Profile::foot;
    std::vector<Snap> snaps;
    std::vector<std::uint32_t> walks_ms;  // from the base to the road; kFar = no road
    HierarchyQuery::Sources sources;
  };

  HierarchyQuery& ways(Profile profile);
  bool find_legs(Profile profile, Route& route);
  void add_whole(const RouteLeg& leg);
  void add_part(const RouteLeg& leg, bool is_last);
  void tell(Route& route) const;
  bool knows(std::span<const Snap> units, Profile profile) const;
  void learn(std::span<const Snap> units, Profile profile);
  std::int64_t duration_of(std::uint32_t unit, const Snap& place) const;
  std::int64_t length_of(std::uint32_t unit, const Snap& place,
                         std::span<const HierarchyQuery::End> goals, HierarchyQuery& query);
  void choose_best(const Snap& place, std::uint32_t k);
  void add_unreached(const Snap& goal, PointE7 place, std::uint32_t k,
                     std::vector<Reach>& result) const;

  const RoadIndex& index_;
  const RoadGraph& graph_;
  const Hierarchies* ready_;
  std::array<std::unique_ptr<Hierarchy>, kProfiles> built_;
  std::array<std::unique_ptr<HierarchyQuery>, kProfiles> ways_;
  std::vector<PointE7> room_;  // of draw(): the first drawn_ count
  std::size_t drawn_ = 0;
  Units units_;
  std::vector<std::uint32_t> durations_;  // by unit, to the place
  std::vector<std::uint64_t> best_;       // duration and unit, ascending
};

}  // namespace gezhi
