// The command line as a person or a script meets it: the real program, its exit status, its one
// sentence, its JSON.
#include <doctest/doctest.h>
#include <stdio.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/base/json.h"
#include "core/sync/outbox.h"
#include "native/cli/data_folder.h"
#include "native/server/now.h"
#include "native/store/file.h"
#include "native/store/sqlite.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

struct Ran {
  int status = -1;
  std::string output;  // both streams
};

Ran run(const std::string& arguments, const std::string& input = "") {
  const std::string command =
      "printf '%s' '" + input + "' | " + GEZHI_PROGRAM + " " + arguments + " 2>&1";
  Ran ran;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  std::size_t got = 0;
  while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0) ran.output.append(buffer, got);
  const int status = pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

bool says(const Ran& ran, const std::string& words) {
  return ran.output.find(words) != std::string::npos;
}

int count(const Ran& ran, const std::string& words) {
  int found = 0;
  for (std::size_t at = 0; (at = ran.output.find(words, at)) != std::string::npos; ++at) ++found;
  return found;
}

// A byte of a page of the index of operations, in the database at `path`.
void flip_index(const std::string& path, const Bytes& whole, std::size_t at) {
  std::int64_t root = 0;
  {
    SqliteConnection connection(path, SqliteConnection::Mode::beside);
    auto row = connection.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'entry_op'");
    REQUIRE(row.step());
    root = row.integer(0);
  }
  Bytes bytes = whole;
  bytes[static_cast<std::size_t>(root) * 4096 - at] ^= 0x10;
  REQUIRE(overwrite_file(path, bytes).ok());
}

}  // namespace

TEST_SUITE("cli") {
  TEST_CASE("the rules of a street are shown, checked and set, each time with a clear sentence") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const std::string file = folder.path() + "/rules.json";
    REQUIRE(run("policy show > " + file).status == 0);
    const Ran fine = run("policy check " + file);
    CHECK(says(fine, "fine, version 5"));
    CHECK(says(fine, "holidays are listed until 2026-12-31: from 2027-01-01 on it is not known"));
    REQUIRE(run("demo --now 1795312800000" + data).status == 0);
    const std::string shard = " --shard 330105001";
    const Ran none = run("policy show" + data);
    CHECK(none.status == 1);
    CHECK(says(none, "name the street with --shard"));
    const Ran same = run("policy set " + file + data + shard);
    CHECK(same.status == 1);
    CHECK(says(same, "version: must be more than the present 5"));
    const std::string newer = folder.path() + "/newer.json";
    const std::string change = "sed -e 's/\"version\": 5/\"version\": 6/' -e 's/";
    REQUIRE(
        std::system((change + "\"sample_days\": 30/\"sample_days\": 366/' " + file + " > " + newer)
                        .c_str()) == 0);
    CHECK(says(run("policy check " + newer), "sample_days: not within 0..365"));
    REQUIRE(
        std::system((change + "\"sample_days\": 30/\"sample_days\": 20/' " + file + " > " + newer)
                        .c_str()) == 0);
    CHECK(run("policy set " + newer + data + shard).status == 0);
    // A slip of the pen is no rule that is left out.
    const std::string slip = folder.path() + "/slip.json";
    const auto checked = [&](const std::string& edit) {
      REQUIRE(std::system(("sed -e '" + edit + "' " + file + " > " + slip).c_str()) == 0);
      const Ran ran = run("policy check " + slip);
      CHECK(ran.status == 1);
      return ran;
    };
    CHECK(says(checked("s/\"sample_days\"/\"sample_day\"/"), "no such member at /sample_day"));
    CHECK(says(checked("s/\"sample_days\": 30/\"sample_days\": null/"),
               "null is no value at /sample_days"));
    CHECK(says(checked("s/\"sample_days\": 30/\"text_min\": 1/"), "written twice at /text_min"));
    CHECK(says(checked("s/\"家暴\"/\" \"/"), "words[0]: is empty"));
    CHECK(says(checked("s/\"2026-10-07\"/\"2029-10-01\"/"),
               "holidays: 2029-10-01 is of a year that is not listed whole"));
    CHECK(says(run("policy show" + data + shard), "\"sample_days\": 20"));
    CHECK(run("verify" + data).status == 0);
  }

  TEST_CASE("a data directory is made once") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    CHECK(run("init" + data).status == 0);
    const Ran again = run("init" + data);
    CHECK(again.status == 1);
    CHECK(says(again, "there is already data"));
    CHECK(run("verify" + data).status == 0);
  }

  TEST_CASE("a data directory may be named from where one stands") {
    TempFolder folder;
    const std::string program = std::string("cd '") + folder.path() + "' && ";
    CHECK(std::system((program + GEZHI_PROGRAM + " init --data here").c_str()) == 0);
    CHECK(run("verify --data " + folder.path() + "/here").status == 0);
  }

  TEST_CASE("what is missing before the next step is said") {
    TempFolder folder;
    const std::string bare = " --data " + folder.path();
    CHECK(says(run("import roads city.osm.pbf" + bare), "gezhi init"));
    const std::string data = bare + "/data";
    REQUIRE(run("init" + data).status == 0);
    const Ran open = run("street open" + data);
    CHECK(open.status == 1);
    CHECK(says(open, "gezhi import grids"));
    CHECK(says(run("street show --shard 7" + data), "gezhi street list"));
  }

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
    CHECK(says(run("import codes " + codes + data + " --json"), "\"defects\":2"));
    const std::string late = put("late.csv", "year,code,name\n9999,330105001,一街\n");
    CHECK(says(run("import codes " + late + data), "row 2: '9999' is not from 1949 to 2100"));
  }

  TEST_CASE("one level alone costs no other, a spoilt code gives no number, units are looked at") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const auto put = [&](const std::string& name, const std::string& content) {
      std::ofstream(folder.path() + "/" + name) << content;
      return folder.path() + "/" + name;
    };
    const auto areas = [&](const std::string& name, const std::vector<std::string>& codes) {
      std::ostringstream text;
      text << R"({"type":"FeatureCollection","features":[)";
      for (std::size_t i = 0; i < codes.size(); ++i) {
        const double west = 120.1 + 0.01 * static_cast<double>(i), east = west + 0.01;
        text << (i > 0 ? "," : "") << R"({"type":"Feature","properties":{"code":")" << codes[i]
             << R"(","name":")" << name << i
             << R"("},"geometry":{"type":"Polygon","coordinates":[[[)" << west << ",30.3],[" << east
             << ",30.3],[" << east << ",30.31],[" << west << ",30.31],[" << west << ",30.3]]]}}";
      }
      return put(name + ".geojson", text.str() + "]}");
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

  TEST_CASE("what makes no sense is told apart from what fails") {
    CHECK(run("").status == 2);
    CHECK(run("nonsense").status == 2);
    CHECK(run("serve").status == 2);
    CHECK(run("--help").status == 0);
    CHECK(run("--version").status == 0);
    const Ran missing = run("verify --data /nowhere");
    CHECK(missing.status == 1);
    CHECK(says(missing, "gezhi init"));
  }

  TEST_CASE("accounts: added with a password from standard input, listed, changed, closed") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    REQUIRE(run("init" + data).status == 0);
    CHECK(says(run("user add w1" + data, "short"), "a password has"));
    CHECK(says(run("user add w1 --grant emperor:1" + data, "long enough"), "is no grant"));
    CHECK(run("user add w1 --label 网格员 --grant district_coordinator" + data, "long enough")
              .status == 0);
    CHECK(says(run("user add w1" + data, "long enough"), "already an account"));
    const Ran list = run("user list --json" + data);
    const auto json = parse_json(list.output);
    REQUIRE(json.ok());
    REQUIRE(json->array()->size() == 1);
    const Json& user = (*json->array())[0];
    CHECK(*user.find("label")->string() == "网格员");
    CHECK(*(*user.find("grants")->array())[0].find("role")->string() == "district_coordinator");
    CHECK(run("user passwd w1" + data, "another one").status == 0);
    CHECK(run("user disable w1" + data).status == 0);
    CHECK(says(run("user list" + data), "(closed)"));
    CHECK(says(run("user disable nobody" + data), "no account named"));
  }

  TEST_CASE("one name is one account, however it is typed, and what is no name is refused") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    REQUIRE(run("init" + data).status == 0);
    const auto added = [&](const std::string& name, const std::string& more = "") {
      return run("user add '" + name + "'" + more + data, "long enough");
    };
    CHECK(says(added(" ｖｏｌｕｎｔｅｅｒ1 "), "1001  volunteer1  volunteer1"));
    for (const char* twin : {"volunteer1", "volunteer1 ", "　ｖｏｌｕｎｔｅｅｒ１"}) {
      const Ran ran = added(twin);
      CHECK_MESSAGE((ran.status == 1 && says(ran, "already an account")), ran.output);
    }
    CHECK(says(added("", " --lang zh"), "账户名是空的"));
    CHECK(says(added(" 　", " --lang en"), "to sign in with is empty"));
    CHECK(says(added("a b", " --lang zh"), "不能作为账户名"));
    CHECK(says(added("a\x01", " --lang en"), "no control character"));
    CHECK(says(added(std::string(65, 'a'), " --lang en"), "it may have 64 characters"));
    CHECK(says(added("w1", " --lang zh --label '网格员 138 0013 8000'"), "有电话、证件或车牌号码"));
    CHECK(says(added("13800138000", " --lang en"), "give the work designation with --label"));
    CHECK(added("13800138000", " --label '青池花苑网格员'").status == 0);
    CHECK(count(run("user list" + data), "volunteer1") == 2);  // its name and label, once
    CHECK(run("user passwd ' volunteer1' " + data, "another one").status == 0);
    CHECK(says(run("user disable 'ｖolunteer1 '" + data), "Closed volunteer1."));
    CHECK(says(run("user enable volunteer1" + data), "Opened volunteer1."));
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

  TEST_CASE("a grant that can do nothing is refused in the language asked for, with what to do") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    make_test_data(folder.path() + "/data", 1);
    const std::string street = std::to_string(test::kStreet.value);
    const auto said = [&](const std::string& grant, const std::string& words) {
      const Ran ran = run("user add nobody --lang zh --grant " + grant + data, "long enough");
      CHECK_MESSAGE((ran.status == 1 && says(ran, words)), (grant + ": " + ran.output));
    };
    said("grid_worker:999:11:5", "街道 999 尚未开通");
    said("grid_worker", "请写明街道编号");
    said("dispatcher:0:1:1", "请写明街道编号");
    said("grid_worker:" + street + ":777:5", "没有网格 777");
    said("grid_worker:" + street + ":11:777", "没有单位 777");
    said("grid_worker:" + street + ":0:5", "须指定网格");
    said("area_director:" + street, "须指定网格");
    said("grid_worker:" + street + ":11", "须指定单位");
    said("handler:" + street, "须指定单位");
    const Ran both =
        run("user add nobody --lang en --grant handler:" + street + " --grant mediator:998 " + data,
            "long enough");
    CHECK(says(both, "can sign no order without one"));
    CHECK(says(both, "street 998 is not open"));
    CHECK_FALSE(says(run("user list" + data), "nobody"));
    CHECK(run("user add w9 --grant grid_worker:" + street + ":11:5 --grant volunteer" + data,
              "long enough")
              .status == 0);
    CHECK(run("user add w7 --grant 'grid_worker：" + street + "：１１：5'" + data, "long enough")
              .status == 0);
    const Ran bare = run("user add w8 --lang zh" + data, "long enough");
    CHECK((bare.status == 0 && says(bare, "没有任何授权")));
  }

  TEST_CASE("serving says what is missing, and what plain HTTP to the network puts at risk") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const Ran nothing = run("serve --data " + folder.path());
    CHECK(nothing.status == 1);
    CHECK(says(nothing, "gezhi init"));
    REQUIRE(run("init" + data).status == 0);
    const auto served = [&](const std::string& more) {
      const std::string command = std::string("timeout 2 ") + GEZHI_PROGRAM + " serve --port 0" +
                                  more + data + " > " + folder.path() + "/out 2>&1";
      static_cast<void>(std::system(command.c_str()));
      std::stringstream text;
      text << std::ifstream(folder.path() + "/out").rdbuf();
      return text.str();
    };
    const std::string open = served(" --lang zh --address 0.0.0.0");
    for (const char* words : {"没有辖区地图", "没有已开通的街道", "没有账户", "未加密的 HTTP"})
      CHECK_MESSAGE(open.find(words) != std::string::npos, open);
    CHECK(served(" --lang en").find("plain HTTP") == std::string::npos);
    CHECK(served(" --lang en --behind-tls").find("plain HTTP") == std::string::npos);
    const std::string proxied = served(" --lang en --address 0.0.0.0 --behind-tls");
    CHECK_MESSAGE(proxied.find("plain HTTP on 0.0.0.0") != std::string::npos, proxied);
    CHECK_MESSAGE(proxied.find("Let the proxy alone reach it") != std::string::npos, proxied);
  }

  TEST_CASE("a device's outbox is carried in by file, with a word about each operation") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const std::string file = folder.path() + "/gezhi-outbox.cbor";
    make_test_data(folder.path() + "/data", 1);
    SyncDevice device(ActorId{1001}, test_grant(), 61);
    OutboxFile outbox;
    outbox.version = OutboxFile::kVersion;
    outbox.items = device.sign({device.report(now_ms(), test::kGridA1)});
    REQUIRE(replace_file(file, encode(outbox)).ok());
    CHECK(says(run("import outbox " + file + data), "left out: not_signed"));  // never signed in
    enroll(**open_data_folder(folder.path() + "/data"), device);
    CHECK(says(run("import outbox " + file + data), "report_case of account 1001"));
    CHECK(says(run("import outbox " + file + data), "1 were here already"));
    REQUIRE(run("user disable person1" + data).status == 0);
    outbox.items = device.sign({device.report(now_ms() + kHourMs, test::kGridA1)});
    REQUIRE(replace_file(file, encode(outbox)).ok());
    const Ran late = run("import outbox " + file + data);
    CHECK(late.status == 0);
    CHECK(says(late, "refused, role_not_held: made after the account was closed"));
    CHECK(run("verify" + data).status == 0);
    CHECK(says(run("import outbox " + folder.path() + "/none" + data), "none"));
    CHECK(run("import outbox " + folder.path() + "/data/gezhi.db" + data).status == 1);
  }

  TEST_CASE("errors are JSON too when JSON is asked for") {
    const auto json = parse_json(run("--json verify --data /nowhere").output);
    REQUIRE(json.ok());
    CHECK(*json->find("code")->string() == "not_found");
  }

  TEST_CASE("verify names a damaged index; whoever writes next makes it anew") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    REQUIRE(run("demo" + data).status == 0);
    const std::string path = folder.path() + "/data/gezhi.db";
    const Bytes whole = *read_file(path, 1 << 28);
    int mended = 0;
    for (const std::size_t at : {3U, 9U, 15U, 21U, 27U}) {
      CAPTURE(at);
      flip_index(path, whole, at);
      const Ran verified = run("verify" + data);
      if (verified.status == 0) continue;
      CHECK(says(verified, "damaged"));
      const Ran added = run("user add w" + std::to_string(at) + data, "long enough");
      if (!says(added, "made anew")) continue;
      CHECK(run("verify" + data).status == 0);
      ++mended;
      break;
    }
    CHECK(mended == 1);
  }

  // rows: S1-02
  TEST_CASE("the demo is whole: verified, its streets open, not served to the world") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const auto made = parse_json(run("demo --json" + data).output);
    REQUIRE(made.ok());
    const std::int64_t cases = *made->find("cases")->integer();
    CHECK(cases >= 200);
    CHECK(says(run("verify" + data), "18 journals verified"));
    const auto more =
        parse_json(run("demo --json --times 3 --data " + folder.path() + "/more").output);
    REQUIRE(more.ok());
    CHECK(*more->find("cases")->integer() >= 2 * cases);
    CHECK(says(run("verify --data " + folder.path() + "/more"), "18 journals verified"));
    CHECK(run("demo --times 0 --data " + folder.path() + "/none").status == 2);
    const auto streets = parse_json(run("street list --json" + data).output);
    REQUIRE(streets.ok());
    CHECK(streets->array()->size() == 18);
    const std::string street = "330105001";
    const Ran shown = run("street show --shard " + street + data);
    CHECK(says(shown, "夹城巷社区网格工作站"));
    CHECK(says(run("user add w9 --grant grid_worker:" + street + ":999999" + data, "long enough"),
               "gezhi street show"));
    CHECK(says(run("serve --address 0.0.0.0 --port 0" + data), "127.0.0.1 only"));
    // Opening again leaves the cases alone, and the units as they were set.
    const Ran before = run("street show --json --shard 330105001" + data);
    CHECK(run("street open --shard 330105001" + data).status == 0);
    const Ran after = run("street show --json --shard 330105001" + data);
    CHECK(count(before, "village_grid") == 7);
    CHECK(count(after, "village_grid") == 7);
    CHECK(count(after, "\"base\"") == count(before, "\"base\""));
    CHECK(says(run("street open --shard 99" + data), "no street 99"));
    CHECK(says(run("verify" + data), "18 journals verified"));
  }
}
