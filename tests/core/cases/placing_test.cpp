// Where a point lies, as a case keeps it: known, at a border, rough, outside.
#include "core/cases/placing.h"

#include <doctest/doctest.h>

#include "tests/support/ground.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

Place placed(const StreetGround& ground, PointE7 point, std::uint32_t accuracy_m = 0) {
  Place place;
  place.point = point;
  place.accuracy_m = accuracy_m;
  place.address = "3幢2单元";
  place.code = "MQ-0012";
  place.grid = GridId{999};  // of an older map
  place.border_with = GridId{998};
  locate_place(ground.map(), place);
  CHECK(place.point == point);
  CHECK(place.address == "3幢2单元");
  CHECK(place.code == "MQ-0012");
  CHECK(place.outside_known_grids == place.grid.is_none());
  return place;
}

}  // namespace

TEST_SUITE("cases/placing") {
  TEST_CASE("a point has the deepest grid that holds it, whatever was thought before") {
    const StreetGround ground;
    CHECK(placed(ground, StreetGround::in(0)).grid == kGridA1);
    CHECK(placed(ground, StreetGround::in(1)).grid == kGridA2);
    CHECK(placed(ground, StreetGround::in(2), 12).grid == kGridB1);
    CHECK(placed(ground, StreetGround::in(1)).border_with.is_none());
  }

  TEST_CASE("two say the same place also when one of them did not know its grid yet") {
    Place a;
    a.point = StreetGround::in(0);
    a.address = "3幢";
    a.code = "MQ-0012";
    a.grid = kGridA1;
    Place b = a;
    b.accuracy_m = 12;
    CHECK(same_spot(a, b));
    b.grid = {};
    CHECK(same_spot(a, b));
    CHECK(same_spot(b, a));
    b.grid = kGridA2;
    CHECK_FALSE(same_spot(a, b));
    for (const auto& change :
         {+[](Place& one) { one.point = StreetGround::in(1); },
          +[](Place& one) { one.address = "5幢"; }, +[](Place& one) { one.code.clear(); }}) {
      b = a;
      change(b);
      CHECK_FALSE(same_spot(a, b));
    }
  }

  TEST_CASE("near a border both sides are named") {
    const StreetGround ground;
    const Place west = placed(ground, StreetGround::in(0, kGridSide / 2 - 1000));
    CHECK(west.grid == kGridA1);
    CHECK(west.border_with == kGridA2);
    const Place east = placed(ground, StreetGround::in(1, 1000 - kGridSide / 2));
    CHECK(east.grid == kGridA2);
    CHECK(east.border_with == kGridA1);
    // Beyond the outermost border there is no neighbour to name.
    CHECK(placed(ground, StreetGround::in(0, 1000 - kGridSide / 2)).border_with.is_none());
  }

  TEST_CASE("a rough fix names no grid; as far as the radius allows it does") {
    const StreetGround ground;
    CHECK(placed(ground, StreetGround::in(1), kFixRadiusMaxM).grid == kGridA2);
    CHECK(placed(ground, StreetGround::in(1), kFixRadiusMaxM + 1).grid.is_none());
    CHECK(placed(ground, StreetGround::in(1), 3000).border_with.is_none());
  }

  TEST_CASE("outside, and without a point, nothing is made up") {
    const StreetGround ground;
    CHECK(placed(ground, StreetGround::in(9)).grid.is_none());
    CHECK(placed(ground, {}).grid.is_none());
    CHECK(street_at(ground.map(), StreetGround::in(9)).is_none());
    CHECK(street_at(ground.map(), {}).is_none());
    CHECK(street_at(ground.map(), StreetGround::in(2)) == kStreet);
    CHECK(street_at(ground.map(), StreetGround::in(3)) == kNextStreet);
  }
}
