// Whether somebody was at the place of a case (C04): integer arithmetic on the local plane, equal on
// every machine.
#pragma once

#include "core/cases/case.h"
#include "core/cases/policy.h"

namespace gezhi {

struct Whereabouts {
  Presence presence = Presence::none;
  std::uint32_t away_m = 0;  // 0 when not known
};

// An error of this many radii of the policy excuses nothing more: a phone that knows its place to 40 km
// would be at every place of the street.
inline constexpr std::int64_t kErrorRadii = 5;
inline constexpr std::int64_t kAnyError = 5'000'000'000;  // by rules before 3

// Outside is who is outside even if both positions err in his favour, the own one by kErrorRadii radii at
// most; a fix that errs by more than the radius tells nothing of who is near. A radius of 0: the street
// does not judge.
Whereabouts whereabouts_of(const Policy& policy, const Place& place, PointE7 point,
                           std::uint32_t accuracy_m, std::int64_t error_radii = kErrorRadii);

}  // namespace gezhi
