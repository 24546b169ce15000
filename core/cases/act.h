// Who does what to which case, and when: everything of an operation's envelope that judging and
// folding may know. The grant is the one the server verified (on a device: the one it hopes for).
#pragma once

#include "core/cases/ops.h"
#include "core/people/role.h"

namespace gezhi {

struct Act {
  OpId op;
  CaseId subject;
  ActorId actor;
  Grant grant;
  Moment when;
  bool late_report = false;  // G23
  std::uint64_t seq = 0;     // 0 = not yet ordered
};

}  // namespace gezhi
