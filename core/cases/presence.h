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

// Outside is who is outside even if both positions err in his favour; a fix that errs by more than the
// radius tells nothing of who is near. A radius of 0: the street does not judge.
Whereabouts whereabouts_of(const Policy& policy, const Place& place, PointE7 point,
                           std::uint32_t accuracy_m);

}  // namespace gezhi
