// From a request to a problem, and from an order of visits to a tour with times and reasons.
#include "core/road/tour.h"

#include <algorithm>

#include "core/road/tour_orders.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kFar = Hierarchy::kFar;

Error bad_visit(std::size_t visit, const char* what) {
  return Error{"bad_tour", "visit " + std::to_string(visit) + ": " + what};
}

Result<Done> check(const TourRequest& request) {
  if (request.visits.size() > kTourVisitsMax) {
    return Error{"bad_tour", std::to_string(request.visits.size()) + " visits, more than " +
                                 std::to_string(kTourVisitsMax)};
  }
  if (request.end_latest_ms > kTourTimeMaxMs) return Error{"bad_tour", "longer than a week"};
  for (std::size_t i = 0; i < request.visits.size(); ++i) {
    const TourVisit& visit = request.visits[i];
    if (!is_valid(visit.place)) return bad_visit(i, "not on Earth");
    if (visit.priority > kTourPriorityMax) return bad_visit(i, "unknown priority");
    if (visit.service_ms > kTourTimeMaxMs || visit.latest_ms > kTourTimeMaxMs)
      return bad_visit(i, "longer than a week");
    if (visit.earliest_ms > visit.latest_ms)
      return bad_visit(i, "its window ends before it begins");
  }
  return Done{};
}

// Why a visit cannot be made even if it were the only one; false when it can.
bool is_hopeless(const TourProblem& problem, std::uint32_t visit, TourDrop& reason) {
  const TourVisit& task = problem.tasks[visit];
  const std::uint32_t go = problem.time(problem.start(), visit);
  const std::uint32_t leave = problem.time(visit, problem.end());
  if (go >= kFar || leave >= kFar) {
    reason = TourDrop::no_road;
    return true;
  }
  if (go > task.latest_ms) {
    reason = TourDrop::window;
    return true;
  }
  reason = TourDrop::end;
  const std::uint64_t begin = std::max(go, task.earliest_ms);
  return begin + task.service_ms + leave > problem.end_latest_ms;
}

void add_stops(const TourProblem& problem, const std::vector<std::uint32_t>& order, Tour& tour) {
  std::uint32_t at = problem.start(), now = 0;
  for (const std::uint32_t visit : order) {
    const TourVisit& task = problem.tasks[visit];
    Tour::Stop stop;
    stop.visit = visit;
    stop.arrive_ms = now + problem.time(at, visit);
    stop.begin_ms = std::max(stop.arrive_ms, task.earliest_ms);
    stop.leave_ms = stop.begin_ms + task.service_ms;
    tour.travel_ms += problem.time(at, visit);
    tour.stops.push_back(stop);
    at = visit;
    now = stop.leave_ms;
  }
  tour.travel_ms += problem.time(at, problem.end());
  tour.end_ms = now + problem.time(at, problem.end());
}

}  // namespace

Tour solve_tour(const TourProblem& problem) {
  Tour tour;
  std::vector<std::uint32_t> candidates;
  std::vector<TourDrop> reasons(problem.size(), TourDrop::other_work);
  tour.possible = problem.time(problem.start(), problem.end()) <= problem.end_latest_ms;
  for (std::uint32_t visit = 0; visit < problem.size(); ++visit) {
    if (!is_hopeless(problem, visit, reasons[visit])) {
      reasons[visit] = TourDrop::other_work;
      if (tour.possible) candidates.push_back(visit);
    }
  }
  tour.exact = candidates.size() <= kTourExactMax;
  const std::vector<std::uint32_t> order =
      tour.exact ? exact_order(problem, candidates) : searched_order(problem, candidates);
  if (tour.possible) add_stops(problem, order, tour);
  std::vector<bool> is_stop(problem.size(), false);
  for (const std::uint32_t visit : order) is_stop[visit] = true;
  for (std::uint32_t visit = 0; visit < problem.size(); ++visit) {
    if (is_stop[visit]) continue;
    const bool no_end = !tour.possible && reasons[visit] == TourDrop::other_work;
    tour.dropped.push_back({visit, no_end ? TourDrop::end : reasons[visit]});
  }
  return tour;
}

Result<Tour> plan_tour(RouteQuery& query, const TourRequest& request) {
  if (const auto checked = check(request); !checked) return checked.error();
  TourProblem problem;
  problem.tasks = request.visits;
  problem.end_latest_ms = request.end_latest_ms;
  std::vector<PointE7> places;
  for (const TourVisit& visit : request.visits) places.push_back(visit.place);
  places.push_back(request.start);
  places.push_back(request.end == TourEnd::at_place ? request.end_place : request.start);
  query.table(places, request.profile, problem.times);
  const std::size_t width = places.size();
  for (std::size_t from = 0; request.end == TourEnd::anywhere && from < width; ++from) {
    problem.times[from * width + width - 1] = 0;
  }
  if (request.end == TourEnd::back_at_start) {
    problem.times[(width - 2) * width + width - 1] = 0;
  }
  return solve_tour(problem);
}

}  // namespace gezhi
