// A form begins with what the case already knows: the thing that is left, the next rung, the own unit
// as authority. A person changes what is wrong. Numbers and times that become facts (how many came, how
// long, until when) begin empty: what nobody touched is no statement.
#pragma once

#include <optional>

#include "web/screens/forms/scope.h"

namespace gezhi::screens {

// Nothing said yet; none for a kind that is no operation on a case.
std::optional<CaseOp> blank_op(OpKind kind);

// The operation as it is first shown; none for a kind that is no operation on a case.
std::optional<CaseOp> begin_op(const Case& one, const World& world, const Permission& permission);

// What is filled in at the end: ids of new tasks, what follows from what was chosen; empty lines go.
void finish_op(const Case& one, const Permission& permission, CaseOp& op);

}  // namespace gezhi::screens
