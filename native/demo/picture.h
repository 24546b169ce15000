// Photos for the demo, drawn here because it shows nobody's real street: a corridor with or without
// boxes in it.
#pragma once

#include "core/base/bytes.h"

namespace gezhi {

// A PNG of 320 × 240 with `boxes` (0 to 6) in the corridor; the same number, the same bytes.
inline constexpr std::uint32_t kPictureWidth = 320;
inline constexpr std::uint32_t kPictureHeight = 240;
Bytes corridor_picture(std::uint32_t boxes);

}  // namespace gezhi
