// The command line as a person or a script meets it: the real program, its exit status, its one
// sentence, its JSON.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/json.h"
#include "core/sync/outbox.h"
#include "native/cli/data_folder.h"
#include "native/server/backup.h"
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
    CHECK(says(fine, "fine, version 7"));
    CHECK(says(fine, "holidays are listed until 2026-12-31: from 2027-01-01 on it is not known"));
    REQUIRE(run("demo --now 1795312800000" + data).status == 0);
    const std::string shard = " --shard 330105001";
    const Ran none = run("policy show" + data);
    CHECK(none.status == 1);
    CHECK(says(none, "name the street with --shard"));
    const Ran same = run("policy set " + file + data + shard);
    CHECK(same.status == 1);
    CHECK(says(same, "version: must be more than the present 7"));
    const std::string newer = folder.path() + "/newer.json";
    const std::string change = "sed -e 's/\"version\": 7/\"version\": 8/' -e 's/";
    REQUIRE(
        std::system((change + "\"sample_days\": 30/\"sample_days\": 366/' " + file + " > " + newer)
                        .c_str()) == 0);
    CHECK(says(run("policy check " + newer), "sample_days: not within 0..365"));
    // What looks less is one person's to propose only, one change at a time; what looks more is set.
    REQUIRE(
        std::system((change + "\"sample_days\": 30/\"sample_days\": 20/' " + file + " > " + newer)
                        .c_str()) == 0);
    const Ran proposed = run("policy set " + newer + data + shard);
    CHECK(proposed.status == 0);
    CHECK(says(proposed, "this would weaken sample_days: it was proposed, not set"));
    CHECK(says(run("policy show" + data + shard), "\"sample_days\": 30"));
    const Ran again = run("policy set " + newer + data + shard);
    CHECK(again.status == 1);
    CHECK(says(again, "another change is pending"));
    REQUIRE(
        std::system((change + "\"sample_days\": 30/\"sample_days\": 40/' " + file + " > " + newer)
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
    CHECK(says(run("policy show" + data + shard), "\"sample_days\": 40"));
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

  TEST_CASE("what restoring put aside is named at every start until somebody deletes it") {
    TempFolder folder;
    const std::string at = folder.path() + "/data";
    const std::string data = " --data " + at;
    REQUIRE(run("init" + data).status == 0);
    REQUIRE(run("backup " + folder.path() + "/backup" + data).status == 0);
    const auto restore = [&] { return run("restore " + folder.path() + "/backup" + data).status; };
    REQUIRE(restore() == 0);
    REQUIRE(restore() == 0);
    CHECK(stores_put_aside(at) == std::vector{at + ".before", at + ".before-2"});
    std::filesystem::remove_all(at + ".before");
    REQUIRE(restore() == 0);
    CHECK(stores_put_aside(at) == std::vector{at + ".before-2", at + ".before-3"});
    const std::string command = std::string("timeout 2 ") + GEZHI_PROGRAM +
                                " serve --port 0 --lang zh" + data + " > " + folder.path() +
                                "/out 2>&1";
    static_cast<void>(std::system(command.c_str()));
    std::stringstream said;
    said << std::ifstream(folder.path() + "/out").rdbuf();
    for (const char* end : {"before-2", "before-3"})
      CHECK_MESSAGE(
          said.str().find(at + "." + end + " 仍保存着恢复之前的数据") != std::string::npos,
          said.str());
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

  TEST_CASE("every command says what is wrong in the language asked for") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    const auto put = [&](const std::string& name, const std::string& text) {
      std::ofstream(folder.path() + "/" + name) << text;
      return " " + folder.path() + "/" + name;
    };
    REQUIRE(run("init" + data).status == 0);
    const std::string rules = put("rules.json", R"({"version": "six"})");
    struct Asked {
      std::string command;
      int status;
      std::string zh, en;  // what it says
    };
    const std::string row = "row 2: ";
    const Asked all[] = {
        {"import codes" + put("a.csv", "code,name\n1,x\n") + data, 1, "需要有编码、名称、日期",
         "needs the columns code"},
        {"import codes" + put("b.csv", "year,code,name\n9999,330105001,一街\n") + data, 1,
         "b.csv：第 2 行：“9999”不在 1949 至 2100 年之间", row + "'9999' is not from 1949 to 2100"},
        {"import codes" + put("c.csv", "year,code,name\n2022,33,一街\n") + data, 1,
         "第 2 行：“33”不是 6、9、12 或 15 位编码", row + "'33' is no code of 6"},
        {"import codes" + put("d.csv", "year,code,name\n2022,330105001,\"一街\n") + data, 1,
         "第 2 行：单元格的引号没有结束", row + "a quoted cell has no end"},
        {"import codes" + put("e.csv", "year,code,name\n2022,330105001,一街,多\n") + data, 1,
         "第 2 行有 4 格，表头只有 3 格", "row 2 has 4 cells, the head 3"},
        {"import codes" + put("f.csv", "year,code,name\n去年底,330105001,一街\n") + data, 1,
         "第 2 行：“去年底”不是日期", row + "'去年底' is no date"},
        {"import codes /nowhere.csv" + data, 1, "/nowhere.csv：没有这个文件", "No such file"},
        {"import grids township=/nowhere.json" + data, 1, "没有这个文件", "No such file"},
        {"import grids --crs utm township=/x" + data, 1, "“utm”不是可用的坐标系",
         "is no coordinate"},
        {"import grids street=/x" + data, 1, "应写成 层级=文件", "is not LEVEL=FILE"},
        {"import grids --date 32 township=/x" + data, 1, "“32”不是日期", "'32' is no date"},
        {"import grids township=" + put("g.json", "{").substr(1) + data, 1, "不是 JSON",
         "is not JSON"},
        {"import posts --crs utm /x" + data, 1, "不是可用的坐标系", "is no coordinate"},
        {"import devices /x" + data, 1, "没有这个文件", "No such file"},
        {"import roads /x.osm" + data, 1, "没有这个文件", "No such file"},
        {"import outbox /x" + data, 1, "无法打开 /x：没有这个文件", "cannot open /x: No such"},
        {"import outbox" + put("x.cbor", "x") + data, 1, "不是应用同步页导出的文件",
         "sync page exported"},
        {"init" + data, 1, "中已有数据", "there is already data in"},
        {"demo" + data, 1, "中已有数据", "there is already data in"},
        {"serve --data /nowhere", 1, "/nowhere 中没有数据，请先用 gezhi init",
         "there is no data in"},
        {"verify --data /nowhere", 1, "/nowhere 中没有数据", "there is no data in"},
        {"verify --head x" + data, 1, "“x”应写成 街道:条数:校验码", "'x' is no head"},
        {"backup /tmp --data /nowhere", 1, "中没有数据", "there is no data in"},
        {"restore /nowhere" + data, 1, "不是备份", "is no backup"},
        {"healing --data /nowhere", 1, "中没有数据", "there is no data in"},
        {"clock show --data /nowhere", 1, "中没有数据", "there is no data in"},
        {"export entries --out /x --data /nowhere", 1, "中没有数据", "there is no data in"},
        {"street open" + data, 1, "辖区地图中还没有街道", "has no street yet"},
        {"street open --shard 7" + data, 1, "辖区地图中没有街道 7", "has no street 7"},
        {"street show --shard 7" + data, 1, "街道 7 尚未开通", "the street 7 is not open"},
        {"policy show --shard 7" + data, 1, "街道 7 尚未开通", "street 7 is not open here"},
        {"policy check" + rules, 1, "rules.json：/version 处：应为整数", "expected a whole number"},
        {"policy check /nowhere.json", 1, "无法打开 /nowhere.json", "cannot open /nowhere.json"},
        {"grid show 999" + data, 1, "没有编码为 999 的网格", "no grid has the code 999"},
        {"grid at nowhere" + data, 1, "“nowhere”不是地点", "'nowhere' is no place"},
        {"user passwd nobody" + data, 1, "没有名为“nobody”的账户", "no account named 'nobody'"},
        {"user add w --grant king:1" + data, 1, "授权“king:1”的写法不对", "is no grant"},
        {"user add w" + data, 1, "密码为", "a password has"},
        {"serve", 2, "缺少 --data", "--data is required"},
        {"nonsense", 2, "缺少子命令", "A subcommand is required"},
        {"verify nonsense" + data, 2, "多余的参数：nonsense", "was not expected: nonsense"},
        {"street show --shard 七街" + data, 2, "--shard：“七街”不是 0 至 4294967295 之间的整数",
         "--shard: '七街' is no whole number from 0 to 4294967295"},
    };
    for (const Asked& asked : all) {
      CAPTURE(asked.command);
      const Ran zh = run("--lang zh " + asked.command), en = run(asked.command + " --lang en");
      CHECK(zh.status == asked.status);
      CHECK(en.status == asked.status);
      CHECK_MESSAGE(says(zh, asked.zh), zh.output);
      CHECK_MESSAGE(says(en, asked.en), en.output);
    }
    const auto json = parse_json(run("--json --lang zh verify --data /nowhere").output);
    REQUIRE(json.ok());
    CHECK(*json->find("code")->string() == "not_found");
    CHECK(json->find("message")->string()->find("中没有数据") != std::string::npos);
  }

  TEST_CASE("a number is one number however it is typed, and what is none is refused") {
    TempFolder folder;
    const std::string data = " --data " + folder.path() + "/data";
    REQUIRE(run("demo --times １ --now １７９５３１２８０００００" + data).status == 0);
    const Ran plain = run("street show --shard 330105001" + data);
    REQUIRE(plain.status == 0);
    for (const char* typed : {"３３０１０５００１", "' 330105001 '", "0330105001", "330,105,001"}) {
      CAPTURE(typed);
      const Ran ran = run(std::string("street show --shard ") + typed + data);
      CHECK(ran.status == 0);
      CHECK(ran.output == plain.output);
      CHECK(run(std::string("policy show --shard ") + typed + data).status == 0);
    }
    const std::string open = "street open --shard ";
    CHECK(run(open + "３３０１０５００１" + data).status == 0);
    for (const char* none : {"0x7", "七条", "1.5", "4294967296"}) {
      CAPTURE(none);
      CHECK(run(open + none + data).status == 2);
      CHECK(run(std::string("policy show --shard ") + none + data).status == 2);
    }
    CHECK(says(run("serve --port ６５５３６" + data), "no whole number from 0 to 65535"));
    CHECK(says(run("serve --operations many" + data), "no whole number from 0 to 1000000"));
    CHECK(says(run("serve --keep-free 0x10" + data), "no whole number"));
    CHECK(says(run("demo --times ５１" + data), "no whole number from 1 to 50"));
    CHECK(says(run("import grids --simplify wide township=/x" + data), "'wide' is no number"));
    CHECK(says(run("import grids --simplify １００１ township=/x" + data), "0 to 1000 metres"));
    CHECK(says(run("import grids --simplify ０.５ township=/x" + data), "No such file"));
    CHECK(says(run("import devices --spacing ２００ /x" + data), "No such file"));
    CHECK(says(run("import roads --max-bytes ０ /x" + data), "No such file"));
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
