// Which grids lie beside a grid (格间联防), and how long their common border is.
//
// How: the import makes areas meet exactly, so a common border is pieces with the same two ends.
// Shapes: nodes of the same layer and level, the longest border first, then ids ascending; empty for a
// node without an area. Units: millimetres. Cost: linear in the areas' boxes, n log n in the points of
// the areas near by. Threads: const. Source: S3-14.
#pragma once

#include <cstdint>
#include <vector>

#include "core/grid/shapes.h"
#include "core/grid/tree.h"

namespace gezhi {

struct BorderNeighbour {
  GridId grid;
  std::int64_t border_mm = 0;
};

std::vector<BorderNeighbour> border_neighbours(const GridTree& tree, const GridShapes& shapes,
                                               GridId grid);

}  // namespace gezhi
