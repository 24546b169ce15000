// Who does what to which case, and when: everything of an operation's envelope that judging and
// folding may know. The grant is the one the server verified (on a device: the one it hopes for).
#pragma once

#include "core/cases/ops.h"
#include "core/people/role.h"

namespace gezhi {

// The version of the rules that this build judges and folds by. What was decided under an earlier one
// stands as it was decided: an entry carries the version, fold() does with it what it did then, and
// an auditor judges anew only what was judged by the rules of today. Raise it when a rule changes.
//   1: a second notice, a second investigation start without what was of the first
inline constexpr std::uint32_t kRules = 1;

struct Act {
  OpId op;
  CaseId subject;
  ActorId actor;
  Grant grant;
  Moment when;
  bool late_report = false;  // G23
  std::uint64_t seq = 0;     // 0 = not yet ordered
  std::uint32_t rules = kRules;
};

}  // namespace gezhi
