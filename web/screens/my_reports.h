// What this person reported, and what became of it.
#pragma once

namespace gezhi::screens {

void draw_my_reports();

}  // namespace gezhi::screens
