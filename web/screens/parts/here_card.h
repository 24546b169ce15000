// What the map says of one point, in words: its grids in the three layers, who is on the other side of
// a border, the nearest named place, how far it is.
#pragma once

#include "core/base/geo.h"

namespace gezhi::screens {

// True when it was closed.
bool here_card(PointE7 point);

}  // namespace gezhi::screens
