// From places to pixels of one frame of the map and back: a plane around the view's centre, good for
// a district. Units: CSS pixels; `px_per_*` per 1e-7 degree.
#pragma once

#include <vector>

#include "core/base/plane.h"
#include "imgui.h"
#include "web/platform/geometry.h"

namespace gezhi::app {

struct MapFrame {
  Box box;
  PointE7 centre;
  double metres_per_px = 1;
  double px_per_lon = 1;
  double px_per_lat = 1;
  BoxE7 view;  // what is in sight, with a little beyond

  MapFrame(const Box& where, PointE7 middle, double metres_a_px);

  ImVec2 at(PointE7 point) const {
    return {box.x + box.w / 2 + static_cast<float>((double{1} * point.lon - centre.lon) * px_per_lon),
            box.y + box.h / 2 - static_cast<float>((double{1} * point.lat - centre.lat) * px_per_lat)};
  }
  PointE7 place(float x, float y) const;
  float px(double metres) const { return static_cast<float>(metres / metres_per_px); }
};

// The view that shows all of a box with a margin, at least `least` metres a pixel.
double metres_per_px_for(const BoxE7& box, const Box& where, double least);

}  // namespace gezhi::app
