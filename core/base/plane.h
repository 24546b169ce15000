// Boxes of places, and the plane around a place for distances of at most a few kilometres.
#pragma once

#include <cstdint>

#include "core/base/geo.h"

namespace gezhi {

struct BoxE7 {
  PointE7 low{INT32_MAX, INT32_MAX};
  PointE7 high{INT32_MIN, INT32_MIN};

  bool is_empty() const { return low.lon > high.lon; }
  void cover(PointE7 p);
  bool has(PointE7 p) const {
    return p.lon >= low.lon && p.lon <= high.lon && p.lat >= low.lat && p.lat <= high.lat;
  }
  bool meets(const BoxE7& other) const {
    return low.lon <= other.high.lon && other.low.lon <= high.lon && low.lat <= other.high.lat &&
           other.low.lat <= high.lat;
  }
  PointE7 middle() const;
};

// The plane around a place, for distances of at most a few kilometres; integer only. What lies within
// 20 degrees of the place may be asked about, far things with fewer exact digits.
class NearPlane {
 public:
  explicit NearPlane(PointE7 origin);

  // Distance from the origin to the piece of line a-b.
  std::int64_t to_line_mm(PointE7 a, PointE7 b) const;

  // Where on a-b the nearest point is, in parts of 2^20 from a.
  std::int64_t nearest_part_q20(PointE7 a, PointE7 b) const;

  // A box that surely holds everything within `reach_mm` of the origin.
  BoxE7 box(std::int64_t reach_mm) const;

 private:
  struct Ends;
  Ends ends(PointE7 a, PointE7 b) const;

  PointE7 origin_;
  std::int64_t east_mm_;   // per kProbe of longitude here
  std::int64_t north_mm_;  // per kProbe of latitude
};

}  // namespace gezhi
