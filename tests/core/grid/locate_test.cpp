// Point location against brute force over the same polygons, with borders, holes and dirt.
#include "core/grid/locate.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"
#include "core/grid/street.h"

using namespace gezhi;

namespace {

GridNode node(std::uint32_t id, GridLevel level, std::uint32_t parent,
              GridLayer layer = GridLayer::governance) {
  GridNode result;
  result.id = {id};
  result.layer = layer;
  result.level = level;
  result.parent = {parent};
  result.name = "grid " + std::to_string(id);
  return result;
}

Ring box(std::int32_t x0, std::int32_t y0, std::int32_t x1, std::int32_t y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

// Deepest level first, then lower id; on the border counts as in.
GridId brute_force(const GridTree& tree, const GridShapes& shapes, GridLayer layer, PointE7 p) {
  GridId best;
  GridLevel level = GridLevel::none;
  for (std::uint32_t s = 0; s < shapes.size(); ++s) {
    const GridNode* n = tree.find(shapes.grid(s));
    if (n == nullptr || n->layer != layer || shapes.test(s, p) == Inside::no) continue;
    if (n->level > level || (n->level == level && n->id < best)) {
      best = n->id;
      level = n->level;
    }
  }
  return best;
}

struct District {
  GridTree tree;
  GridShapes shapes;
};

// 6 × 6 warped quadrilaterals sharing their corners, in 4 villages; a hole and an overlap.
District warped(Prng& prng, std::int32_t size) {
  District d;
  REQUIRE(d.tree.add(node(1, GridLevel::district, 0)).ok());
  REQUIRE(d.tree.add(node(2, GridLevel::township, 1)).ok());
  for (std::uint32_t v = 0; v < 4; ++v)
    REQUIRE(d.tree.add(node(10 + v, GridLevel::village, 2)).ok());
  PointE7 corner[7][7];
  for (std::int32_t y = 0; y < 7; ++y) {
    for (std::int32_t x = 0; x < 7; ++x) {
      corner[y][x] = {
          1201000000 + x * size + static_cast<std::int32_t>(prng.between(-size / 3, size / 3)),
          303000000 + y * size + static_cast<std::int32_t>(prng.between(-size / 3, size / 3))};
    }
  }
  for (std::uint32_t i = 0; i < 36; ++i) {
    const std::uint32_t x = i % 6, y = i / 6;
    REQUIRE(d.tree.add(node(100 + i, GridLevel::unit, 10 + x / 3 + y / 3 * 2)).ok());
    std::vector<Ring> rings{
        {corner[y][x], corner[y][x + 1], corner[y + 1][x + 1], corner[y + 1][x]}};
    if (i == 14) {
      const PointE7 m = corner[y][x];
      rings.push_back(box(m.lon + size / 3, m.lat + size / 3, m.lon + size / 2, m.lat + size / 2));
    }
    if (i == 20) {  // two parts, the second lies over other units
      rings.push_back(box(corner[0][0].lon, corner[0][0].lat, corner[0][0].lon + size,
                          corner[0][0].lat + size));
    }
    REQUIRE(d.shapes.add({100 + i}, rings).ok());
  }
  REQUIRE(d.shapes
              .add({1}, {box(1201000000 - size, 303000000 - size, 1201000000 + 7 * size,
                             303000000 + 7 * size)})
              .ok());
  REQUIRE(d.shapes
              .add({11}, {box(1201000000 + 3 * size, 303000000, 1201000000 + 8 * size,
                              303000000 + 3 * size)})
              .ok());
  return d;
}

}  // namespace

TEST_SUITE("grid/locate") {
  TEST_CASE("property: the answer is brute force's, inside, outside, on corners and on borders") {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
      CAPTURE(seed);
      Prng prng(seed);
      // A tiny district makes most points hit corners, borders and cell lines exactly.
      const std::int32_t size = seed % 2 == 0 ? 12 : 40000;
      const District d = warped(prng, size);
      const GridLocator locator(d.tree, d.shapes);
      std::uint32_t wrong = 0;
      for (int i = 0; i < 20000; ++i) {
        PointE7 p{1201000000 + static_cast<std::int32_t>(prng.between(-2 * size, 9 * size)),
                  303000000 + static_cast<std::int32_t>(prng.between(-2 * size, 8 * size))};
        if (i % 4 == 0) {
          const auto shape = static_cast<std::uint32_t>(prng.below(d.shapes.size()));
          const auto ring = d.shapes.ring(d.shapes.ring_begin(shape));
          p = ring[static_cast<std::size_t>(prng.below(ring.size()))];
        }
        if (!(locator.at(GridLayer::governance, p) ==
              brute_force(d.tree, d.shapes, GridLayer::governance, p)))
          ++wrong;
      }
      CHECK(wrong == 0);
    }
  }

  TEST_CASE("a place near a border names the other side with its distance") {
    GridTree tree;
    GridShapes shapes;
    REQUIRE(tree.add(node(1, GridLevel::district, 0)).ok());
    REQUIRE(tree.add(node(2, GridLevel::unit, 1)).ok());
    REQUIRE(tree.add(node(3, GridLevel::unit, 1)).ok());
    REQUIRE(tree.add(node(4, GridLevel::district, 0, GridLayer::police)).ok());
    REQUIRE(shapes.add({2}, {box(1200000000, 300000000, 1200100000, 300100000)}).ok());
    REQUIRE(shapes.add({3}, {box(1200100000, 300000000, 1200200000, 300100000)}).ok());
    const GridLocator locator(tree, shapes);

    // 1000 units of longitude at 30 N are 9.63 m.
    const Located close = locator.locate({1200099000, 300050000});
    const LayerPlace& here = close.in(GridLayer::governance);
    CHECK(here.grid == GridId{2});
    CHECK(here.border);
    REQUIRE(here.neighbour_count == 1);
    CHECK(here.neighbours[0].grid == GridId{3});
    CHECK(here.neighbours[0].distance_mm >= 9600);
    CHECK(here.neighbours[0].distance_mm <= 9660);
    CHECK(close.in(GridLayer::police).grid.is_none());
    CHECK_FALSE(close.outside());

    CHECK_FALSE(locator.locate({1200050000, 300050000}).in(GridLayer::governance).border);
    CHECK(locator.locate({1200050000, 300050000}, 500000).in(GridLayer::governance).border);
    // Exactly on it: the lower id, the other at distance 0.
    const Located on = locator.locate({1200100000, 300050000}, 0);
    CHECK(on.in(GridLayer::governance).grid == GridId{2});
    CHECK(on.in(GridLayer::governance).border);
    REQUIRE(on.in(GridLayer::governance).neighbour_count == 1);
    CHECK(on.in(GridLayer::governance).neighbours[0].grid == GridId{3});
  }

  TEST_CASE("a grid answers before a functional zone over it, whatever their ids") {
    District d;
    GridNode zone = node(1, GridLevel::unit, 0);
    zone.zone = true;
    REQUIRE(d.tree.add(zone).ok());
    REQUIRE(d.tree.add(node(2, GridLevel::unit, 0)).ok());
    REQUIRE(d.shapes.add({1}, {box(0, 0, 2000, 1000)}).ok());
    REQUIRE(d.shapes.add({2}, {box(1000, 0, 3000, 1000)}).ok());
    const GridLocator locator(d.tree, d.shapes);
    CHECK(locator.at(GridLayer::governance, {500, 500}) == GridId{1});
    CHECK(locator.at(GridLayer::governance, {1500, 500}) == GridId{2});
  }

  TEST_CASE("outside everything is an answer, near an edge or far away") {
    GridTree tree;
    GridShapes shapes;
    REQUIRE(tree.add(node(1, GridLevel::district, 0)).ok());
    REQUIRE(shapes.add({1}, {box(1200000000, 300000000, 1200100000, 300100000)}).ok());
    const GridLocator locator(tree, shapes);
    const Located near = locator.locate({1200101000, 300050000});
    CHECK(near.outside());
    CHECK(near.in(GridLayer::governance).border);
    CHECK(near.in(GridLayer::governance).neighbours[0].grid == GridId{1});
    CHECK(locator.locate({-1800000000, -900000000}).outside());
    CHECK(GridLocator().locate({0, 0}).outside());
  }

  TEST_CASE("a broken ring is refused with its grid and cause") {
    GridShapes shapes;
    const auto two = shapes.add({7}, {{{0, 0}, {5, 5}, {0, 0}}});
    REQUIRE_FALSE(two.ok());
    CHECK(two.error().message == "area of grid 7: a ring has fewer than 3 different points");
    CHECK_FALSE(shapes.add({7}, {{{0, 0}, {500000000, 0}, {0, 5}}}).ok());
    CHECK_FALSE(shapes.add({7}, {}).ok());
    CHECK(shapes.size() == 0);
  }

  TEST_CASE("areas, label points and nesting of holes") {
    GridShapes shapes;
    REQUIRE(shapes.add({1}, {box(0, 0, 100, 100), box(20, 20, 80, 80), box(40, 40, 60, 60)}).ok());
    CHECK(shapes.doubled_area(0) == 2 * (10000 - 3600 + 400));
    CHECK(shapes.test(0, {30, 30}) == Inside::no);
    CHECK(shapes.test(0, {50, 50}) == Inside::yes);
    CHECK(shapes.test(0, {20, 50}) == Inside::on_border);
    CHECK(shapes.test(0, shapes.label_point(0)) == Inside::yes);
  }
}

TEST_SUITE("grid/street") {
  TEST_CASE("a grid's street is its township's code, or its id without one") {
    GridTree tree;
    REQUIRE(tree.add(node(1, GridLevel::district, 0)).ok());
    GridNode street = node(2, GridLevel::township, 1);
    street.codes = {{std::string(kStatsScheme), "330105001000"}};
    REQUIRE(tree.add(street).ok());
    REQUIRE(tree.add(node(3, GridLevel::township, 1)).ok());
    REQUIRE(tree.add(node(4, GridLevel::unit, 2)).ok());
    CHECK(shard_of(tree, {4}) == ShardId{330105001});
    CHECK(shard_of(tree, {3}) == ShardId{3});
    CHECK(shard_of(tree, {1}).is_none());
    CHECK(township_of(tree, {330105001}) == GridId{2});
    CHECK(find_code(tree, kStatsScheme, "330105001000")->id == GridId{2});
    CHECK(children_of(tree, {1}).size() == 2);
    CHECK(full_name(tree, {4}) == "grid 2 grid 4");
  }
}
