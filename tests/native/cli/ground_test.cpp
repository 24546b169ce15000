// The command line brings the city's ground in and shows it: imports, streets, grids, the README's own
// commands.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/json.h"
#include "tests/native/cli/program.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// Squares from west to east, as files of a folder.
struct Map {
  std::string put(const std::string& name, const std::string& content) const {
    std::ofstream(folder.path() + "/" + name) << content;
    return folder.path() + "/" + name;
  }
  std::string areas(const std::string& name, const std::vector<std::string>& codes) const {
    std::ostringstream text;
    text << R"({"type":"FeatureCollection","features":[)";
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const double west = 120.1 + 0.01 * static_cast<double>(i), east = west + 0.01;
      text << (i > 0 ? "," : "") << R"({"type":"Feature","properties":{"code":")" << codes[i]
           << R"(","name":")" << name << i << R"("},"geometry":{"type":"Polygon","coordinates":[[[)"
           << west << ",30.3],[" << east << ",30.3],[" << east << ",30.31],[" << west << ",30.31],["
           << west << ",30.3]]]}}";
    }
    return put(name + ".geojson", text.str() + "]}");
  }

  TempFolder folder;
  std::string data = " --data " + folder.path() + "/data";
};

}  // namespace

TEST_SUITE("cli") {
  TEST_CASE("a grid import prints its defects in the chosen language and writes them to a file") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const std::string file = folder.path() + "/wg.geojson", report = folder.path() + "/report.json";
    std::ofstream(file)
        << R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"1"},)"
        << R"("geometry":{"type":"Polygon","coordinates":[[[120,30],[120.01,30],[120.01,30.01],)"
        << R"([120,30]]]}},{"type":"Feature","properties":{},"geometry":null}]})";
    REQUIRE(run("init" + data).status == 0);
    const std::string import = "import grids unit=" + file + data + " --report " + report;
    const Ran ran = run(import + " --lang zh --shares " + folder.path() + "/shares.csv --changes " +
                        folder.path() + "/changes.csv");
    CHECK(ran.status == 0);
    CHECK(says(ran, "空行 × 1"));
    CHECK(says(ran, "wg.geojson 第 2 行"));
    for (const char* words : {"正在读取", "单元网格：1 个范围", "已导入 1 个网格", "辖区地图共"})
      CHECK_MESSAGE(says(ran, words), ran.output);
    std::istringstream lines(ran.output);
    for (std::string line; std::getline(lines, line);) {
      const bool chinese = std::any_of(line.begin(), line.end(), [](char c) { return c < 0; });
      CHECK_MESSAGE((chinese || line.empty()), line);  // no line is English only
    }
    std::stringstream text;
    text << std::ifstream(report).rdbuf();
    CHECK(text.str().find("empty_row") != std::string::npos);
    CHECK(std::ifstream(folder.path() + "/shares.csv").good());
    CHECK(std::ifstream(folder.path() + "/changes.csv").good());
    const Ran english = run(import + " --lang en");
    CHECK(says(english, "Empty row × 1"));
    CHECK(says(english, "1 areas of level unit …"));
    CHECK(says(english, "Imported 1 grids (1 known before), "));
    CHECK(says(english, "border points. The pack has "));
    CHECK(says(run(import + " --json"), "\"left_out\":1"));
    CHECK(says(run(import + " --lang fr"), "'fr' is no language: zh or en"));
  }

  TEST_CASE("an import of posts names the columns it did not read, one of codes the rows") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const auto put = [&](const std::string& name, const std::string& text) {
      std::ofstream(folder.path() + "/" + name) << text;
      return folder.path() + "/" + name;
    };
    REQUIRE(run("init" + data).status == 0);
    const std::string posts = put("posts.csv", "招牌,编号,经度,纬度\n东站,P1,120.105,30.305\n");
    const Ran zh = run("import posts " + posts + data + " --lang zh");
    CHECK(zh.status == 0);
    CHECK(says(zh, "没有名称列 × 1"));
    CHECK(says(zh, "以下各列没有读取"));
    CHECK(says(zh, "：招牌"));
    CHECK(says(run("import posts " + posts + data + " --json"), "were not read"));

    const std::string codes = put("codes.csv",
                                  "year,code,name\n2022,330105001,一街\n2023,330105001,\n"
                                  "2023,330105002,二街\n2023,330105002,贰街\n");
    const Ran listed = run("import codes " + codes + data + " --lang zh");
    CHECK(listed.status == 0);
    CHECK(says(listed, "缺少名称 × 1"));
    CHECK(says(listed, "编码重复 × 1"));
    CHECK(says(listed, "已读取 2 个年度名录"));
    CHECK(says(listed, "编码名录到 2023-12-31 为止"));
    CHECK_FALSE(says(listed, "Read "));
    CHECK(says(run("import codes " + codes + data + " --json"), "\"defects\":2"));
    const std::string late = put("late.csv", "year,code,name\n9999,330105001,一街\n");
    CHECK(says(run("import codes " + late + data), "row 2: '9999' is not from 1949 to 2100"));
  }

  TEST_CASE("one level alone costs no other, a spoilt code gives no number, units are looked at") {
    const Map map;
    const std::string& data = map.data;
    const auto put = [&](const std::string& name, const std::string& content) {
      return map.put(name, content);
    };
    const auto areas = [&](const std::string& name, const std::vector<std::string>& codes) {
      return map.areas(name, codes);
    };
    REQUIRE(run("init" + data).status == 0);
    const std::string units = areas("格", {"330199001001001", "330199002001001"});
    REQUIRE(run("import grids" + data + " township=" + areas("街", {"330199001", "330199002"}) +
                " unit=" + units)
                .status == 0);
    const Ran alone = run("import grids --lang zh" + data + " unit=" + units);
    CHECK(alone.status == 1);
    CHECK_MESSAGE(says(alone, "已有 2 个街道范围"), alone.output);
    CHECK(says(run("import grids --lang en" + data + " unit=" + units), "--drop township"));
    CHECK(run("street open --shard 330199002" + data).status == 0);  // they are still there
    CHECK(says(run("import grids --lang en --drop town" + data + " unit=" + units), "'town'"));
    const Ran fewer = run("import grids --lang zh" + data +
                          " township=" + areas("街", {"330199001"}) + " unit=" + units);
    CHECK_MESSAGE((fewer.status == 0 && says(fewer, "原有的 2 个网格本次没有提供")), fewer.output);
    const Ran dropped = run("import grids --lang en --drop township" + data + " unit=" + units);
    CHECK_MESSAGE(dropped.status == 0, dropped.output);

    const auto streets = [&](const std::vector<std::string>& codes) {
      return run("import grids --drop unit" + data + " township=" + areas("街", codes));
    };
    for (const char* spoilt : {"3.30199001E+8", "33O199001", "三三〇一九九〇〇一"}) {
      REQUIRE(streets({spoilt, "330199002"}).status == 0);
      const Ran open = run("street open" + data);
      CHECK_MESSAGE((open.status == 1 && says(open, "cannot be read: '" + std::string(spoilt))),
                    open.output);
    }
    REQUIRE(streets({"330199001", "330199001000"}).status == 0);
    CHECK(says(run("street open" + data), "have one number, 330199001"));

    REQUIRE(streets({"330199001", "330199002"}).status == 0);
    REQUIRE(run("street open --shard 330199001" + data).status == 0);
    const auto shown = parse_json(run("street show --json --shard 330199001" + data).output);
    REQUIRE(shown.ok());
    const std::string grid =
        std::to_string(*(*(*shown->array())[0].find("grids")->array())[0].find("id")->integer());
    const auto with_units = [&](const std::string& list) {
      return run("street open --shard 330199001 --units " +
                 put("units.json", R"({"units":[)" + list + "]}") + data);
    };
    const auto unit = [&](const std::string& id, const std::string& name, const std::string& area,
                          const std::string& duty) {
      return R"({"id":)" + id + R"(,"kind":"fire","name":")" + name + R"(","area":)" + area +
             R"(,"duty":[)" + duty + "]}";
    };
    const std::string fine = R"({"days":31,"from_minute":480,"to_minute":1020})";
    CHECK(says(with_units(unit("9", "消防站", "99999", fine)), "units[0].area: grid 99999"));
    CHECK(says(with_units(unit("9", "　", grid, fine)), "units[0].name: is empty"));
    CHECK(says(with_units(unit("9", "消防站", grid, R"({"days":999})")), "units[0].duty[0].days"));
    CHECK(says(with_units(unit("9", "消防站", grid, R"({"days":1,"from_minute":1440})")),
               "units[0].duty[0].from_minute"));
    CHECK(says(with_units(unit("9", "消防站", grid, R"({"days":1,"to_minute":1440})")),
               "units[0].duty[0].to_minute"));
    CHECK(says(with_units(unit("9", "消防站", grid, fine) + "," + unit("9", "消防", grid, "")),
               "units[1].id: stands there twice"));
    CHECK(says(with_units(unit("0", "消防站", grid, fine)), "units[0].id: is missing"));
    CHECK(says(with_units(R"({"id":9,"name":"消防站","area":)" + grid + "}"), "units[0].kind"));
    CHECK(run("verify" + data).status == 0);
    CHECK(with_units(unit("9", "消防站", grid, fine)).status == 0);
  }

  TEST_CASE("a grid that goes to another street leaves the first; a street that vanished is told") {
    const Map map;
    const std::string& data = map.data;
    const auto streets = [&](const std::vector<std::string>& codes) {
      return run("import grids" + data + " township=" + map.areas("街", codes) +
                 " unit=" + map.areas("格", {"a", "b", "c"}));
    };
    REQUIRE(run("init" + data).status == 0);
    for (const char* none : {"", "X1"}) {
      REQUIRE(streets({none, "330199002", "330199003"}).status == 0);
      const Ran open = run("street open" + data);
      CHECK_MESSAGE((open.status == 1 && says(open, "has no code of nine digits")), open.output);
    }
    REQUIRE(streets({"330199001", "330199002", "330199003"}).status == 0);
    REQUIRE(run("street open" + data).status == 0);
    REQUIRE(run("user add e1 --grant dispatcher:330199002" + data, "long enough").status == 0);
    const auto shows = [&](const std::string& street, const std::string& grid) {
      return says(run("street show --shard " + street + data), grid);
    };
    CHECK((shows("330199001", "格0") && !shows("330199001", "格1")));

    // The first two change places on the map.
    REQUIRE(streets({"330199002", "330199001", "330199003"}).status == 0);
    const Ran moved = run("street open" + data);
    CHECK_MESSAGE(says(moved, "no ground in this street any more"), moved.output);
    CHECK(shows("330199001", "格1"));
    CHECK(run("verify" + data).status == 0);

    REQUIRE(streets({"330199001", "330199003"}).status == 0);
    const Ran gone = run("street open" + data);
    CHECK_MESSAGE(says(gone, "330199002 is open and has no ground on the map any more"),
                  gone.output);
    CHECK_MESSAGE(says(gone, "the account e1 is its dispatcher"), gone.output);
  }

  TEST_CASE(
      "a grid is shown with its neighbours, a place with its milepost, gaps with their place") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const auto put = [&](const std::string& name, const std::string& content) {
      std::ofstream(folder.path() + "/" + name) << content;
      return " " + folder.path() + "/" + name;
    };
    REQUIRE(run("init" + data).status == 0);
    const auto square = [](const char* code, const char* name, double west) {
      std::ostringstream text;
      text << R"({"type":"Feature","properties":{"code":")" << code << R"(","name":")" << name
           << R"("},"geometry":{"type":"Polygon","coordinates":[[[)" << west << ",30.3],["
           << west + 0.01 << ",30.3],[" << west + 0.01 << ",30.31],[" << west << ",30.31],[" << west
           << ",30.3]]]}}";
      return text.str();
    };
    const auto grids = [&](const char* first) {
      return put("g.geojson", R"({"type":"FeatureCollection","features":[)" +
                                  square(first, "东", 120.11) + "," +
                                  square("330105001052", "西", 120.1) + "]}");
    };
    REQUIRE(run("import grids" + data + " village=" + grids("330105001051").substr(1)).status == 0);
    REQUIRE(
        run("import grids --date 2026-01-01" + data + " village=" + grids("330105001053").substr(1))
            .status == 0);
    for (const char* never : {"9999-12-31", "1890-01-01"}) {
      CHECK(says(run("import grids --date " + std::string(never) + data +
                     " village=" + grids("330105001054").substr(1)),
                 "is not from 1949 to"));
    }
    CHECK(says(run("grid show 330105001053" + data), "beside 西"));
    for (const char* place : {"120.115,30.305", "30.305,120.115", "'３０．３０５，１２０．１１５'",
                              "'N30.305 E120.115'"}) {
      INFO(std::string(place));
      CHECK(says(run("grid at " + std::string(place) + data), "东"));
    }
    CHECK(says(run("grid at 120.115" + data), "'120.115' is no place (not_a_place)"));
    CHECK(says(run("grid at 10,20" + data), "ambiguous_place"));
    const Ran former = run("grid show 330105001051 --on ２０２５年6月1日" + data);
    CHECK(says(former, "330105001051 (stats-12) until 2026-01-01"));
    CHECK(says(former, "today: 东"));
    CHECK(run("grid show 330105001051" + data).status == 1);
    REQUIRE(
        run("import segments" + data +
            put("s.geojson",
                R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"南岸","owner":"船管站"},"geometry":{"type":"LineString","coordinates":[[120.1,30.3],[120.12,30.3]]}}]})"))
            .status == 0);
    const Ran devices = run("import devices --lang zh --report " + folder.path() + "/gaps.json" +
                            data + put("d.csv", "code,lon,lat\nD1,120.105,30.3\n"));
    CHECK(says(devices, "设备间距超限 × 2"));
    CHECK(says(run("grid at 120.105,30.3005" + data), "segment: 南岸 K0+480, 55 m off"));
    std::stringstream kept;
    kept << std::ifstream(folder.path() + "/data/reports/grid-report.json").rdbuf();
    CHECK(kept.str().find("LineString") != std::string::npos);
    CHECK(run("import codes" + data + put("c.csv", "code,name\n1,x\n")).status == 1);
    CHECK_FALSE(says(run("grid show 330105001053" + data), "not known"));  // no list, no end
    const Ran codes =
        run("import codes" + data +
            put("y.csv", "code,name,year\n330105001053,东,2023\n330105001053,东,2024\n"));
    CHECK(says(codes, "the lists of codes reach until 2024-12-31: from 2025-01-01 on"));
    CHECK(says(codes, "add the next year's list now"));
    CHECK(says(run("grid show 330105001053" + data), "not known for 20"));
    CHECK(says(run("grid show 330105001053 --on 2025-01-01" + data), "not known for 2025-01-01"));
    CHECK_FALSE(says(run("grid show 330105001053 --on 2024-12-31" + data), "not known for"));
  }

  TEST_CASE("the README's own commands, to the letter, give an officer of a beat") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const auto square = [](const std::string& properties, double west, double east) {
      std::ostringstream text;
      text << R"({"type":"Feature","properties":{)" << properties
           << R"(},"geometry":{"type":"Polygon","coordinates":[[[)" << west << ",30.3],[" << east
           << ",30.3],[" << east << ",30.31],[" << west << ",30.31],[" << west << ",30.3]]]}}";
      return text.str();
    };
    const auto put = [&](const std::string& name, const std::string& features) {
      std::ofstream(folder.path() + "/" + name)
          << R"({"type":"FeatureCollection","features":[)" + features + "]}";
    };
    put("streets.geojson", square(R"("jddm":"330199001","jdmc":"西街道")", 120.1, 120.11) + "," +
                               square(R"("jddm":"330199002","jdmc":"东街道")", 120.11, 120.12));
    put("beats.geojson", square(R"("jgmc":"东警格")", 120.112, 120.12) + "," +
                             square(R"("jgmc":"西警格")", 120.1, 120.112));
    std::ofstream(folder.path() + "/mapping.json")
        << R"({"name": "试点街道", "source": "市测绘院 2026", "system": "wgs84", "files": [
      {"file": "streets.geojson", "level": "township", "code": "jddm", "name": "jdmc"},
      {"file": "beats.geojson", "layer": "police", "level": "unit", "name": "jgmc"}]})";
    REQUIRE(run("init" + data).status == 0);
    const Ran imported = run("import grids" + data + " --map " + folder.path() + "/mapping.json");
    REQUIRE_MESSAGE(imported.status == 0, imported.output);
    for (const char* code : {"330199001000", "330199001", "３３０１９９００１０００",
                             "\" 330199001000 \"", "'330199 001'"}) {
      const Ran shown = run("grid show " + std::string(code) + data);
      CHECK_MESSAGE((shown.status == 0 && says(shown, "西街道")), (code + shown.output));
    }
    CHECK(says(run("grid show 330199003" + data), "no grid has the code 330199003"));
    const Ran opened = run("street open" + data);
    REQUIRE_MESSAGE(opened.status == 0, opened.output);
    const Ran again = run("street open" + data);
    CHECK_FALSE(says(again, "grids added"));
    const auto beat = [&](const std::string& street, const std::string& name) -> std::string {
      const auto json = parse_json(run("street show --json --shard " + street + data).output);
      REQUIRE(json.ok());
      for (const Json& grid : *(*json->array())[0].find("grids")->array()) {
        if (*grid.find("name")->string() == name)
          return std::to_string(*grid.find("id")->integer());
      }
      return "";
    };
    CHECK_FALSE(beat("330199002", "东警格").empty());
    CHECK(beat("330199001", "东警格").empty());
    CHECK(beat("330199001", "西警格") == beat("330199002", "西警格"));  // it lies across both
    const Ran officer =
        run("user add officer1 --grant community_officer:330199002:" + beat("330199002", "东警格") +
                ":1006" + data,
            "long enough");
    CHECK_MESSAGE(officer.status == 0, officer.output);
    CHECK(run("verify" + data).status == 0);
    // The beats are drawn anew: what is gone from the map is no beat of a street, before it is opened
    // again and after.
    const std::string gone = beat("330199002", "西警格");
    put("beats.geojson", square(R"("jgmc":"新警格")", 120.1, 120.12));
    const Ran drawn = run("import grids" + data + " --map " + folder.path() + "/mapping.json");
    REQUIRE_MESSAGE(drawn.status == 0, drawn.output);
    const auto grant = [&] {
      return run("user add officer2 --lang en --grant community_officer:330199002:" + gone +
                     ":1006" + data,
                 "long enough");
    };
    const Ran early = grant();
    CHECK_MESSAGE(says(early, "has no grid " + gone), early.output);
    const Ran mended = run("street open" + data);
    CHECK_MESSAGE(says(mended, "grids removed"), mended.output);
    CHECK_MESSAGE(says(mended, "officer1 is community_officer of grid"), mended.output);
    CHECK(beat("330199002", "西警格").empty());
    CHECK_FALSE(beat("330199002", "新警格").empty());
    CHECK(says(grant(), "has no grid " + gone));
    CHECK(run("verify" + data).status == 0);
  }
}
