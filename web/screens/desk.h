// The desk's board: queues with counts, the cases of one queue by urgency, the map, and one case with
// what can be done about it. On a phone the list, then the case.
#pragma once

namespace gezhi::screens {

// Address: /desk, /desk/<case>.
void draw_desk();

}  // namespace gezhi::screens
