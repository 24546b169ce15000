// Layers of the map beside cases and grids. Each adds what is drawn and, as a section of the list, says
// the same in words; a section gives the place that was pressed.
#pragma once

#include <optional>
#include <vector>

#include "web/app/map_panel.h"

namespace gezhi::screens {

struct MapExtra {
  std::vector<app::MapShade> shades;
  std::vector<app::MapStroke> strokes;
};

// Whether the teams on duty reach every unit grid in time, now or at an hour (S2-37).
void draw_coverage(MapExtra& extra);
std::optional<PointE7> coverage_section();

// Patrol segments with mileposts, devices and their gaps, points of service (S5-29, S5-33, S2-12).
void draw_lines(MapExtra& extra);
std::optional<PointE7> lines_section();

// What the imports found in the city's data, for those who answer for it.
bool may_see_data_report();
void draw_data_report(MapExtra& extra);
std::optional<PointE7> data_report_section();

}  // namespace gezhi::screens
