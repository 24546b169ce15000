// The rules of the street's own operations: who may set its policy, units and grids, and what takes two
// persons (core/cases/street_change.h).
#pragma once

#include "core/cases/refusal.h"
#include "core/cases/world.h"
#include "core/journal/op.h"

namespace gezhi {

Outcome judge_street(const World& world, const Act& act, const ShardOp& op);

// Of one that was applied.
void fold_street(World& world, const Act& act, const ShardOp& op);

// What the street puts in force by itself now; none: nothing is due. Its id is for the owner to give.
std::optional<ShardOp> due_change(const World& world, TimeMs now);

// Whether rules or units that the street put in force by itself are what two persons had agreed on, and due.
bool is_agreed(const World& world, const ShardOp& op, TimeMs received_at);

}  // namespace gezhi
