// Paints the base map: land, water and green, roads with their edges, borders of grids. What to paint
// comes from core/district/map_view.h, by the scale; here are only widths and colours.
#pragma once

#include <vector>

#include "web/app/map_frame.h"
#include "web/app/map_panel.h"
#include "web/app/map_style.h"

namespace gezhi::app {

class MapBase {
 public:
  explicit MapBase(const District& district);

  void draw(ImDrawList* list, const MapFrame& frame, const MapLayers& layers);
  // One node with emphasis: a soft fill.
  void draw_grid(ImDrawList* list, const MapFrame& frame, GridId grid);

  // Names that suit the scale, most important first: of the last draw().
  const std::vector<MapLabel>& labels() const { return scene_.labels; }
  const std::vector<MapLabel>& beat_labels() const { return beats_.labels; }

 private:
  struct Street {
    BoxE7 box;
    std::vector<PointE7> triangles;
  };

  void draw_land(ImDrawList* list, const MapFrame& frame);
  void draw_roads(ImDrawList* list, const MapFrame& frame, bool edges);
  void draw_borders(ImDrawList* list, const MapFrame& frame, const MapScene& scene, bool all);
  void stroke(ImDrawList* list, const MapFrame& frame, const MapScene& scene, const MapLine& line,
              ui::Colour colour, float width);

  MapModel model_;
  std::vector<Street> streets_;  // the district's land
  MapScene scene_;
  MapScene beats_;
  std::vector<ScreenPoint> grid_;  // scratch
  std::vector<ImVec2> line_;       // scratch
};

}  // namespace gezhi::app
