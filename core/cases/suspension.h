// How long a case may stand still in all (挂账, T12): so many times and so many days, by policy.
#pragma once

#include "core/cases/case.h"
#include "core/cases/policy.h"

namespace gezhi {

struct SuspensionLeft {
  std::int32_t times = 0;
  std::int64_t ms = 0;
};

// What is left after the earlier ones, which the timeline tells; nothing less than 0. Cost: linear in
// the timeline.
SuspensionLeft suspension_left(const Policy& policy, const Case& subject);

}  // namespace gezhi
