// How this device stands with the server: what is unsent and since when, what was refused and why, and
// what can be done about it.
#pragma once

namespace gezhi::screens {

void draw_sync();

}  // namespace gezhi::screens
