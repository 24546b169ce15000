// Duties in the order of one tour by road, on an e-bike, from where this person is; where no road leads
// comes last with its reason.
#pragma once

#include <string>
#include <vector>

#include "web/here.h"

namespace gezhi::screens {

struct TourOrder {
  struct Stop {
    std::size_t duty = 0;  // index
    std::string note;      // when one arrives there, or why not
  };
  std::vector<Stop> stops;
  std::int64_t travel_ms = 0;
};

// Planned anew when duties change or the person moved. Empty without a position or a map; at most
// kTourVisitsMax duties, the rest are left out.
const TourOrder& tour_order(const std::vector<app::Duty>& duties);

}  // namespace gezhi::screens
