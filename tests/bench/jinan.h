// The roads of Jinan for benchmarks: imported natively, and left as a pack for the wasm program, which
// cannot read shapefiles.
#pragma once

#include <optional>

#include "core/district/pack.h"

namespace gezhi {

// None, with one line on stdout, when the data is not there.
std::optional<DistrictPack> jinan_pack();

// Where the native program leaves it.
inline constexpr const char* kJinanPack = GEZHI_SOURCE_DIR "/build/bench-jinan.pack";

}  // namespace gezhi
