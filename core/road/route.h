// Routes and the nearest units by road time. One query object a thread, reused: after the first few
// routes it allocates nothing.
//
// Promises: a route's duration is the sum of its legs and equals Dijkstra's; one-way signs hold, also
// on the first and last link; "no route" is an answer (straight distance and bearing stay).
// How: A* with two lower bounds, the straight line and landmarks (integers; never above the true
// rest); nodes may be reopened, so the bounds' rounding costs time and never the optimum.
// Units: millimetres, milliseconds; legs count along their edge's direction.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/road/heap.h"
#include "core/road/landmarks.h"
#include "core/road/snap.h"

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

struct Turn {
  TurnKind kind = TurnKind::depart;
  RoadClass road_class = RoadClass::residential;  // of the road entered
  std::uint32_t name = 0;        // of the road entered: index into graph.links().names; 0 = no name
  std::uint32_t length_mm = 0;   // until the next turn
  std::uint32_t at_point = 0;    // index into Route::points
  std::int32_t bearing_deg = 0;  // of the way on
};

struct RouteLeg {
  EdgeId edge;
  std::uint32_t from_mm = 0;
  std::uint32_t to_mm = 0;
};

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

// Time of `part_mm` of an edge, rounded down.
std::int64_t part_duration_ms(const RoadGraph& graph, EdgeId edge, Profile profile,
                              std::int64_t part_mm);

// "turn.left" / "turn.left.unnamed", and "compass.n" … "compass.nw" for a bearing.
std::string turn_text_key(const Turn& turn);
std::string compass_text_key(std::int32_t bearing_deg);

class RouteQuery {
 public:
  explicit RouteQuery(const RoadIndex& index);

  void route(PointE7 from, PointE7 to, Profile profile, Route& route);

  // Duration and legs only: no points and turns.
  void route_legs(const Snap& from, const Snap& to, Profile profile, Route& route);

  // The best k of the units (snapped once by the caller), the way each would come to the place.
  void nearest(PointE7 place, std::span<const Snap> units, Profile profile, std::uint32_t k,
               std::vector<Reach>& result);

  // Nodes taken from the queue by the last query: what it cost.
  std::uint64_t settled() const { return settled_; }

 private:
  static constexpr std::uint32_t kNoEdge = 0xFFFFFFFFU;
  static constexpr std::uint64_t kFarthest = 0xFFFFFFFEU;  // 49 days: farther is no route
  static std::uint64_t key_of(std::uint64_t cost, std::uint32_t item) { return cost << 32 | item; }
  struct Node {
    std::uint32_t stamp = 0;
    std::uint32_t cost = 0;
    std::uint32_t extra = 0;   // route: the bound; nearest: the length in mm
    std::uint32_t parent = 0;  // edge
  };
  struct Bound {
    PointE7 goal;
    std::int64_t east_q24 = 0;
    std::int64_t north_q24 = 0;
    std::int64_t of(PointE7 p) const;
  };
  // Where the goal's link may be entered, and what is left from there.
  struct Entry {
    std::uint32_t tail = 0;
    std::uint32_t edge = 0;
    std::uint64_t rest = 0;
  };
  struct Search {
    Profile profile = Profile::foot;
    Bound bound;
    const Landmarks* landmarks = nullptr;
    Landmarks::Aim aim;
    Entry entries[2];
    std::uint32_t entry_count = 0;
    std::uint64_t best = kFarthest;
    std::uint32_t node = 0;  // the goal's link is entered from here …
    EdgeId edge{kNoEdge};    // … along this edge
    bool direct = false;     // start and goal on one link, nothing between
  };
  struct UnitEnd {
    std::uint32_t node;
    std::uint32_t unit;
    std::int64_t duration_ms;
    std::int64_t length_mm;
  };

  void begin();
  bool improve(std::uint32_t node, std::uint64_t cost, std::uint64_t length, std::uint32_t parent);
  std::int64_t along(EdgeId edge, const Snap& snap) const;
  void aim(Search& search, const Snap& from, const Snap& to);
  void seed(Search& search, const Snap& from, const Snap& to, Route& route);
  void reach(Search& search, std::uint32_t node, std::uint64_t cost, std::uint32_t parent);
  void settle(Search& search);
  Bound bound_to(PointE7 goal, Profile profile) const;
  void finish(Route& route, std::uint32_t last_node, EdgeId last_edge) const;
  void draw(Route& route) const;
  void tell(Route& route) const;
  void offer(std::uint32_t unit, std::int64_t duration_ms, std::int64_t length_mm);
  void note_units(PointE7 place, std::span<const Snap> units, Profile profile);
  void seed_back(const Snap& place, Profile profile, std::span<const Snap> units);
  void offer_units_at(std::uint32_t node);
  void take_units(std::uint64_t now, std::uint32_t k, std::vector<Reach>& result);
  void add_unreached(std::uint32_t k, std::vector<Reach>& result) const;
  std::uint32_t part_of(const Snap& snap, Profile profile) const;
  Snap off_island(const Snap& snap, Profile profile) const;

  const RoadIndex& index_;
  const RoadGraph& graph_;
  std::int64_t east_probe_mm_ = 0;
  std::uint32_t stamp_ = 0;
  std::array<std::unique_ptr<Landmarks>, kProfiles> landmarks_;  // made by the first route
  std::vector<Node> nodes_;
  KeyHeap heap_;
  std::uint64_t settled_ = 0;
  std::vector<UnitEnd> ends_;
  std::vector<Reach> reached_;
  KeyHeap unit_heap_;
  std::vector<bool> marked_;  // nodes where a unit may join
};

}  // namespace gezhi
