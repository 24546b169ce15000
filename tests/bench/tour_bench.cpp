// Tours in Jinan by e-bike, from a place and back, of visits that take ten minutes each.
//
//   road.tour          when one is back from 60, beside a bound that no order can beat; ten tours
//   road.tour.windows  the same where every second has a window of two hours in the day
//   road.tour.time     milliseconds to find one of them, with all times between the places
//   road.tour.exact    the same for 12 visits, where the answer is exact
#include "core/base/prng.h"
#include "core/district/district.h"
#include "core/road/tour.h"
#include "tests/bench/bench.h"
#include "tests/bench/jinan.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kMinuteMs = 60000;
constexpr int kTours = 10;

TourRequest request_in(const RoadGraph& roads, Prng& prng, std::uint32_t visits, bool windows) {
  const auto anywhere = [&] {
    while (true) {
      const NodeId node{static_cast<std::uint32_t>(prng.below(roads.node_count()))};
      if (roads.part(node, Profile::ebike) == 0) return roads.node_point(node);
    }
  };
  TourRequest request;
  request.profile = Profile::ebike;
  request.start = anywhere();
  request.end = TourEnd::back_at_start;
  for (std::uint32_t i = 0; i < visits; ++i) {
    TourVisit visit;
    visit.place = anywhere();
    visit.service_ms = 10 * kMinuteMs;
    if (windows && i % 2 == 0) {
      visit.earliest_ms = static_cast<std::uint32_t>(prng.below(18 * 60)) * kMinuteMs;
      visit.latest_ms = visit.earliest_ms + 120 * kMinuteMs;
    }
    request.visits.push_back(visit);
  }
  return request;
}

// The problem again, for the bound.
std::uint32_t bound_of(RouteQuery& query, const TourRequest& request, const Tour& tour) {
  TourProblem problem;
  problem.tasks = request.visits;
  std::vector<PointE7> places;
  std::vector<std::uint32_t> stops;
  for (const TourVisit& visit : request.visits) places.push_back(visit.place);
  places.insert(places.end(), {request.start, request.start});
  query.table(places, request.profile, problem.times);
  for (const Tour::Stop& stop : tour.stops) stops.push_back(stop.visit);
  return tour_bound_ms(problem, stops);
}

void against_bound(RouteQuery& query, const RoadGraph& roads, const char* name, bool windows) {
  Prng prng(5);
  double ours = 0, bound = 0;
  for (int done = 0; done < kTours;) {
    const TourRequest request = request_in(roads, prng, 60, windows);
    const auto tour = plan_tour(query, request);
    GEZHI_CHECK(tour.ok());
    if (tour->stops.empty()) continue;  // one-way signs lead nowhere from this start
    ++done;
    for (const Tour::Dropped& dropped : tour->dropped) {
      GEZHI_CHECK(windows || dropped.reason == TourDrop::no_road);
    }
    ours += tour->end_ms;
    bound += bound_of(query, request, *tour);
  }
  const double minutes = 60000.0 * kTours;
  bench::print({name, ours / minutes, "min", bench::Better::kLower,
                "a bound (Held-Karp 1-tree, windows)", bound / minutes});
}

double ms_each(RouteQuery& query, const RoadGraph& roads, std::uint32_t visits) {
  Prng prng(6);
  std::vector<TourRequest> requests;
  for (int i = 0; i < kTours; ++i) requests.push_back(request_in(roads, prng, visits, false));
  return bench::median_of_3([&] {
    return bench::ns_each(kTours,
                          [&] {
                            for (const TourRequest& request : requests)
                              bench::keep(plan_tour(query, request)->end_ms);
                          }) /
           1e6;
  });
}

const bench::Registration kTour("road.tour", [] {
  auto pack = jinan_pack();
  if (!pack) return;
  const District district(*std::move(pack));
  const RoadGraph& roads = district.roads();
  RouteQuery query(district.road_index(), &district.hierarchies());
  against_bound(query, roads, "road.tour", false);
  against_bound(query, roads, "road.tour.windows", true);
  bench::print({"road.tour.time", ms_each(query, roads, 60), "ms", bench::Better::kLower});
  bench::print({"road.tour.exact", ms_each(query, roads, 12), "ms", bench::Better::kLower});
});

}  // namespace
}  // namespace gezhi
