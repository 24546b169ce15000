#include "tests/support/small_district.h"

#include <string>

#include "core/base/check.h"
#include "tests/support/road_networks.h"

namespace gezhi {
namespace {

void add(DistrictPack& pack, GridNode node, const Ring& ring) {
  node.name = "网格" + std::to_string(node.id.value);
  GEZHI_CHECK(pack.tree.add(node).ok());
  GEZHI_CHECK(pack.shapes.add(node.id, {ring}).ok());
}

// side × side areas with crooked corners over a box.
void cover(DistrictPack& pack, Prng& prng, const BoxE7& box, GridLayer layer, std::int32_t side) {
  const std::int32_t width = (box.high.lon - box.low.lon) / side,
                     height = (box.high.lat - box.low.lat) / side;
  std::vector<PointE7> corners;
  for (std::int32_t i = 0; i < (side + 1) * (side + 1); ++i) {
    const auto off = [&](std::int32_t size) {
      return static_cast<std::int32_t>(prng.between(-size / 4, size / 4));
    };
    corners.push_back({box.low.lon + i % (side + 1) * width + off(width),
                       box.low.lat + i / (side + 1) * height + off(height)});
  }
  for (std::int32_t y = 0; y < side; ++y) {
    for (std::int32_t x = 0; x < side; ++x) {
      GridNode node;
      node.id = {next_grid_id(pack)};
      node.layer = layer;
      node.level = GridLevel::unit;
      const auto corner = [&](std::int32_t dx, std::int32_t dy) {
        return corners[static_cast<std::size_t>((y + dy) * (side + 1) + x + dx)];
      };
      add(pack, node, {corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)});
    }
  }
}

}  // namespace

DistrictPack small_district(Prng& prng, std::uint32_t crossings) {
  DistrictPack pack;
  pack.roads = random_network(prng, crossings, 2 * crossings);
  pack.hierarchies = build_hierarchies(pack.roads);
  cover(pack, prng, pack.roads.box(), GridLayer::governance, 4);
  cover(pack, prng, pack.roads.box(), GridLayer::police, 2);
  pack.places.push_back({PlaceKind::bridge, "拱宸桥", "", pack.roads.node_point({0}), {1}});
  return pack;
}

std::uint64_t ask_all(const District& district, Prng& prng) {
  std::uint64_t answers = 0;
  const auto add = [&](std::uint64_t answer) { answers = answers * 31 + answer; };
  const BoxE7& box = district.roads().box();
  const auto anywhere = [&] {
    return PointE7{static_cast<std::int32_t>(prng.between(box.low.lon, box.high.lon)),
                   static_cast<std::int32_t>(prng.between(box.low.lat, box.high.lat))};
  };
  RouteQuery query(district.road_index(), &district.hierarchies());
  Route route;
  for (int i = 0; i < 20; ++i) {
    const PointE7 from = anywhere(), to = anywhere();
    const Located located = district.locator().locate(from);
    for (const LayerPlace& place : located.layers) {
      add(place.grid.value);
      add(place.neighbour_count);
    }
    for (std::uint32_t p = 0; p < kProfiles; ++p) {
      query.route(from, to, static_cast<Profile>(p), route);
      add(route.found ? static_cast<std::uint64_t>(route.duration_ms) : 0);
      add(route.points.size());
      add(route.turns.size());
    }
    add(static_cast<std::uint64_t>(route.start.distance_mm));
  }
  for (std::uint32_t shape = 0; shape < district.shapes().size(); ++shape) {
    add(static_cast<std::uint64_t>(district.shapes().label_point(shape).lon));
  }
  return answers;
}

}  // namespace gezhi
