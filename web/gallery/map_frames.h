// The map with thousands of made-up cases, moving by itself (#/gallery?cases=20000): what one frame of
// it costs. `globalThis.gezhi.frame_ms` has the time of the last one.
#pragma once

namespace gezhi::gallery {

void draw_map_frames(int cases);

}  // namespace gezhi::gallery
