// Whoever asks for Chinese reads Chinese: every command runs, on good input and on bad, and all that it
// prints is looked at. What stays English is what machines and commands take: codes, options, names, JSON.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

#include "core/sync/outbox.h"
#include "native/cli/data_folder.h"
#include "native/server/now.h"
#include "native/store/file.h"
#include "native/store/sqlite.h"
#include "tests/native/cli/program.h"
#include "tests/native/server/server_process.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr std::array kCommands = {
    "backup",       "restore",      "clock",           "clock show",     "clock confirm",
    "demo",         "export",       "export entries",  "grid",           "grid show",
    "grid at",      "healing",      "import",          "import grids",   "import roads",
    "import codes", "import posts", "import segments", "import devices", "import outbox",
    "init",         "policy",       "policy show",     "policy check",   "policy set",
    "serve",        "street",       "street open",     "street list",    "street show",
    "user",         "user add",     "user list",       "user passwd",    "user disable",
    "user enable",  "verify"};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

std::string bare(const std::string& token) {
  constexpr const char* kPoints = "\"'`(),.;:!?[]";
  const std::size_t first = token.find_first_not_of(kPoints);
  if (first == std::string::npos) return {};
  return token.substr(first, token.find_last_not_of(kPoints) - first + 1);
}

// "such" or "No"; neither "WGS", "GeoJSON", "--lang" nor "grid_worker".
bool is_word(const std::string& token) {
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  return token.size() > 1 && (is_small(token[0]) || (token[0] >= 'A' && token[0] <= 'Z')) &&
         std::all_of(token.begin() + 1, token.end(), is_small);
}

std::set<std::string> words_of_commands() {
  std::set<std::string> words;
  for (const char* command : kCommands) {
    for (const std::string& word : split(command, ' ')) words.insert(word);
  }
  return words;
}

// The first English words of a line, two side by side; a command that it names (gezhi user add) is none.
// A list of values has commas in between, columns have two blanks.
std::string english_in(const std::string& line) {
  static const std::set<std::string> commands = words_of_commands();
  bool in_command = false;
  std::string before;
  for (const std::string& token : split(line, ' ')) {
    const std::string word = bare(token);
    in_command = token.ends_with("gezhi") || (in_command && commands.contains(word));
    const bool is_english = !in_command && is_word(word);
    if (is_english && !before.empty()) return before + " " + word;
    before = is_english && token.ends_with(word) ? word : "";
  }
  return {};
}

// Everything that commands said in Chinese, and where that was English.
struct Listener {
  std::string data;
  std::set<std::string> english;
  std::size_t lines = 0;

  Ran operator()(const std::string& command, int status = 0,
                 const std::string& input = "long enough") {
    const Ran ran = run("--lang zh " + command + data, input);
    CHECK_MESSAGE(ran.status == status, command << "\n" << ran.output);
    CHECK_FALSE_MESSAGE(ran.output.empty(), command);
    listen(command, ran.output);
    return ran;
  }

  void listen(const std::string& command, const std::string& output) {
    for (const std::string& line : split(output, '\n')) {
      if (line.starts_with("[20")) continue;  // the server's log
      ++lines;
      const std::string words = english_in(line);
      if (!words.empty()) english.insert(command + ": \"" + words + "\" in: " + line);
    }
  }

  void check() const {
    std::string all;
    for (const std::string& one : english) all += one + "\n";
    CHECK_MESSAGE(english.empty(), all);
    CHECK(lines > 0);
  }
};

struct Folder {
  TempFolder folder;

  std::string put(const std::string& name, const std::string& text) const {
    std::ofstream(folder.path() + "/" + name) << text;
    return " " + folder.path() + "/" + name;
  }

  // Squares from west to east.
  std::string areas(const std::string& name, const std::vector<std::string>& codes) const {
    std::ostringstream text;
    text << R"({"type":"FeatureCollection","features":[)";
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const double west = 120.1 + 0.01 * static_cast<double>(i), east = west + 0.01;
      text << (i > 0 ? "," : "") << R"({"type":"Feature","properties":{"code":")" << codes[i]
           << R"(","name":"地)" << i << R"("},"geometry":{"type":"Polygon","coordinates":[[[)"
           << west << ",30.3],[" << east << ",30.3],[" << east << ",30.31],[" << west << ",30.31],["
           << west << ",30.3]]]}}";
    }
    return " " + name + "=" + put(name + ".geojson", text.str() + "]}").substr(1);
  }
};

// The rules that a street starts with, with another value of a number.
std::string rules_with(const std::vector<std::pair<std::string, std::string>>& values) {
  std::string rules = run("policy show").output;
  for (const auto& [name, value] : values) {
    const std::size_t at = rules.find("\"" + name + "\": ") + name.size() + 4;
    rules.replace(at, rules.find_first_of(",\n", at) - at, value);
  }
  return rules;
}

}  // namespace

TEST_SUITE("cli") {
  TEST_CASE("English in a line is heard, and commands, codes and names are not") {
    CHECK(english_in("gezhi: cannot open /x: No such file or directory") == "cannot open");
    CHECK(english_in("  单位 3  fire station，位于网格 5").empty());  // ends in Chinese: a name
    CHECK(english_in("街道 3: is closed (for now)") == "is closed");
    CHECK(english_in("  unit 3  fire  消防站, in grid 5") == "in grid");
    CHECK(english_in("请先用 gezhi street open --shard 3，再用 gezhi user add 添加").empty());
    CHECK(english_in("层级为 district, township, area 之一").empty());
    CHECK(english_in("1004  desk  受理员  dispatcher:3:0:1  intake_clerk:3:0:1").empty());
  }

  TEST_CASE("in Chinese --help is Chinese, of every command") {
    Listener hear;
    hear("--help");
    hear("--version");
    for (const char* command : kCommands) hear(command + std::string(" --help"));
    hear.check();
  }

  TEST_CASE("in Chinese no command says an English sentence of the demo") {
    Folder at;
    Listener hear{" --data " + at.folder.path() + "/data", {}};
    const std::string street = " --shard 330105003";
    hear("demo --now 1795312800000");
    for (const char* command :
         {"street list", "street open", "street show --shard 330105003", "user list", "user add w1",
          "user passwd w1", "user disable w1", "user enable w1", "user disable w1", "user list",
          "verify", "healing", "clock show", "clock confirm", "grid at 120.14,30.32",
          "grid show 330105003", "grid show 330105003 --on 2020-01-01"}) {
      hear(command);
    }
    hear("export entries --out " + at.folder.path() + "/out");
    hear("backup " + at.folder.path() + "/copy");
    hear("restore " + at.folder.path() + "/copy");
    const auto set = [&](const char* version, const char* percent, int status) {
      const std::string rules = rules_with({{"version", version}, {"sample_percent", percent}});
      hear("policy set" + at.put("rules.json", rules) + street, status);
    };
    set("90", "100", 0);
    set("91", "1", 0);  // proposed
    set("92", "1", 1);  // put off
    set("1", "1", 1);
    Listener of_file;
    of_file("policy check" + at.put("rules.json", rules_with({})));
    of_file.check();
    hear.check();
  }

  TEST_CASE("in Chinese no command says an English sentence of a city's own ground") {
    Folder at;
    Listener hear{" --data " + at.folder.path() + "/data", {}};
    hear("init");
    hear("import grids --date 2025-01-01" + at.areas("district", {"330199"}) +
         at.areas("township", {"330199001", "330199002"}) +
         at.areas("village", {"330199001001", "330199002001"}));
    hear("street open");
    hear("user add v1 --grant volunteer:330199002");
    hear("street show --shard 330199001");
    hear("import grids --date 2026-02-02" + at.areas("district", {"330199"}) +
         at.areas("township", {"330199001", "330199003"}) +
         at.areas("village", {"330199001001", "330199003001"}));
    hear("street open");
    hear("import codes" +
         at.put("codes.csv",
                "year,code,name\n2020,330199001,一街\n2020,330199001001,东社\n2020,330199002,旧街\n"
                "2022,330199001,新街\n2022,330199001001,东社\n2022,330199003,又街\n"));
    for (const char* command :
         {"grid show 330199001", "grid show 330199001 --on 2020-06-01", "grid show 330199001001",
          "grid show 330199001 --on 2030-01-01", "grid at 120.105,30.305"}) {
      hear(command);
    }
    hear("import roads" +
         at.put(
             "roads.osm",
             R"(<osm version="0.6"><node id="1" lat="30.300" lon="120.100"/>)"
             R"(<node id="2" lat="30.300" lon="120.090"/><node id="3" lat="30.310" lon="120.100"/>)"
             R"(<node id="4" lat="30.300" lon="120.110"/>)"
             R"(<way id="20"><nd ref="2"/><nd ref="1"/><tag k="highway" v="tertiary"/></way>)"
             R"(<way id="21"><nd ref="1"/><nd ref="3"/><tag k="highway" v="tertiary"/></way>)"
             R"(<way id="22"><nd ref="1"/><nd ref="4"/><nd ref="9"/>)"
             R"(<tag k="highway" v="tertiary"/><tag k="name" v="一路"/></way>)"
             R"(<relation id="5"><member type="way" ref="20" role="from"/>)"
             R"(<member type="way" ref="21" role="via"/><member type="way" ref="22" role="to"/>)"
             R"(<tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>)"
             R"(<relation id="6"><member type="way" ref="20" role="from"/>)"
             R"(<member type="node" ref="1" role="via"/><member type="way" ref="21" role="to"/>)"
             R"(<tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>)"
             R"(</osm>)"));
    hear("import posts" +
         at.put("posts.csv",
                "name,kind,lon,lat,foo\n站,station,120.105,30.305,1\n点,zzz,129,30,2\n"));
    hear("import devices" + at.put("devices.csv", "name,lon,lat\n机,120.105,30.305\n"));
    hear.check();
  }

  TEST_CASE("in Chinese no operation of an outbox is told in English") {
    Folder at;
    const std::string folder = at.folder.path() + "/data", file = at.folder.path() + "/x.cbor";
    Listener hear{" --data " + folder, {}};
    make_test_data(folder, 2);
    SyncDevice device(ActorId{1001}, test_grant(), 61);
    OutboxFile outbox;
    outbox.version = OutboxFile::kVersion;
    const auto carry = [&](TimeMs made) {
      outbox.items = device.sign({device.report(made, test::kGridA1)});
      REQUIRE(replace_file(file, encode(outbox)).ok());
      return hear("import outbox " + file).output;
    };
    CHECK(carry(now_ms()).find("略过，原因代码 not_signed") != std::string::npos);
    enroll(**open_data_folder(folder), device);
    const TimeMs before = now_ms();
    CHECK(carry(before).find("账户 1001，上报，案件 ") != std::string::npos);
    hear("import outbox " + file);  // was here already
    hear("user disable person1");
    carry(before - kHourMs);  // by claim
    CHECK(carry(now_ms() + kHourMs).find("操作作于账户停用之后") != std::string::npos);
    hear("verify");
    hear.check();
  }

  TEST_CASE("in Chinese no command says an English sentence of bad input") {
    Folder at;
    Listener hear{" --data " + at.folder.path() + "/data", {}};
    Listener alone;
    hear("init");
    hear("init", 1);
    for (const char* command :
         {"", "nonsense", "clock", "verify", "verify --data", "verify --data /x --data /y",
          "demo --times 99", "street show --shard x", "serve --port 99999", "serve --bogus"}) {
      alone(command, 2);
    }
    for (const char* command : {"grid show", "user add", "street show", "import grids --simplify x",
                                "import devices /x --spacing wide", "verify nonsense"}) {
      hear(command, 2);
    }
    for (const char* command : {"serve --address nowhere",
                                "serve --address 10.9.9.9 --port 1",
                                "import grids",
                                "import grids --crs x township=/x",
                                "import grids --layer x township=/x",
                                "import grids --drop x township=/x",
                                "import grids --date 1800-01-01 township=/x",
                                "import grids --date x township=/x",
                                "import grids --simplify 2000 township=/x",
                                "import grids --map /nowhere",
                                "import grids nothing",
                                "import grids township=/nowhere",
                                "import devices --spacing 0 /x",
                                "import roads /x.shp",
                                "import roads /x.osm",
                                "import roads --crs x /x.shp",
                                "import codes /x.csv",
                                "import outbox /x",
                                "import posts /x.csv",
                                "import segments /x.json",
                                "export entries --out /proc/x",
                                "backup /proc/x",
                                "restore /nowhere",
                                "user add 'a b'",
                                "user add ''",
                                "user add x --grant king:1",
                                "user add x --grant handler:998",
                                "user add x --label '网格员 138 0013 8000'",
                                "user disable nobody",
                                "user passwd nobody",
                                "policy show",
                                "policy show --shard 5",
                                "street open",
                                "street show --shard 7",
                                "street open --shard 7",
                                "grid show 999",
                                "grid show 999 --on 2020-01-01",
                                "grid show 999 --on x",
                                "grid at nowhere",
                                "grid at 120",
                                "--lang zh verify --head x",
                                "verify --head 7:1:00"}) {
      hear(command, 1);
    }
    hear("user add short", 1, "x");
    hear("import outbox" + at.put("x.cbor", "x"), 1);
    hear("import codes" + at.put("x.csv", "code,name\n1,x\n"), 1);
    hear("import roads" + at.put("x.osm", "no roads"), 1);
    hear("import grids township=" + at.put("x.json", "{").substr(1), 1);
    const std::pair<std::string, std::string> rules[] = {{"version", "0"},
                                                         {"version", "\"six\""},
                                                         {"version", "-1"},
                                                         {"warn_percent", "999"},
                                                         {"suspend_days_total", "1"},
                                                         {"sample_days", "0"},
                                                         {"warn_percent", "1, \"nope\": 2"},
                                                         {"warn_percent", "null"},
                                                         {"warn_percent", "1, ,"}};
    for (const auto& rule : rules) {
      CAPTURE(rule.first);
      alone("policy check" + at.put("rules.json", rules_with({rule})), 1);
    }
    alone("policy check /nowhere.json", 1);
    hear.check();
    alone.check();
  }

  TEST_CASE("in Chinese what is damaged is told in Chinese") {
    Folder at;
    const std::string folder = at.folder.path() + "/data";
    Listener hear{" --data " + folder, {}};
    REQUIRE(run("demo --now 1795312800000" + hear.data).status == 0);
    const auto units = [&](const std::string& text) {
      hear("street open --shard 330105003 --units" +
               at.put("units.json", R"({"units":[{)" + text + "}]}"),
           1);
    };
    units(R"("name":"x","kind":"fire")");
    units(R"("id":77,"kind":"fire")");
    units(R"("id":77,"name":"x","kind":"fire","area":999999)");
    const std::string pack = folder + "/pack/district.pack";
    const auto whole = read_file(pack, 1u << 30);
    REQUIRE(whole.ok());
    for (const std::size_t at_byte : {std::size_t{0}, whole->size() / 2}) {
      Bytes bytes = *whole;
      bytes[at_byte] ^= 0x40;
      REQUIRE(overwrite_file(pack, bytes).ok());
      hear("grid at 120.14,30.32", 1);
      hear("street open", 1);
    }
    REQUIRE(overwrite_file(pack, *whole).ok());
    {
      SqliteConnection connection(folder + "/gezhi.db", SqliteConnection::Mode::write);
      connection.execute("UPDATE entry SET bytes = substr(bytes, 1, 60) WHERE seq = 4");
      connection.execute(
          "UPDATE entry SET op = randomblob(16) WHERE shard = 330105003 AND seq = 3");
    }
    hear("verify", 1);
    hear("street list");
    hear("policy show --shard 330105003", 1);
    hear.check();
  }
}
