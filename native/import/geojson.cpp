#include "native/import/geojson.h"

#include <cmath>

#include "core/grid/coords.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

// Reads one file; `where_` follows what is being read, for errors.
class Reader {
 public:
  Reader(std::string path, CoordinateSystem system) : path_(std::move(path)), system_(system) {}

  Result<GeoFeatures> read(const Json& json) {
    const Result<Done> system = check_system(json);
    if (!system) return system.error();
    const std::string type = type_of(json);
    GeoFeatures result;
    if (type == "FeatureCollection") {
      const Json* list = json.find("features");
      if (list == nullptr || list->array() == nullptr)
        return bad("a FeatureCollection without a list of features");
      std::uint32_t number = 0;
      for (const Json& feature : *list->array()) {
        const Result<Done> added = add(feature, ++number, result);
        if (!added) return added.error();
      }
      return result;
    }
    if (type == "Feature") {
      const Result<Done> added = add(json, 1, result);
      if (!added) return added.error();
      return result;
    }
    return bad(type.empty() ? "this is JSON but not GeoJSON: it has no \"type\"; a "
                              "FeatureCollection of areas is needed"
                            : "a FeatureCollection of areas is needed, not \"" + type + "\"");
  }

 private:
  static std::string type_of(const Json& json) {
    const Json* type = json.find("type");
    return type != nullptr && type->string() != nullptr ? *type->string() : std::string();
  }

  Error bad(const std::string& what) const {
    return import_error(path_, where_.empty() ? what : where_ + ": " + what);
  }

  // The old "crs" member may name a projected system, whose metres would look like broken degrees.
  Result<Done> check_system(const Json& json) const {
    const Json* crs = json.find("crs");
    const Json* properties = crs == nullptr ? nullptr : crs->find("properties");
    const Json* name = properties == nullptr ? nullptr : properties->find("name");
    if (name == nullptr || name->string() == nullptr) return Done{};
    const std::string& text = *name->string();
    for (const char* known : {"CRS84", "4326", "4490", "4479"}) {
      if (text.find(known) != std::string::npos) return Done{};
    }
    return bad("is in the coordinate system " + text +
               "; convert it first: ogr2ogr -t_srs EPSG:4326 OUT.geojson " + path_);
  }

  Result<Done> add(const Json& feature, std::uint32_t number, GeoFeatures& result) {
    where_ = "feature " + std::to_string(number);
    if (type_of(feature) != "Feature") return bad("is not a GeoJSON feature");
    const Json* geometry = feature.find("geometry");
    const std::string type = geometry == nullptr ? std::string() : type_of(*geometry);
    if (type != "Polygon" && type != "MultiPolygon") {
      ++result.without_area;
      return Done{};
    }
    GeoFeature out;
    out.number = number;
    if (const Json* properties = feature.find("properties")) out.properties = *properties;
    const Json* coordinates = geometry->find("coordinates");
    if (coordinates == nullptr || coordinates->array() == nullptr) return bad("has no coordinates");
    Result<Done> done = Done{};
    if (type == "Polygon") {
      done = add_polygon(*coordinates, out);
    } else {
      for (const Json& polygon : *coordinates->array()) {
        done = add_polygon(polygon, out);
        if (!done) break;
      }
    }
    if (!done) return done;
    if (out.rings.empty()) {
      ++result.without_area;
      return Done{};
    }
    result.features.push_back(std::move(out));
    return Done{};
  }

  Result<Done> add_polygon(const Json& polygon, GeoFeature& out) {
    if (polygon.array() == nullptr) return bad("a polygon is not a list of rings");
    const std::string feature = where_;
    for (const Json& ring : *polygon.array()) {
      where_ = feature + ", ring " + std::to_string(out.rings.size() + 1);
      const Result<Done> added = add_ring(ring, out);
      if (!added) return added;
    }
    where_ = feature;
    return Done{};
  }

  Result<Done> add_ring(const Json& json, GeoFeature& out) {
    if (json.array() == nullptr) return bad("is not a list of points");
    Ring ring;
    for (const Json& item : *json.array()) {
      const std::string point = "point " + std::to_string(ring.size() + 1);
      if (item.array() == nullptr || item.array()->size() < 2)
        return bad(point + " is not a pair of numbers");
      const auto lon = (*item.array())[0].number();
      const auto lat = (*item.array())[1].number();
      if (!lon || !lat) return bad(point + " is not a pair of numbers");
      if (!(std::fabs(*lon) <= 180 && std::fabs(*lat) <= 90)) {
        return bad(point + " (" + std::to_string(*lon) + ", " + std::to_string(*lat) +
                   ") is not a place in degrees; projected metres must be converted first");
      }
      ring.push_back(from_system(*lon, *lat, system_));
    }
    if (ring.size() < 4)
      return bad("has only " + std::to_string(ring.size()) +
                 " points; a closed ring has 4 or more");
    if (ring.front() != ring.back())
      return bad("is not closed: its last point differs from its first");
    out.rings.push_back(std::move(ring));
    return Done{};
  }

  std::string path_;
  CoordinateSystem system_;
  std::string where_;
};

}  // namespace

PointE7 from_system(double lon, double lat, CoordinateSystem system) {
  switch (system) {
    case CoordinateSystem::wgs84:
    case CoordinateSystem::cgcs2000: return to_e7(Wgs84{lon, lat});
    case CoordinateSystem::gcj02: return to_e7(to_wgs84(Gcj02{lon, lat}));
    case CoordinateSystem::bd09: return to_e7(to_wgs84(Bd09{lon, lat}));
  }
  return {};
}

Result<GeoFeatures> parse_geojson(const std::string& path, const std::string& text,
                                  CoordinateSystem system) {
  const auto json = parse_json(text);
  if (!json) return import_error(path, "is " + json.error().message);
  return Reader(path, system).read(*json);
}

Result<GeoFeatures> read_geojson(const std::string& path, CoordinateSystem system) {
  const auto text = read_source(path, kGeojsonBytesMax);
  if (!text) return text.error();
  return parse_geojson(path, *text, system);
}

std::string property_text(const Json& properties, const std::string& name) {
  const Json* value = properties.find(name);
  if (value == nullptr) return {};
  if (value->string() != nullptr) return *value->string();
  if (value->integer() != nullptr) return std::to_string(*value->integer());
  return {};
}

}  // namespace gezhi
