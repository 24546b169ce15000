// Reporting a matter in a minute: danger first, what, where, words, photos. What was typed stays until
// it is handed in, a reload and a sign-out included (web/app/drafts.h).
#pragma once

namespace gezhi::screens {

void draw_report();

}  // namespace gezhi::screens
