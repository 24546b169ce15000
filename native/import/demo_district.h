// The demo district: 拱墅区 with its real street and community names and codes, everything else made up
// (合成数据), the same on every machine. `gezhi demo` and tests use it.
#pragma once

#include <vector>

#include "core/district/pack.h"
#include "core/people/unit.h"

namespace gezhi {

// Ids: district 330105; streets their 9-digit code; communities 1000000 + n, unit grids 2000000 + 10 n
// + k, areas 3000000 + n; police: bureau 4000000, stations 4000000 + n, beats 4100000 + n; community
// layer: 5000000, streets 5000000 + n, grids 5100000 + n. Units: 1000 × street number + n; district
// units below 1000.
struct DemoDistrict {
  DistrictPack pack;        // tree, polygons, roads, water and parks, places with codes
  std::vector<Unit> units;  // ids ascending
};

inline constexpr std::uint64_t kDemoSeed = 330105;

DemoDistrict make_demo_district(std::uint64_t seed = kDemoSeed);

}  // namespace gezhi
