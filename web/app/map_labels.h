// Names on the map, none over another: offered in order of importance, each drawn only where there is
// still room. Markers keep their room first.
#pragma once

#include <string_view>
#include <vector>

#include "web/app/map_base.h"

namespace gezhi::app {

class MapLabels {
 public:
  explicit MapLabels(const MapBase& base);

  // Begins a frame; what lies under `taken` boxes stays free.
  void begin(const MapFrame& frame);
  void keep_free(const Box& box) { taken_.push_back(box); }

  // All names of the district that suit the scale.
  void draw(ImDrawList* list, const MapLayers& layers);

  // One name under a point; true if there was room.
  bool offer(ImDrawList* list, std::string_view text, ImVec2 at, float size, bool strong,
             ui::Colour colour);

 private:
  struct GridName {
    PointE7 point;
    GridLevel level = GridLevel::none;
    GridLayer layer = GridLayer::governance;
    const std::string* name = nullptr;
  };

  void draw_grids(ImDrawList* list, GridLevel level, const MapLayers& layers);
  void draw_places(ImDrawList* list);
  void draw_roads(ImDrawList* list);
  void draw_areas(ImDrawList* list);
  bool is_free(const Box& box) const;

  const MapBase& base_;
  const MapFrame* frame_ = nullptr;
  std::vector<GridName> grids_;
  std::vector<Box> taken_;
};

}  // namespace gezhi::app
