// Names on the map, none over another: offered in order of importance, each drawn only where there is
// still room. Markers keep their room first.
#pragma once

#include <string_view>
#include <vector>

#include "web/map/base.h"

namespace gezhi::app {

class MapLabels {
 public:
  // Begins a frame.
  void begin(const MapFrame& frame);
  void keep_free(const Box& box) { taken_.push_back(box); }

  void draw_words(ImDrawList* list, MapBase& base, std::span<const MapShade> shades);
  void draw(ImDrawList* list, const MapBase& base, const MapLayers& layers);

 private:
  struct Look {
    float size = 14;
    bool strong = false;
    ui::Colour colour = 0;
  };

  Look look_of(const MapLabel& label) const;
  // True if there was room.
  bool offer(ImDrawList* list, std::string_view text, ImVec2 at, const Look& look);
  bool is_free(const Box& box) const;

  const MapFrame* frame_ = nullptr;
  std::vector<Box> taken_;
  int drawn_ = 0;
};

}  // namespace gezhi::app
