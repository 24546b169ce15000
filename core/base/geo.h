// Places as integers: WGS-84 (= CGCS2000 within centimetres) degrees × 1e7, so that a point in a
// journal, on a phone and on the server is the same point to the bit.
#pragma once

#include <cstdint>

namespace gezhi {

struct PointE7 {
  std::int32_t lon = 0;
  std::int32_t lat = 0;

  friend bool operator==(PointE7 a, PointE7 b) { return a.lon == b.lon && a.lat == b.lat; }
  friend bool operator!=(PointE7 a, PointE7 b) { return !(a == b); }
  bool is_none() const { return lon == 0 && lat == 0; }
};

// Whether it is a place on Earth (|lon| <= 180°, |lat| <= 90°).
bool is_valid(PointE7 point);

// Distance in millimetres on a sphere of 6 371 008.8 m, by the local plane at the mean latitude:
// integer only, the same everywhere. Relative error under 1e-4 up to 50 km and |lat| <= 60°.
std::int64_t distance_mm(PointE7 a, PointE7 b);

// Compass bearing from a to b in whole degrees 0..359 (0 = north, 90 = east); integer only, within
// one degree. 0 when a == b.
std::int32_t bearing_deg(PointE7 a, PointE7 b);

}  // namespace gezhi
