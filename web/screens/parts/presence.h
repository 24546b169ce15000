// Where the person is who says to be at the place of a case (C04): seen before it is handed in, with the
// field for the reason when that is too far.
#pragma once

#include "core/cases/presence.h"
#include "core/cases/world.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

void presence_field(const Case& one, Fix& fix);

// "在现场", "距现场 1.2 公里", "位置不明"; nothing when it is not judged.
ui::Chip presence_chip(Presence presence, std::uint32_t away_m);

// The same of a line of the timeline, with the reason; "" where nobody says to be at the place.
std::string presence_text(const World& world, const Case& one, const HistoryLine& line);

}  // namespace gezhi::screens
