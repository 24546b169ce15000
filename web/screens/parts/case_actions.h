// What this person may do with a case, on its page: what it asks for first, everything else by groups,
// so that nobody is lost among thirty buttons; what is not possible now with its reason.
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

// `on_task_page`: without the way to the own task.
void case_actions(const Case& one, bool on_task_page = false);

// The forms that it opens; call after the page.
void case_action_dialogs();

}  // namespace gezhi::screens
