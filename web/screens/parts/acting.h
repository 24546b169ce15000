// What screens do when they act: the grant to act as, one call that submits and says why not, going
// back after a form.
#pragma once

#include <string>

#include "core/cases/judge.h"
#include "core/cases/ops.h"
#include "web/here.h"

namespace gezhi::screens {

// Submits as the person's permission for this operation allows. Empty: made. Otherwise the reason
// in words, for beside the form, and in `why` for who wants to say it at a field; nothing was made.
std::string act_on(const Case& subject, const CaseOp& op, const app::Contact& contact = {},
                   Refusal* why = nullptr);

// The reason why this is not possible now, in words; empty when it is.
std::string why_not(const Case& subject, OpKind kind, TaskId task = {}, When when = When::always);

// The permission's row for a task: lead's or assistant's.
When when_of_task(const Task& task);

// The case named by the address's argument, or nullptr: a copy that holds for the whole frame, also
// when something is submitted in the middle of drawing it.
const Case* addressed_case();

}  // namespace gezhi::screens
