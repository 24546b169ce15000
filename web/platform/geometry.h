// Rectangles in CSS pixels of the page, y down.
#pragma once

namespace gezhi {

struct Box {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  bool contains(float px, float py) const {
    return px >= x && py >= y && px < right() && py < bottom();
  }
  Box inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
};

}  // namespace gezhi
