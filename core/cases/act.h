// Who does what to which case, and when: everything of an operation's envelope that judging and
// folding may know. The grant is the one the server verified (on a device: the one it hopes for).
#pragma once

#include "core/cases/ops.h"
#include "core/people/role.h"

namespace gezhi {

// The edition of the rules that judges and folds today; raised when a rule becomes stricter or keeps
// more than before. An entry is folded as the edition that judged it did, and an auditor asks today's
// rules only of what they judged. 1: presence, calendar of rounds, clocks of a suspended case; a second
// notice, a second investigation start without what was of the first. 3: a suspension that was asked for
// goes with the lead that asked; the error of a position excuses five radii at most; requests for
// footage are answered oldest first; a claim of before a clock began is not believed. 4: a report and what
// was merged into it are one matter; things are settled before the case ends, whenever they were counted;
// who looks, looks afterwards; a notice issued again has the first one's extension and statements; an
// agreement follows a session. 5: what comes back from elsewhere goes on at once with the time it had left;
// a mediation that passes on has its clocks anew; a daily supervision has its rounds; an agreement binds a
// party; an appeal has its term; what only looks like a letter is read as it looks;
// nobody fills a case with talk, and what moves it always has room.
inline constexpr std::uint32_t kRules = 5;

struct Act {
  OpId op;
  CaseId subject;
  ActorId actor;
  Grant grant;
  Moment when;
  bool late_report = false;      // G23
  std::uint64_t seq = 0;         // 0 = not yet ordered
  std::uint32_t rules = kRules;  // that judged it
};

}  // namespace gezhi
