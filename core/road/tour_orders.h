// The two ways to find an order of visits (tour.h): all of a few, a search among many.
#pragma once

#include <vector>

#include "core/road/tour.h"

namespace gezhi {

// Of the candidates, at most kTourExactMax, those served, in order: nothing is better.
std::vector<std::uint32_t> exact_order(const TourProblem& problem,
                                       const std::vector<std::uint32_t>& candidates);

// The same for more of them; what it promises is in tour.h.
std::vector<std::uint32_t> searched_order(const TourProblem& problem,
                                          const std::vector<std::uint32_t>& candidates);

// Always to the one that can be begun soonest, while there is one: what a search has to beat.
std::vector<std::uint32_t> nearest_order(const TourProblem& problem,
                                         const std::vector<std::uint32_t>& candidates);

// How many of each priority are served, the highest first: the larger is the better.
inline std::uint64_t tour_worth(const TourVisit& visit) {
  static_assert(kTourVisitsMax < 64 && kTourPriorityMax < 10, "6 bits for each count");
  return std::uint64_t{1} << 6 * visit.priority;
}

}  // namespace gezhi
