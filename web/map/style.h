// The map's colours, by the theme's scheme. Roads differ by width as well as by colour, grids by
// line and name, so that nothing on the map is told by colour alone.
#pragma once

#include <array>

#include "web/theme.h"

namespace gezhi::app {

struct MapStyle {
  ui::Colour land = 0;
  ui::Colour outside = 0;  // beyond the district's streets
  ui::Colour water = 0;
  ui::Colour green = 0;
  ui::Colour built = 0;
  ui::Colour road = 0;
  ui::Colour road_main = 0;
  ui::Colour road_main_thin = 0;  // when it is only a line
  ui::Colour road_edge = 0;
  ui::Colour path = 0;
  ui::Colour border = 0;       // of unit grids and communities
  ui::Colour border_main = 0;  // of streets
  ui::Colour beat = 0;
  ui::Colour text = 0;
  ui::Colour text_soft = 0;
  ui::Colour text_grid = 0;
  ui::Colour halo = 0;
  ui::Colour route = 0;
  ui::Colour route_edge = 0;
  ui::Colour me = 0;
  std::array<ui::Colour, 5> heat{};  // from little to much: one hue, ever further from the land
};

const MapStyle& map_style();

}  // namespace gezhi::app
