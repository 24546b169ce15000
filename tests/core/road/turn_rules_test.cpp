// Routes by car against a search over ways that looks up every sign at every turn.
#include "core/road/turn_rules.h"

#include <doctest/doctest.h>

#include "core/road/route.h"
#include "tests/support/road_networks.h"

using namespace gezhi;

namespace {

PointE7 somewhere(Prng& prng) {
  return {1201000000 + static_cast<std::int32_t>(prng.below(300000)),
          303000000 + static_cast<std::int32_t>(prng.below(300000))};
}

// A crossing 0 with roads to west 1, north 2, east 3 and south 4, and a fast way round from east to north.
RoadLinks crossing() {
  RoadLinks roads;
  for (const auto& [x, y] : {std::pair{0, 0}, {-20000, 0}, {0, 20000}, {20000, 0}, {0, -20000}}) {
    roads.nodes.push_back({1201000000 + x, 303000000 + y});
  }
  for (std::uint32_t arm = 1; arm <= 4; ++arm) {
    roads.add({0, arm, 0, RoadClass::tertiary, kAllAccess, RoadForm::ground}, {});
  }
  roads.add({3, 2, 0, RoadClass::motorway, kAllAccess, RoadForm::ground}, {});
  return roads;
}
constexpr std::uint32_t kWest = 0, kNorth = 1, kEast = 2, kSouth = 3, kRound = 4;

// The links driven from the middle of one to the middle of another.
std::vector<std::uint32_t> drive(const RoadLinks& roads, std::uint32_t from, std::uint32_t to,
                                 Profile profile = Profile::car) {
  const auto graph = RoadGraph::make(roads);
  REQUIRE(graph.ok());
  const RoadIndex index(*graph);
  RouteQuery query(index);
  Route route;
  const auto middle = [&](std::uint32_t link) {
    BoxE7 box;
    box.cover(graph->link_point(link, 0));
    box.cover(graph->link_point(link, 1));
    return box.middle();
  };
  query.route(middle(from), middle(to), profile, route);
  std::vector<std::uint32_t> links;
  for (const RouteLeg& leg : route.legs) links.push_back(graph->link(leg.edge));
  return links;
}
using Links = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("road/turn_rules") {
  TEST_CASE("property: a route by car keeps every sign and is the shortest that does") {
    std::uint32_t found = 0, slower = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const auto n = static_cast<std::uint32_t>(prng.between(2, 50));
      const RoadGraph graph =
          random_network(prng, n, static_cast<std::uint32_t>(prng.between(n, 4 * n)));
      RoadLinks unsigned_links = graph.links();
      unsigned_links.turns.clear();
      const RoadGraph free = RoadGraph::make(unsigned_links).value();
      const RoadIndex index(graph), free_index(free);
      RouteQuery query(index), free_query(free_index);
      Route route, free_route;
      for (int i = 0; i < 8; ++i) {
        const Snap from = index.snap(somewhere(prng), Profile::car);
        if (!from.found) continue;
        const CarTimes times(graph, from);
        for (int j = 0; j < 8; ++j) {
          const Snap to = index.snap(somewhere(prng), Profile::car);
          query.route_legs(from, to, Profile::car, route);
          const std::int64_t best = times.to(to);
          CHECK(route.found == (best != kNeverThere));
          if (!route.found) continue;
          CHECK(route.duration_ms == best);
          for (std::size_t leg = 1; leg < route.legs.size(); ++leg) {
            CHECK(graph.head(route.legs[leg - 1].edge) == graph.tail(route.legs[leg].edge));
          }
          free_query.route_legs(from, to, Profile::car, free_route);
          ++found;
          slower += route.duration_ms > free_route.duration_ms ? 1U : 0U;
        }
      }
    }
    CHECK(found > 500);
    CHECK(slower > 20);  // the signs do something
  }

  TEST_CASE("property: signs are nothing to those on foot and on e-bikes") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const RoadGraph graph = random_network(prng, 40, 100);
      RoadLinks unsigned_links = graph.links();
      unsigned_links.turns.clear();
      const RoadGraph free = RoadGraph::make(unsigned_links).value();
      for (const Profile profile : {Profile::foot, Profile::ebike}) {
        CHECK(weights_mark(graph, profile) == weights_mark(free, profile));
        for (const std::uint32_t start : {0U, 7U, 39U}) {
          const auto with = all_from(graph, start, profile),
                     without = all_from(free, start, profile);
          CHECK(std::equal(without.begin(), without.end(), with.begin()));
        }
      }
    }
  }

  TEST_CASE("no turn into a road, only into a road, no way back, no way through") {
    RoadLinks roads = crossing();
    CHECK(drive(roads, kWest, kNorth) == Links{kWest, kNorth});
    roads.turns = {{0, TurnRule::no, kWest, kNorth}};
    CHECK(drive(roads, kWest, kNorth) == Links{kWest, kEast, kRound, kNorth});
    CHECK(drive(roads, kSouth, kNorth) == Links{kSouth, kNorth});
    CHECK(drive(roads, kNorth, kWest) == Links{kNorth, kWest});
    CHECK(drive(roads, kWest, kNorth, Profile::ebike) == Links{kWest, kNorth});
    roads.turns = {{0, TurnRule::only, kWest, kSouth}};
    CHECK(drive(roads, kWest, kEast) == Links{kWest, kSouth, kSouth, kEast});
    roads.turns.push_back({0, TurnRule::no, kSouth, kEast});
    CHECK(drive(roads, kWest, kEast) == Links{kWest, kSouth, kSouth, kNorth, kRound, kEast});
    // Into a road that no car can leave by: the sign is not for cars.
    roads.links[kSouth].access = kFootForward | kFootBackward;
    CHECK(drive(roads, kWest, kEast) == Links{kWest, kEast});
    roads = crossing();
    roads.turns = {{0, TurnRule::closed, 0, 0}};
    CHECK(drive(roads, kNorth, kEast) == Links{kNorth, kRound, kEast});
    CHECK(drive(roads, kWest, kEast).empty());
    CHECK(drive(roads, kWest, kEast, Profile::foot) == Links{kWest, kEast});
  }

  TEST_CASE("roads with the same ways on share a copy; a crossing that is too large keeps none") {
    RoadLinks roads = crossing();
    CHECK(RoadGraph::make(roads)->node_count() == 5);
    roads.turns = {{0, TurnRule::no, kWest, kNorth}, {0, TurnRule::no, kSouth, kNorth}};
    const auto shared = RoadGraph::make(roads);
    CHECK(shared->node_count() == 6);
    CHECK(shared->origin({5}).value == 0);
    CHECK(shared->node_point({5}) == shared->node_point({0}));
    roads.turns.push_back({0, TurnRule::closed, 0, 0});
    CHECK(RoadGraph::make(roads)->node_count() == 6);
    for (std::uint32_t i = 0; i < TurnCopies::kDegreeMax; ++i) {
      roads.add({0, 1, 0, RoadClass::tertiary, kAllAccess, RoadForm::ground}, {});
    }
    const auto large = RoadGraph::make(roads);
    CHECK(large->node_count() == 5);
    CHECK(large->turns_left_out() == 3);
  }

  TEST_CASE("a sign whose place is missing is refused") {
    RoadLinks roads = crossing();
    roads.turns = {{5, TurnRule::no, kWest, kNorth}};
    CHECK(RoadGraph::make(roads).error().message == "sign 0: its place is missing");
    roads.turns = {{0, TurnRule::no, kWest, 5}};
    CHECK_FALSE(RoadGraph::make(roads).ok());
    roads.turns = {{0, static_cast<TurnRule>(3), kWest, kNorth}};
    CHECK_FALSE(RoadGraph::make(roads).ok());
  }
}
