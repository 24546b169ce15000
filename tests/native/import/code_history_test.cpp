// Codes through the years: small lists, and Hangzhou 2019-2023 as it was published.
#include "native/import/code_history.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/grid/street.h"
#include "native/import/csv.h"
#include "native/import/demo_district.h"
#include "tests/native/import/ground.h"
#include "tests/support/shared_data.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// "merge 330103 330105 > 330105": codes before and after.
std::vector<std::string> told(const CodeHistory& history, GridLevel level) {
  std::vector<std::string> lines;
  for (const PlaceChange& change : history.changes) {
    const std::size_t any = change.from.empty() ? change.to[0] : change.from[0];
    if (history.places[any].level != level) continue;
    std::string line(name_of(change.kind));
    const auto add = [&](const std::vector<std::size_t>& places, bool after) {
      for (const std::size_t place : places) {
        const auto& spells = history.places[place].spells;
        auto spell = spells.begin();
        for (auto at = spells.begin(); at != spells.end(); ++at) {
          if (after ? !(change.day < at->from) : at->from < change.day) spell = at;
        }
        line += " " + spell->code;
      }
    };
    add(change.from, false);
    line += " >";
    add(change.to, true);
    lines.push_back(line);
  }
  std::stable_sort(lines.begin(), lines.end());
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_SUITE("import/code_history") {
  TEST_CASE("merger, split, new code and new name come out of two lists") {
    const TempFile list("codes.csv",
                        "year,code,name\n"
                        "2020,330101,甲区\n2020,330102,乙区\n2020,330101001,一街\n"
                        "2020,330101002,二街\n2020,330102001,三街\n2020,330102001001,东社区\n"
                        "2020,330102001002,西社区\n2020,330102001003,旧名社区\n"
                        "2021,330101,甲区\n2021,330101001,一街\n2021,330101003,二街\n"
                        "2021,330101004,三街\n2021,330101005,四街\n2021,330101004001,东社区\n"
                        "2021,330101005001,西社区\n2021,330101004003,新名社区\n");
    const auto history = read_code_history({list.path});
    REQUIRE(history.ok());
    CHECK(told(*history, GridLevel::district) == Lines{"merge 330101 330102 > 330101"});
    CHECK(told(*history, GridLevel::township) == Lines{"recode 330101002 > 330101003",
                                                       "recode 330102001 > 330101004",
                                                       "split 330102001 > 330101004 330101005"});
    CHECK(told(*history, GridLevel::village) ==
          Lines{"ended 330102001003 >", "founded > 330101004003",
                "recode 330102001001 > 330101004001", "recode 330102001002 > 330101005001"});
  }

  TEST_CASE("lists that are none are refused with their row") {
    const auto refusal = [](const std::string& text) {
      const TempFile list("codes.csv", text);
      const auto history = read_code_history({list.path});
      return history.ok() ? std::string() : history.error().message.substr(list.path.size() + 2);
    };
    CHECK(refusal("code,name\n1,x\n") == "needs the columns code, name, and date or year");
    CHECK(refusal("date,code,name\n2020-02-30,330101,x\n") ==
          "row 2: '2020-02-30' is no date: YYYY-MM-DD, or a year");
    for (const char* year : {"0001", "1948", "2101", "9999"}) {
      CHECK(refusal("year,code,name\n" + std::string(year) + ",330101,x\n") ==
            "row 2: '" + std::string(year) + "' is not from 1949 to 2100");
    }
    CHECK(refusal("date,code,name\n9999-12-31,330101,x\n") ==
          "row 2: '9999-12-31' is not from 1949 to 2100");
    CHECK(refusal("year,code,name\n2020,33010,x\n") ==
          "row 2: '33010' is no code of 6, 9, 12 or 15 digits");
    CHECK(refusal("year,code,name\n2020,330101,\"x\n") == "row 2: a quoted cell has no end");
    CHECK(refusal("year,code,name\n2020,330101,x,y\n") == "row 2 has 4 cells, the head 3");
    CHECK(parse_csv("x",
                    "\xEF\xBB\xBF"
                    "a;b\r\n\"1;\"\"2\";\r\n")
              ->cell(0, 0) == "1;\"2");
  }

  TEST_CASE(
      "a name written otherwise, missing or broken is no other name; two of one day are told") {
    const std::string before =
        "代码 ,名称,年 度\n330101001,一街,２０２２年\n330101002,二街（筹）,2022\n"
        "330101003,三街,2022年度\n330101004,四街,2022.0\n330101005,五街,2022\n330101006,,2022\n";
    const TempFile list("names.csv",
                        before +
                            "330101001, 一 街,2023\n330101002,二街(筹),2023\n330101003,,2023\n"
                            "330101004,四?,2023\n330101005,五街,2023\n330101005,伍街,2023\n"
                            "330101005,五　街,2023\n330101006,六街,2023\n");
    const auto history = read_code_history({list.path});
    REQUIRE_MESSAGE(history.ok(), (history.ok() ? "" : history.error().message));
    CHECK(history->days.size() == 2);
    CHECK(told(*history, GridLevel::township) == Lines{});
    Lines defects;
    for (const Defect& defect : history->defects)
      defects.push_back(std::string(name_of(defect.kind)) + " " + std::to_string(defect.at.row) +
                        (defect.other.row == 0 ? "" : " " + std::to_string(defect.other.row)));
    CHECK(defects ==
          Lines{"missing_name 7", "missing_name 10", "broken_name 11", "duplicate_code 13 12"});
    for (const CodedPlace& place : history->places) {
      CHECK(place.spells.size() == 1);
      CHECK_FALSE(place.spells[0].name.empty());
    }
    const TempFile renamed("names.csv", before +
                                            "330101001,壹街,2023\n330101002,二街（筹）,2023\n"
                                            "330101003,三街,2023\n330101004,四街,2023\n"
                                            "330101005,五街,2023\n330101006,,2023\n");
    const auto other = read_code_history({renamed.path});
    REQUIRE(other.ok());
    CHECK(told(*other, GridLevel::township) == Lines{"rename 330101001 > 330101001"});
  }

  TEST_CASE(
      "a place without a name for a year keeps the name that it had, also for what is renamed "
      "later") {
    const TempFile list(
        "names.csv", "code,name,year\n330101001,一街,2021\n330101001,,2022\n330101001,壹街,2023\n");
    const auto history = read_code_history({list.path});
    REQUIRE(history.ok());
    REQUIRE(history->changes.size() == 1);
    CHECK(history->changes[0].kind == GridChangeKind::rename);
    CHECK(history->changes[0].former == "一街");
    CHECK(history->changes[0].day == day_of({2023, 1, 1}));
  }

  TEST_CASE("Hangzhou 2019-2023: the merger of 330103 and 330105, and the split of 330110") {
    const auto path = shared_data_path("divisions/hangzhou-history-2019-2023.csv");
    if (!path) return;
    const auto history = read_code_history({*path});
    REQUIRE(history.ok());
    CHECK(told(*history, GridLevel::district) ==
          Lines{"merge 330103 330105 > 330105", "split 330104 > 330102 330114",
                "split 330109 > 330109 330114", "split 330110 > 330110 330113"});
    const Lines streets = told(*history, GridLevel::township);
    const auto count = [&](const std::string& kind) {
      return std::count_if(streets.begin(), streets.end(), [&](const std::string& line) {
        return line.compare(0, kind.size(), kind) == 0;
      });
    };
    CHECK(count("recode") == 31);  // every street of the four districts that were remade
    CHECK(count("ended") == 0);
    CHECK(count("merge") == 0);

    DistrictPack pack = make_demo_district().pack;
    pack.meta.synthetic = false;
    const CodeImportReport report = apply_code_history(*history, "test", pack);
    CHECK(report.nodes > 190);  // 1 district, 18 streets, 178 communities
    CHECK(*codes_known_until(pack.history) == day_of({2023, 12, 31}));
    const auto in_2020 = day_of({2020, 6, 1}), in_2023 = day_of({2023, 6, 1});
    const auto at = [&](const char* code, CivilDay day) {
      return node_with_code(pack.tree, pack.history, kStatsScheme, code, day);
    };
    const GridId xiacheng = at("330103000000", in_2020);
    REQUIRE_FALSE(xiacheng.is_none());
    CHECK(pack.tree.find(xiacheng) == nullptr);
    CHECK(what_became(pack.history, xiacheng, in_2020, in_2023) == std::vector<GridId>{{330105}});
    CHECK(what_became(pack.history, {330105}, in_2023, in_2020).size() == 2);
    CHECK(at("330103003000", in_2020) == at("330105012000", in_2023));  // 天水街道
    CHECK(at("330105012000", in_2020).is_none());
    CHECK(code_in(*pack.tree.find(at("330103003000", in_2020)), kStatsScheme) == "330105012000");

    const Bytes once = write_pack(pack);
    CHECK(read_pack(once).ok());
    apply_code_history(*history, "test", pack);
    CHECK(write_pack(pack) == once);
  }
}
