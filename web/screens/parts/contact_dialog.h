// Reading the reporter's sealed contact: asks for the reason (it is logged with it), then shows name
// and number with a link to call. What was read is forgotten when the dialog closes.
#pragma once

#include "core/cases/subject_key.h"

namespace gezhi::screens {

void open_contact(const SubjectKey& ref);

// Draws the dialog while it is open; call after the page.
void contact_dialog();

}  // namespace gezhi::screens
