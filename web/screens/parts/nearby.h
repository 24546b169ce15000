// What may have been reported already: open cases of one nature, near and recent as the policy says
// (merge radius and window), from what this device holds. Restricted cases (G20) are never among them.
#pragma once

#include <vector>

#include "core/cases/world.h"

namespace gezhi::screens {

struct Nearby {
  const Case* one = nullptr;
  std::int64_t distance_mm = 0;
  std::int64_t age_ms = 0;
};

// Nearest first, at most `most`. Cost: linear in the cases on the device.
std::vector<Nearby> nearby_cases(const World& world, Nature nature, PointE7 point,
                                 std::size_t most);

// Shows them with words, photos, distance and age; the one that was pressed as "this is the same", or
// nullptr. Only those that this person may add to can be pressed.
const Case* nearby_cards(const std::vector<Nearby>& found);

}  // namespace gezhi::screens
