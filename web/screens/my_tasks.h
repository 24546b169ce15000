// What waits for this person, nearest first, with its clocks.
#pragma once

namespace gezhi::screens {

void draw_my_tasks();

}  // namespace gezhi::screens
