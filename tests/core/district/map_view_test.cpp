// What the map draws: in the window, by detail, borders once, labels apart.
#include "core/district/map_view.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/prng.h"
#include "core/district/triangulate.h"

using namespace gezhi;

namespace {

GridNode node(std::uint32_t id, GridLevel level, std::uint32_t parent) {
  GridNode result;
  result.id = {id};
  result.level = level;
  result.parent = {parent};
  result.name = "网格" + std::to_string(id);
  return result;
}

Ring box(std::int32_t x0, std::int32_t y0, std::int32_t x1, std::int32_t y1) {
  return {{1201000000 + x0, 303000000 + y0},
          {1201000000 + x1, 303000000 + y0},
          {1201000000 + x1, 303000000 + y1},
          {1201000000 + x0, 303000000 + y1}};
}

// A township of two unit grids side by side, a main road, a lane, a pond.
DistrictPack two_grids() {
  DistrictPack pack;
  REQUIRE(pack.tree.add(node(1, GridLevel::district, 0)).ok());
  REQUIRE(pack.tree.add(node(2, GridLevel::township, 1)).ok());
  REQUIRE(pack.tree.add(node(3, GridLevel::unit, 2)).ok());
  REQUIRE(pack.tree.add(node(4, GridLevel::unit, 2)).ok());
  REQUIRE(pack.shapes
              .add({2}, {{{1201000000, 303000000},
                          {1201100000, 303000000},
                          {1201200000, 303000000},
                          {1201200000, 303100000},
                          {1201100000, 303100000},
                          {1201000000, 303100000}}})
              .ok());
  REQUIRE(pack.shapes.add({3}, {box(0, 0, 100000, 100000)}).ok());
  REQUIRE(pack.shapes.add({4}, {box(100000, 0, 200000, 100000)}).ok());
  RoadLinks roads;
  roads.nodes = {{1201010000, 303050000}, {1201190000, 303050000}, {1201100000, 303090000}};
  roads.names = {"", "登云路"};
  roads.add({0, 1, 1, RoadClass::primary, kAllAccess}, {{1201070000, 303050000}});
  roads.add({1, 2, 0, RoadClass::service, kAllAccess}, {});
  pack.roads = RoadGraph::make(roads).value();
  pack.areas.push_back({AreaKind::water, "塘", {box(20000, 20000, 30000, 30000)}});
  pack.places.push_back({PlaceKind::estate, "和睦新村", "", {1201050000, 303020000}, {3}});
  return pack;
}

std::size_t count(const MapScene& scene, MapLineKind kind, GridLevel level = GridLevel::none) {
  std::size_t n = 0;
  for (const MapLine& line : scene.lines) n += line.kind == kind && line.level == level ? 1U : 0U;
  return n;
}

}  // namespace

TEST_SUITE("district/map_view") {
  TEST_CASE("the projection goes there and back, north is up") {
    const MapWindow window{{1201500000, 303100000}, 2.5, 390, 600};
    const MapProjection projection(window);
    Prng prng(3);
    for (int i = 0; i < 200; ++i) {
      const PointE7 p{1201500000 + static_cast<std::int32_t>(prng.between(-50000, 50000)),
                      303100000 + static_cast<std::int32_t>(prng.between(-50000, 50000))};
      const PointE7 back = projection.to_point(projection.to_screen(p));
      CHECK(std::abs(back.lon - p.lon) < 100);
      CHECK(std::abs(back.lat - p.lat) < 100);
    }
    const ScreenPoint middle = projection.to_screen(window.centre);
    CHECK(middle.x == 195.0F);
    CHECK(projection.to_screen({1201500000, 303200000}).y < middle.y);
    // 100 m to the north are 40 px.
    const float up = middle.y - projection.to_screen({1201500000, 303100000 + 8993}).y;
    CHECK(std::fabs(up - 40) < 0.1F);
  }

  TEST_CASE("far away only main roads and outer borders, near by everything, each border once") {
    const District district(two_grids());
    const MapModel model(district);
    MapScene scene;
    MapWindow window = window_of(district.box(), 390, 400);
    window.metres_per_px = 10;
    model.view(window, GridLayer::governance, scene);
    CHECK(count(scene, MapLineKind::road) == 1);
    CHECK(count(scene, MapLineKind::border, GridLevel::township) == 1);
    CHECK(count(scene, MapLineKind::border, GridLevel::unit) == 0);
    window.metres_per_px = 2;
    window.centre = {1201060000, 303050000};
    model.view(window, GridLayer::governance, scene);
    CHECK(count(scene, MapLineKind::road) == 2);
    REQUIRE(count(scene, MapLineKind::border, GridLevel::unit) == 1);
    CHECK(scene.lines.back().level == GridLevel::township);
    CHECK(scene.fills.size() == 1);
    CHECK(scene.triangles.size() == 6);
    CHECK(scene.labels.size() == 2);  // the road and the estate
    window.centre = {1211000000, 303000000};
    model.view(window, GridLayer::governance, scene);
    CHECK(scene.lines.empty());
    CHECK(scene.labels.empty());
  }

  TEST_CASE("labels that would overlap give way to those before them") {
    const std::vector<MapLabel> labels = {
        {MapLabelKind::township, PlaceKind::other, {100, 100}, "甲"},
        {MapLabelKind::place, PlaceKind::other, {110, 105}, "乙"},
        {MapLabelKind::place, PlaceKind::other, {300, 100}, "丙"}};
    const auto fitting = labels_that_fit(labels, 18, [](const std::string&) { return 40.0F; });
    REQUIRE(fitting.size() == 2);
    CHECK(fitting[1].text == "丙");
  }

  TEST_CASE("property: triangles of a ring cover its area exactly") {
    for (std::uint64_t seed = 1; seed < 60; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      // A star-shaped ring: angles ascend, so it does not cross itself.
      Ring ring;
      const auto n = static_cast<std::int32_t>(prng.between(3, 60));
      for (std::int32_t i = 0; i < n; ++i) {
        const double angle = 6.283185307 * i / n;
        const auto radius = static_cast<double>(prng.between(1000, 90000));
        ring.push_back({1200000000 + 2 * static_cast<std::int32_t>(radius * std::cos(angle)),
                        300000000 + 2 * static_cast<std::int32_t>(radius * std::sin(angle))});
      }
      if (seed % 2 == 0) ring = Ring(ring.rbegin(), ring.rend());
      std::vector<std::uint32_t> corners;
      triangulate(ring, corners);
      CHECK(corners.size() == 3 * (ring.size() - 2));
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < corners.size(); i += 3) {
        const PointE7 triangle[] = {ring[corners[i]], ring[corners[i + 1]], ring[corners[i + 2]]};
        sum += std::abs(doubled_ring_area(triangle));
      }
      CHECK(sum == std::abs(doubled_ring_area(ring)));
    }
    std::vector<std::uint32_t> corners;
    triangulate(Ring{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, corners);  // crosses itself
    CHECK(corners.size() == 6);
  }
}
