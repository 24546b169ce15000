// grid.locate: nanoseconds to find the grid of a point, beside GEOS in its two usual forms, on 1,000
// areas of about 100 points that share their borders.
#include <geos/algorithm/locate/IndexedPointInAreaLocator.h>
#include <geos/geom/Coordinate.h>
#include <geos/geom/CoordinateArraySequence.h>
#include <geos/geom/GeometryFactory.h>
#include <geos/geom/LinearRing.h>
#include <geos/geom/Point.h>
#include <geos/geom/Polygon.h>
#include <geos/geom/prep/PreparedGeometryFactory.h>
#include <geos/index/strtree/TemplateSTRtree.h>

#include <memory>

#include "core/base/prng.h"
#include "core/grid/locate.h"
#include "tests/bench/bench.h"

namespace gezhi {
namespace {

constexpr std::int32_t kSide = 32;
constexpr std::int32_t kPieces = 25;   // of each of an area's four borders
constexpr std::int32_t kSize = 30000;  // an area's width in E7 units, some 300 m
constexpr PointE7 kOrigin{1201000000, 302500000};
constexpr std::int64_t kPoints = 400000;

// Crooked borders between crooked corners; both sides get the same points.
struct Ground {
  std::vector<PointE7> corners;
  std::vector<std::vector<PointE7>> east, north;  // from a corner to its neighbour, ends left out
  GridTree tree;
  GridShapes shapes;

  explicit Ground(std::uint64_t seed) {
    Prng prng(seed);
    const auto jitter = [&](std::int32_t by) {
      return static_cast<std::int32_t>(prng.between(-by, by));
    };
    for (std::int32_t y = 0; y <= kSide; ++y) {
      for (std::int32_t x = 0; x <= kSide; ++x) {
        corners.push_back({kOrigin.lon + x * kSize + jitter(kSize / 5),
                           kOrigin.lat + y * kSize + jitter(kSize / 5)});
      }
    }
    const auto crooked = [&](PointE7 a, PointE7 b) {
      std::vector<PointE7> line;
      for (std::int32_t i = 1; i < kPieces; ++i) {
        line.push_back({a.lon + (b.lon - a.lon) / kPieces * i + jitter(kSize / 60),
                        a.lat + (b.lat - a.lat) / kPieces * i + jitter(kSize / 60)});
      }
      return line;
    };
    for (std::int32_t i = 0; i < (kSide + 1) * (kSide + 1); ++i) {
      east.push_back(i % (kSide + 1) < kSide ? crooked(corner(i), corner(i + 1))
                                             : std::vector<PointE7>());
      north.push_back(i / (kSide + 1) < kSide ? crooked(corner(i), corner(i + kSide + 1))
                                              : std::vector<PointE7>());
    }
    std::uint32_t id = 0;
    for (std::int32_t y = 0; y < kSide; ++y) {
      for (std::int32_t x = 0; x < kSide; ++x) add(++id, y * (kSide + 1) + x);
    }
  }

  PointE7 corner(std::int32_t i) const { return corners[static_cast<std::size_t>(i)]; }

  void add(std::uint32_t id, std::int32_t at) {
    Ring ring;
    const auto along = [&](PointE7 start, const std::vector<PointE7>& line) {
      ring.push_back(start);
      ring.insert(ring.end(), line.begin(), line.end());
    };
    const auto against = [&](PointE7 start, const std::vector<PointE7>& line) {
      ring.push_back(start);
      ring.insert(ring.end(), line.rbegin(), line.rend());
    };
    const auto index = static_cast<std::size_t>(at);
    along(corner(at), east[index]);
    along(corner(at + 1), north[index + 1]);
    against(corner(at + kSide + 2), east[index + kSide + 1]);
    against(corner(at + kSide + 1), north[index]);
    GridNode node;
    node.id = {id};
    node.level = GridLevel::unit;
    node.name = std::to_string(id);
    GEZHI_CHECK(tree.add(node).ok());
    GEZHI_CHECK(shapes.add(node.id, {ring}).ok());
  }
};

struct Rival {
  geos::geom::GeometryFactory::Ptr factory = geos::geom::GeometryFactory::create();
  std::vector<std::unique_ptr<geos::geom::Polygon>> polygons;
  std::vector<std::unique_ptr<geos::geom::prep::PreparedGeometry>> prepared;
  std::vector<std::unique_ptr<geos::algorithm::locate::IndexedPointInAreaLocator>> locators;
  geos::index::strtree::TemplateSTRtree<std::size_t> tree;

  explicit Rival(const GridShapes& shapes) {
    for (std::uint32_t s = 0; s < shapes.size(); ++s) {
      std::vector<geos::geom::Coordinate> line;
      for (const PointE7 p : shapes.ring(s)) line.emplace_back(p.lon, p.lat);
      line.push_back(line.front());
      polygons.push_back(factory->createPolygon(factory->createLinearRing(
          std::make_unique<geos::geom::CoordinateArraySequence>(std::move(line)))));
      prepared.push_back(geos::geom::prep::PreparedGeometryFactory::prepare(polygons.back().get()));
      locators.push_back(
          std::make_unique<geos::algorithm::locate::IndexedPointInAreaLocator>(*polygons.back()));
      tree.insert(*polygons.back()->getEnvelopeInternal(), std::size_t{s});
    }
  }

  template <class Holds>
  std::uint64_t find(PointE7 p, Holds holds) {
    const geos::geom::Envelope at(p.lon, p.lon, p.lat, p.lat);
    std::uint64_t found = 0;
    tree.query(at, [&](std::size_t s) {
      if (!holds(s)) return true;
      found = s + 1;
      return false;
    });
    return found;
  }
};

const bench::Registration kLocate("grid.locate", [] {
  const Ground ground(1);
  const GridLocator locator(ground.tree, ground.shapes);
  Rival rival(ground.shapes);
  Prng prng(2);
  std::vector<PointE7> points;
  for (std::int64_t i = 0; i < kPoints; ++i) {
    points.push_back({kOrigin.lon + static_cast<std::int32_t>(prng.between(0, kSide * kSize)),
                      kOrigin.lat + static_cast<std::int32_t>(prng.between(0, kSide * kSize))});
  }
  const auto ours = [&] {
    std::uint64_t sum = 0;
    for (const PointE7 p : points) sum += locator.at(GridLayer::governance, p).value;
    bench::keep(sum);
  };
  const auto prepared = [&] {
    std::uint64_t sum = 0;
    for (const PointE7 p : points) {
      const std::unique_ptr<geos::geom::Point> point(
          rival.factory->createPoint(geos::geom::Coordinate(p.lon, p.lat)));
      sum += rival.find(p, [&](std::size_t s) { return rival.prepared[s]->contains(point.get()); });
    }
    bench::keep(sum);
  };
  const auto indexed = [&] {
    std::uint64_t sum = 0;
    for (const PointE7 p : points) {
      const geos::geom::Coordinate at(p.lon, p.lat);
      sum += rival.find(p, [&](std::size_t s) {
        return rival.locators[s]->locate(&at) != geos::geom::Location::EXTERIOR;
      });
    }
    bench::keep(sum);
  };
  for (std::size_t i = 0; i < points.size(); i += 997) {
    const geos::geom::Coordinate at(points[i].lon, points[i].lat);
    const std::uint64_t theirs = rival.find(points[i], [&](std::size_t s) {
      return rival.locators[s]->locate(&at) == geos::geom::Location::INTERIOR;
    });
    GEZHI_CHECK(theirs == 0 || theirs == locator.at(GridLayer::governance, points[i]).value);
  }
  const double mine = bench::median_of_3([&] { return bench::ns_each(kPoints, ours); });
  bench::print({"grid.locate", mine, "ns", bench::Better::kLower,
                "GEOS TemplateSTRtree + prepared polygons",
                bench::median_of_3([&] { return bench::ns_each(kPoints, prepared); })});
  bench::print({"grid.locate.1k", mine, "ns", bench::Better::kLower,
                "GEOS TemplateSTRtree + IndexedPointInAreaLocator",
                bench::median_of_3([&] { return bench::ns_each(kPoints, indexed); })});
});

}  // namespace
}  // namespace gezhi
