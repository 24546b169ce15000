#include "native/import/overlay.h"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gezhi {
namespace {

// One for the program; GEOS wants one a thread, and imports run on one.
GEOSContextHandle_t geos() {
  static const GEOSContextHandle_t handle = GEOS_init_r();  // its default handlers say nothing
  return handle;
}

Geometry own(GEOSGeometry* geometry) { return Geometry(geometry); }

double length_of(const GEOSGeometry* geometry) {
  double value = 0;
  GEOSLength_r(geos(), geometry, &value);
  return value;
}

// Every polygon inside a geometry.
template <class Visit>
void each_polygon(const GEOSGeometry* geometry, const Visit& visit) {
  if (geometry == nullptr || GEOSisEmpty_r(geos(), geometry) == 1) return;
  const int type = GEOSGeomTypeId_r(geos(), geometry);
  if (type == GEOS_POLYGON) visit(geometry);
  if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION) return;
  for (int i = 0; i < GEOSGetNumGeometries_r(geos(), geometry); ++i) {
    each_polygon(GEOSGetGeometryN_r(geos(), geometry, i), visit);
  }
}

// Calls with each x, y.
template <class Visit>
void each_point(const GEOSGeometry* line, const Visit& visit) {
  const GEOSCoordSequence* points = GEOSGeom_getCoordSeq_r(geos(), line);
  unsigned count = 0;
  if (points == nullptr || GEOSCoordSeq_getSize_r(geos(), points, &count) == 0) return;
  for (unsigned i = 0; i < count; ++i) {
    double x = 0, y = 0;
    GEOSCoordSeq_getXY_r(geos(), points, i, &x, &y);
    visit(x, y);
  }
}

template <class Visit>
void each_ring(const GEOSGeometry* polygon, const Visit& visit) {
  visit(GEOSGetExteriorRing_r(geos(), polygon));
  for (int i = 0; i < GEOSGetNumInteriorRings_r(geos(), polygon); ++i) {
    visit(GEOSGetInteriorRingN_r(geos(), polygon, i));
  }
}

Geometry valid_by(const Geometry& geometry, GEOSMakeValidMethods method) {
  if (!geometry) return nullptr;
  GEOSMakeValidParams* params = GEOSMakeValidParams_create_r(geos());
  GEOSMakeValidParams_setMethod_r(geos(), params, method);
  GEOSMakeValidParams_setKeepCollapsed_r(geos(), params, 0);
  Geometry result = own(GEOSMakeValidWithParams_r(geos(), geometry.get(), params));
  GEOSMakeValidParams_destroy_r(geos(), params);
  return result;
}

}  // namespace

double metres_north() { return 6371008.8 * std::numbers::pi / 180 * 1e-7; }
double metres_east(std::int32_t lat) {
  return metres_north() * std::cos(lat * 1e-7 * std::numbers::pi / 180);
}

void FreeGeometry::operator()(GEOSGeom_t* geometry) const { GEOSGeom_destroy_r(geos(), geometry); }

void PreparedArea::Free::operator()(const GEOSPrepGeom_t* prepared) const {
  GEOSPreparedGeom_destroy_r(geos(), prepared);
}
PreparedArea::PreparedArea(Geometry area)
    : area_(std::move(area)), prepared_(area_ ? GEOSPrepare_r(geos(), area_.get()) : nullptr) {}
bool PreparedArea::covers(const Geometry& other) const {
  return prepared_ && other && GEOSPreparedCovers_r(geos(), prepared_.get(), other.get()) == 1;
}

Result<Parts> parts_of_wkb(std::string_view wkb, CoordinateSystem system, std::uint64_t& points) {
  const auto bad = [](const char* what) { return Error{"bad_area", what}; };
  GEOSWKBReader* reader = GEOSWKBReader_create_r(geos());
  const Geometry geometry = own(GEOSWKBReader_read_r(
      geos(), reader, reinterpret_cast<const unsigned char*>(wkb.data()), wkb.size()));
  GEOSWKBReader_destroy_r(geos(), reader);
  if (!geometry) return bad("its geometry is damaged or of a kind that cannot be read");
  Parts parts;
  bool degrees = true;
  each_polygon(geometry.get(), [&](const GEOSGeometry* polygon) {
    Part part;
    each_ring(polygon, [&](const GEOSGeometry* line) {
      Ring ring;
      each_point(line, [&](double x, double y) {
        degrees = degrees && is_in_degrees(x, y);
        if (degrees) ring.push_back(from_system(x, y, system));
      });
      points += ring.size();
      part.push_back(std::move(ring));
    });
    parts.push_back(std::move(part));
  });
  if (!degrees) {
    return bad("a point is not a place in degrees; projected metres must be converted first");
  }
  if (points > kShapePointsMax) return bad("there are too many points in the file");
  return parts;
}

PointE7 Frame::at(double x, double y) const {
  return {static_cast<std::int32_t>(std::llround(x) + origin_.lon),
          static_cast<std::int32_t>(std::llround(y) + origin_.lat)};
}

Geometry Frame::line(const Ring& points) const {
  GEOSCoordSequence* sequence =
      GEOSCoordSeq_create_r(geos(), static_cast<unsigned>(points.size()), 2);
  for (unsigned i = 0; i < points.size(); ++i) {
    GEOSCoordSeq_setXY_r(geos(), sequence, i,
                         static_cast<double>(std::int64_t{points[i].lon} - origin_.lon),
                         static_cast<double>(std::int64_t{points[i].lat} - origin_.lat));
  }
  return own(GEOSGeom_createLineString_r(geos(), sequence));
}

Geometry Frame::ring(const Ring& points) const {
  Ring closed = points;
  if (closed.empty() || closed.front() != closed.back()) closed.push_back(points.front());
  if (closed.size() < 4) return nullptr;
  const Geometry open = line(closed);
  const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(geos(), open.get());
  return own(GEOSGeom_createLinearRing_r(geos(), GEOSCoordSeq_clone_r(geos(), sequence)));
}

Geometry Frame::polygons(const Parts& parts) const {
  std::vector<GEOSGeometry*> made;
  for (const Part& part : parts) {
    Geometry shell = part.empty() || part[0].size() < 3 ? nullptr : ring(part[0]);
    if (!shell) continue;
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < part.size(); ++i) {
      if (Geometry hole = part[i].size() < 3 ? nullptr : ring(part[i]))
        holes.push_back(hole.release());
    }
    made.push_back(GEOSGeom_createPolygon_r(geos(), shell.release(), holes.data(),
                                            static_cast<unsigned>(holes.size())));
  }
  return own(GEOSGeom_createCollection_r(geos(), GEOS_MULTIPOLYGON, made.data(),
                                         static_cast<unsigned>(made.size())));
}

Ring Frame::points_of(const GEOSGeom_t* line) const {
  Ring ring;
  each_point(line, [&](double x, double y) {
    const PointE7 point = at(x, y);
    if (ring.empty() || ring.back() != point) ring.push_back(point);
  });
  return ring;
}

Parts Frame::parts(const Geometry& geometry) const {
  Parts result;
  each_polygon(geometry.get(), [&](const GEOSGeometry* polygon) {
    Part part;
    each_ring(polygon, [&](const GEOSGeometry* line) {
      Ring ring = points_of(line);
      while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
      const bool hole = !part.empty();
      if (ring.size() < 3 || doubled_ring_area(ring) == 0) return;
      if ((doubled_ring_area(ring) > 0) == hole) std::reverse(ring.begin(), ring.end());
      part.push_back(std::move(ring));
    });
    if (!part.empty()) result.push_back(std::move(part));
  });
  return result;
}

RingTrouble Frame::trouble(const Geometry& geometry) const {
  RingTrouble result;
  char* reason = nullptr;
  GEOSGeometry* place = nullptr;
  result.found = GEOSisValidDetail_r(geos(), geometry.get(), 0, &reason, &place) != 1;
  if (reason != nullptr) result.reason = reason;
  if (place != nullptr) {
    double x = 0, y = 0;
    GEOSGeomGetX_r(geos(), place, &x);
    GEOSGeomGetY_r(geos(), place, &y);
    result.place = at(x, y);
    GEOSGeom_destroy_r(geos(), place);
  }
  GEOSFree_r(geos(), reason);
  return result;
}

Geometry Frame::made_valid_even_odd(const Geometry& geometry) const {
  return valid_by(geometry, GEOS_MAKE_VALID_LINEWORK);
}
Geometry Frame::made_valid_covered(const Geometry& geometry) const {
  return valid_by(geometry, GEOS_MAKE_VALID_STRUCTURE);
}

Geometry Frame::intersection(const Geometry& a, const Geometry& b) const {
  return a && b ? own(GEOSIntersection_r(geos(), a.get(), b.get())) : nullptr;
}
Geometry Frame::difference(const Geometry& a, const Geometry& b) const {
  if (!a || !b) return nullptr;
  return own(GEOSDifference_r(geos(), a.get(), b.get()));
}

Geometry Frame::united(const std::vector<const Geometry*>& all) const {
  std::vector<GEOSGeometry*> copies;
  for (const Geometry* one : all) {
    if (*one) copies.push_back(GEOSGeom_clone_r(geos(), one->get()));
  }
  const Geometry together = own(GEOSGeom_createCollection_r(
      geos(), GEOS_GEOMETRYCOLLECTION, copies.data(), static_cast<unsigned>(copies.size())));
  return own(GEOSUnaryUnion_r(geos(), together.get()));
}

bool Frame::touches(const Geometry& a, const Geometry& b) const {
  return a && b && GEOSIntersects_r(geos(), a.get(), b.get()) == 1;
}

std::vector<Geometry> Frame::pieces(const Geometry& geometry) const {
  std::vector<Geometry> all;
  each_polygon(geometry.get(), [&](const GEOSGeometry* polygon) {
    all.push_back(own(GEOSGeom_clone_r(geos(), polygon)));
  });
  return all;
}

std::vector<Geometry> Frame::holes(const Geometry& geometry) const {
  std::vector<Geometry> all;
  each_polygon(geometry.get(), [&](const GEOSGeometry* polygon) {
    for (int i = 0; i < GEOSGetNumInteriorRings_r(geos(), polygon); ++i) {
      GEOSGeometry* shell = GEOSGeom_clone_r(geos(), GEOSGetInteriorRingN_r(geos(), polygon, i));
      all.push_back(own(GEOSGeom_createPolygon_r(geos(), shell, nullptr, 0)));
    }
  });
  return all;
}

Ring Frame::simplified(const Ring& points, std::int64_t tolerance_mm) const {
  // A unit of longitude is shorter than one of latitude: measured in the shorter, never too coarse.
  const double unit_m = metres_north();
  const double tolerance = static_cast<double>(tolerance_mm) / 1000 / unit_m;
  const Geometry whole = line(points);
  const Geometry less = own(GEOSSimplify_r(geos(), whole.get(), tolerance));
  return less ? points_of(less.get()) : points;
}

double Frame::area_m2(const Geometry& geometry) const {
  double area = 0;
  if (!geometry || GEOSArea_r(geos(), geometry.get(), &area) == 0) return 0;
  return area == 0 ? 0 : area * metres_north() * metres_east(box(geometry).middle().lat);
}

double Frame::width_m(const Geometry& geometry) const {
  double border = 0;
  each_polygon(geometry.get(), [&](const GEOSGeometry* polygon) {
    each_ring(polygon, [&](const GEOSGeometry* line) {
      bool first = true;
      double px = 0, py = 0;
      each_point(line, [&](double x, double y) {
        const double east = metres_east(at(x, y).lat);
        if (!first) border += std::hypot((x - px) * east, (y - py) * metres_north());
        first = false;
        px = x;
        py = y;
      });
    });
  });
  return border == 0 ? 0 : 2 * area_m2(geometry) / border;
}

PointE7 Frame::inside(const Geometry& geometry) const {
  const Geometry point = own(GEOSPointOnSurface_r(geos(), geometry.get()));
  double x = 0, y = 0;
  if (!point || GEOSisEmpty_r(geos(), point.get()) == 1) return box(geometry).middle();
  GEOSGeomGetX_r(geos(), point.get(), &x);
  GEOSGeomGetY_r(geos(), point.get(), &y);
  return at(x, y);
}

BoxE7 Frame::box(const Geometry& geometry) const {
  BoxE7 box;
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  if (!geometry || GEOSisEmpty_r(geos(), geometry.get()) != 0) return box;
  GEOSGeom_getXMin_r(geos(), geometry.get(), &x0);
  GEOSGeom_getYMin_r(geos(), geometry.get(), &y0);
  GEOSGeom_getXMax_r(geos(), geometry.get(), &x1);
  GEOSGeom_getYMax_r(geos(), geometry.get(), &y1);
  box.cover(at(x0, y0));
  box.cover(at(x1, y1));
  return box;
}

double Frame::common_border_m(const Geometry& piece, const Geometry& other,
                              std::int64_t reach_mm) const {
  const double reach = static_cast<double>(reach_mm) / 1000 / metres_north();
  const Geometry near = own(GEOSBuffer_r(geos(), piece.get(), reach, 2));
  const Geometry border = own(GEOSBoundary_r(geos(), other.get()));
  const Geometry common = intersection(border, near);
  if (!common) return 0;
  return length_of(common.get()) * metres_north();
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> meeting_pairs(
    const std::vector<BoxE7>& boxes) {
  // Bands as high as two average boxes; in each a sweep to the east. A pair counts in the band where
  // the upper of the two begins.
  std::int64_t low = INT32_MAX, high = INT32_MIN, heights = 0, count = 0;
  for (const BoxE7& box : boxes) {
    if (box.is_empty()) continue;
    low = std::min<std::int64_t>(low, box.low.lat);
    high = std::max<std::int64_t>(high, box.high.lat);
    heights += std::int64_t{box.high.lat} - box.low.lat;
    ++count;
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  if (count == 0) return pairs;
  const std::int64_t height = std::max(heights / count * 2 + 1, (high - low) / 100000 + 1);
  const auto band_of = [&](std::int32_t lat) { return (lat - low) / height; };
  std::vector<std::vector<std::uint32_t>> bands(static_cast<std::size_t>((high - low) / height) +
                                                1);
  for (std::uint32_t i = 0; i < boxes.size(); ++i) {
    if (boxes[i].is_empty()) continue;
    for (std::int64_t b = band_of(boxes[i].low.lat); b <= band_of(boxes[i].high.lat); ++b) {
      bands[static_cast<std::size_t>(b)].push_back(i);
    }
  }
  for (std::size_t b = 0; b < bands.size(); ++b) {
    std::vector<std::uint32_t>& band = bands[b];
    std::stable_sort(band.begin(), band.end(), [&](std::uint32_t p, std::uint32_t q) {
      return boxes[p].low.lon < boxes[q].low.lon;
    });
    for (std::size_t i = 0; i < band.size(); ++i) {
      for (std::size_t j = i + 1; j < band.size(); ++j) {
        const BoxE7& one = boxes[band[i]];
        const BoxE7& other = boxes[band[j]];
        if (other.low.lon > one.high.lon) break;
        if (!one.meets(other)) continue;
        if (band_of(std::max(one.low.lat, other.low.lat)) != static_cast<std::int64_t>(b)) continue;
        pairs.emplace_back(std::min(band[i], band[j]), std::max(band[i], band[j]));
      }
    }
  }
  std::stable_sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace gezhi
