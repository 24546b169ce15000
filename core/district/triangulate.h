// Fills for drawing: a ring cut into triangles by clipping ears. For the screen only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/geo.h"

namespace gezhi {

// Appends three indices into `ring` for each triangle. A ring that crosses itself gives some triangles
// and no crash. Cost: quadratic in the ring's points at worst.
void triangulate(std::span<const PointE7> ring, std::vector<std::uint32_t>& triangles);

}  // namespace gezhi
