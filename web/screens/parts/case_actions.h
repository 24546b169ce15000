// What this person may do with a case, on its page: what it asks for first, everything else by groups,
// so that nobody is lost among thirty buttons; what is not possible now with its reason.
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

void case_actions(const Case& one);

// The forms that it opens; call after the page.
void case_action_dialogs();

}  // namespace gezhi::screens
