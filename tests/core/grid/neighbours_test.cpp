// Grids beside each other, and areas across layers.
#include "core/grid/neighbours.h"

#include <doctest/doctest.h>

#include "core/district/pack.h"
#include "core/grid/shares.h"

using namespace gezhi;

namespace {

constexpr std::int32_t kSide = 100000;  // 0.01 degrees

PointE7 at(std::int32_t x, std::int32_t y) {
  return {1200000000 + x * kSide, 300000000 + y * kSide};
}

struct Ground {
  DistrictPack pack;

  void add(std::uint32_t id, GridLayer layer, const Ring& ring) {
    GridNode node;
    node.id = {id};
    node.layer = layer;
    node.level = GridLevel::unit;
    node.name = "x";
    REQUIRE(pack.tree.add(node).ok());
    REQUIRE(pack.shapes.add({id}, {ring}).ok());
  }
};

}  // namespace

TEST_SUITE("grid/neighbours") {
  TEST_CASE("those with a piece of border in common, the longest first; a corner is none") {
    Ground g;
    const auto box = [](std::int32_t x, std::int32_t y, std::int32_t w, std::int32_t h) {
      return Ring{at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h)};
    };
    g.add(1, GridLayer::governance, box(0, 0, 2, 1));
    g.add(2, GridLayer::governance, {at(0, 1), at(1, 1), at(2, 1), at(2, 3), at(0, 3)});
    g.add(3, GridLayer::governance, box(2, 0, 1, 1));    // beside 1
    g.add(4, GridLayer::governance, box(-1, -1, 1, 1));  // touches 1 in a corner
    g.add(5, GridLayer::police, box(2, 0, 1, 1));
    g.add(6, GridLayer::governance, box(2, 1, 1, 2));  // beside 2 and 3
    CHECK(border_neighbours(g.pack.tree, g.pack.shapes, {4}).empty());
    CHECK(border_neighbours(g.pack.tree, g.pack.shapes, {5}).empty());
    CHECK(border_neighbours(g.pack.tree, g.pack.shapes, {9}).empty());
    const auto of_3 = border_neighbours(g.pack.tree, g.pack.shapes, {3});
    REQUIRE(of_3.size() == 2);
    CHECK(of_3[0].grid == GridId{1});  // a side to the west is longer than one to the north here
    CHECK(of_3[0].border_mm == distance_mm(at(2, 0), at(2, 1)));
    CHECK(of_3[1].grid == GridId{6});
    CHECK(of_3[1].border_mm == distance_mm(at(2, 1), at(3, 1)));
    const auto of_6 = border_neighbours(g.pack.tree, g.pack.shapes, {6});
    REQUIRE(of_6.size() == 2);
    CHECK(of_6[0].grid == GridId{2});
  }

  TEST_CASE(
      "shares: both directions, the largest first; partners by one lookup; the pack keeps them") {
    Ground g;
    const Ring ring{at(0, 0), at(1, 0), at(1, 1)};
    for (std::uint32_t id = 1; id <= 2; ++id) g.add(id, GridLayer::governance, ring);
    for (std::uint32_t id = 3; id <= 4; ++id) g.add(id, GridLayer::police, ring);
    g.add(5, GridLayer::community, ring);
    g.pack.shares = LayerShares({{{1}, {3}, 10}, {{1}, {4}, 30}, {{2}, {4}, 5}, {{5}, {1}, 7}});
    const auto back = read_pack(write_pack(g.pack));
    REQUIRE(back.ok());
    const LayerShares& shares = back->shares;
    REQUIRE(shares.of({1}).size() == 3);
    CHECK(shares.of({1})[0].other == GridId{4});
    CHECK(shares.of({4})[1].other == GridId{2});
    CHECK(shares.of({9}).empty());
    CHECK(shares.partners(back->tree, {1}) ==
          std::array<GridId, 3>{GridId{1}, GridId{4}, GridId{5}});
    CHECK(shares.partners(back->tree, {5}) ==
          std::array<GridId, 3>{GridId{1}, GridId{}, GridId{5}});
    CHECK(shares.relations().size() == 4);
    g.pack.shares = LayerShares({{{1}, {77}, 10}});
    CHECK(read_pack(write_pack(g.pack)).error().message.find("section SHAR") != std::string::npos);
  }
}
