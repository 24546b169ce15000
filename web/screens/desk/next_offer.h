// One press that offers the lead's order to the next nearest unit: when a unit gave it back, or did not
// sign it in time (C01: "100 %: offer to next nearest").
#pragma once

#include <optional>

#include "core/cases/case.h"
#include "core/cases/ops_task.h"

namespace gezhi::screens {

struct NextOffer {
  TaskOrder order;
  TaskId unsigned_task;  // of who did not sign: called off first; nil when it came back by itself
};

// Nothing when no order waits for another unit, when this person may not, or nobody is left.
std::optional<NextOffer> next_offer(const Case& one);
void make_offer(const Case& one, const NextOffer& offer);

}  // namespace gezhi::screens
