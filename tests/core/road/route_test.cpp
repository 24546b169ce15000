// Routes against Dijkstra on networks with islands, loops, double roads, zero lengths and one-way
// streets.
#include "core/road/route.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/road_networks.h"

using namespace gezhi;

namespace {

constexpr std::int64_t kFar = INT64_MAX / 4;

// Bellman-Ford from the snapped start to all nodes: slow, simple and certain.
std::vector<std::int64_t> all_from_snap(const RoadGraph& g, const Snap& from, Profile profile) {
  std::vector<std::int64_t> cost(g.node_count(), kFar);
  for (const bool reversed : {false, true}) {
    EdgeId e;
    if (!g.edge_of(from.link, reversed, profile, e)) continue;
    const std::int64_t left =
        reversed ? from.along_mm : std::int64_t{g.length_mm(e)} - from.along_mm;
    cost[g.head(e).value] = std::min(cost[g.head(e).value], part_duration_ms(g, e, profile, left));
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t e = 0; e < g.edge_count(); ++e) {
      if (g.duration_ms({e}, profile) == kImpassable || cost[g.tail({e}).value] == kFar) continue;
      const std::int64_t c = cost[g.tail({e}).value] + g.duration_ms({e}, profile);
      if (c < cost[g.head({e}).value]) {
        cost[g.head({e}).value] = c;
        changed = true;
      }
    }
  }
  return cost;
}

std::int64_t best_to(const RoadGraph& g, const std::vector<std::int64_t>& cost, const Snap& from,
                     const Snap& to, Profile profile) {
  std::int64_t best = kFar;
  for (const bool reversed : {false, true}) {
    EdgeId e;
    if (!g.edge_of(to.link, reversed, profile, e)) continue;
    const std::int64_t length = g.length_mm(e);
    const std::int64_t upto = reversed ? length - to.along_mm : to.along_mm;
    if (cost[g.tail(e).value] < kFar) {
      best = std::min(best, cost[g.tail(e).value] + part_duration_ms(g, e, profile, upto));
    }
    const std::int64_t at = reversed ? length - from.along_mm : from.along_mm;
    if (from.link == to.link && upto >= at)
      best = std::min(best, part_duration_ms(g, e, profile, upto - at));
  }
  return best;
}

void check_is_a_way(const RoadGraph& g, const Route& route, Profile profile) {
  std::int64_t duration = 0;
  std::int64_t length = 0;
  for (std::size_t i = 0; i < route.legs.size(); ++i) {
    const RouteLeg& leg = route.legs[i];
    REQUIRE(leg.from_mm <= leg.to_mm);
    REQUIRE(leg.to_mm <= g.length_mm(leg.edge));
    REQUIRE(g.duration_ms(leg.edge, profile) != kImpassable);
    const bool whole = leg.from_mm == 0 && leg.to_mm == g.length_mm(leg.edge) && i > 0 &&
                       i + 1 < route.legs.size();
    duration += whole ? g.duration_ms(leg.edge, profile)
                      : part_duration_ms(g, leg.edge, profile, leg.to_mm - leg.from_mm);
    length += leg.to_mm - leg.from_mm;
    if (i > 0) {
      REQUIRE(g.head(route.legs[i - 1].edge) == g.tail(leg.edge));
      CHECK(leg.from_mm == 0);
    }
    if (i + 1 < route.legs.size()) CHECK(leg.to_mm == g.length_mm(leg.edge));
  }
  CHECK(duration == route.duration_ms);
  CHECK(length == route.length_mm);
  REQUIRE(!route.turns.empty());
  CHECK(route.turns.front().kind == TurnKind::depart);
  CHECK(route.turns.back().kind == TurnKind::arrive);
  std::int64_t told = 0;
  for (const Turn& turn : route.turns) told += turn.length_mm;
  CHECK(told == route.length_mm);
  CHECK(route.points.front() == route.start.point);
  CHECK(route.points.back() == route.goal.point);
}

PointE7 somewhere(Prng& prng) {
  return {1201000000 + static_cast<std::int32_t>(prng.between(-20000, 320000)),
          303000000 + static_cast<std::int32_t>(prng.between(-20000, 320000))};
}

struct Nodes {
  RoadLinks links;
  std::uint32_t add(std::int32_t x, std::int32_t y) {  // in units of about 10 m
    links.nodes.push_back({1201000000 + x * 1000, 303000000 + y * 900});
    return static_cast<std::uint32_t>(links.nodes.size() - 1);
  }
  void road(std::uint32_t a, std::uint32_t b, const char* name, std::uint8_t access = kAllAccess,
            RoadClass road_class = RoadClass::residential) {
    std::uint32_t index = 0;
    while (index < links.names.size() && links.names[index] != name) ++index;
    if (index == links.names.size()) links.names.push_back(name);
    links.add({a, b, index, road_class, access}, {});
  }
};

}  // namespace

TEST_SUITE("road/route") {
  TEST_CASE("property: a route equals Dijkstra's and is the sum of its legs") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const auto n = static_cast<std::uint32_t>(prng.between(2, 80));
      const RoadGraph graph =
          random_network(prng, n, static_cast<std::uint32_t>(prng.between(1, 3 * n)));
      const RoadIndex index(graph);
      RouteQuery query(index);
      Route route;
      for (const Profile profile : {Profile::foot, Profile::ebike}) {
        for (int i = 0; i < 10; ++i) {
          const Snap from = index.snap(somewhere(prng), profile);
          if (!from.found) continue;
          const auto cost = all_from_snap(graph, from, profile);
          for (int j = 0; j < 10; ++j) {
            const Snap to = index.snap(somewhere(prng), profile);
            if (!to.found) continue;
            query.route_legs(from, to, profile, route);
            const std::int64_t best = best_to(graph, cost, from, to, profile);
            CHECK(route.found == (best < kFar));
            if (route.found) CHECK(route.duration_ms == best);
            query.route(from.asked, to.asked, profile, route);
            if (route.found) check_is_a_way(graph, route, profile);
          }
        }
      }
    }
  }

  TEST_CASE("property: the nearest units are those of single routes, in order") {
    for (std::uint64_t seed = 100; seed < 120; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const RoadGraph graph = random_network(prng, 60, 150);
      const RoadIndex index(graph);
      RouteQuery query(index);
      Route route;
      std::vector<Snap> units;
      for (int i = 0; i < 30; ++i) units.push_back(index.snap(somewhere(prng), Profile::ebike));
      const PointE7 place = somewhere(prng);
      const Snap goal = index.snap(place, Profile::ebike);
      std::vector<std::int64_t> expected;
      for (const Snap& unit : units) {
        query.route_legs(unit, goal, Profile::ebike, route);
        if (route.found) expected.push_back(route.duration_ms + unit.distance_mm * 1000 / 1250);
      }
      std::stable_sort(expected.begin(), expected.end());
      for (const std::uint32_t k : {1U, 7U, 30U}) {
        std::vector<Reach> result;
        query.nearest(place, units, Profile::ebike, k, result);
        REQUIRE(result.size() == k);
        for (std::size_t i = 0; i < k; ++i) {
          CHECK(result[i].by_road == (i < expected.size()));
          if (!result[i].by_road) continue;
          CHECK(result[i].duration_ms == expected[i]);
          query.route_legs(units[result[i].index], goal, Profile::ebike, route);
          CHECK(result[i].length_mm == route.length_mm);
        }
      }
    }
  }

  TEST_CASE("other units, and another profile, are looked up anew") {
    const RoadGraph graph = made_city(8, 24);
    const RoadIndex index(graph);
    RouteQuery query(index);
    std::vector<Snap> units;
    const PointE7 place = graph.node_point({300});
    const auto first = [&](RouteQuery& asked, Profile profile) {
      std::vector<Reach> result;
      asked.nearest(place, units, profile, 1, result);
      return result.empty() ? std::pair<std::uint32_t, std::int64_t>(99, 0)
                            : std::pair(result[0].index, result[0].duration_ms);
    };
    for (const std::uint32_t node : {0U, 575U, 310U, 299U}) {
      units.push_back(index.snap(graph.node_point({node}), Profile::foot));
      for (const Profile profile : {Profile::foot, Profile::ebike, Profile::foot}) {
        RouteQuery fresh(index);
        CHECK(first(query, profile) == first(fresh, profile));
      }
    }
    units.clear();
    CHECK(first(query, Profile::foot).first == 99);
  }

  TEST_CASE("a one-way street is walked both ways and ridden one way") {
    Nodes town;
    const auto a = town.add(0, 0), b = town.add(30, 0), c = town.add(30, 30), d = town.add(0, 30);
    town.road(a, b, "单行路", kFootForward | kFootBackward | kEbikeForward);
    town.road(b, c, "环路");
    town.road(c, d, "环路");
    town.road(d, a, "环路");
    const auto graph = RoadGraph::make(town.links);
    REQUIRE(graph.ok());
    const RoadIndex index(*graph);
    RouteQuery query(index);
    Route route;
    const PointE7 east = graph->node_point({b}), west = graph->node_point({a});
    query.route(east, west, Profile::foot, route);
    REQUIRE(route.found);
    CHECK(route.legs.size() <= 3);
    CHECK(route.length_mm < 320000);
    query.route(east, west, Profile::ebike, route);
    REQUIRE(route.found);
    CHECK(route.length_mm > 850000);
    query.route(west, east, Profile::ebike, route);
    CHECK(route.length_mm < 320000);
  }

  // rows: S2-24
  TEST_CASE("turns name the road entered, the side and the length") {
    Nodes town;
    const auto a = town.add(0, 0), b = town.add(50, 0), c = town.add(50, 50), d = town.add(100, 50);
    const auto e = town.add(80, 0), f = town.add(50, 90);
    town.road(a, b, "登云路");
    town.road(b, c, "湖州街");
    town.road(c, d, "");
    town.road(b, e, "登云路");
    town.road(c, f, "湖州街");
    const auto graph = RoadGraph::make(town.links);
    REQUIRE(graph.ok());
    const RoadIndex index(*graph);
    RouteQuery query(index);
    Route route;
    query.route(graph->node_point({a}), graph->node_point({d}), Profile::foot, route);
    REQUIRE(route.found);
    REQUIRE(route.turns.size() == 4);
    CHECK(turn_text_key(route.turns[0]) == "turn.depart");
    CHECK(compass_text_key(route.turns[0].bearing_deg) == "compass.e");
    CHECK(turn_text_key(route.turns[1]) == "turn.left");
    CHECK(graph->links().names[route.turns[1].name] == "湖州街");
    CHECK(turn_text_key(route.turns[2]) == "turn.right.unnamed");
    CHECK(turn_text_key(route.turns[3]) == "turn.arrive");
    CHECK(route.points[route.turns[1].at_point] == graph->node_point({b}));
  }

  TEST_CASE("steps, underpasses and footbridges are said; e-bikes go round by the road") {
    Nodes town;
    const auto a = town.add(0, 0), b = town.add(20, 0), c = town.add(22, 0), d = town.add(30, 0),
               e = town.add(32, 0), f = town.add(40, 0), far = town.add(20, 60);
    const std::uint8_t walk = kFootForward | kFootBackward;
    town.road(a, b, "登云路");
    town.road(b, c, "", walk, RoadClass::steps);
    town.road(c, d, "", walk, RoadClass::path);
    town.links.links.back().form = RoadForm::tunnel;
    town.road(d, e, "", walk, RoadClass::steps);
    town.road(e, f, "", walk, RoadClass::path);
    town.links.links.back().form = RoadForm::bridge;
    town.road(b, far, "环路");
    town.road(far, f, "环路");
    const auto graph = RoadGraph::make(town.links);
    REQUIRE(graph.ok());
    const RoadIndex index(*graph);
    RouteQuery query(index);
    Route route;
    query.route(graph->node_point({a}), graph->node_point({f}), Profile::foot, route);
    REQUIRE(route.found);
    std::string said;
    for (const Turn& turn : route.turns) said += std::string(name_of(turn.passage)) + " ";
    CHECK(said == "none steps underpass steps footbridge none ");
    CHECK(passage_text_key(route.turns[1].passage) == "passage.steps");
    CHECK(passage_text_key(route.turns[0].passage).empty());
    // 20 m of steps take as long as 42 m of road.
    CHECK(road_duration_ms(RoadClass::steps, Profile::foot, 20000) >
          2 * road_duration_ms(RoadClass::path, Profile::foot, 20000));
    query.route(graph->node_point({a}), graph->node_point({f}), Profile::ebike, route);
    REQUIRE(route.found);
    CHECK(route.length_mm > 1000000);
    for (const Turn& turn : route.turns) CHECK(turn.passage == Passage::none);
  }

  TEST_CASE("no route is an answer: distance and bearing stay") {
    Nodes town;
    const auto a = town.add(0, 0), b = town.add(30, 0), c = town.add(300, 0), d = town.add(330, 0);
    town.road(a, b, "");
    town.road(c, d, "");
    const auto graph = RoadGraph::make(town.links);
    REQUIRE(graph.ok());
    const RoadIndex index(*graph);
    RouteQuery query(index);
    Route route;
    query.route(graph->node_point({a}), graph->node_point({d}), Profile::foot, route);
    CHECK_FALSE(route.found);
    CHECK(route.straight_mm > 3000000);
    CHECK(route.bearing_deg == 90);
    query.route({0, 0}, {1000000, 0}, Profile::foot, route);  // nowhere near a road
    CHECK_FALSE(route.found);
    CHECK_FALSE(route.start.found);
    const RoadGraph nothing;
    const RoadIndex empty(nothing);
    RouteQuery lost(empty);
    lost.route({0, 0}, {1000000, 0}, Profile::foot, route);
    CHECK_FALSE(route.found);
  }

  TEST_CASE("a place beside an island of the network is led from the main network") {
    Nodes town;
    const auto a = town.add(0, 0), b = town.add(100, 0), c = town.add(200, 0);
    const auto yard = town.add(50, 5), yard_end = town.add(52, 5);
    town.road(a, b, "");
    town.road(b, c, "");
    town.road(yard, yard_end, "", kAllAccess, RoadClass::service);
    const auto graph = RoadGraph::make(town.links);
    REQUIRE(graph.ok());
    CHECK(graph->part({yard}, Profile::foot) == 1);
    const RoadIndex index(*graph);
    RouteQuery query(index);
    Route route;
    query.route(graph->node_point({yard}), graph->node_point({c}), Profile::foot, route);
    CHECK(route.found);
    query.route(graph->node_point({yard}), graph->node_point({yard_end}), Profile::foot, route);
    REQUIRE(route.found);
    CHECK(route.length_mm < 25000);
  }

  TEST_CASE("a network that does not fit is refused naming the link") {
    Nodes town;
    const auto a = town.add(0, 0), b = town.add(30, 0);
    town.road(a, b, "");
    RoadLinks links = town.links;
    links.links[0].to = 7;
    CHECK(RoadGraph::make(links).error().message == "road link 0: its end is missing");
    links = town.links;
    links.links[0].name = 3;
    CHECK_FALSE(RoadGraph::make(links).ok());
    links = town.links;
    links.link_first = {0, 1};
    CHECK_FALSE(RoadGraph::make(links).ok());
    links = town.links;
    links.nodes[0].lat = 900000001;
    CHECK_FALSE(RoadGraph::make(links).ok());
    CHECK(RoadGraph::make({}).ok());
  }
}
