// The units of the demo district: what each street has, each community, each beat, and the district.
#pragma once

#include <vector>

#include "core/district/pack.h"
#include "core/grid/locate.h"
#include "core/people/unit.h"

namespace gezhi::demo {

// Also adds a place for every unit that people come to. `stands` are points where a unit may stand.
std::vector<Unit> make_units(DistrictPack& pack, const std::vector<PointE7>& stands,
                             const GridLocator& locator);

}  // namespace gezhi::demo
