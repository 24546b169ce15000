// What the street does by itself, as operations of the role `system`:
//
//   resume_case         a suspended case, on its date (T13)
//   open_visit          when a result is in (T14)
//   cancel_task         when a case was restricted, the order of a unit that may not see it (G20)
//   order_reinspection  when the time to mend is up (C08), to the unit that issued the notice
//   escalate            the policy's ladder on the handling clock (C07, S5-20), and on a whistled unit
//                       that did not check in (S3-10)
//   draw_sample         after closing, by the street's secret (C20, S2-29)
//   carry_clock         when an older report was merged into a case: its clock counts from there (T07)
//   tell_merged         to a report that was merged: how the whole stands, and when it moves on
//   recur_case          when the like is filed again where one was closed (C19, S1-41)
//   place_case          when the grid of a report's point is not known here, or its point lies in
//                       another street (G1, S1-37)
//
// Each follows from the world alone (a place also from the map), its id from that and the street's
// secret (sampling.h), so that doing it twice is the same operation and is taken once, and nobody else
// can take its id. What THE TABLE would refuse is not issued.
#pragma once

#include <vector>

#include "core/cases/placing.h"
#include "core/cases/world.h"
#include "core/journal/op.h"
#include "core/journal/sampling.h"

namespace gezhi {

// An operation of the street itself on this case, as of `at`; its payload is to be set.
Op steward_op(const Case& subject, OpId id, TimeMs at);

// The operations that are due because of this case at `now`. Any of them may change what else is due:
// take one in, then ask again. `secret` is the street's; without one nothing is due. Cost: linear in the street's cases for one
// that was just filed, else in the case's clocks. Without `ground` no place is looked up.
std::vector<Op> due_operations(const World& world, const Case& one, TimeMs now,
                               const StreetSecret& secret, const Ground* ground = nullptr);

// When to look at this case again although nobody touches it, after `now`; none = never.
TimeMs next_due(const World& world, const Case& one, TimeMs now);

}  // namespace gezhi
