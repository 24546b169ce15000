// What may have been reported already, shown while reporting: open cases near and recent, of the same
// nature first, by the policy (core/cases/similar.h), from what this device holds. Restricted cases (G20) are never
// among them.
#pragma once

#include <vector>

#include "core/cases/similar.h"

namespace gezhi::screens {

// The likest first (similar.h), at most `most`.
std::vector<SimilarCase> nearby_cases(const World& world, Nature nature, PointE7 point,
                                      std::size_t most);

// Shows them with words, photos, distance and age; the one that was pressed as "this is the same", or
// nullptr. Only those that this person may add to can be pressed; none when `not_so` says why (a key of the
// texts).
const Case* nearby_cards(const std::vector<SimilarCase>& found, std::string_view not_so);

}  // namespace gezhi::screens
