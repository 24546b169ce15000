// Three coordinate systems that look alike and differ by hundreds of metres: WGS-84 (GPS; CGCS2000
// within centimetres), GCJ-02 (what Chinese maps show) and BD-09 (Baidu). One type each, so that
// none can be taken for another. Real numbers are allowed here: this serves import and hand-over to
// other maps, never the state.
//
// Source: the published formula, a = 6378245, ee = 0.006693421622965823 (DOMAIN.md section 5).
// Outside China (72.004..137.8347 E, 0.8293..55.8271 N) WGS-84 and GCJ-02 are the same.
#pragma once

#include "core/base/geo.h"

namespace gezhi {

struct Wgs84 {
  double lon = 0;
  double lat = 0;
};
struct Gcj02 {
  double lon = 0;
  double lat = 0;
};
struct Bd09 {
  double lon = 0;
  double lat = 0;
};

bool is_outside_china(double lon, double lat);

Gcj02 to_gcj02(Wgs84 place);
Wgs84 to_wgs84(Gcj02 place);  // iterated until the way back closes within 1e-9 degrees
Bd09 to_bd09(Gcj02 place);
Gcj02 to_gcj02(Bd09 place);  // iterated as well
Bd09 to_bd09(Wgs84 place);
Wgs84 to_wgs84(Bd09 place);

// Rounded to the nearest 1e-7 degree; the place must be on Earth.
PointE7 to_e7(Wgs84 place);
Wgs84 to_wgs84(PointE7 point);

}  // namespace gezhi
