// The demo district: real names, areas that fit without gap or overlap, roads that lead everywhere.
#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <set>

#include "core/base/prng.h"
#include "core/district/district.h"
#include "core/grid/street.h"
#include "native/import/demo_district.h"

using namespace gezhi;

namespace {

const DemoDistrict& demo() {
  static const DemoDistrict kDemo = make_demo_district();
  return kDemo;
}

const District& district() {
  static const std::unique_ptr<District> kDistrict = std::make_unique<District>(demo().pack);
  return *kDistrict;
}

}  // namespace

TEST_SUITE("import/demo") {
  TEST_CASE("is the same every time and fits into a small pack") {
    const Bytes bytes = write_pack(demo().pack);
    CHECK(bytes == write_pack(make_demo_district().pack));
    CHECK(bytes.size() < 1000000);
    const auto back = read_pack(bytes);
    REQUIRE(back.ok());
    CHECK(back->meta.synthetic);
    MESSAGE("pack " << bytes.size() << " bytes, " << back->roads.node_count() << " nodes, "
                    << back->roads.link_count() << " links, " << back->tree.nodes().size()
                    << " grids, " << back->places.size() << " places, " << demo().units.size()
                    << " units");
  }

  TEST_CASE("has two segments along the canal with one gap, posts, a zone, and shares of layers") {
    const DistrictPack& pack = demo().pack;
    REQUIRE(pack.lines.segments.size() == 2);
    std::size_t gaps = 0;
    for (const PatrolSegment& segment : pack.lines.segments) {
      CHECK(length_mm(segment) > 2000000);
      CHECK_FALSE(segment.grid.is_none());
      CHECK(segment.posts.size() == 2);
      for (const DeviceGap& gap : device_gaps(segment, pack.lines.devices)) {
        ++gaps;
        CHECK(gap.to_mm - gap.from_mm == 800000);
      }
      MESSAGE(segment.name << " " << milepost_text(segment.start_mm) << " + "
                           << length_mm(segment) / 1000 << " m, " << segment.owner);
    }
    CHECK(gaps == 1);
    CHECK(pack.lines.devices.size() > 20);
    std::size_t zones = 0, special = 0, without = 0, mediation = 0;
    for (const ServicePoint& post : pack.lines.posts)
      mediation += post.kind == ServicePointKind::mediation_point ? 1U : 0U;
    CHECK(mediation == 4);
    for (const auto& [id, node] : pack.tree.nodes()) {
      zones += node.zone ? 1U : 0U;
      special += node.special ? 1U : 0U;
      if (node.level != GridLevel::unit || node.layer != GridLayer::governance) continue;
      for (const GridId partner : pack.shares.partners(pack.tree, id))
        without += partner.is_none() ? 1U : 0U;
    }
    CHECK(zones == 1);
    CHECK(special > 5);
    CHECK(without == 0);  // every unit grid has its beat and its community grid
    DistrictPack bare = pack;
    bare.lines = {};
    const std::size_t with_lines = write_pack(pack).size(), with_shares = write_pack(bare).size();
    bare.shares = {};
    MESSAGE("segments, devices and posts: " << with_lines - with_shares << " bytes, shares: "
                                            << with_shares - write_pack(bare).size());
  }

  // rows: S1-02 S2-05 S5-03
  TEST_CASE("has 18 streets, 178 communities and about three unit grids in each") {
    std::map<GridLevel, int> count;
    int beats = 0;
    for (const auto& [id, node] : demo().pack.tree.nodes()) {
      if (node.layer == GridLayer::governance) ++count[node.level];
      if (node.layer == GridLayer::police && node.level == GridLevel::unit) ++beats;
    }
    CHECK(count[GridLevel::district] == 1);
    CHECK(count[GridLevel::township] == 18);
    CHECK(count[GridLevel::village] == 178);
    CHECK(count[GridLevel::area] >= 30);
    CHECK(count[GridLevel::unit] >= 480);
    CHECK(count[GridLevel::unit] <= 620);
    CHECK(beats >= 89);
    CHECK(beats <= 178);
    CHECK(demo().pack.tree.find({330105001})->name == "米市巷街道");
    CHECK(shard_of(demo().pack.tree, {2000011}) == ShardId{330105001});
  }

  TEST_CASE(
      "property: every point has one grid in each layer, inside its parents, or is outside all") {
    Prng prng(1);
    const BoxE7 box = demo().pack.shapes.box();
    std::uint32_t inside = 0, wrong = 0;
    for (int i = 0; i < 20000; ++i) {
      const PointE7 p{static_cast<std::int32_t>(prng.between(box.low.lon, box.high.lon)),
                      static_cast<std::int32_t>(prng.between(box.low.lat, box.high.lat))};
      const GridId unit = district().locator().at(GridLayer::governance, p);
      if (unit.is_none()) continue;
      ++inside;
      if (demo().pack.tree.find(unit)->level != GridLevel::unit) ++wrong;
      for (const GridId above : demo().pack.tree.path(unit)) {
        const std::int64_t shape = demo().pack.shapes.find(above);
        if (shape < 0 ||
            demo().pack.shapes.test(static_cast<std::uint32_t>(shape), p) == Inside::no)
          ++wrong;
      }
    }
    CHECK(wrong == 0);
    CHECK(inside > 12000);
  }

  TEST_CASE("the areas of the children add up to the parent's, to the unit") {
    std::map<std::uint32_t, std::int64_t> sum;
    const GridShapes& shapes = demo().pack.shapes;
    for (std::uint32_t s = 0; s < shapes.size(); ++s) {
      const GridNode& node = *demo().pack.tree.find(shapes.grid(s));
      if (node.layer == GridLayer::governance) sum[node.parent.value] += shapes.doubled_area(s);
    }
    for (std::uint32_t s = 0; s < shapes.size(); ++s) {
      const GridNode& node = *demo().pack.tree.find(shapes.grid(s));
      if (node.layer != GridLayer::governance || node.level == GridLevel::unit) continue;
      CHECK_MESSAGE(sum[node.id.value] == shapes.doubled_area(s), node.name);
    }
  }

  TEST_CASE("roads lead from everywhere to everywhere, and every unit has its place and powers") {
    const RoadGraph& roads = district().roads();
    std::uint32_t islands = 0;
    for (std::uint32_t v = 0; v < roads.node_count(); ++v)
      islands += roads.part({v}, Profile::foot) != 0 ? 1U : 0U;
    CHECK(islands * 100 < roads.node_count());
    RouteQuery query(district().road_index());
    Route route;
    std::set<std::uint32_t> ids;
    for (const Unit& unit : demo().units) {
      CHECK(ids.insert(unit.id.value).second);
      CHECK(!unit.powers.empty());
      const GridLayer layer = demo().pack.tree.find(unit.area)->layer;
      const GridId here = district().locator().at(layer, unit.base);
      CHECK_MESSAGE(demo().pack.tree.contains(unit.area, here), unit.name);
      for (const Profile profile : {Profile::foot, Profile::ebike}) {
        query.route(unit.base, {1201500000, 303100000}, profile, route);
        CHECK_MESSAGE(route.found, unit.name);
        CHECK(route.start.distance_mm < 200000);
      }
    }
    std::set<std::string> codes;
    for (const MapPlace& place : district().places()) {
      if (!place.code.empty()) CHECK_MESSAGE(codes.insert(place.code).second, place.code);
    }
    CHECK(codes.size() > 300);
    std::uint32_t bridges = 0;
    for (const MapPlace& place : district().places())
      bridges += place.kind == PlaceKind::bridge ? 1U : 0U;
    CHECK(bridges >= 8);
  }
}
