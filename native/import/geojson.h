// GeoJSON (RFC 7946) areas as WGS-84 integers. What the format calls coordinates may have come out of
// a Chinese map (GCJ-02): the caller says so.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/grid/shapes.h"

namespace gezhi {

// CGCS2000 equals WGS-84 within centimetres and is read as it is.
enum class CoordinateSystem : std::uint8_t { wgs84, cgcs2000, gcj02, bd09 };
constexpr std::array<std::string_view, 4> names_of(CoordinateSystem) {
  return {"wgs84", "cgcs2000", "gcj02", "bd09"};
}

struct GeoFeature {
  std::uint32_t number = 0;  // in the file, from 1
  std::vector<Ring> rings;   // all rings of all parts
  Json properties;
};

struct GeoFeatures {
  std::vector<GeoFeature> features;
  std::uint32_t without_area = 0;  // features with no geometry, or points and lines: left out
};

// Errors: `bad_import` with file, feature, ring and cause: not JSON (with the position), not GeoJSON,
// another coordinate system, an unclosed ring, a coordinate that is none.
Result<GeoFeatures> read_geojson(const std::string& path, CoordinateSystem system);

// The same on text that is already there; `path` names it in errors.
Result<GeoFeatures> parse_geojson(const std::string& path, const std::string& text,
                                  CoordinateSystem system);

// A property as text: strings as they are, whole numbers in digits, else "".
std::string property_text(const Json& properties, const std::string& name);

// A point of a file in WGS-84.
PointE7 from_system(double lon, double lat, CoordinateSystem system);

}  // namespace gezhi
