// Polygon arithmetic by GEOS (its C interface): one door to the library. Coordinates are E7 integers
// from the frame's origin, so that nothing is lost on the way in; what comes out is rounded to them.
//
// Units: areas in square metres (sphere of 6 371 008.8 m, by the latitude of the place), lengths in
// metres. Errors: GEOS' own become an empty Geometry; the caller treats it as "no result".
// Threads: one at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "native/import/area_file.h"

struct GEOSGeom_t;
struct GEOSPrepGeom_t;

namespace gezhi {

struct FreeGeometry {
  void operator()(GEOSGeom_t* geometry) const;
};
using Geometry = std::unique_ptr<GEOSGeom_t, FreeGeometry>;

// An area that many others are compared with: looks its borders up instead of walking them all.
class PreparedArea {
 public:
  explicit PreparedArea(Geometry area);
  const Geometry& area() const { return area_; }
  bool covers(const Geometry& other) const;  // nothing of the other lies outside

 private:
  struct Free {
    void operator()(const GEOSPrepGeom_t* prepared) const;
  };
  Geometry area_;
  std::unique_ptr<const GEOSPrepGeom_t, Free> prepared_;  // refers to the area
};

// Polygons of well-known binary as parts; other geometries give none. `points` counts on.
// Errors: `bad_area` with the cause.
Result<Parts> parts_of_wkb(std::string_view wkb, CoordinateSystem system, std::uint64_t& points);

// Whether and how a polygon breaks the rules of simple features.
struct RingTrouble {
  bool found = false;
  std::string reason;  // GEOS' words: "Self-intersection", "Nested shells", ...
  PointE7 place;
};

class Frame {
 public:
  explicit Frame(PointE7 origin) : origin_(origin) {}

  // Rings may be open or closed. Parts with fewer than 3 points are left out.
  Geometry polygons(const Parts& parts) const;
  Geometry line(const Ring& points) const;
  // The polygons in it; lines and points are left out, so are rings that collapse when rounded.
  Parts parts(const Geometry& geometry) const;

  RingTrouble trouble(const Geometry& geometry) const;
  // The same ground as the even-odd rule sees it, or as the parts cover it (outer rings united, holes
  // cut out).
  Geometry made_valid_even_odd(const Geometry& geometry) const;
  Geometry made_valid_covered(const Geometry& geometry) const;

  Geometry intersection(const Geometry& a, const Geometry& b) const;
  Geometry difference(const Geometry& a, const Geometry& b) const;
  Geometry united(const std::vector<const Geometry*>& all) const;
  bool touches(const Geometry& a, const Geometry& b) const;  // they have a point in common

  // The separate polygons of a geometry, and those without their holes / only the holes.
  std::vector<Geometry> pieces(const Geometry& geometry) const;
  std::vector<Geometry> holes(const Geometry& geometry) const;

  // The line with fewer points, none further than `tolerance_mm` from it (Douglas-Peucker); its points
  // are some of the given.
  Ring simplified(const Ring& line, std::int64_t tolerance_mm) const;

  double area_m2(const Geometry& geometry) const;
  double width_m(const Geometry& geometry) const;  // of a thin piece: twice area by border
  PointE7 inside(const Geometry& geometry) const;  // a point in it
  BoxE7 box(const Geometry& geometry) const;
  // Length of the other's border that lies within `reach_mm` of the piece. Cheap for small pieces.
  double common_border_m(const Geometry& piece, const Geometry& other, std::int64_t reach_mm) const;

 private:
  Geometry ring(const Ring& points) const;
  PointE7 at(double x, double y) const;
  Ring points_of(const GEOSGeom_t* line) const;

  PointE7 origin_;
};

// Pairs of boxes that meet, each once with the smaller index first, ascending.
std::vector<std::pair<std::uint32_t, std::uint32_t>> meeting_pairs(const std::vector<BoxE7>& boxes);

// Metres that a unit of longitude (at a latitude) and of latitude has.
double metres_east(std::int32_t lat);
double metres_north();

}  // namespace gezhi
