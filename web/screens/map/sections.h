// Layers of the map beside cases and grids. Each has what is drawn, kept until it changes, and, as a
// section of the list, says the same in words; a section gives the place that was pressed.
#pragma once

#include <optional>
#include <vector>

#include "web/map/panel.h"

namespace gezhi::screens {

struct MapLayer {
  std::vector<app::MapShade> shades;
  std::vector<app::MapStroke> strokes;
};

// Whether the teams on duty reach every unit grid in time, now or at an hour (S2-37).
const MapLayer& coverage_layer();
std::optional<PointE7> coverage_section();

// Patrol segments with mileposts, devices and their gaps, points of service (S5-29, S5-33, S2-12).
const MapLayer& lines_layer();
std::optional<PointE7> lines_section();

// What the imports found in the city's data, for kDataReportRoles.
const MapLayer& data_report_layer();
std::optional<PointE7> data_report_section();

}  // namespace gezhi::screens
