// The printable documents of a case: seen here as they are, printed by the browser.
// /print/<case>?doc=notice | agreement
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

void draw_print_page();

// Buttons that lead there, for the documents this case has; draws nothing when it has none.
void print_buttons(const Case& one);

}  // namespace gezhi::screens
