// Borders that areas share: made to meet exactly, then simplified once for all areas that have them,
// so that no gap and no overlap appears.
//
// Integers throughout (E7 units); only how far a point is from a line is measured in real numbers.
// Deterministic: the same areas in the same order give the same borders. Threads: one at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "native/import/overlay.h"

namespace gezhi {

// Vertices within `reach_mm` of one that came before become that one; a border that passes within it of
// another's vertex goes through it. Earlier areas give way last: coarse levels should come first.
// Rings that collapse are dropped. Cost: n log n in the vertices.
void snap_borders(const std::vector<Parts*>& areas, std::int64_t reach_mm);

// Fewer points: each border between two places where borders meet is simplified by Douglas-Peucker
// within `tolerance_mm`, once. Borders that would touch or cross another then stay as they are, so do
// those whose area would break. Returns how many points are left of how many.
struct Simplified {
  std::uint64_t points_before = 0;
  std::uint64_t points = 0;
  std::uint64_t borders = 0;
  std::uint64_t borders_kept_whole = 0;  // because simplifying them would break something
};
Simplified simplify_borders(const std::vector<Parts*>& areas, const Frame& frame,
                            std::int64_t tolerance_mm);

}  // namespace gezhi
