// One case beside the list: everything about it, and at the foot what can be done.
#pragma once

#include "core/cases/case.h"
#include "web/platform/geometry.h"

namespace gezhi::screens {

// Fills the box; the foot stays in sight.
void desk_detail(const Case& one, const Box& box);
// The same things on a page of their own, or beside a map that shows the place.
void desk_detail_parts(const Case& one, bool beside_map);

}  // namespace gezhi::screens
