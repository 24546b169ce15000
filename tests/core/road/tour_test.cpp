// Tours against all orders of all subsets, and against the promises of tour.h.
#include "core/road/tour.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "core/road/tour_orders.h"
#include "tests/support/road_networks.h"

using namespace gezhi;

namespace {

using Order = std::vector<std::uint32_t>;

struct Value {
  std::uint64_t worth = 0;
  std::uint32_t end = Hierarchy::kFar;
  bool operator==(const Value& other) const { return worth == other.worth && end == other.end; }
  bool is_worse_than(const Value& other) const {
    return worth != other.worth ? worth < other.worth : end > other.end;
  }
};

// What an order is worth; end is kFar when it breaks a promise.
Value value_of(const TourProblem& problem, const Order& order) {
  Value value;
  std::uint64_t now = 0;
  std::uint32_t at = problem.start();
  for (const std::uint32_t visit : order) {
    const TourVisit& task = problem.tasks[visit];
    now += problem.time(at, visit);
    if (problem.time(at, visit) >= Hierarchy::kFar || now > task.latest_ms) return {};
    now = std::max<std::uint64_t>(now, task.earliest_ms) + task.service_ms;
    value.worth += tour_worth(task);
    at = visit;
  }
  now += problem.time(at, problem.end());
  if (now > problem.end_latest_ms) return {};
  value.end = static_cast<std::uint32_t>(now);
  return value;
}

Order order_of(const Tour& tour) {
  Order order;
  for (const Tour::Stop& stop : tour.stops) order.push_back(stop.visit);
  return order;
}

Order all_of(const TourProblem& problem) {
  Order all(problem.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

// Every prefix of every permutation.
Value best_of_all(const TourProblem& problem) {
  Value best = value_of(problem, {});
  Order order = all_of(problem);
  do {
    for (std::size_t n = 1; n <= order.size(); ++n) {
      const Value value =
          value_of(problem, Order(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n)));
      if (value.end != Hierarchy::kFar && best.is_worse_than(value)) best = value;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

// One-way times, some ways missing, windows that do not all fit together.
TourProblem random_problem(Prng& prng, std::uint32_t visits, bool tight) {
  TourProblem problem;
  problem.tasks.resize(visits);
  for (TourVisit& task : problem.tasks) {
    task.service_ms = static_cast<std::uint32_t>(prng.below(300));
    task.priority = static_cast<std::uint8_t>(prng.below(4));
    if (tight && prng.chance(1, 2)) {
      task.earliest_ms = static_cast<std::uint32_t>(prng.below(300 * visits));
      task.latest_ms = task.earliest_ms + static_cast<std::uint32_t>(prng.below(600));
    }
  }
  if (tight) problem.end_latest_ms = 400 * visits;
  const std::size_t width = visits + 2;
  for (std::size_t i = 0; i < width * width; ++i) {
    const bool none = prng.chance(1, 15);
    problem.times.push_back(none ? Hierarchy::kFar : static_cast<std::uint32_t>(prng.below(1000)));
  }
  for (std::size_t by = 0; by < visits; ++by) {  // no way is longer than one with a visit between
    for (std::size_t i = 0; i < width * width; ++i) {
      const std::uint64_t round = std::uint64_t{problem.times[i / width * width + by]} +
                                  problem.times[by * width + i % width];
      if (round < problem.times[i]) problem.times[i] = static_cast<std::uint32_t>(round);
    }
  }
  return problem;
}

void check_promises(const TourProblem& problem, const Tour& tour) {
  if (!tour.possible) {
    CHECK(value_of(problem, {}).end == Hierarchy::kFar);
    CHECK(tour.dropped.size() == problem.size());
    return;
  }
  const Order order = order_of(tour);
  const Value value = value_of(problem, order);
  CHECK(value.end == tour.end_ms);
  CHECK(tour.stops.size() + tour.dropped.size() == problem.size());
  CHECK(tour_bound_ms(problem, order) <= tour.end_ms);
  CHECK_FALSE(value.is_worse_than(value_of(problem, nearest_order(problem, all_of(problem)))));
  std::vector<int> seen(problem.size(), 0);
  for (const Tour::Stop& stop : tour.stops) {
    ++seen[stop.visit];
    CHECK(stop.begin_ms >= std::max(stop.arrive_ms, problem.tasks[stop.visit].earliest_ms));
    CHECK(stop.begin_ms <= problem.tasks[stop.visit].latest_ms);
  }
  for (const Tour::Dropped& dropped : tour.dropped) {
    ++seen[dropped.visit];
    const bool alone = value_of(problem, {dropped.visit}).end != Hierarchy::kFar;
    CHECK(alone == (dropped.reason == TourDrop::other_work));
    for (std::size_t place = 0; place <= order.size(); ++place) {
      Order more = order;
      more.insert(more.begin() + static_cast<std::ptrdiff_t>(place), dropped.visit);
      CHECK(value_of(problem, more).end == Hierarchy::kFar);
      if (place == order.size() ||
          problem.tasks[order[place]].priority >= problem.tasks[dropped.visit].priority)
        continue;
      more = order;
      more[place] = dropped.visit;
      CHECK(value_of(problem, more).end == Hierarchy::kFar);
    }
  }
  CHECK(std::count(seen.begin(), seen.end(), 1) == problem.size());
}

}  // namespace

TEST_SUITE("road/tour") {
  TEST_CASE("property: up to seven visits are done as the best of all orders of all subsets") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const bool tight = prng.chance(3, 4);
      const auto problem =
          random_problem(prng, static_cast<std::uint32_t>(prng.between(0, 7)), tight);
      const Tour tour = solve_tour(problem);
      CHECK(tour.exact);
      check_promises(problem, tour);
      CHECK(value_of(problem, order_of(tour)) == best_of_all(problem));
    }
  }

  TEST_CASE(
      "property: many visits keep windows, and none is dropped that could be served instead") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const auto problem =
          random_problem(prng, static_cast<std::uint32_t>(prng.between(13, 40)), prng.chance(3, 4));
      const Tour tour = solve_tour(problem);
      check_promises(problem, tour);
    }
  }

  TEST_CASE("property: the search finds what the exact programme does, or nearly") {
    std::uint32_t same = 0, all = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const TourProblem problem = random_problem(prng, 9, seed % 2 == 0);
      Order candidates = order_of(solve_tour(problem));  // all of these fit together
      const Value best = value_of(problem, exact_order(problem, candidates));
      const Value found = value_of(problem, searched_order(problem, candidates));
      CHECK_FALSE(best.is_worse_than(found));
      same += best == found ? 1U : 0U;
      ++all;
    }
    CHECK(same + 2 >= all);
  }

  TEST_CASE("what there is no time for is dropped, the lowest priority first, and says why") {
    TourProblem problem;
    problem.tasks.resize(4);
    for (TourVisit& task : problem.tasks) task.service_ms = 100;
    problem.tasks[0].priority = 1;
    problem.tasks[2].priority = 2;
    problem.tasks[3].latest_ms = 5;
    problem.end_latest_ms = 330;
    problem.times.assign(36, 10);
    CHECK(solve_tour(problem).stops.size() == 2);
    CHECK(solve_tour(problem).dropped[0].visit == 1);
    CHECK(solve_tour(problem).dropped[0].reason == TourDrop::other_work);
    problem.times[4 * 6 + 1] = problem.times[0 * 6 + 1] = problem.times[2 * 6 + 1] =
        Hierarchy::kFar;
    problem.tasks[0].service_ms = 320;
    const Tour tour = solve_tour(problem);
    CHECK(order_of(tour) == Order{2});
    REQUIRE(tour.dropped.size() == 3);
    CHECK(tour.dropped[0].reason == TourDrop::end);
    CHECK(tour.dropped[1].reason == TourDrop::no_road);
    CHECK(tour.dropped[2].reason == TourDrop::window);
    problem.times[4 * 6 + 5] = 400;
    CHECK_FALSE(solve_tour(problem).possible);
    CHECK(solve_tour(problem).dropped.size() == 4);
  }

  TEST_CASE("on roads: a one-way street decides the order, the end is where it was asked for") {
    // A square ridden one way round: the second corner comes before the fourth.
    RoadLinks links;
    for (const auto& [x, y] : {std::pair{0, 0}, {100000, 0}, {100000, 90000}, {0, 90000}}) {
      links.nodes.push_back({1201000000 + x, 303000000 + y});
    }
    for (std::uint32_t i = 0; i < 4; ++i) {
      links.add(
          {i, (i + 1) % 4, 0, RoadClass::tertiary, kFootForward | kFootBackward | kEbikeForward},
          {});
    }
    const auto graph = RoadGraph::make(links);
    REQUIRE(graph.ok());
    const RoadIndex index(*graph);
    RouteQuery query(index);
    TourRequest request;
    request.profile = Profile::ebike;
    request.start = graph->node_point({0});
    request.end = TourEnd::back_at_start;
    const std::int32_t off = 20000;
    request.visits.resize(2);
    request.visits[0].place = {1201000000, 303000000 + off};  // just before the start again
    request.visits[1].place = {1201000000 + off, 303000000};  // just after it
    auto tour = plan_tour(query, request);
    REQUIRE(tour.ok());
    CHECK(order_of(*tour) == Order{1, 0});
    std::int64_t round = 0;
    for (std::uint32_t link = 0; link < 4; ++link) {
      EdgeId edge;
      REQUIRE(graph->edge_of(link, false, Profile::ebike, edge));
      round += graph->duration_ms(edge, Profile::ebike);
    }
    CHECK(tour->end_ms <= round + 10);
    CHECK(tour->end_ms + 1000 >= round);
    CHECK(tour->travel_ms == tour->end_ms);
    request.end = TourEnd::anywhere;
    request.visits[1].earliest_ms = tour->end_ms;  // now it is the last, one round later
    tour = plan_tour(query, request);
    REQUIRE(tour.ok());
    CHECK(order_of(*tour) == Order{0, 1});
    request.visits[1].earliest_ms = 0;
    request.end = TourEnd::at_place;
    request.end_place = request.visits[1].place;
    tour = plan_tour(query, request);
    REQUIRE(tour.ok());
    CHECK(tour->stops.size() == 2);
    CHECK(tour->end_ms > round);
    request.end = TourEnd::anywhere;
    tour = plan_tour(query, request);
    REQUIRE(tour.ok());
    CHECK(tour->end_ms == tour->stops.back().leave_ms);
  }

  TEST_CASE("the table of times is that of single routes, with the walks at both ends") {
    const RoadGraph graph = made_city(6, 20);
    const RoadIndex index(graph);
    RouteQuery query(index);
    Route route;
    Prng prng(2);
    std::vector<PointE7> places{{0, 0}};
    for (int i = 0; i < 12; ++i) {
      places.push_back({1200000000 + static_cast<std::int32_t>(prng.below(240000)),
                        300000000 + static_cast<std::int32_t>(prng.below(240000))});
    }
    std::vector<std::uint32_t> times;
    query.table(places, Profile::ebike, times);
    REQUIRE(times.size() == places.size() * places.size());
    for (std::size_t from = 0; from < places.size(); ++from) {
      for (std::size_t to = 0; to < places.size(); ++to) {
        const std::uint32_t time = times[from * places.size() + to];
        if (from == to || from == 0 || to == 0) {
          CHECK(time == (from == to ? 0 : Hierarchy::kFar));
          continue;
        }
        query.route(places[from], places[to], Profile::ebike, route);
        if (!route.found) continue;  // one of them on an island, which the table passes over
        CHECK(std::int64_t{time} <= route.duration_ms + walk_ms(route.start.distance_mm) +
                                        walk_ms(route.goal.distance_mm));
        CHECK(std::int64_t{time} >= route.duration_ms);
      }
    }
  }

  TEST_CASE("a request that cannot be meant is refused, naming the visit") {
    const RoadGraph nothing;
    const RoadIndex index(nothing);
    RouteQuery query(index);
    TourRequest request;
    const auto refusal = [&] {
      const auto tour = plan_tour(query, request);
      return tour.ok() ? std::string() : tour.error().message;
    };
    request.visits.resize(2);
    CHECK(refusal().empty());
    request.visits[1].earliest_ms = 5;
    request.visits[1].latest_ms = 4;
    CHECK(refusal() == "visit 1: its window ends before it begins");
    request.visits[1].priority = 10;
    CHECK(refusal() == "visit 1: unknown priority");
    request.visits[0].service_ms = kTourTimeMaxMs + 1;
    CHECK(refusal() == "visit 0: longer than a week");
    request.visits.resize(61);
    CHECK(refusal() == "61 visits, more than 60");
  }
}
