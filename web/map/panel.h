// The map: grids, roads, names, my position, cases, a route. One panel for every screen that shows
// places. The view (centre, scale) belongs to the caller.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/geo.h"
#include "core/base/plane.h"
#include "core/cases/case.h"
#include "core/road/route.h"
#include "web/theme.h"
#include "web/widgets/icons.h"

namespace gezhi::app {

struct MapPoint {
  PointE7 point;
  std::string name;  // read by a screen reader, and the label when chosen
  ui::Tone tone = ui::Tone::info;
  ui::Icon icon = ui::Icon::dot;
  bool chosen = false;
};

struct MapView {
  PointE7 centre;  // none: the whole district (or the points) is shown first
  double metres_per_px = 0;
};

// What is shown beside land, water and roads.
struct MapLayers {
  bool grids = true;   // borders of governance grids, as fine as the scale allows
  bool beats = false;  // borders of police beats
  bool names = true;
};

// A grid's area filled, with words in its middle.
struct MapShade {
  GridId grid;
  ui::Colour colour = 0;
  std::string words;
};

// A line or, of one point, a dot. `width` in pixels; of a dot its radius.
struct MapStroke {
  std::vector<PointE7> points;
  BoxE7 box;  // of the points
  ui::Colour colour = 0;
  float width = 3;
  bool closed = false;
};
MapStroke stroke_of(std::vector<PointE7> points, ui::Colour colour, float width,
                    bool closed = false);

struct MapOptions {
  float height = 0;  // 0: what is left of the page
  MapLayers layers;
  std::optional<PointE7> cross;  // a cross-hair marker (the place being chosen)
  const gezhi::Route* route = nullptr;
  GridId highlight;  // a grid drawn with emphasis
  std::span<const MapShade> shades;
  std::vector<std::span<const MapStroke>> strokes;  // layer by layer
};

struct MapResult {
  std::optional<PointE7> tapped;  // a tap beside the points
  int chosen = -1;                // index of a point that was pressed
};

MapResult map_panel(std::string_view name, MapView& view, const std::vector<MapPoint>& points,
                    const MapOptions& options = {});

}  // namespace gezhi::app
