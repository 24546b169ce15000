// A form begins with what the case already knows: the thing that is left, the next rung. A person changes
// what is wrong. What becomes a fact (how many came, how long, until when, who the parties are, which
// office, what is ordered) begins empty: what nobody touched is no statement.
#pragma once

#include <optional>

#include "web/screens/forms/scope.h"

namespace gezhi::screens {

// Nothing said yet; none for a kind that is no operation on a case.
std::optional<CaseOp> blank_op(OpKind kind);

// The operation as it is first shown; none for a kind that is no operation on a case.
std::optional<CaseOp> begin_op(const Case& one, const World& world, const Permission& permission);

// What may stand in a member that somebody must say (FormScope::must_say), to be taken by a press; empty:
// nothing comes to mind.
std::string suggested_text(const FormScope& scope, std::string_view name);

// What is filled in at the end: ids of new tasks, what follows from what was chosen; empty lines go.
void finish_op(const Case& one, const Permission& permission, CaseOp& op);

}  // namespace gezhi::screens
