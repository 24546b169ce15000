#include "tests/native/import/ground.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

#include "core/grid/coords.h"
#include "core/grid/locate.h"
#include "native/import/overlay.h"

namespace gezhi::test {

TempFile::TempFile(const std::string& name, const std::string& content)
    : path("/tmp/gezhi-ground-" + name) {
  std::ofstream(path, std::ios::binary) << content;
}
TempFile::~TempFile() { std::remove(path.c_str()); }

Line closed(Line line) {
  line.push_back(line.front());
  return line;
}

Line box(double x0, double y0, double x1, double y1) {
  return closed({{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}});
}

std::string row_properties(const std::string& code, const std::string& name) {
  return R"({"code":")" + code + R"(","name":")" + name + "\"}";
}

Wgs84 stay(Wgs84 place) { return place; }

namespace {

Wgs84 place_of(XY point) { return {120.1 + point.x * 1e-5, 30.3 + point.y * 1e-5}; }

std::string text_of(const Line& line, Move move) {
  std::string text;
  for (const XY point : line) {
    const Wgs84 place = move(place_of(point));
    char pair[60];
    std::snprintf(pair, sizeof pair, "%s[%.9f,%.9f]", text.empty() ? "" : ",", place.lon,
                  place.lat);
    text += pair;
  }
  return "[" + text + "]";
}

}  // namespace

std::string geojson_of(const std::vector<Row>& rows, Move move) {
  std::string features;
  for (const Row& row : rows) {
    std::string parts;
    for (const auto& part : row.parts) {
      std::string rings;
      for (const Line& line : part) rings += (rings.empty() ? "" : ",") + text_of(line, move);
      parts += (parts.empty() ? "[" : ",[") + rings + "]";
    }
    const std::string geometry =
        row.parts.empty() ? "null" : R"({"type":"MultiPolygon","coordinates":[)" + parts + "]}";
    features += (features.empty() ? "" : ",") +
                (R"({"type":"Feature","properties":)" + row.properties + R"(,"geometry":)") +
                geometry + "}";
  }
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

std::vector<Row> nine_units() {
  std::vector<Row> rows;
  for (int i = 0; i < 9; ++i) {
    const double x = i % 3 * 1000, y = i / 3 * 1000;
    rows.push_back(
        {row_properties("33010500105100" + std::to_string(i + 1), "网格" + std::to_string(i + 1)),
         {{box(x, y, x + 1000, y + 1000)}}});
  }
  return rows;
}

std::vector<Row> one_village() {
  return {{row_properties("330105001051", "夹城巷社区"), {{box(0, 0, 3000, 3000)}}}};
}

GridImportReport Delivery::import() {
  const TempFile village_file("villages.geojson", geojson_of(villages));
  const TempFile unit_file("units.geojson", geojson_of(units, move_units));
  GridImport options;
  options.files.resize(2);
  options.files[0].file = village_file.path;
  options.files[0].level = GridLevel::village;
  options.files[1].file = unit_file.path;
  options.files[1].level = GridLevel::unit;
  options.files[1].system = unit_system;
  options.files[1].zone = unit_zone;
  const auto report = import_grids(options, pack, [](const std::string&) {});
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
  return *report;
}

std::vector<std::string> found(const GridImportReport& report) {
  std::vector<std::string> list;
  for (const Defect& defect : report.defects) {
    list.push_back(std::string(name_of(defect.kind)) + " " + std::string(name_of(defect.action)) +
                   " " + std::to_string(defect.at.row));
  }
  return list;
}

double square_metres(double width, double height) {
  return width * height * 1e4 * metres_east(303150000) * metres_north();
}

PointE7 at(double x, double y) {
  return {static_cast<std::int32_t>(std::llround(1201000000 + x * 100)),
          static_cast<std::int32_t>(std::llround(303000000 + y * 100))};
}

GridId unit_at(const DistrictPack& pack, double x, double y) {
  return GridLocator(pack.tree, pack.shapes).at(GridLayer::governance, at(x, y));
}
std::string name_at(const DistrictPack& pack, double x, double y) {
  const GridNode* node = pack.tree.find(unit_at(pack, x, y));
  return node == nullptr ? "" : node->name;
}

}  // namespace gezhi::test
