// Shared borders: after snapping and simplifying, areas that tiled the ground tile it still. Proved in
// integers: every piece of border is walked once each way, or once along the outline.
#include "native/import/borders.h"

#include <doctest/doctest.h>

#include <map>

#include "core/base/prng.h"

using namespace gezhi;

namespace {

using Piece = std::tuple<std::int32_t, std::int32_t, std::int32_t, std::int32_t>;
using Pieces = std::map<Piece, int>;

void count(const Parts& parts, Pieces& pieces) {
  for (const Part& part : parts) {
    for (const Ring& ring : part) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const PointE7 a = ring[i], b = ring[(i + 1) % ring.size()];
        ++pieces[{a.lon, a.lat, b.lon, b.lat}];
      }
    }
  }
}

// Pieces that are not walked back by a neighbour.
Pieces outline(const std::vector<Parts>& areas) {
  Pieces all;
  for (const Parts& parts : areas) count(parts, all);
  Pieces left;
  for (const auto& [piece, times] : all) {
    const auto& [ax, ay, bx, by] = piece;
    const auto back = all.find({bx, by, ax, ay});
    if (times != 1 || (back != all.end() && back->second != 1)) left[piece] = 99;
    if (back == all.end()) left[piece] = times;
  }
  return left;
}

std::int64_t doubled_area(const std::vector<Parts>& areas) {
  std::int64_t sum = 0;
  for (const Parts& parts : areas) {
    for (const Part& part : parts) {
      for (const Ring& ring : part) sum += doubled_ring_area(ring);
    }
  }
  return sum;
}

std::vector<Parts*> pointers(std::vector<Parts>& areas) {
  std::vector<Parts*> list;
  for (Parts& parts : areas) list.push_back(&parts);
  return list;
}

// n × n crooked cells; both sides of a border get the same points. Islands lie in some of them.
std::vector<Parts> crooked_cells(Prng& prng, std::int32_t n, std::int32_t size, std::int32_t bend) {
  const auto jitter = [&](std::int32_t by) {
    return static_cast<std::int32_t>(prng.between(-by, by));
  };
  std::map<std::pair<std::int32_t, std::int32_t>, PointE7> corners;
  for (std::int32_t y = 0; y <= n; ++y) {
    for (std::int32_t x = 0; x <= n; ++x) {
      corners[{x, y}] = {1201000000 + x * size + jitter(size / 5),
                         303000000 + y * size + jitter(size / 5)};
    }
  }
  std::map<std::tuple<std::int32_t, std::int32_t, bool>, Ring> lines;
  const auto line = [&](std::int32_t x, std::int32_t y, bool north) -> Ring& {
    Ring& between = lines[{x, y, north}];
    if (!between.empty()) return between;
    const PointE7 a = corners[{x, y}], b = corners[{north ? x : x + 1, north ? y + 1 : y}];
    for (std::int32_t i = 1; i < 20; ++i) {
      between.push_back({a.lon + (b.lon - a.lon) / 20 * i + jitter(bend),
                         a.lat + (b.lat - a.lat) / 20 * i + jitter(bend)});
    }
    return between;
  };
  std::vector<Parts> areas;
  std::vector<Parts> islands;
  for (std::int32_t y = 0; y < n; ++y) {
    for (std::int32_t x = 0; x < n; ++x) {
      Ring ring{corners[{x, y}]};
      const auto walk = [&](const Ring& between, PointE7 end) {
        ring.insert(ring.end(), between.begin(), between.end());
        ring.push_back(end);
      };
      const auto back = [](const Ring& between) { return Ring(between.rbegin(), between.rend()); };
      walk(line(x, y, false), corners[{x + 1, y}]);
      walk(line(x + 1, y, true), corners[{x + 1, y + 1}]);
      walk(back(line(x, y + 1, false)), corners[{x, y + 1}]);
      walk(back(line(x, y, true)), corners[{x, y}]);
      ring.pop_back();
      Part part{ring};
      if ((x + y) % 3 == 0) {
        const PointE7 m{corners[{x, y}].lon + size / 2, corners[{x, y}].lat + size / 2};
        const std::int32_t r = size / 10;
        Ring island{{m.lon - r, m.lat - r},
                    {m.lon + r, m.lat - r},
                    {m.lon + r, m.lat},
                    {m.lon + r, m.lat + r},
                    {m.lon - r, m.lat + r}};
        islands.push_back({{island}});
        part.push_back({island.rbegin(), island.rend()});
      }
      areas.push_back({part});
    }
  }
  areas.insert(areas.end(), islands.begin(), islands.end());
  return areas;
}

}  // namespace

TEST_SUITE("import/borders") {
  TEST_CASE("property: areas that tile the ground tile it after simplifying, with fewer points") {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
      CAPTURE(seed);
      Prng prng(seed);
      // From hardly bent to so bent that many borders cannot be simplified alone.
      const std::int32_t bend = seed % 3 == 0 ? 12 : seed % 3 == 1 ? 60 : 400;
      std::vector<Parts> areas = crooked_cells(prng, 8, 20000, bend);
      const Frame frame({1201000000, 303000000});
      std::vector<bool> sound;
      for (const Parts& parts : areas) sound.push_back(!frame.trouble(frame.polygons(parts)).found);
      const std::size_t pieces_before = outline(areas).size();
      const Simplified result = simplify_borders(pointers(areas), frame, 1000);
      CHECK(result.points <= result.points_before);
      if (bend == 12) CHECK(result.points * 2 < result.points_before);
      const Pieces left = outline(areas);
      CHECK(left.size() <= pieces_before);
      std::uint32_t twice = 0, broken = 0;
      for (const auto& [piece, times] : left) twice += times != 1 ? 1U : 0U;
      for (std::size_t i = 0; i < areas.size(); ++i) {
        if (sound[i] && frame.trouble(frame.polygons(areas[i])).found) ++broken;
      }
      CHECK(twice == 0);
      CHECK(broken == 0);
      // What the outline goes round is what the areas have in all: no gap, no overlap.
      std::int64_t around = 0;
      for (const auto& [piece, times] : left) {
        const auto& [ax, ay, bx, by] = piece;
        around += std::int64_t{ax - 1201000000} * (by - 303000000) -
                  std::int64_t{bx - 1201000000} * (ay - 303000000);
      }
      CHECK(around == doubled_area(areas));
    }
  }

  TEST_CASE("a border that all points lie on within the tolerance becomes one straight piece") {
    std::vector<Parts> areas{
        {{{{0, 0}, {1000, 0}, {1000, 500}, {1005, 750}, {1000, 1000}, {0, 1000}}}},
        {{{{1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}, {1005, 750}, {1000, 500}}}}};
    simplify_borders(pointers(areas), Frame({0, 0}), 1000);
    CHECK(areas[0][0][0] == Ring{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}});
    CHECK(areas[1][0][0] == Ring{{1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}});
  }

  TEST_CASE("a border whose straight form would leave a part behind stays as it is") {
    // A flat spike with a crumb in it: the hole for the crumb would end up on the wrong side.
    const Ring crumb{{5000, 5010}, {5010, 5005}, {5005, 5015}};
    std::vector<Parts> areas{
        {{{{0, 0}, {10000, 0}, {10000, 5000}, {5000, 5030}, {0, 5000}},
          {crumb.rbegin(), crumb.rend()}}},
        {{crumb}},
        {{{{0, 5000}, {5000, 5030}, {10000, 5000}, {10000, 9000}, {0, 9000}}}}};
    simplify_borders(pointers(areas), Frame({0, 0}), 1000);
    CHECK(areas[0][0][0].size() == 5);
    CHECK(areas[2][0][0].size() == 5);
  }

  TEST_CASE("vertices and borders within the reach meet exactly, those beyond stay") {
    std::vector<Parts> areas{
        {{{{0, 0}, {100000, 0}, {100000, 100000}, {0, 100000}}}},
        // Two corners a few units off, and one on the other's border.
        {{{{100002, 1}, {200000, 0}, {200000, 50000}, {100003, 50000}}}},
        {{{{100003, 50000}, {200000, 50000}, {200000, 100000}, {100001, 99999}}}},
        {{{{300000, 0}, {300020, 0}, {300020, 100}}}}};
    snap_borders(pointers(areas), 50);
    CHECK(areas[0][0][0].size() == 5);  // goes through the corner between the two others
    CHECK(areas[1][0][0][0] == PointE7{100000, 0});
    Pieces left = outline({areas[0], areas[1], areas[2]});
    for (const auto& [piece, times] : left) CHECK(times == 1);
    CHECK(areas[3][0][0].size() == 3);
    std::vector<Parts> crumb{{{{{0, 0}, {3, 0}, {0, 3}}}}};
    snap_borders(pointers(crumb), 50);
    CHECK(crumb[0].empty());
  }
}
