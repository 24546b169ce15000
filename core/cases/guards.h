// The guards of THE TABLE (DOMAIN section 4.9), one function that answers for each. A guard is named
// by the refusal it gives.
#pragma once

#include "core/cases/judge.h"

namespace gezhi {

// Whether the guard `which` stops this act; applied() when it does not. `subject` is nullptr only for the
// report that makes the case.
Outcome check_guard(Refusal which, const World& world, const Act& act, const Case* subject,
                    const Attempt& attempt);

// The first field that must not be empty and is; "" when all are there.
std::string missing_field(const CaseOp& op);

// Whether a grid node covers the place, in whichever layer the node is (G6, G11), or the other side
// of its border does (S1-37).
bool covers(const GridTree& grids, GridId node, const Place& place);

}  // namespace gezhi
