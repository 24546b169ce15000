// The ladder of S5-20 for one case: which rung is due for whom, and when. Up to kHighestOwnRung the
// street climbs by itself (journal/steward.h); what lies above it is a proposal: to enter it against a
// unit, a person decides (DOMAIN 6.2, rule 7).
#pragma once

#include <vector>

#include "core/cases/clocks.h"

namespace gezhi {

struct PlannedRung {
  TimeMs at;
  Rung rung = Rung::none;
  UnitId unit;
  TaskId task;  // whose check-in it is about; nil: the handling
  ClockKind clock = ClockKind::none;
  std::int32_t percent = 0;  // of the limit, used up by then
};

// Rungs of running clocks that nobody has climbed yet, in the order of the policy. By-hand ones count.
std::vector<PlannedRung> planned_rungs(const Policy& policy, const Case& subject);

// Those of them that are due and that only a person may climb: the lowest for each unit.
std::vector<PlannedRung> proposed_rungs(const Policy& policy, const Case& subject, TimeMs now);

}  // namespace gezhi
