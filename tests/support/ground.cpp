#include "tests/support/ground.h"

#include "core/district/pack.h"
#include "core/grid/street.h"

namespace gezhi::test {
namespace {

constexpr PointE7 kWestSouth{1201500000, 303100000};

PointE7 corner(std::int32_t x, std::int32_t y) {
  return {kWestSouth.lon + x * kGridSide, kWestSouth.lat + y * kGridSide};
}

}  // namespace

StreetGround::StreetGround() {
  add(kGridStreet, GridLevel::township, {}, 0, 3, "330105001000");
  add(GridId{2}, GridLevel::township, {}, 3, 4, "330105002000");
  add(kCommunityA, GridLevel::village, kGridStreet, 0, 2);
  add(kCommunityB, GridLevel::village, kGridStreet, 2, 3);
  add(GridId{30}, GridLevel::village, GridId{2}, 3, 4);
  add(kGridA1, GridLevel::unit, kCommunityA, 0, 1);
  add(kGridA2, GridLevel::unit, kCommunityA, 1, 2);
  add(kGridB1, GridLevel::unit, kCommunityB, 2, 3);
  add(GridId{31}, GridLevel::unit, GridId{30}, 3, 4);
  locator_ = GridLocator(tree_, shapes_);
  ground_ = {&tree_, &locator_, sha256(Bytes{1})};
}

Bytes StreetGround::pack() const {
  DistrictPack pack;
  pack.tree = tree_;
  pack.shapes = shapes_;
  return write_pack(pack);
}

PointE7 StreetGround::in(std::int32_t square, std::int32_t off) {
  const PointE7 low = corner(square, 0);
  return {low.lon + kGridSide / 2 + off, low.lat + kGridSide / 2};
}

void StreetGround::add(GridId id, GridLevel level, GridId parent, std::int32_t from,
                       std::int32_t to, const char* code) {
  GridNode node;
  node.id = id;
  node.level = level;
  node.parent = parent;
  node.name = "网格" + std::to_string(id.value);
  if (*code != '\0') node.codes.push_back({std::string(kStatsScheme), code, {}, {}});
  GEZHI_CHECK(tree_.add(node).ok());
  const Ring ring{corner(from, 0), corner(to, 0), corner(to, 1), corner(from, 1)};
  GEZHI_CHECK(shapes_.add(id, {ring}).ok());
}

}  // namespace gezhi::test
