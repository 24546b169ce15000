// Every kind of dirt that real grid data carries, planted in a sound delivery one at a time: exactly
// what was planted is found, at its place, and what is safe is repaired.
#include "native/import/defects.h"

#include <doctest/doctest.h>

#include "core/grid/coords.h"
#include "core/grid/street.h"
#include "tests/native/import/ground.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

using Found = std::vector<std::string>;

bool near(double value, double wanted) { return std::abs(value - wanted) <= wanted * 0.002; }

Wgs84 as_gcj02(Wgs84 place) {
  const Gcj02 moved = to_gcj02(place);
  return {moved.lon, moved.lat};
}
Wgs84 as_bd09(Wgs84 place) {
  const Bd09 moved = to_bd09(place);
  return {moved.lon, moved.lat};
}

// Rows of one level with nothing above.
GridImportReport alone(const std::vector<Row>& rows, DistrictPack& pack) {
  const TempFile file("alone.geojson", geojson_of(rows));
  GridImport options;
  options.files.resize(1);
  options.files[0].file = file.path;
  options.files[0].level = GridLevel::village;
  const auto report = import_grids(options, pack, [](const std::string&) {});
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
  return *report;
}

}  // namespace

TEST_SUITE("import/defects") {
  TEST_CASE("a sound delivery has no defect and comes in point by point") {
    Delivery delivery;
    const auto report = delivery.import();
    CHECK(found(report) == Found{});
    CHECK(report.grids == 10);
    CHECK(report.seams == 0);
    CHECK(name_at(delivery.pack, 1500, 1500) == "网格5");
  }

  TEST_CASE("a gap is found with its area and place") {
    Delivery delivery;
    delivery.units[4].parts = {{box(1000, 1000, 1900, 2000)}};
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"gap kept 5"});  // of two neighbours with as long a border
    CHECK(near(report.defects[0].area_m2, square_metres(100, 1000)));
    CHECK(report.defects[0].place.lon > at(1900, 0).lon);
    CHECK(report.defects[0].place.lon < at(2000, 0).lon);
    CHECK(report.defects[0].outline.size() == 1);
    CHECK(name_at(delivery.pack, 1950, 1500) == "夹城巷社区");
  }

  TEST_CASE("a gap thinner than a metre goes to a neighbour") {
    Delivery delivery;
    delivery.units[4].parts = {{box(1000, 1000, 1999.5, 2000)}};
    const auto report = delivery.import();
    REQUIRE(report.defects.size() == 1);
    CHECK(report.defects[0].kind == DefectKind::gap);
    CHECK(report.defects[0].action == DefectAction::repaired);
    CHECK(near(report.defects[0].area_m2, square_metres(0.5, 1000)));
    CHECK(name_at(delivery.pack, 1999.75, 1500).compare(0, 6, "网格") == 0);
  }

  TEST_CASE("a seam of a few centimetres is closed and only counted") {
    Delivery delivery;
    delivery.units[4].parts = {{box(1000, 1000, 1999.97, 2000)}};
    CHECK(found(delivery.import()) == Found{});
    CHECK(name_at(delivery.pack, 1999.98, 1500).compare(0, 6, "网格") == 0);
  }

  TEST_CASE("an overlap is found with its area, place and both rows, and kept") {
    Delivery delivery;
    delivery.units[4].parts = {{box(1000, 1000, 2030, 2000)}};
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"overlap kept 5"});
    CHECK(report.defects[0].other.row == 6);
    CHECK(near(report.defects[0].area_m2, square_metres(30, 1000)));
    CHECK(report.defects[0].place.lon > at(2000, 0).lon);
    CHECK(report.defects[0].place.lon < at(2030, 0).lon);
    CHECK(name_at(delivery.pack, 2015, 1500) == "网格5");
  }

  TEST_CASE("an overlap thinner than a metre goes to the row named first") {
    Delivery delivery;
    delivery.units[4].parts = {{box(1000, 1000, 2000.5, 2000)}};
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"overlap repaired 5"});
    CHECK(near(report.defects[0].area_m2, square_metres(0.5, 1000)));
    CHECK(name_at(delivery.pack, 2000.25, 1500) == "网格5");
    CHECK(name_at(delivery.pack, 2000.75, 1500) == "网格6");
  }

  TEST_CASE("a row that is only a strip goes to its longest neighbour") {
    Delivery delivery;
    delivery.units[4].parts = {{box(1000, 1000, 1999.5, 2000)}};
    delivery.units.push_back(
        {row_properties("330105001051010", "细条"), {{box(1999.5, 1000, 2000, 2000)}}});
    const auto report = delivery.import();
    CHECK(found(report) == Found{"sliver repaired 10"});
    CHECK(report.grids == 10);
    CHECK(find_code(delivery.pack.tree, kUnitScheme, "330105001051010") == nullptr);
    CHECK(name_at(delivery.pack, 1999.75, 1500).compare(0, 6, "网格") == 0);
  }

  TEST_CASE("a ring that touches itself becomes a sound area with the same ground") {
    Delivery delivery;
    delivery.units[0].parts = {{closed({{0, 0},
                                        {1000, 0},
                                        {1000, 1000},
                                        {500, 1000},
                                        {600, 800},
                                        {400, 800},
                                        {500, 1000},
                                        {0, 1000}})}};
    delivery.units.push_back({row_properties("330105001051010", "三角"),
                              {{closed({{400, 800}, {600, 800}, {500, 1000}})}}});
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"self_touching repaired 1"});
    CHECK(report.defects[0].place == at(500, 1000));
    CHECK(name_at(delivery.pack, 500, 850) == "三角");
    CHECK(name_at(delivery.pack, 300, 900) == "网格1");
  }

  TEST_CASE("a ring that crosses itself is kept and said") {
    DistrictPack pack;
    const auto report = alone({{row_properties("A", "方"), {{box(0, 0, 1000, 1000)}}},
                               {row_properties("B", "蝴蝶结"),
                                {{closed({{2000, 0}, {3000, 1000}, {3000, 0}, {2000, 1000}})}}}},
                              pack);
    REQUIRE(found(report) == Found{"self_crossing kept 2"});
    CHECK(report.defects[0].place == at(2500, 500));
    CHECK(name_at(pack, 2100, 500) == "蝴蝶结");
    CHECK(name_at(pack, 2500, 900) == "");
  }

  TEST_CASE("a part inside another part of the same row counts once") {
    DistrictPack pack;
    const auto report =
        alone({{row_properties("A", "套"), {{box(0, 0, 1000, 1000)}, {box(400, 400, 600, 600)}}},
               {row_properties("B", "洞"), {{box(2000, 0, 3000, 1000), box(2400, 400, 2600, 600)}}},
               {row_properties("C", "填"), {{box(2400, 400, 2600, 600)}}}},
              pack);
    REQUIRE(found(report) == Found{"nested_parts kept 1", "ring_orientation repaired 2"});
    CHECK(name_at(pack, 500, 500) == "套");
    CHECK(name_at(pack, 2500, 500) == "填");
  }

  TEST_CASE("repeated points and rings the wrong way round are put right") {
    Delivery delivery;
    delivery.units[1].parts[0][0].insert(delivery.units[1].parts[0][0].begin() + 1, {1000, 0});
    Line& line = delivery.units[6].parts[0][0];
    line = {line.rbegin(), line.rend()};
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"repeated_points repaired 2", "ring_orientation repaired 7"});
    CHECK(report.defects[0].place == at(1000, 0));
    CHECK(report.defects[0].detail == "1");
  }

  TEST_CASE("a file with all its rings the other way round is said once") {
    Delivery delivery;
    for (Row& row : delivery.units) {
      Line& line = row.parts[0][0];
      line = {line.rbegin(), line.rend()};
    }
    CHECK(found(delivery.import()) == Found{"ring_orientation repaired 0"});
  }

  TEST_CASE("missing and doubled codes are kept and named, the same row twice is left out") {
    Delivery delivery;
    delivery.units[2].properties = R"({"code":null,"name":"无码网格"})";
    delivery.units[7].properties = row_properties("330105001051001", "重码网格");
    delivery.units.push_back(delivery.units[3]);
    const auto report = delivery.import();
    CHECK(found(report) ==
          Found{"missing_code kept 3", "duplicate_code kept 8", "duplicate_code left_out 10"});
    CHECK(report.defects[1].other.row == 1);
    CHECK(report.defects[2].other.row == 4);
    CHECK(report.grids == 10);
    CHECK(name_at(delivery.pack, 2500, 500) == "无码网格");
    CHECK(name_at(delivery.pack, 1500, 2500) == "重码网格");
  }

  TEST_CASE(
      "a code that a spreadsheet or a slip of the pen spoilt is named; other codes of the source "
      "are not") {
    Delivery delivery;
    delivery.units[0].properties = row_properties("3.30105001E+11", "甲");
    delivery.units[1].properties = row_properties("330105001051.0", "乙");
    delivery.units[2].properties = row_properties("33O1O5001051OO3", "丙");
    delivery.units[3].properties = row_properties("三三〇一〇五〇〇一", "丁");
    delivery.units[4].properties = row_properties("３３０１０５００１", "戊");
    delivery.units[5].properties = row_properties("HZ-1.5", "己");
    delivery.units[6].properties = row_properties("33010500A", "庚");
    delivery.units[7].properties = row_properties("12E", "辛");
    const auto report = delivery.import();
    // 330105001051.0 and full-width digits are read for what they are.
    CHECK(found(report) == Found{"unread_code kept 1", "unread_code kept 3", "unread_code kept 4"});
    CHECK(report.defects[0].detail == "3.30105001E+11");
  }

  TEST_CASE("names of question marks, and UTF-8 that was read as Latin-1, are told") {
    Delivery delivery;
    delivery.units[0].properties = row_properties("330105001051001", "???");
    delivery.units[1].properties = row_properties("330105001051002", "ç”²ç¤¾åŒº");
    delivery.units[2].properties = row_properties("330105001051003", "Köpenick");
    delivery.units[3].properties = row_properties("330105001051004", "\xC3\xA7\xC2\x94\xC2\xB2");
    const auto report = delivery.import();
    CHECK(found(report) ==
          Found{"broken_name kept 1", "broken_name repaired 2", "broken_name repaired 4"});
    CHECK(name_at(delivery.pack, 1500, 500) == "甲社区");
    CHECK(name_at(delivery.pack, 2500, 500) == "Köpenick");
    CHECK(name_at(delivery.pack, 500, 1500) == "甲");
  }

  TEST_CASE("a code that is too long once its broken bytes are repaired is no code") {
    Delivery delivery;
    delivery.units[0].properties = row_properties(std::string(30, '\xFF'), "一号");
    delivery.import();
    CHECK(name_at(delivery.pack, 500, 500) == "一号");
    CHECK(delivery.pack.tree.find(unit_at(delivery.pack, 500, 500))->codes.empty());
    CHECK(read_pack(write_pack(delivery.pack)).ok());
  }

  TEST_CASE("names in GBK are read as such, names with lost bytes are shown as broken") {
    Delivery delivery;
    delivery.units[0].properties =
        row_properties("330105001051001", "\xC3\xD7\xCA\xD0\xCF\xEF\xC9\xE7\xC7\xF8");
    // Its first character ends in a byte that looks like a backslash.
    delivery.units[1].properties = row_properties("330105001051002", "\x81\x5C\xB7\xE7\xD4\xB7");
    delivery.units[2].properties = row_properties("330105001051003", "网\xE6\xA0");
    delivery.units[3].properties = row_properties("330105001051004", "\xEF\xBF\xBD桥社区");
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"broken_name repaired 1", "broken_name repaired 2",
                                   "broken_name kept 3", "broken_name kept 4"});
    CHECK(report.defects[0].detail == "米市巷社区");
    CHECK(name_at(delivery.pack, 500, 500) == "米市巷社区");
    CHECK(name_at(delivery.pack, 1500, 500).find("风苑") != std::string::npos);
    CHECK(name_at(delivery.pack, 2500, 500).find("网") == 0);
    CHECK(name_at(delivery.pack, 2500, 500).find("\xEF\xBF\xBD") != std::string::npos);
  }

  TEST_CASE(
      "empty rows, rows of another table and rows without an area are left out with a reason") {
    Delivery delivery;
    delivery.units.push_back({"{}", {}});
    delivery.units.push_back({R"({"code":null,"name":""})", {}});
    delivery.units.push_back({R"({"pole_id":7,"height":3.5})", {{box(5000, 0, 6000, 1000)}}});
    delivery.units.push_back({row_properties("330105001051013", "无范围"), {}});
    const auto report = delivery.import();
    CHECK(found(report) == Found{"empty_row left_out 10", "empty_row left_out 11",
                                 "foreign_row left_out 12", "no_area left_out 13"});
    CHECK(report.defects[2].detail == "pole_id, height");
    CHECK(report.grids == 10);
  }

  TEST_CASE("a layer in GCJ-02 or BD-09 taken for WGS-84 is told by its parents") {
    Delivery delivery;
    delivery.move_units = as_gcj02;
    auto report = delivery.import();
    REQUIRE(found(report) == Found{"wrong_system kept 0"});
    CHECK(report.defects[0].detail.find("gcj02 1.000") != std::string::npos);
    CHECK(report.defects[0].detail.find("wgs84 0.") == 0);
    delivery.unit_system = "gcj02";
    CHECK(found(delivery.import()) == Found{});
    delivery.move_units = as_bd09;
    report = delivery.import();
    REQUIRE(found(report) == Found{"wrong_system kept 0"});
    CHECK(report.defects[0].detail.find("bd09 1.000") != std::string::npos);
    delivery.unit_system = "bd09";
    CHECK(found(delivery.import()) == Found{});
    CHECK(name_at(delivery.pack, 1500, 1500) == "网格5");
  }

  TEST_CASE("a police layer in GCJ-02 is told by the layer that is there") {
    Delivery delivery;
    REQUIRE(found(delivery.import()) == Found{});
    const TempFile beats("beats.geojson",
                         geojson_of({{R"({"name":"警格1"})", {{box(0, 0, 1500, 3000)}}},
                                     {R"({"name":"警格2"})", {{box(1500, 0, 3000, 3000)}}}},
                                    as_gcj02));
    GridImport options;
    options.files.resize(1);
    options.files[0].file = beats.path;
    options.files[0].layer = GridLayer::police;
    options.files[0].level = GridLevel::unit;
    const auto report = import_grids(options, delivery.pack, [](const std::string&) {});
    REQUIRE(report.ok());
    CHECK(found(*report) == Found{"no_codes kept 0", "wrong_system kept 0"});
    options.system = CoordinateSystem::gcj02;
    const auto again = import_grids(options, delivery.pack, [](const std::string&) {});
    REQUIRE(again.ok());
    CHECK(found(*again) == Found{"no_codes kept 0"});
  }

  TEST_CASE("an area that stands out of its parent is named with what stands out") {
    Delivery delivery;
    delivery.units[3].parts = {{box(-200, 1000, 1000, 2000)}};
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"outside_parent kept 4"});
    CHECK(near(report.defects[0].area_m2, square_metres(200, 1000)));
    CHECK(report.defects[0].other.name == "夹城巷社区");
    CHECK(report.defects[0].place.lon < at(0, 0).lon);
  }

  TEST_CASE(
      "an area whose code names another parent than the one it lies in is told where it lies") {
    Delivery delivery;
    delivery.villages.push_back(
        {row_properties("330105001052", "半道红社区"), {{box(3000, 0, 4000, 3000)}}});
    delivery.units.push_back(
        {row_properties("330105001052001", "东一"), {{box(3000, 0, 4000, 1500)}}});
    delivery.units.push_back(
        {row_properties("330105001051011", "东二"), {{box(3000, 1500, 4000, 3000)}}});
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"outside_parent kept 11"});
    CHECK(report.defects[0].detail == "半道红社区");
    CHECK(near(report.defects[0].area_m2, square_metres(1000, 1500)));
  }

  TEST_CASE("a row without a parent is left out, a part of the parent without rows is named") {
    Delivery delivery;
    delivery.units[0] = {row_properties("440105001051001", "走失"), {{box(9000, 0, 9900, 900)}}};
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"no_parent left_out 1", "uncovered kept 1"});
    CHECK(report.defects[1].at.name == "夹城巷社区");
    CHECK(near(report.defects[1].area_m2, square_metres(1000, 1000)));
  }

  TEST_CASE("a mapping that names a property no row has is refused") {
    const TempFile file("typo.geojson", geojson_of({{R"({"mc":"x"})", {{box(0, 0, 9, 9)}}}}));
    GridImport options;
    options.files.resize(1);
    options.files[0].file = file.path;
    options.files[0].level = GridLevel::unit;
    options.files[0].name = "mingcheng";
    DistrictPack pack;
    const auto report = import_grids(options, pack, [](const std::string&) {});
    REQUIRE_FALSE(report.ok());
    CHECK(report.error().message ==
          file.path + ": no row has the property \"mingcheng\" nor a code; the columns are: mc");
  }

  TEST_CASE("the report is text in both languages and GeoJSON with every defect") {
    Delivery delivery;
    delivery.units[4].parts = {{box(1000, 1000, 1900, 2000)}};
    delivery.units[2].properties = R"({"code":null,"name":"无码网格"})";
    delivery.units.push_back({"{}", {}});
    const auto report = delivery.import();
    const auto text = [&](Language language) {
      std::string all;
      for (const std::string& line : defect_lines(report.defects, language)) all += line + "\n";
      return all;
    };
    CHECK(text(Language::en).find("3 defects: 0 repaired, 2 kept as delivered, 1 rows left out.") ==
          0);
    CHECK(text(Language::en).find("Gap × 1") != std::string::npos);
    CHECK(text(Language::zh).find("共发现 3 处问题") == 0);
    CHECK(text(Language::zh).find("units.geojson 第 3 行 无码网格") != std::string::npos);
    CHECK(text(Language::zh).find("120.11") != std::string::npos);
    CHECK(text(Language::zh).find("import.") == std::string::npos);
    CHECK(text(Language::en).find("import.") == std::string::npos);
    CHECK(defect_lines({}, Language::zh) == Found{"没有发现问题。"});

    const auto json = parse_json(to_text(defects_geojson(report.defects)));
    REQUIRE(json.ok());
    const Json::Array& features = *json->find("features")->array();
    REQUIRE(features.size() == 3);
    CHECK(*features[0].find("geometry")->find("type")->string() == "Point");
    CHECK(features[1].find("geometry")->is_null());  // the empty row has no place
    CHECK(*features[2].find("geometry")->find("type")->string() == "MultiPolygon");
    CHECK(*features[2].find("properties")->find("kind")->string() == "gap");
    CHECK(*features[2].find("properties")->find("done")->string() == "kept");
    CHECK(*features[2].find("properties")->find("what_zh")->string() == "空白");
    CHECK(features[2].find("properties")->find("area_m2")->number().value() > 1000);
  }

  TEST_CASE("every kind and action has its texts") {
    std::vector<Defect> all;
    for (std::size_t kind = 0; kind < names_of(DefectKind{}).size(); ++kind) {
      for (std::size_t action = 0; action < names_of(DefectAction{}).size(); ++action) {
        Defect defect;
        defect.kind = static_cast<DefectKind>(kind);
        defect.action = static_cast<DefectAction>(action);
        all.push_back(defect);
      }
    }
    for (const Language language : {Language::zh, Language::en}) {
      for (const std::string& line : defect_lines(all, language)) {
        CAPTURE(line);
        CHECK(line.find("import.") == std::string::npos);
      }
    }
  }
}
