// Roads, canal, parks and named places of the demo district: blocks of cells give the streets between
// them, like a town that grew.
#pragma once

#include <vector>

#include "core/district/pack.h"
#include "native/import/demo/mesh.h"

namespace gezhi::demo {

struct Town {
  RoadLinks roads;
  std::vector<MapArea> areas;
  std::vector<MapPlace> places;        // grids not filled in
  std::vector<PointE7> block_middles;  // built-up blocks, where a unit may stand
};

Town make_town(const Mesh& mesh, Prng& prng);

}  // namespace gezhi::demo
