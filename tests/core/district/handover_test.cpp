// Each map is given the place in its own coordinates. The point and its two shifted forms are the
// first vector of the published formula (coords_test.cpp).
#include "core/district/handover.h"

#include <doctest/doctest.h>

using namespace gezhi;

TEST_SUITE("district/handover") {
  // rows: S2-24
  TEST_CASE("the position goes out in the coordinates the map expects, and nothing else") {
    const PointE7 place{1201650000, 302760000};
    CHECK(handover_link(OutsideMap::phone, place, Profile::foot, "目的地") ==
          "geo:30.2760000,120.1650000?q=30.2760000,120.1650000");
    CHECK(handover_link(OutsideMap::amap, place, Profile::ebike, "目的地") ==
          "https://uri.amap.com/navigation?to=120.1696655,30.2736533,%E7%9B%AE%E7%9A%84%E5%9C%B0"
          "&mode=ride&coordinate=gaode&callnative=1");
    CHECK(handover_link(OutsideMap::amap, place, Profile::foot, "a&b").find("a%26b&mode=walk") !=
          std::string::npos);
    CHECK(handover_link(OutsideMap::amap, place, Profile::car, "X").find("&mode=car") !=
          std::string::npos);
    CHECK(handover_link(OutsideMap::baidu, place, Profile::foot, "X1") ==
          "https://api.map.baidu.com/marker?location=30.2793491,120.1762624&title=X1&content=X1"
          "&coord_type=bd09ll&output=html");
  }
  TEST_CASE("outside China, south and west, nothing is shifted for Amap") {
    const PointE7 rio{-431729000, -229068000};
    CHECK(handover_link(OutsideMap::amap, rio, Profile::foot, "X")
              .find("to=-43.1729000,-22.9068000,X") != std::string::npos);
    CHECK(handover_link(OutsideMap::phone, {-5, 0}, Profile::foot, "") ==
          "geo:0.0000000,-0.0000005?q=0.0000000,-0.0000005");
  }
}
