// GEOS as a rival in point location, in its two usual forms: a tree of boxes with prepared polygons, and
// with IndexedPointInAreaLocator (its fast form).
#include <geos/algorithm/locate/IndexedPointInAreaLocator.h>
#include <geos/geom/Coordinate.h>
#include <geos/geom/CoordinateArraySequence.h>
#include <geos/geom/GeometryFactory.h>
#include <geos/geom/LinearRing.h>
#include <geos/geom/Point.h>
#include <geos/geom/Polygon.h>
#include <geos/geom/prep/PreparedGeometryFactory.h>
#include <geos/index/strtree/TemplateSTRtree.h>

#include "tests/bench/locate_ground.h"

namespace gezhi::bench {
namespace {

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

}  // namespace

LocateRivals geos_rivals(const GridShapes& shapes) {
  const auto rival = std::make_shared<Rival>(shapes);
  LocateRivals rivals;
  rivals.prepared = [rival](const std::vector<PointE7>& points) {
    std::uint64_t sum = 0;
    for (const PointE7 p : points) {
      const std::unique_ptr<geos::geom::Point> point(
          rival->factory->createPoint(geos::geom::Coordinate(p.lon, p.lat)));
      sum +=
          rival->find(p, [&](std::size_t s) { return rival->prepared[s]->contains(point.get()); });
    }
    return sum;
  };
  rivals.indexed = [rival](const std::vector<PointE7>& points) {
    std::uint64_t sum = 0;
    for (const PointE7 p : points) {
      const geos::geom::Coordinate at(p.lon, p.lat);
      sum += rival->find(p, [&](std::size_t s) {
        return rival->locators[s]->locate(&at) != geos::geom::Location::EXTERIOR;
      });
    }
    return sum;
  };
  rivals.strictly_inside = [rival](PointE7 p) {
    const geos::geom::Coordinate at(p.lon, p.lat);
    return rival->find(p, [&](std::size_t s) {
      return rival->locators[s]->locate(&at) == geos::geom::Location::INTERIOR;
    });
  };
  return rivals;
}

}  // namespace gezhi::bench
