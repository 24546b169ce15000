// The order in which to visit up to 60 places by road: service times, a time window each, and a
// priority that says who goes first when there is not time for all.
//
// What is best: the more visits of the highest priority are served the better, then of the next, and
// so on; with the same ones served, the sooner the end is reached.
// How: up to kTourExactMax visits by dynamic programming over all subsets, which is exact; beyond, the
// better of nearest-first and cheapest insertion is taken apart and put together again a fixed number
// of times (Schrimpf et al., "Record breaking optimization results using the ruin and recreate
// principle", 2000), with a generator seeded by nothing but the code, so that it is the same everywhere.
//
// Promises: windows, service times and the end are kept. Every visit is a stop or dropped with a
// reason. No dropped visit could be put between the stops, or take the place of one with a lower
// priority. Never worse than going to the nearest next.
// Units: milliseconds from the start of the tour. Errors: `bad_tour` naming the visit.
// Cost: 60 visits in some hundredths of a second, 12 in a few milliseconds.
#pragma once

#include <cstdint>
#include <vector>

#include "core/road/route.h"

namespace gezhi {

inline constexpr std::uint32_t kTourVisitsMax = 60;
inline constexpr std::uint32_t kTourExactMax = 12;
inline constexpr std::uint8_t kTourPriorityMax = 9;
inline constexpr std::uint32_t kTourTimeMaxMs = 7U * 24 * 3600 * 1000;

struct TourVisit {
  PointE7 place;
  std::uint32_t service_ms = 0;
  std::uint32_t earliest_ms = 0;             // service begins no sooner; who is there waits
  std::uint32_t latest_ms = kTourTimeMaxMs;  // and no later
  std::uint8_t priority = 0;                 // 0 is dropped first
};

enum class TourEnd : std::uint8_t { anywhere, back_at_start, at_place };

struct TourRequest {
  PointE7 start;
  TourEnd end = TourEnd::anywhere;
  PointE7 end_place;  // for at_place
  std::uint32_t end_latest_ms = kTourTimeMaxMs;
  Profile profile = Profile::foot;
  std::vector<TourVisit> visits;
};

// Why a visit is not in the tour. Texts: `tour_drop.<name>`.
enum class TourDrop : std::uint8_t {
  no_road,    // none leads there, or from there to the end
  window,     // even going there first is too late
  end,        // even going nowhere else, the end is reached too late
  other_work  // together with the others, which go before it or are more, there is not the time
};
constexpr std::array<std::string_view, 4> names_of(TourDrop) {
  return {"no_road", "window", "end", "other_work"};
}

struct Tour {
  struct Stop {
    std::uint32_t visit = 0;  // index into the request's
    std::uint32_t arrive_ms = 0;
    std::uint32_t begin_ms = 0;
    std::uint32_t leave_ms = 0;
  };
  struct Dropped {
    std::uint32_t visit = 0;
    TourDrop reason{};
  };
  bool possible = false;  // the end can be reached in time, though nothing be visited
  bool exact = false;     // nothing better exists
  std::vector<Stop> stops;
  std::vector<Dropped> dropped;  // by visit
  std::uint32_t travel_ms = 0;
  std::uint32_t end_ms = 0;
};

// Times include the walk between a place and its road.
Result<Tour> plan_tour(RouteQuery& query, const TourRequest& request);

// The same on given times, for whoever has them. As on roads, no time is longer than that of a way with
// another visit between.
//
// Shapes: `times` (n+2)², from × to, of visits 0..n-1, the start n and the end n+1; Hierarchy::kFar = no
// way. Of `tasks` the places do not matter.
struct TourProblem {
  std::vector<std::uint32_t> times;
  std::vector<TourVisit> tasks;
  std::uint32_t end_latest_ms = kTourTimeMaxMs;

  std::uint32_t size() const { return static_cast<std::uint32_t>(tasks.size()); }
  std::uint32_t start() const { return size(); }
  std::uint32_t end() const { return size() + 1; }
  std::uint32_t time(std::uint32_t from, std::uint32_t to) const {
    return times[std::size_t{from} * (size() + 2) + to];
  }
};
Tour solve_tour(const TourProblem& problem);

// Serving exactly these, nobody reaches the end sooner. The best of: what each visit asks for by
// itself; and all service with the shortest tree on the places, its weights moved until it is nearly a
// way (Held and Karp, "The Traveling-Salesman Problem and Minimum Spanning Trees: Part II", 1971), of
// the two directions between places the shorter.
std::uint32_t tour_bound_ms(const TourProblem& problem, std::span<const std::uint32_t> visits);

}  // namespace gezhi
