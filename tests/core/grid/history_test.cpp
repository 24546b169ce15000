// Grids through reforms: what became of which, what was there, whose a code was.
#include "core/grid/history.h"

#include <doctest/doctest.h>

#include "core/district/pack.h"
#include "core/grid/street.h"

using namespace gezhi;

namespace {

CivilDay day(std::int32_t year) { return day_of({year, 1, 1}); }

GridNode node(std::uint32_t id, const char* name, std::vector<GridCode> codes = {}) {
  GridNode result;
  result.id = {id};
  result.level = GridLevel::district;
  result.name = name;
  result.codes = std::move(codes);
  return result;
}

// 2021: 3 goes into 5, 10 gives 13 away; 2022: 5 is renamed; 2023: 13 is split into 14 and 15.
struct Reforms {
  GridTree tree;
  GridHistory history;

  Reforms() {
    const std::string scheme(kStatsScheme);
    REQUIRE(tree.add(node(5, "新拱墅", {{scheme, "330105"}})).ok());
    REQUIRE(tree.add(node(10, "余杭", {{scheme, "330110"}})).ok());
    REQUIRE(tree.add(node(14, "临东", {{scheme, "330114", day(2023)}})).ok());
    REQUIRE(tree.add(node(15, "临西", {{scheme, "330103", day(2023)}})).ok());
    history.keep(node(13, "临平", {{scheme, "330113", day(2021), day(2023)}}));
    history.keep(node(3, "下城", {{scheme, "330103", {}, day(2021)}}));
    history.add({day(2023), GridChangeKind::split, {{13}}, {{14}, {15}}, "", ""});
    history.add({day(2021), GridChangeKind::merge, {{3}, {5}}, {{5}}, "", ""});
    history.add({day(2021), GridChangeKind::split, {{10}}, {{10}, {13}}, "", ""});
    history.add({day(2022), GridChangeKind::rename, {{5}}, {{5}}, "拱墅", ""});
  }
};

using Ids = std::vector<GridId>;

}  // namespace

TEST_SUITE("grid/history") {
  TEST_CASE(
      "a day beyond the last list of codes is not known, and that is said three months before") {
    Reforms r;
    CHECK_FALSE(codes_known_until(r.history).has_value());
    CHECK(codes_known_on(r.history, day(2099)));
    CHECK_FALSE(codes_end_soon(r.history, day(2099)));
    r.history.known.push_back({"统计用区划代码", day_of({2024, 12, 31})});
    r.history.known.push_back({"单元网格代码", day_of({2023, 12, 31})});
    CHECK(*codes_known_until(r.history) == day_of({2024, 12, 31}));
    CHECK(codes_known_on(r.history, day_of({2024, 12, 31})));
    CHECK_FALSE(codes_known_on(r.history, day(2025)));
    CHECK_FALSE(codes_end_soon(r.history, day_of({2024, 9, 30})));
    CHECK(codes_end_soon(r.history, day_of({2024, 10, 1})));
    CHECK(codes_end_soon(r.history, day(2026)));
    const auto again = decode<GridHistory>(encode(r.history));
    REQUIRE(again.ok());
    CHECK(codes_known_until(*again) == codes_known_until(r.history));
    GridHistory only;
    only.known = r.history.known;
    CHECK_FALSE(only.empty());
  }

  TEST_CASE("what became of a node, through one reform or several, and what was there before") {
    const Reforms r;
    CHECK(check(r.history, r.tree).ok());
    CHECK(what_became(r.history, {3}, day(2020), day(2024)) == Ids{{5}});
    CHECK(what_became(r.history, {3}, day(2020), day(2020)) == Ids{{3}});
    CHECK(what_became(r.history, {10}, day(2020), day(2021)) == Ids{{10}, {13}});
    CHECK(what_became(r.history, {10}, day(2020), day(2024)) == Ids{{10}, {14}, {15}});
    CHECK(what_became(r.history, {5}, day(2024), day(2020)) == Ids{{3}, {5}});
    CHECK(what_became(r.history, {15}, day(2024), day(2022)) == Ids{{13}});
    CHECK(what_became(r.history, {15}, day(2024), day(2020)) == Ids{{10}});
    CHECK(what_became(r.history, {99}, day(2020), day(2024)) == Ids{{99}});
  }

  TEST_CASE("a code is somebody else's on another day, and a name was another") {
    const Reforms r;
    const auto at = [&](const char* code, std::int32_t year) {
      return node_with_code(r.tree, r.history, kStatsScheme, code, day(year));
    };
    CHECK(at("330103", 2020) == GridId{3});
    CHECK(at("330103", 2021).is_none());
    CHECK(at("330103", 2023) == GridId{15});
    CHECK(at("330105", 1990) == GridId{5});
    CHECK(name_on(r.tree, r.history, {5}, day(2021)) == "拱墅");
    CHECK(name_on(r.tree, r.history, {5}, day(2022)) == "新拱墅");
    CHECK(code_on(r.tree, r.history, {13}, kStatsScheme, day(2022)) == "330113");
    CHECK(code_on(r.tree, r.history, {13}, kStatsScheme, day(2023)).empty());
    CHECK(find_code(r.tree, kStatsScheme, "330103")->id == GridId{15});
  }

  TEST_CASE("of a node's codes the one that still holds counts, else the last that did") {
    const std::string scheme(kStatsScheme);
    GridNode one = node(1, "x", {{scheme, "1", {}, day(2020)}, {scheme, "2", day(2020)}});
    CHECK(code_in(one, kStatsScheme) == "2");
    one.codes[1].valid_to = day(2022);
    CHECK(code_in(one, kStatsScheme) == "2");
    CHECK(code_in(one, kUnitScheme).empty());
  }

  TEST_CASE("the pack keeps it, refuses what does not fit, and stays as it was without") {
    Reforms r;
    DistrictPack pack;
    pack.tree = r.tree;
    const std::size_t without = write_pack(pack).size();
    pack.history = r.history;
    const auto back = read_pack(write_pack(pack));
    REQUIRE(back.ok());
    CHECK(encode(back->history) == encode(r.history));
    CHECK(next_grid_id(*back) == 16);
    pack.history.add({day(2024), GridChangeKind::ended, {{77}}, {}, "", ""});
    CHECK(read_pack(write_pack(pack)).error().message ==
          "district pack, section HIST: change 5: grid 77 is not known");
    pack.history = {};
    CHECK(write_pack(pack).size() == without);
  }
}
