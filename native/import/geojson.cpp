// GeoJSON (RFC 7946).
#include "core/base/utf8.h"
#include "native/import/area_file.h"
#include "native/import/broken_text.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

// Reads one file; `where_` follows what is being read, for errors.
class Reader {
 public:
  Reader(std::string path, CoordinateSystem system) : path_(std::move(path)), system_(system) {}

  Result<std::vector<AreaRow>> read(const Json& json) {
    const Result<Done> system = check_geojson_system(path_, json);
    if (!system) return system.error();
    const std::string type = type_of(json);
    std::vector<AreaRow> result;
    if (type == "FeatureCollection") {
      const Json* list = json.find("features");
      if (list == nullptr || list->array() == nullptr)
        return bad("a FeatureCollection without a list of features");
      if (list->array()->size() > kGridNodesMax) {
        return bad("holds " + std::to_string(list->array()->size()) +
                   " rows, more than the limit of " + std::to_string(kGridNodesMax));
      }
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

  Result<Done> add(const Json& feature, std::uint32_t number, std::vector<AreaRow>& result) {
    where_ = "feature " + std::to_string(number);
    if (type_of(feature) != "Feature") return bad("is not a GeoJSON feature");
    AreaRow row;
    row.number = number;
    rings_ = 0;
    if (const Json* properties = feature.find("properties")) row.properties = *properties;
    Result<Done> done = Done{};
    if (const Json* geometry = feature.find("geometry")) done = add_geometry(*geometry, row);
    if (!done) return done;
    result.push_back(std::move(row));
    return Done{};
  }

  Result<Done> add_geometry(const Json& geometry, AreaRow& row) {
    const std::string type = type_of(geometry);
    if (type != "Polygon" && type != "MultiPolygon") return Done{};
    const Json* coordinates = geometry.find("coordinates");
    if (coordinates == nullptr || coordinates->array() == nullptr) return bad("has no coordinates");
    if (type == "Polygon") return add_polygon(*coordinates, row);
    for (const Json& polygon : *coordinates->array()) {
      const Result<Done> done = add_polygon(polygon, row);
      if (!done) return done;
    }
    return Done{};
  }

  Result<Done> add_polygon(const Json& polygon, AreaRow& row) {
    if (polygon.array() == nullptr) return bad("a polygon is not a list of rings");
    const std::string feature = where_;
    Part part;
    for (const Json& ring : *polygon.array()) {
      where_ = feature + ", ring " + std::to_string(++rings_);
      const Result<Done> added = add_ring(ring, part);
      if (!added) return added;
    }
    where_ = feature;
    if (!part.empty()) row.parts.push_back(std::move(part));
    return Done{};
  }

  Result<Done> add_ring(const Json& json, Part& out) {
    if (json.array() == nullptr) return bad("is not a list of points");
    Ring ring;
    for (const Json& item : *json.array()) {
      const std::string point = "point " + std::to_string(ring.size() + 1);
      if (item.array() == nullptr || item.array()->size() < 2)
        return bad(point + " is not a pair of numbers");
      const auto lon = (*item.array())[0].number();
      const auto lat = (*item.array())[1].number();
      if (!lon || !lat) return bad(point + " is not a pair of numbers");
      if (++points_ > kShapePointsMax) return bad("there are too many points in the file");
      if (!is_in_degrees(*lon, *lat)) {
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
    out.push_back(std::move(ring));
    return Done{};
  }

  std::string path_;
  CoordinateSystem system_;
  std::string where_;
  std::uint32_t rings_ = 0;  // of the row
  std::uint64_t points_ = 0;
};

}  // namespace

Result<Done> check_geojson_system(const std::string& path, const Json& json) {
  const Json* crs = json.find("crs");
  const Json* properties = crs == nullptr ? nullptr : crs->find("properties");
  const Json* name = properties == nullptr ? nullptr : properties->find("name");
  if (name == nullptr || name->string() == nullptr || is_known_system(*name->string()))
    return Done{};
  return import_error(path, "is in the coordinate system " + *name->string() +
                                "; convert it first: ogr2ogr -t_srs EPSG:4326 OUT.geojson " + path);
}

Result<std::vector<AreaRow>> parse_geojson(const std::string& path, const std::string& text,
                                           CoordinateSystem system) {
  const auto json = is_valid_utf8(text) ? parse_json(text) : parse_json(with_bytes_marked(text));
  if (!json) return import_error(path, "is " + json.error().message);
  return Reader(path, system).read(*json);
}

}  // namespace gezhi
