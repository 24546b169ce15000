// How things stand: counts by state and urgency, by nature and street, and what is open longest.
// Counts only; nobody is ranked.
#pragma once

namespace gezhi::screens {

// Address: /overview.
void draw_overview();

// The figures alone, for beside the board.
void overview_panel();

}  // namespace gezhi::screens
