#include "native/import/feature_file.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>

#include "core/base/fold.h"
#include "core/base/read.h"
#include "core/base/utf8.h"
#include "native/import/broken_text.h"
#include "native/import/csv.h"
#include "native/import/shape_file.h"
#include "native/import/source_file.h"

namespace gezhi {
namespace {

constexpr std::size_t kUnreadBytesMax = 80;

const std::vector<std::string> kLonNames = {"lon", "lng", "longitude", "经度", "东经", "x"};
const std::vector<std::string> kLatNames = {"lat", "latitude", "纬度", "北纬", "y"};
const std::vector<std::string> kPlaceNames = {"经纬度",   "经纬度坐标", "坐标",
                                              "位置坐标", "lnglat",     "lonlat"};

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
    const Result<Done> known = check_geojson_system(path, json);
    if (!known) return known.error();
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

// Whether a coordinate says which axis it is of: 北纬, E, lon.
bool names_axis(const std::string& cell) {
  const std::string text = folded(cell);
  const auto has = [&](const char* word) { return text.find(word) != std::string::npos; };
  return has("东") || has("西") || has("南") || has("北") || has("经") || has("纬") ||
         std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalpha(c) != 0; });
}

PointE7 in_system(PointE7 written, CoordinateSystem system) {
  return from_system(written.lon * 1e-7, written.lat * 1e-7, system);
}

// The columns of a table that hold places.
struct PlaceColumns {
  std::size_t lon, lat, both;

  explicit PlaceColumns(const CsvTable& table)
      : lon(table.column(kLonNames)),
        lat(table.column(kLatNames)),
        both(table.column(kPlaceNames)) {}

  bool holds(std::size_t column) const { return column == lon || column == lat || column == both; }

  void read(const CsvTable& table, std::size_t index, CoordinateSystem system,
            FeatureRow& row) const {
    const std::string &east = table.cell(index, lon), &north = table.cell(index, lat);
    const std::string& pair = table.cell(index, both);
    const bool parted = !east.empty() || !north.empty();
    if (!parted && pair.empty()) return;
    const auto place = parted ? place_of(east, north) : read_point(pair);
    if (place && is_in_degrees(place->lon * 1e-7, place->lat * 1e-7)) {
      row.point = in_system(*place, system);
    } else {
      row.unread = shortened(parted ? readable(east) + ", " + readable(north) : readable(pair),
                             kUnreadBytesMax);
    }
  }

 private:
  // As the columns say; where a value says itself which axis it is of, as that says.
  static Result<PointE7> place_of(const std::string& east, const std::string& north) {
    if (names_axis(east) || names_axis(north)) return read_point(east + ", " + north);
    const auto lon = read_degrees(east), lat = read_degrees(north);
    if (!lon) return lon.error();
    if (!lat) return lat.error();
    return PointE7{*lon, *lat};
  }
};

Result<FeatureFile> read_table(const std::string& path, const std::string& text,
                               CoordinateSystem system) {
  auto table = parse_csv(path, text);
  if (!table) return table.error();
  const PlaceColumns places(*table);
  for (std::size_t column = 0; column < table->columns.size(); ++column) {
    std::string& name = table->columns[column];
    if (header_key(name).empty()) name = "#" + std::to_string(column + 1);
  }
  FeatureFile file;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    FeatureRow row;
    row.number = table->numbers[i];
    row.properties = Json(Json::Object{});
    for (std::size_t column = 0; column < table->columns.size(); ++column) {
      const std::string& cell = table->rows[i][column];
      if (!cell.empty() && !places.holds(column))
        row.properties.set(table->columns[column], Json(cell));
    }
    places.read(*table, i, system, row);
    file.rows.push_back(std::move(row));
  }
  return file;
}

bool says_nothing(const Json& value) {
  return value.is_null() || (value.string() != nullptr && value.string()->empty());
}

// Gives the properties their keys; of two with one key, the first that says something.
void key_columns(FeatureFile& file) {
  std::map<std::string, std::string> keys;  // by the name in the file
  for (FeatureRow& row : file.rows) {
    Json keyed{Json::Object{}};
    if (const auto* properties = row.properties.object()) {
      for (const auto& [name, value] : *properties) {
        if (says_nothing(value)) continue;
        const auto [at, fresh] = keys.emplace(name, std::string());
        if (fresh) {
          const std::string bytes = bytes_of_marked(name);
          at->second = header_key(bytes);
          file.columns.push_back(readable(bytes));
        }
        if (keyed.find(at->second) == nullptr) keyed.set(at->second, value);
      }
    }
    row.properties = std::move(keyed);
  }
}

Result<FeatureFile> with_rows(Result<std::vector<FeatureRow>> rows) {
  if (!rows) return rows.error();
  return FeatureFile{*std::move(rows), {}};
}

Result<FeatureFile> read_any(const std::string& path, CoordinateSystem system) {
  const auto size = source_size(path, kAreaBytesMax);
  if (!size) return size.error();
  char head[4] = {};
  std::ifstream(path, std::ios::binary).read(head, sizeof head);
  if (std::string_view(head, 4) == std::string_view("\0\0\x27\x0a", 4))
    return with_rows(read_shapes(path, system));
  const auto text = read_text_source(path, kAreaBytesMax);
  if (!text) return text.error();
  const std::size_t first = text->find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos || (*text)[first] != '{') return read_table(path, *text, system);
  const auto json = is_valid_utf8(*text) ? parse_json(*text) : parse_json(with_bytes_marked(*text));
  if (!json) return import_error(path, "is " + json.error().message);
  GeojsonReader reader{path, system};
  return with_rows(reader.read(*json));
}

}  // namespace

Result<FeatureFile> read_feature_file(const std::string& path, CoordinateSystem system) {
  auto file = read_any(path, system);
  if (file) key_columns(*file);
  return file;
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
