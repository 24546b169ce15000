// How many cases lie in each grid: as shades of the map and, saying the same, as a list. Grids are as
// fine as the scale allows. Places are counted, never people; a count that could tell of one household
// is not shown (core/cases/small_cells.h), whatever the scale: a grid whose count is hidden stands as a whole at
// the finer scales too.
#pragma once

#include <array>
#include <vector>

#include "core/cases/case.h"
#include "web/map/panel.h"

namespace gezhi::screens {

struct Heat {
  struct Row {
    GridId grid;
    int cases = 0;
    bool hidden = false;
  };
  static constexpr int kClasses = 5;
  // Of the shades; one whose `least` is above its `most` is not needed.
  struct Class {
    int least = 0;
    int most = 0;
  };
  std::array<Class, kClasses> classes{};
  std::vector<Row> rows;  // most cases first, then what is hidden
  std::vector<app::MapShade> shades;
  Row elsewhere;  // cases outside every grid of the map
};

// Kept until cases, scale, theme or map change.
const Heat& heat_of(const std::vector<const Case*>& cases, double metres_per_px);

// What the shades mean.
void heat_legend(const Heat& heat);

// The same as rows; one that is pressed, or none.
GridId heat_list(const Heat& heat);

}  // namespace gezhi::screens
