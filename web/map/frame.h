// From places to pixels of one frame of the map and back: the window of core/district/map_view.h,
// moved to where its box lies on the page.
#pragma once

#include <imgui.h>
#include "core/district/map_view.h"
#include "web/platform/geometry.h"

namespace gezhi::app {

struct MapFrame {
  Box box;
  MapWindow window;
  MapProjection projection;
  BoxE7 view;  // what is in sight, with a little beyond

  MapFrame(const Box& where, PointE7 centre, double metres_per_px);

  double metres_per_px() const { return window.metres_per_px; }
  float px(double metres) const { return static_cast<float>(metres / window.metres_per_px); }
  ImVec2 on_page(ScreenPoint at) const { return {box.x + at.x, box.y + at.y}; }
  ImVec2 at(PointE7 point) const { return on_page(projection.to_screen(point)); }
  PointE7 place(float x, float y) const { return projection.to_point({x - box.x, y - box.y}); }
};

}  // namespace gezhi::app
