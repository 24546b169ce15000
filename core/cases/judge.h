// Judging: may this be done, by this person, to this case, now? Runs on the device to help and on
// the server to decide; the same code, the same answer for the same world.
//
// Errors: none; every answer is an Outcome. Threads: pure. Cost: linear in the case's tasks.
#pragma once

#include <vector>

#include "core/cases/act.h"
#include "core/cases/lifecycle.h"
#include "core/cases/world.h"

namespace gezhi {

// What is tried. `op` == nullptr asks beforehand: what depends on the payload is then taken as
// right (its `when` must be given for rows that have one).
struct Attempt {
  OpKind kind = OpKind::unknown;
  TaskId task;
  const CaseOp* op = nullptr;
};

// The order of the checks is the order of precedence of refusals: policy there, case there, role,
// state, task, fields, then the row's guards in the order of Refusal.
Outcome judge(const World& world, const Act& act, const Attempt& attempt);

// The row that answers this attempt in this state, or nullptr.
const Move* find_move(CaseState from, OpKind act, When when);

// Which kind of row an operation asks for, given the case.
When when_of(const Case* subject, const CaseOp& op);

// One thing a person might do now.
struct Permission {
  OpKind kind = OpKind::unknown;
  TaskId task;
  When when = When::always;
  Grant grant;      // to act as
  Outcome outcome;  // why not, when not
};

// Everything that any of these grants may ever do to this case, each either allowed now or with the
// reason why not. Buttons are drawn from it. Order: as in THE TABLE, tasks in case order.
std::vector<Permission> permitted(const World& world, ActorId actor,
                                  const std::vector<Grant>& grants, CaseId subject, Moment now);

}  // namespace gezhi
