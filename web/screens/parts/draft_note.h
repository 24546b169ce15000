// Above a form whose draft stood there already when it was opened: when it was written, and a way to
// throw it away.
#pragma once

#include <string_view>

#include "web/here.h"

namespace gezhi::screens {

void draft_note(const app::OpenBook& drafts, std::string_view subject);

}  // namespace gezhi::screens
