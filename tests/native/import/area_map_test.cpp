// The table between layers, and Berlin's reform of 2021 computed from its areas alone.
#include "native/import/area_map.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/grid/street.h"
#include "tests/native/import/ground.h"
#include "tests/support/shared_data.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

const ImportProgress kQuiet = [](const std::string&) {};

DistrictPack import_file(const std::string& path, GridLayer layer, DistrictPack pack = {}) {
  GridImport options;
  options.files.resize(1);
  options.files[0].file = path;
  options.files[0].layer = layer;
  options.files[0].level = GridLevel::unit;
  const auto report = import_grids(options, pack, kQuiet);
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
  return pack;
}

}  // namespace

TEST_SUITE("import/area_map") {
  TEST_CASE("beats and grids are mapped many to many with their common ground") {
    const TempFile grids("map-grids.geojson", geojson_of(nine_units()));
    const TempFile beats(
        "map-beats.geojson",
        geojson_of({{R"({"code":"P1","name":"警格,西"})", {{box(0, 0, 1500, 3000)}}},
                    {R"({"code":"P2","name":"警格东"})", {{box(1500, 0, 3002, 3000)}}}}));
    const DistrictPack pack =
        import_file(beats.path, GridLayer::police, import_file(grids.path, GridLayer::governance));
    const auto shares = shares_of(pack.shapes, leaves_of(pack.tree, GridLayer::police), pack.shapes,
                                  leaves_of(pack.tree, GridLayer::governance));
    // Three grids whole and three by half for each beat.
    REQUIRE(shares.size() == 12);
    std::int32_t whole = 0, half = 0;
    for (const AreaShare& share : shares) {
      whole += share.permille_of_to == 1000 ? 1 : 0;
      half += share.permille_of_to == 500 ? 1 : 0;
    }
    CHECK(whole == 6);
    CHECK(half == 6);
    CHECK(std::abs(shares[0].area_m2 - square_metres(1000, 1000)) < 2000);
    // The pack keeps them: one lookup gives the partner in the other layer.
    const auto back = read_pack(write_pack(pack));
    REQUIRE(back.ok());
    const GridId first = find_code(pack.tree, kUnitScheme, "330105001051001")->id;
    const GridId west = find_code(pack.tree, kSourceScheme, "P1")->id;
    CHECK(back->shares.partners(back->tree, first) == std::array<GridId, 3>{first, west, GridId{}});
    CHECK(back->shares.of(west).size() == 6);
    CHECK(back->shares.of(west)[0].area_m2 == static_cast<std::uint64_t>(shares[0].area_m2 + 0.5));
    const std::string csv = layer_shares_csv(pack);
    CHECK(csv.find("governance,unit,330105001051002,网格2,police,unit,P1,\"警格,西\",") !=
          std::string::npos);
  }

  TEST_CASE(
      "a reform: the same ground keeps its id under another code, merges and splits are told") {
    std::vector<Row> rows = nine_units();
    const TempFile first("map-first.geojson", geojson_of(rows));
    const DistrictPack before = import_file(first.path, GridLayer::governance);
    rows[0].properties = row_properties("330105001052001", "新一");  // another code
    rows[1].properties = row_properties("330105001052002", "新二三");
    rows[1].parts = {{box(1000, 0, 3000, 1000)}};  // takes the third in
    rows[2] = {row_properties("330105001052003", "五西"), {{box(1000, 1000, 1500, 2000)}}};
    rows[4] = {row_properties("330105001052004", "五东"), {{box(1500, 1000, 2000, 2000)}}};
    rows.erase(rows.begin() + 8);
    rows.push_back({row_properties("330105001052005", "飞地"), {{box(5000, 0, 6000, 1000)}}});
    const TempFile second("map-second.geojson", geojson_of(rows));
    const DistrictPack after = import_file(second.path, GridLayer::governance, before);
    const auto id = [](const DistrictPack& pack, const char* code) {
      const GridNode* node = find_code(pack.tree, kUnitScheme, code);
      return node == nullptr ? GridId{} : node->id;
    };
    CHECK(id(after, "330105001052001") == id(before, "330105001051001"));
    CHECK(id(after, "330105001051004") == id(before, "330105001051004"));
    for (const char* code : {"330105001052002", "330105001052003", "330105001052004"}) {
      CHECK(before.tree.find(id(after, code)) == nullptr);  // an id is never used again
    }
    const std::string csv = ground_changes_csv(before, after, ground_changes(before, after));
    const auto told = [&](const std::string& line) { return csv.find(line) != std::string::npos; };
    CHECK(told("same,governance,unit,330105001051001,网格1,governance,unit,330105001052001,新一,"));
    CHECK(told("merged,governance,unit,330105001051002,网格2,governance,unit,330105001052002,"));
    CHECK(told("merged,governance,unit,330105001051003,网格3,governance,unit,330105001052002,"));
    CHECK(told("split,governance,unit,330105001051005,网格5,governance,unit,330105001052003,"));
    CHECK(told("split,governance,unit,330105001051005,网格5,governance,unit,330105001052004,"));
    CHECK(told("gone,governance,unit,330105001051009,网格9,,,,,,,"));
    CHECK(told("new,,,,,governance,unit,330105001052005,飞地,,,"));
    CHECK_FALSE(told("redrawn"));

    // The same as the pack's history.
    DistrictPack kept = after;
    const CivilDay day = day_of({2021, 1, 1}), last = day_of({2020, 12, 31});
    record_ground_changes(before, ground_changes(before, after), day, "改革", kept);
    REQUIRE(read_pack(write_pack(kept)).ok());
    const auto became = [&](const char* code) {
      std::vector<std::string> codes;
      const GridId was = node_with_code(kept.tree, kept.history, kUnitScheme, code, last);
      for (const GridId now : what_became(kept.history, was, last, day))
        codes.emplace_back(code_on(kept.tree, kept.history, now, kUnitScheme, day));
      return codes;
    };
    using Codes = std::vector<std::string>;
    CHECK(became("330105001051001") == Codes{"330105001052001"});
    CHECK(became("330105001051003") == Codes{"330105001052002"});
    CHECK(became("330105001051005") == Codes{"330105001052003", "330105001052004"});
    CHECK(became("330105001051009").empty());
    CHECK(became("330105001051004") == Codes{"330105001051004"});
    CHECK(name_on(kept.tree, kept.history, id(kept, "330105001052001"), last) == "网格1");
  }

  TEST_CASE("Berlin's reform comes out of the areas as its publisher matched them") {
    const auto before = shared_data_path("polygons/forecast-areas-until-2020.geojson.gz");
    const auto after = shared_data_path("polygons/forecast-areas-from-2021.geojson.gz");
    const auto matches = shared_data("polygons/matches.json");
    if (!before || !after || !matches) return;
    const DistrictPack old_pack = import_file(*before, GridLayer::governance);
    const DistrictPack new_pack = import_file(*after, GridLayer::governance);
    const auto published = parse_json(*matches);
    REQUIRE(published.ok());
    const auto shares = shares_of(old_pack.shapes, leaves_of(old_pack.tree, GridLayer::governance),
                                  new_pack.shapes, leaves_of(new_pack.tree, GridLayer::governance));
    const auto code = [](const DistrictPack& pack, GridId id) {
      return pack.tree.find(id)->codes.at(0).code;
    };
    // The publisher's table goes both ways: from old to new areas and from new to old ones.
    const auto matched = [&](const std::string& from, const std::string& to) {
      const Json* list = published->find(from);
      if (list == nullptr || list->array() == nullptr) return false;
      return std::any_of(list->array()->begin(), list->array()->end(), [&](const Json& item) {
        return item.string() != nullptr && *item.string() == to;
      });
    };
    std::set<std::pair<std::string, std::string>> computed;
    std::vector<std::string> more;
    for (const AreaShare& share : shares) {
      const std::string from = code(old_pack, share.from), to = code(new_pack, share.to);
      computed.emplace(from, to);
      const bool is_published = matched(from, to) || matched(to, from);
      if (!is_published) more.push_back(from + " " + to);
    }
    std::uint32_t wanted = 0, missing = 0;
    for (const GridId old_area : leaves_of(old_pack.tree, GridLayer::governance)) {
      for (const GridId new_area : leaves_of(new_pack.tree, GridLayer::governance)) {
        const std::string from = code(old_pack, old_area), to = code(new_pack, new_area);
        if (!matched(from, to) && !matched(to, from)) continue;
        ++wanted;
        missing += computed.count({from, to}) == 0 ? 1U : 0U;
      }
    }
    CHECK(wanted > 50);
    CHECK(missing == 0);
    DistrictPack kept = import_file(*after, GridLayer::governance, old_pack);
    const CivilDay day = day_of({2021, 1, 1}), last = day_of({2020, 12, 31});
    record_ground_changes(old_pack, ground_changes(old_pack, kept), day, "LOR 2021", kept);
    REQUIRE(read_pack(write_pack(kept)).ok());
    std::uint32_t unknown = 0;
    for (const auto& pair : computed) {
      const GridId was = node_with_code(kept.tree, kept.history, kSourceScheme, pair.first, last);
      const auto now = what_became(kept.history, was, last, day);
      const GridId wanted_now =
          node_with_code(kept.tree, kept.history, kSourceScheme, pair.second, day);
      unknown += std::find(now.begin(), now.end(), wanted_now) == now.end() ? 1U : 0U;
    }
    CHECK(unknown == 0);
    // Its table leaves out some: 0406 gave 86 % of its ground to 0420.
    CHECK(more == std::vector<std::string>{"0403 0450", "0406 0420", "0406 0440", "0902 0910",
                                           "1221 1240"});
  }
}
