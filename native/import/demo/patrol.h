// What lies along the demo district's canal: two patrol segments of its east bank with devices every 200 m
// (three are missing), the posts that support them, mediation points; a scenic zone and 专属网格.
#pragma once

#include <vector>

#include "core/district/pack.h"
#include "core/people/unit.h"

namespace gezhi::demo {

// Needs areas, tree, shapes and units; draws no random numbers.
void add_patrol(DistrictPack& pack, const std::vector<Unit>& units);

}  // namespace gezhi::demo
