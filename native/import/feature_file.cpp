#include "native/import/feature_file.h"

#include <algorithm>
#include <fstream>

#include "core/base/read.h"
#include "core/base/utf8.h"
#include "native/import/broken_text.h"
#include "native/import/csv.h"
#include "native/import/shape_file.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::size_t kUnreadBytesMax = 80;

const std::vector<std::string> kLonNames = {"lon", "lng", "longitude", "经度", "x"};
const std::vector<std::string> kLatNames = {"lat", "latitude", "纬度", "y"};

struct GeojsonReader {
  const std::string& path;
  CoordinateSystem system;
  std::uint64_t points = 0;
  std::uint32_t row = 0;

  Error bad(const std::string& what) const {
    return import_error(path, "feature " + std::to_string(row) + ": " + what);
  }

  static std::string type_of(const Json& json) {
    const Json* type = json.find("type");
    return type != nullptr && type->string() != nullptr ? *type->string() : std::string();
  }

  Result<std::vector<FeatureRow>> read(const Json& json) {
    const Json* list = json.find("features");
    if (type_of(json) != "FeatureCollection" || list == nullptr || list->array() == nullptr)
      return import_error(path, "is no GeoJSON FeatureCollection");
    if (list->array()->size() > kGridNodesMax) return import_error(path, "holds too many rows");
    std::vector<FeatureRow> rows;
    for (const Json& feature : *list->array()) {
      FeatureRow one;
      one.number = ++row;
      if (const Json* properties = feature.find("properties")) one.properties = *properties;
      if (const Json* geometry = feature.find("geometry")) {
        const Result<Done> done = read_geometry(*geometry, one);
        if (!done) return done.error();
      }
      rows.push_back(std::move(one));
    }
    return rows;
  }

  Result<Done> read_geometry(const Json& geometry, FeatureRow& out) {
    const std::string type = type_of(geometry);
    const Json* coordinates = geometry.find("coordinates");
    if (type != "Point" && type != "LineString" && type != "MultiLineString") return Done{};
    const bool understood = coordinates != nullptr && coordinates->array() != nullptr &&
                            read_coordinates(type, *coordinates, out);
    if (points > kShapePointsMax) return bad("there are too many points in the file");
    if (understood) return Done{};
    if (out.unread.empty()) out.unread = "coordinates";
    out.point = {};
    out.lines.clear();
    return Done{};
  }

  bool read_coordinates(const std::string& type, const Json& coordinates, FeatureRow& out) {
    if (type == "Point") return read_point(coordinates, out.point, out);
    if (type == "LineString") return read_line(coordinates, out);
    const auto& lines = *coordinates.array();
    return std::all_of(lines.begin(), lines.end(),
                       [&](const Json& line) { return read_line(line, out); });
  }

  bool read_line(const Json& json, FeatureRow& out) {
    if (json.array() == nullptr) return false;
    Ring line;
    for (const Json& item : *json.array()) {
      if (!read_point(item, line.emplace_back(), out)) return false;
    }
    out.lines.push_back(std::move(line));
    return true;
  }

  bool read_point(const Json& json, PointE7& out, FeatureRow& row_of_it) {
    ++points;
    const bool pair = json.array() != nullptr && json.array()->size() >= 2;
    const auto number = [&](std::size_t i) {
      return pair ? (*json.array())[i].number() : Result<double>(Error{});
    };
    const auto lon = number(0), lat = number(1);
    if (lon && lat && is_in_degrees(*lon, *lat)) {
      out = from_system(*lon, *lat, system);
      return true;
    }
    row_of_it.unread = shortened(to_text(json), kUnreadBytesMax);
    return false;
  }
};

Result<std::vector<FeatureRow>> read_shapes(const std::string& path, CoordinateSystem system) {
  auto file = ShapeFile::open(path, ShapeFile::Kind::places, system, ShapeLimits{});
  if (!file) return file.error();
  std::vector<FeatureRow> rows;
  for (std::uint32_t i = 0; i < file->rows(); ++i) {
    auto parts = file->parts(i);
    if (!parts) return parts.error();
    FeatureRow row;
    row.number = i + 1;
    row.properties = file->properties(i);
    if (file->holds_points() && !parts->empty()) row.point = (*parts)[0][0];
    if (!file->holds_points()) row.lines = *std::move(parts);
    rows.push_back(std::move(row));
  }
  return rows;
}

// A coordinate as people write it; false for anything else.
bool parse_degrees(const std::string& text, double& value) {
  const auto degrees = read_degrees(text);
  if (degrees) value = static_cast<double>(*degrees) / 1e7;
  return degrees.ok();
}

Result<std::vector<FeatureRow>> read_table(const std::string& path, const std::string& text,
                                           CoordinateSystem system) {
  const auto table = parse_csv(path, text);
  if (!table) return table.error();
  const std::size_t lon_column = table->column(kLonNames), lat_column = table->column(kLatNames);
  std::vector<FeatureRow> rows;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    FeatureRow row;
    row.number = static_cast<std::uint32_t>(i + 2);
    row.properties = Json(Json::Object{});
    for (std::size_t column = 0; column < table->columns.size(); ++column) {
      const std::string& cell = table->rows[i][column];
      if (!cell.empty()) row.properties.set(table->columns[column], Json(cell));
    }
    const std::string &east = table->cell(i, lon_column), &north = table->cell(i, lat_column);
    double lon = 0, lat = 0;
    if (!east.empty() || !north.empty()) {
      if (parse_degrees(east, lon) && parse_degrees(north, lat) && is_in_degrees(lon, lat)) {
        row.point = from_system(lon, lat, system);
      } else {
        row.unread = shortened(readable(east) + ", " + readable(north), kUnreadBytesMax);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Result<std::vector<FeatureRow>> read_feature_file(const std::string& path,
                                                  CoordinateSystem system) {
  const auto size = source_size(path, kAreaBytesMax);
  if (!size) return size.error();
  char head[4] = {};
  std::ifstream(path, std::ios::binary).read(head, sizeof head);
  if (std::string_view(head, 4) == std::string_view("\0\0\x27\x0a", 4))
    return read_shapes(path, system);
  const auto text = read_source(path, kAreaBytesMax);
  if (!text) return text.error();
  const std::size_t first = text->find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos || (*text)[first] != '{') return read_table(path, *text, system);
  const auto json = is_valid_utf8(*text) ? parse_json(*text) : parse_json(with_bytes_marked(*text));
  if (!json) return import_error(path, "is " + json.error().message);
  GeojsonReader reader{path, system};
  return reader.read(*json);
}

std::string first_text(const FeatureRow& row, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const std::string text = property_text(row.properties, name);
    if (!text.empty()) return readable(text);
    const Json* value = row.properties.find(name);
    if (value != nullptr && (value->boolean() != nullptr || value->number()))
      return to_text(*value);
  }
  return {};
}

}  // namespace gezhi
