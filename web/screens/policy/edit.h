// The rules as a form: every field with the widget of its type, one group at a time.
#pragma once

#include "web/screens/policy/draft.h"

namespace gezhi::screens {

void policy_edit(PolicyDraft& draft);

}  // namespace gezhi::screens
