// What is reached within a time, against Dijkstra over the whole graph and against the nearest units.
#include "core/road/isochrone.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/road/route.h"
#include "tests/support/road_networks.h"

using namespace gezhi;

namespace {

bool is_inside(const Outline& outline, PointE7 p) {
  bool inside = false;
  for (const auto& ring : outline.rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const PointE7 a = ring[i], b = ring[(i + 1) % ring.size()];
      if ((a.lat > p.lat) == (b.lat > p.lat)) continue;
      const std::int64_t side = (std::int64_t{b.lon} - a.lon) * (p.lat - a.lat) -
                                (std::int64_t{p.lon} - a.lon) * (b.lat - a.lat);
      if ((side > 0) == (b.lat > a.lat)) inside = !inside;
    }
  }
  return inside;
}

std::int64_t twice_area(const std::vector<PointE7>& ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const PointE7 a = ring[i], b = ring[(i + 1) % ring.size()];
    sum += (std::int64_t{a.lon} - ring[0].lon) * (b.lat - ring[0].lat) -
           (std::int64_t{b.lon} - ring[0].lon) * (a.lat - ring[0].lat);
  }
  return sum;
}

// To the nearest of the parts; only for parts of whole links.
std::int64_t off_roads_mm(const RoadGraph& graph, const std::vector<EdgePart>& parts, PointE7 p) {
  const NearPlane plane(p);
  std::int64_t best = INT64_MAX;
  for (const EdgePart& part : parts) {
    const std::uint32_t link = graph.link(part.edge);
    for (std::uint32_t i = 1; i < graph.link_size(link); ++i) {
      best = std::min(best,
                      plane.to_line_mm(graph.link_point(link, i - 1), graph.link_point(link, i)));
    }
  }
  return best;
}

Snap snap_at(const RoadIndex& index, std::uint32_t node, Profile profile) {
  return index.snap(index.graph().node_point({node}), profile);
}

}  // namespace

TEST_SUITE("road/isochrone") {
  TEST_CASE("property: the nodes and parts within a limit are Dijkstra's") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const RoadGraph graph = random_network(prng, 60, 120);
      const RoadIndex index(graph);
      Isochrone isochrone(index);
      std::vector<EdgePart> parts;
      for (const Profile profile : {Profile::foot, Profile::ebike}) {
        const Snap start = snap_at(index, static_cast<std::uint32_t>(prng.below(60)), profile);
        if (!start.found) continue;
        const auto limit = static_cast<std::uint32_t>(prng.below(3000000));
        isochrone.search({&start, 1}, profile, limit);
        isochrone.parts(parts);
        std::vector<std::int64_t> expected(graph.node_count(), kNeverThere);
        const LinkEnds ends = leaving(graph, start, profile);
        for (const auto& end : ends.span()) {
          const auto from = all_from(graph, end.node, profile);
          for (std::uint32_t v = 0; v < graph.node_count(); ++v) {
            if (from[v] != kNeverThere)
              expected[v] =
                  std::min(expected[v], from[v] + end.duration_ms + walk_ms(start.distance_mm));
          }
        }
        for (std::uint32_t v = 0; v < graph.node_count(); ++v) {
          const std::int64_t found = isochrone.duration_ms({v});
          CHECK((expected[v] <= limit ? expected[v] : Hierarchy::kFar) == found);
        }
        for (const EdgePart& part : parts) {
          const std::int64_t begin = isochrone.duration_ms(graph.tail(part.edge));
          const std::int64_t length = graph.length_mm(part.edge);
          CHECK(part.from_mm <= part.to_mm);
          CHECK(part.to_mm <= length);
          if (begin == Hierarchy::kFar || part.from_mm > 0) continue;
          CHECK(begin + part_duration_ms(graph, part.edge, profile, part.to_mm) <= limit);
          if (part.to_mm < length)
            CHECK(begin + part_duration_ms(graph, part.edge, profile, part.to_mm + 1) > limit);
        }
      }
    }
  }

  TEST_CASE(
      "property: within the outline is every node reached, outside is what is far from all roads") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      CAPTURE(seed);
      const RoadGraph graph = made_city(seed, 32);
      const RoadIndex index(graph);
      Isochrone isochrone(index);
      std::vector<EdgePart> parts;
      const Snap starts[] = {snap_at(index, 40, Profile::ebike),
                             snap_at(index, 900, Profile::ebike)};
      isochrone.search(starts, Profile::ebike, 200000);
      isochrone.parts(parts);
      const Outline outline = outline_of(graph, parts);
      REQUIRE(!outline.rings.empty());
      CHECK(outline.buffer_mm >= kOutlineBufferMm);
      std::uint32_t inside = 0, outside = 0;
      for (std::uint32_t v = 0; v < graph.node_count(); ++v) {
        const PointE7 p = graph.node_point({v});
        if (isochrone.duration_ms({v}) != Hierarchy::kFar) {
          CHECK(is_inside(outline, p));
          ++inside;
        } else if (off_roads_mm(graph, parts, p) > outline.buffer_mm + outline.blur_mm) {
          CHECK_FALSE(is_inside(outline, p));
          ++outside;
        }
      }
      CHECK(inside > 20);
      CHECK(outside > 20);
      std::int64_t area = 0;
      for (const auto& ring : outline.rings) {
        CHECK(ring.size() >= 3);
        area += twice_area(ring);
      }
      CHECK(area > 0);
    }
  }

  TEST_CASE("what a ring road goes round is a hole") {
    RoadLinks links;
    for (const auto& [x, y] : {std::pair{0, 0}, {100000, 0}, {100000, 90000}, {0, 90000}}) {
      links.nodes.push_back({1201000000 + x, 303000000 + y});
    }
    for (std::uint32_t i = 0; i < 4; ++i)
      links.add({i, (i + 1) % 4, 0, RoadClass::tertiary, kAllAccess}, {});
    const auto graph = RoadGraph::make(links);
    REQUIRE(graph.ok());
    const RoadIndex index(*graph);
    Isochrone isochrone(index);
    std::vector<EdgePart> parts;
    const Snap start = snap_at(index, 0, Profile::foot);
    isochrone.search({&start, 1}, Profile::foot, 3600000);
    isochrone.parts(parts);
    const Outline outline = outline_of(*graph, parts);
    REQUIRE(outline.rings.size() == 2);
    CHECK(twice_area(outline.rings[0]) > 0);
    CHECK(twice_area(outline.rings[1]) < 0);
    CHECK_FALSE(is_inside(outline, {1201050000, 303045000}));
    CHECK(is_inside(outline, {1201050000, 303000000}));
    isochrone.search({&start, 1}, Profile::foot, 60000);  // 75 m each way
    isochrone.parts(parts);
    CHECK(outline_of(*graph, parts).rings.size() == 1);
    isochrone.search({}, Profile::foot, 60000);
    isochrone.parts(parts);
    CHECK(parts.empty());
    CHECK(outline_of(*graph, parts).rings.empty());
  }

  // rows: S2-37
  TEST_CASE("property: a place is covered by the team that is nearest, if that is in time") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const RoadGraph graph = random_network(prng, 80, 200);
      const RoadIndex index(graph);
      RouteQuery query(index);
      Isochrone isochrone(index);
      const auto somewhere = [&] {
        return PointE7{1201000000 + static_cast<std::int32_t>(prng.between(-20000, 320000)),
                       303000000 + static_cast<std::int32_t>(prng.between(-20000, 320000))};
      };
      std::vector<Snap> teams;
      std::vector<PointE7> places;
      for (int i = 0; i < 12; ++i) teams.push_back(index.snap(somewhere(), Profile::foot));
      teams.push_back(teams[3]);  // the same place: the first is named
      for (int i = 0; i < 60; ++i) places.push_back(somewhere());
      const std::uint32_t limit = 900000;
      isochrone.search(teams, Profile::foot, limit);
      std::vector<Covered> covered;
      isochrone.cover(places, covered);
      REQUIRE(covered.size() == places.size());
      std::vector<Reach> nearest;
      std::uint32_t reached = 0;
      for (std::size_t i = 0; i < places.size(); ++i) {
        query.nearest(places[i], teams, Profile::foot, 1, nearest);
        REQUIRE(nearest.size() == 1);
        const bool in_time = nearest[0].by_road && nearest[0].duration_ms <= limit;
        CHECK(covered[i].reached == in_time);
        if (!in_time) continue;
        ++reached;
        CHECK(covered[i].duration_ms == nearest[0].duration_ms);
        CHECK(covered[i].start == nearest[0].index);
      }
      CHECK(reached > 0);
      CHECK(reached < places.size());
    }
  }
}
