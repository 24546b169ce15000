// The form of every operation that has none made by hand, drawn from the operation's own fields():
// on a phone a page (act_page.h), at the desk a dialog (desk/form.h). What was typed stays, one draft a
// case, operation and task, until it is handed in.
#pragma once

#include <optional>
#include <string>

#include "web/screens/forms/scope.h"

namespace gezhi::screens {

// Whether the generic form serves this operation.
bool has_op_form(OpKind kind);

OpDraft& op_draft(const Case& one, const World& world, const Permission& permission);

// Draws the members, and above them what the person needs to know.
void draw_op_form(FormScope& scope);

// Judges and submits. True when it was made; the draft is forgotten. Otherwise the draft says why.
bool hand_in_op(const Case& one, const Permission& permission, OpDraft& draft);

// "/act/<case>/<operation>?task=<id>"
std::string act_route(const Case& one, const Permission& permission);

}  // namespace gezhi::screens
