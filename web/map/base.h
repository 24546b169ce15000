// Paints the base map: land, water and green, roads with their edges, borders of grids. What to paint
// comes from core/district/map_view.h, by the scale; here are only widths and colours.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "web/map/frame.h"
#include "web/map/panel.h"
#include "web/map/style.h"

namespace gezhi::app {

class MapBase {
 public:
  explicit MapBase(const District& district);

  // `shades` lie on the land and below the roads.
  void draw(ImDrawList* list, const MapFrame& frame, const MapLayers& layers,
            std::span<const MapShade> shades);
  // One node with emphasis: a soft fill.
  void draw_grid(ImDrawList* list, const MapFrame& frame, GridId grid);

  // Where the shade's words stand: the middle of its area; none without an area.
  PointE7 middle_of(GridId grid) { return ground_of(grid).middle; }
  void draw_strokes(ImDrawList* list, const MapFrame& frame, std::span<const MapStroke> strokes);

  // Names that suit the scale, most important first: of the last draw().
  const std::vector<MapLabel>& labels() const { return scene_.labels; }
  const std::vector<MapLabel>& beat_labels() const { return beats_.labels; }

 private:
  // A grid's area as triangles, three points each; holes are filled too.
  struct Ground {
    BoxE7 box;
    PointE7 middle;
    std::vector<PointE7> triangles;
  };

  const Ground& ground_of(GridId grid);
  void fill(ImDrawList* list, const MapFrame& frame, const Ground& ground, ui::Colour colour);
  void draw_land(ImDrawList* list, const MapFrame& frame);
  void draw_roads(ImDrawList* list, const MapFrame& frame, bool edges);
  void draw_borders(ImDrawList* list, const MapFrame& frame, const MapScene& scene, bool all);
  void stroke(ImDrawList* list, const MapFrame& frame, const MapScene& scene, const MapLine& line,
              ui::Colour colour, float width);

  const District& district_;
  MapModel model_;
  std::map<GridId, Ground> grounds_;  // those that were drawn
  std::vector<GridId> streets_;       // the district's land
  MapScene scene_;
  MapScene beats_;
  std::vector<ImVec2> line_;  // scratch
};

}  // namespace gezhi::app
