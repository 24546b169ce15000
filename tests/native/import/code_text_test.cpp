// Codes as cities deliver them: columns of many names, numbers, blanks, zeros that fill up.
#include "native/import/code_text.h"

#include <doctest/doctest.h>

#include "core/grid/street.h"
#include "native/import/csv.h"
#include "tests/native/import/ground.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

const ImportProgress kQuiet = [](const std::string&) {};

Row row_of(const std::string& properties, double x0, double x1) {
  return {properties, {{box(x0, 0, x1, 1000)}}};
}

struct Imported {
  DistrictPack pack;
  GridImportReport report;
};

// Townships west (0 … 1000) and east (1000 … 2000), and villages; properties as they are given.
Imported import(const std::vector<Row>& townships, const std::vector<Row>& villages) {
  const TempFile above("codes-above.geojson", geojson_of(townships));
  const TempFile below("codes-below.geojson", geojson_of(villages));
  GridImport options;
  options.files.resize(2);
  options.files[0].file = above.path;
  options.files[0].level = GridLevel::township;
  options.files[1].file = below.path;
  options.files[1].level = GridLevel::village;
  Imported result;
  const auto report = import_grids(options, result.pack, kQuiet);
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
  result.report = *report;
  return result;
}

std::string parent_of(const DistrictPack& pack, const std::string& village) {
  for (const auto& [id, node] : pack.tree.nodes()) {
    if (node.name != village) continue;
    const GridNode* parent = pack.tree.find(node.parent);
    return parent == nullptr ? "" : parent->name;
  }
  return "not there";
}

}  // namespace

TEST_SUITE("import/code_text") {
  TEST_CASE("a code is what is left without blanks, wide digits and what tables add") {
    for (const char* delivered :
         {"330199001", " 330199001", "330199001\t", "\u3000330199001", "３３０１９９００１",
          "330199001.0", "330199001.00", "'330199001", "330 199 001", "\uFEFF330199001"})
      CHECK_MESSAGE(tidy_code(delivered) == "330199001", delivered);
    CHECK(tidy_code("  ").empty());
    CHECK(tidy_code(" K3 +500 ") == "K3 +500");
    for (const char* delivered : {"330,199,001", "=\"330199001\"", "330199001；", "330199001。"})
      CHECK_MESSAGE(tidy_code(delivered) == "330199001", delivered);
    CHECK(tidy_code("1,2") == "1,2");
    CHECK(tidy_code("330199001,330199002") == "330199001,330199002");
    CHECK(tidy_code("甲-1.0") == "甲-1.0");
    CHECK(tidy_code("1.5") == "1.5");
  }
  TEST_CASE("the zeros that fill a code up say nothing of where it lies") {
    CHECK(code_stem("330199001000") == "330199001");
    CHECK(code_stem("330199000000") == "330199");
    CHECK(code_stem("330199001005000") == "330199001005");
    CHECK(code_stem("330199001005") == "330199001005");
    CHECK(code_stem("330100") == "3301");
    CHECK(code_stem("330199010") == "330199010");
    CHECK(code_stem("0000") == "0000");
    CHECK(code_stem("11000000000A") == "11000000000A");
  }
  TEST_CASE(
      "codes are found under their usual names, also as numbers; a mere row number gives way") {
    for (const char* column : {"adcode", "XZQDM", "BM", "编码", "ADCODE", "行政区划代码", "id"}) {
      const std::string name = "\"" + std::string(column) + "\":";
      const Imported one = import({row_of("{" + name + "330199001,\"名称\":\"甲\"}", 0, 1000)},
                                  {row_of("{" + name + "330199001005,\"mc\":\"乙\"}", 0, 1000)});
      CHECK_MESSAGE(find_code(one.pack.tree, kStatsScheme, "330199001005") != nullptr, column);
      CHECK(parent_of(one.pack, "乙") == "甲");
    }
    const Imported both = import({row_of(R"({"id":7,"XZQDM":"330199001","NAME":"甲"})", 0, 1000)},
                                 {row_of(R"({"id":3,"bm":330199001005.0,"name":"乙"})", 0, 1000)});
    CHECK(find_code(both.pack.tree, kStatsScheme, "330199001000") != nullptr);
    CHECK(find_code(both.pack.tree, kStatsScheme, "330199001005") != nullptr);
  }
  TEST_CASE("a file without codes or names says so, with the columns that it has") {
    const Imported one = import({row_of(R"({"标识":"a","名称":"甲"})", 0, 1000)},
                                {row_of(R"({"标识":"b","说明":"c"})", 0, 1000)});
    std::vector<std::string> told;
    for (const Defect& defect : one.report.defects)
      told.push_back(std::string(name_of(defect.kind)) + " " + defect.detail);
    CHECK(told == std::vector<std::string>{"no_codes 名称, 标识", "no_codes 标识, 说明",
                                           "no_names 标识, 说明"});
  }
  TEST_CASE("a code names its parent with and without zeros, also from outside of it") {
    const std::vector<Row> villages = {
        row_of(R"({"code":"330199001001","name":"本地"})", 0, 1000),
        row_of(R"({"code":" 330199001005","name":"飞地"})", 1000, 1400),
        row_of(R"({"code":330199002001,"name":"东边"})", 1400, 2000),
        row_of(R"({"code":"３３０１９９００１００９","name":"外面"})", 5000, 6000)};
    for (const bool zeros : {false, true}) {
      const std::string end = zeros ? "000" : "";
      const Imported one = import({row_of(row_properties("330199001" + end, "甲街道"), 0, 1000),
                                   row_of(row_properties("330199002" + end, "乙街道"), 1000, 2000)},
                                  villages);
      CHECK(parent_of(one.pack, "本地") == "甲街道");
      CHECK(parent_of(one.pack, "飞地") == "甲街道");
      CHECK(parent_of(one.pack, "东边") == "乙街道");
      CHECK(parent_of(one.pack, "外面") == "甲街道");
    }
  }
  TEST_CASE("a title above the head, a line that names the separator and blank lines are no rows") {
    const auto table = [](const std::string& text) {
      auto read = parse_csv("x", text);
      REQUIRE_MESSAGE(read.ok(), (read.ok() ? "" : read.error().message));
      return *std::move(read);
    };
    const std::string body = "代码;名称\r\n330101001;一街\r\n\r\n330101002;二街\r\n";
    const std::string texts[] = {body, "sep=;\r\n" + body, "网格一览表\r\n" + body,
                                 "网格一览表;\r\n二〇二六年;\r\n" + body,
                                 "\"网格\n一览表\"\r\n\r\n" + body};
    const std::uint32_t first[] = {2, 3, 3, 4, 4};
    for (std::size_t i = 0; i < std::size(texts); ++i) {
      CAPTURE(texts[i]);
      const CsvTable read = table(texts[i]);
      CHECK(read.columns == std::vector<std::string>{"代码", "名称"});
      CHECK(read.cell(1, read.column({"名称"})) == "二街");
      CHECK(read.numbers == std::vector<std::uint32_t>{first[i], first[i] + 2});
    }
    CHECK(table("代码\n330101001\n").columns == std::vector<std::string>{"代码"});
    CHECK(table("代码,\n330101001,一街\n").columns == std::vector<std::string>{"代码", ""});
    CHECK(table("代码,名称\n,\n").rows.size() == 1);
    const auto wide = parse_csv("x", "一览表\n代码,名称\n1,2,3\n");
    REQUIRE_FALSE(wide.ok());
    CHECK(wide.error().message == "x: row 3 has 3 cells, the head 2");
  }

  TEST_CASE("a table is read by Excel as Chinese, and no cell of it is run as a formula") {
    CsvText csv({"名称", "值"});
    csv.add({"=HYPERLINK(\"http://x\")", "-12.5"});
    csv.add({"+86 571", "@甲"});
    csv.add({"甲,\"乙\"\r\n丙", "+3"});
    CHECK(csv.text() ==
          "\xEF\xBB\xBF名称,值\r\n\"'=HYPERLINK(\"\"http://x\"\")\",-12.5\r\n"
          "'+86 571,'@甲\r\n\"甲,\"\"乙\"\"\r\n丙\",+3\r\n");
    const auto back = parse_csv("x", csv.text());
    REQUIRE(back.ok());
    CHECK(back->columns[0] == "名称");
    CHECK(back->cell(0, 0) == "=HYPERLINK(\"http://x\")");
    CHECK(back->cell(1, 1) == "@甲");
    CHECK(back->cell(2, 0) == "甲,\"乙\"\r\n丙");
  }
}
