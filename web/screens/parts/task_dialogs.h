// The smaller steps of a task, each in a sheet: the party was contacted, arrival (with position, or
// words when the position does not fit), returning the order, asking to suspend.
#pragma once

#include "core/cases/lifecycle.h"
#include "core/cases/ops.h"

namespace gezhi::screens {

// Rows of THE TABLE that tell lead and assistant apart: which of them this task's step is.
When when_for(const Task& task, OpKind step);

// Submits; a refusal is shown as a toast in words.
bool say_or_done(const Case& one, const CaseOp& op);

void open_party_dialog(const Case& one, const Task& task);
void open_more();

// Takes the device's position: near enough it is submitted at once, otherwise words are asked for.
void begin_arrival(const Case& one, const Task& task);
bool arriving();

// Draws what is open; call after the page.
void task_dialogs(const Case& one, const Task& task);

}  // namespace gezhi::screens
