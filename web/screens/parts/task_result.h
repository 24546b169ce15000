// The form of a task's result: kind, words, photos before and after. What was typed stays, one draft
// a task, until it is handed in.
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

void draw_task_result(const Case& one, const Task& task);

}  // namespace gezhi::screens
