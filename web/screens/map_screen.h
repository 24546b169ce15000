// The map with a list beside it that says everything the map says; layers on and off; search by the
// name of a place.
#pragma once

namespace gezhi::screens {

// Address: /map.
void draw_map();

}  // namespace gezhi::screens
