// Cases as points of a map: the nature as icon, urgency as colour and shape. A restricted case stands
// in the middle of its community, never where it is.
#pragma once

#include <vector>

#include "core/cases/case.h"
#include "core/cases/subject_key.h"
#include "web/map/panel.h"

namespace gezhi::screens {

// In the order of `cases`. Cached until something changes.
const std::vector<app::MapPoint>& points_of(const std::vector<const Case*>& cases,
                                            const SubjectKey& chosen);

// Moves a view so that the case is in sight.
void look_at(app::MapView& view, const Case& one);
// Shows the whole grid.
void look_at(app::MapView& view, GridId grid);

}  // namespace gezhi::screens
