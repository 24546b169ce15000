// The rows of a file of areas, whatever its form: GeoJSON (plain or gzip), GeoPackage or shapefile,
// told apart by their first bytes. Coordinates become WGS-84 integers; what a file calls coordinates
// may have come out of a Chinese map (GCJ-02), so the caller says in which system they are.
//
// The libraries of each format do the reading: core/base/json for GeoJSON, SQLite and GEOS' reader of
// well-known binary for GeoPackage, shapelib for shapefiles. Dirt in single rows (no area, broken
// text, rings that cross) is handed on as it is: defects.h names it. A file that is damaged as a
// whole is refused.
//
// Limits: kAreaBytesMax of a file and of what it unpacks to, kGridNodesMax rows, kShapePointsMax
// points. Errors: `bad_import` with file, row, ring and cause. Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/district/pack.h"
#include "core/grid/shapes.h"

namespace gezhi {

inline constexpr std::uint64_t kAreaBytesMax = std::uint64_t{256} << 20;

// CGCS2000 equals WGS-84 within centimetres and is read as it is.
enum class CoordinateSystem : std::uint8_t { wgs84, cgcs2000, gcj02, bd09 };
constexpr std::array<std::string_view, 4> names_of(CoordinateSystem) {
  return {"wgs84", "cgcs2000", "gcj02", "bd09"};
}

// A polygon: its outer ring, then its holes. A multipolygon has several.
using Part = std::vector<Ring>;
using Parts = std::vector<Part>;

struct AreaRow {
  std::uint32_t number = 0;  // in the file, from 1
  Parts parts;               // as delivered; empty without an area (points and lines are none)
  Json properties;           // an object; texts may hold broken bytes (property_text gives them)
};

// All rows of a file, with and without an area. `table` is for a GeoPackage with several; "" = the
// only one. Outer rings of a sound file run counter-clockwise (a shapefile's are turned round).
Result<std::vector<AreaRow>> read_area_file(const std::string& path, const std::string& table,
                                            CoordinateSystem system);

// A property's bytes: texts as they were delivered, whole numbers in digits, else "".
std::string property_text(const Json& properties, const std::string& name);

// A point of a file in WGS-84, and the way back (for trying another system).
PointE7 from_system(double lon, double lat, CoordinateSystem system);

// What the readers share: whether a pair of numbers can be degrees; the systems they know by name.
bool is_in_degrees(double lon, double lat);
bool is_known_system(const std::string& name);
// The old "crs" member may name a projected system, whose metres would look like broken degrees, or
// another datum. Errors: `bad_import` with the command that converts the file.
Result<Done> check_geojson_system(const std::string& path, const Json& json);

// The three forms. `parse_geojson` reads text that is already there; `path` names it in errors.
Result<std::vector<AreaRow>> parse_geojson(const std::string& path, const std::string& text,
                                           CoordinateSystem system);
Result<std::vector<AreaRow>> read_geopackage(const std::string& path, const std::string& table,
                                             CoordinateSystem system);
Result<std::vector<AreaRow>> read_area_shapefile(const std::string& path, CoordinateSystem system);

}  // namespace gezhi
