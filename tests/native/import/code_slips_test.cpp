// One wrong sign in a code of four levels: the ground below it stays in its street, and the row is told.
#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "tests/native/import/ground.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

using Told = std::vector<std::string>;

// Two streets side by side, two communities in each, two grids in each of those; codes as told: a
// street's begins with the district's, and so on.
struct City {
  std::vector<Row> districts, townships, villages, units;

  City(const std::string& district, const std::string& step) {
    const auto add = [](std::vector<Row>& rows, const std::string& code, double x, double y,
                        double width, double height) {
      rows.push_back({row_properties(code, code), {{box(x, y, x + width, y + height)}}});
    };
    const auto nth = [&](int i) { return step + std::to_string(i + 1); };
    add(districts, district, 0, 0, 4000, 2000);
    for (int t = 0; t < 2; ++t) {
      add(townships, district + nth(t), t * 2000, 0, 2000, 2000);
      for (int v = 0; v < 2; ++v) {
        const std::string village = district + nth(t) + nth(v);
        add(villages, village, t * 2000, v * 1000, 2000, 1000);
        for (int u = 0; u < 2; ++u)
          add(units, village + nth(u), t * 2000 + u * 1000, v * 1000, 1000, 1000);
      }
    }
  }

  // The code that a row is delivered with; its name stays what the code should be.
  static void spoil(Row& row, const std::string& code) {
    const std::size_t name = row.properties.find("\"name\"");
    row.properties = "{\"code\":\"" + code + "\"," + row.properties.substr(name);
  }
};

struct Imported {
  DistrictPack pack;
  Told told;  // "code_elsewhere villages 1 > townships 1"

  // Grids below a node, by its name, the node itself left out.
  std::size_t below(const std::string& name) const {
    std::size_t count = 0;
    for (const auto& entry : pack.tree.nodes()) {
      const GridNode* node = pack.tree.find(entry.second.parent);
      while (node != nullptr && node->name != name) node = pack.tree.find(node->parent);
      count += node == nullptr ? 0 : 1;
    }
    return count;
  }
};

std::string level_in(const RowName& row) {
  const std::size_t at = row.file.rfind('-') + 1;
  return row.file.substr(at, row.file.rfind('.') - at) + " " + std::to_string(row.row);
}

Imported import(const City& city, bool finest_first = false) {
  const TempFile district("slips-districts.geojson", geojson_of(city.districts));
  const TempFile township("slips-townships.geojson", geojson_of(city.townships));
  const TempFile village("slips-villages.geojson", geojson_of(city.villages));
  const TempFile unit("slips-units.geojson", geojson_of(city.units));
  GridImport options;
  for (const auto& [path, level] :
       {std::pair{district.path, GridLevel::district},
        std::pair{township.path, GridLevel::township}, std::pair{village.path, GridLevel::village},
        std::pair{unit.path, GridLevel::unit}}) {
    GridFile file;
    file.file = path;
    file.level = level;
    options.files.push_back(file);
  }
  if (finest_first) std::reverse(options.files.begin(), options.files.end());
  Imported result;
  const auto report = import_grids(options, result.pack, [](const std::string&) {});
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
  for (const Defect& defect : report->defects) {
    std::string line = std::string(name_of(defect.kind)) + " " + level_in(defect.at);
    if (!defect.other.file.empty()) line += " > " + level_in(defect.other);
    result.told.push_back(line);
  }
  return result;
}

}  // namespace

TEST_SUITE("import/code_slips") {
  TEST_CASE("a sound delivery goes by its codes, in any order of files, and nothing is told") {
    for (const bool finest_first : {false, true}) {
      const Imported sound = import(City("330105", "00"), finest_first);
      CHECK(sound.told == Told{});
      CHECK(sound.below("330105001") == 6);
      CHECK(sound.below("330105002") == 6);
    }
    CHECK(import(City("01", "0")).told == Told{});
  }

  TEST_CASE(
      "a slip in a street's code leaves its communities in the street, each told with both rows") {
    const Told elsewhere = {"code_elsewhere villages 1 > townships 1",
                            "code_elsewhere villages 2 > townships 1"};
    for (const bool finest_first : {false, true}) {
      City city("330105", "00");
      City::spoil(city.townships[0], "330105011");
      const Imported one = import(city, finest_first);
      CHECK(one.told == elsewhere);
      CHECK(one.below("330105001") == 6);
      CHECK(one.below("330105") == 14);
    }
    City other_province("330105", "00");
    City::spoil(other_province.townships[0], "440105001");
    const Imported moved = import(other_province);
    CHECK(moved.told ==
          Told{"code_elsewhere townships 1 > districts 1", elsewhere[0], elsewhere[1]});
    CHECK(moved.below("330105001") == 6);

    City berlin("01", "0");  // 2-4-6-8 digits
    City::spoil(berlin.townships[1], "0107");
    const Imported foreign = import(berlin);
    CHECK(foreign.told == Told{"code_elsewhere villages 3 > townships 2",
                               "code_elsewhere villages 4 > townships 2"});
    CHECK(foreign.below("0102") == 6);
  }

  TEST_CASE("a slip in a community's code leaves it and its grids where they lie") {
    City city("330105", "00");
    City::spoil(city.villages[3], "330105012002");
    const Imported one = import(city);
    CHECK(one.told == Told{"code_elsewhere villages 4 > townships 2",
                           "code_elsewhere units 7 > villages 4",
                           "code_elsewhere units 8 > villages 4"});
    CHECK(one.below("330105002") == 6);
    CHECK(one.below("330105002002") == 2);
  }

  TEST_CASE(
      "an exclave stays where its code says, and a level without such codes is linked by place") {
    City city("330105", "00");
    city.villages[0].parts = {{box(6000, 0, 8000, 1000)}};
    city.units[0].parts = {{box(6000, 0, 7000, 1000)}};
    city.units[1].parts = {{box(7000, 0, 8000, 1000)}};
    const Imported exclave = import(city);
    CHECK(exclave.below("330105001") == 6);
    CHECK(std::none_of(exclave.told.begin(), exclave.told.end(), [](const std::string& line) {
      return line.find("code_elsewhere") != std::string::npos;
    }));

    City numbered("330105", "00");
    for (std::size_t i = 0; i < numbered.villages.size(); ++i)
      City::spoil(numbered.villages[i], std::to_string(i + 1));
    const Imported by_place = import(numbered);
    CHECK(by_place.told == Told{});
    CHECK(by_place.below("330105001") == 6);
    CHECK(by_place.below("330105002001") == 2);
  }

  TEST_CASE("what is no code among codes of digits is told, and what can be read surely is read") {
    for (const char* delivered :
         {"三三零一零五零零一", "3.30105001e8", "3.30105001 E+08", "330105-001", "330105001(旧)",
          "#330105001", "3301050010", "33010501", "A01"}) {
      CAPTURE(delivered);
      City city("330105", "00");
      City::spoil(city.townships[0], delivered);
      const Imported one = import(city);
      REQUIRE(!one.told.empty());
      CHECK(one.told[0] == "unread_code townships 1");
      CHECK(one.below("330105001") == 6);
    }
    for (const char* delivered : {"330,105,001", "=\\\"330105001\\\"", "330105001；", "330105001,",
                                  "３３０，１０５，００１"}) {
      CAPTURE(delivered);
      City city("330105", "00");
      City::spoil(city.townships[0], delivered);
      const Imported one = import(city);
      CHECK(one.told == Told{});
      CHECK(one.below("330105001") == 6);
    }
  }
}
