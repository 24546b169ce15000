// Grid import: Berlin's nested areas, Chinese coordinates, and every way a file can be broken.
#include "native/import/grids.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdio>
#include <map>

#include "core/base/prng.h"
#include "core/district/road_sections.h"
#include "core/grid/coords.h"
#include "core/grid/locate.h"
#include "core/grid/street.h"
#include "native/import/demo_district.h"
#include "native/import/source_file.h"
#include "tests/native/import/ground.h"
#include "tests/support/shared_data.h"

using namespace gezhi;
using test::TempFile;

namespace {

const ImportProgress kQuiet = [](const std::string&) {};

std::string feature(const std::string& properties, const std::string& ring) {
  return R"({"type":"Feature","properties":)" + properties +
         R"(,"geometry":{"type":"Polygon","coordinates":[)" + ring + "]}}";
}
std::string collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

GridImport one(const std::string& path, GridLevel level = GridLevel::village) {
  GridImport options;
  GridFile file;
  file.file = path;
  file.level = level;
  options.files.push_back(file);
  return options;
}

std::string refusal(const std::string& content) {
  const TempFile file("broken.geojson", content);
  DistrictPack pack;
  const auto report = import_grids(one(file.path), pack, kQuiet);
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().code == "bad_import");
  CHECK(pack.tree.nodes().empty());
  CHECK(report.error().message.compare(0, file.path.size() + 2, file.path + ": ") == 0);
  return report.error().message.substr(file.path.size() + 2);
}

constexpr const char* kSquare =
    "[[120.1,30.3],[120.2,30.3],[120.2,30.4],[120.1,30.4],[120.1,30.3]]";

GridImport berlin() {
  GridImport options;
  options.name = "Berlin";
  const struct {
    GridLevel level;
    const char* file;
  } files[] = {{GridLevel::district, "districts"},
               {GridLevel::township, "forecast-areas-until-2020"},
               {GridLevel::village, "district-regions-until-2020"},
               {GridLevel::unit, "planning-areas-until-2020"}};
  for (const auto& item : files) {
    GridFile file;
    file.level = item.level;
    file.file = shared_data_folder() + "polygons/" + item.file + ".geojson.gz";
    file.code = "id";
    file.name = "name";
    options.files.push_back(file);
  }
  return options;
}

// Imported once: it takes seconds.
struct Berlin {
  DistrictPack pack;
  GridImportReport report;
};
const Berlin& imported_berlin() {
  static const Berlin kBerlin = [] {
    Berlin made;
    const auto report = import_grids(berlin(), made.pack, kQuiet);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    made.report = *report;
    return made;
  }();
  return kBerlin;
}

}  // namespace

TEST_SUITE("import/grids") {
  // rows: S5-03
  TEST_CASE("Berlin's four nested levels come in whole and every point lies in all its parents") {
    if (!shared_data_path("polygons/districts.geojson.gz")) return;
    DistrictPack pack = imported_berlin().pack;
    CHECK(imported_berlin().report.grids == 12 + 60 + 138 + 448);
    const GridNode* unit = find_code(pack.tree, kSourceScheme, "01011101");
    REQUIRE(unit != nullptr);
    CHECK(unit->name == "Stülerstraße");
    CHECK(pack.tree.path(unit->id).size() == 4);
    const GridLocator locator(pack.tree, pack.shapes);
    Prng prng(5);
    std::uint32_t inside = 0, astray = 0;
    const BoxE7 box = pack.shapes.box();
    for (int i = 0; i < 5000; ++i) {
      const PointE7 p{static_cast<std::int32_t>(prng.between(box.low.lon, box.high.lon)),
                      static_cast<std::int32_t>(prng.between(box.low.lat, box.high.lat))};
      const GridId at = locator.at(GridLayer::governance, p);
      if (at.is_none() || pack.tree.find(at)->level != GridLevel::unit) continue;
      ++inside;
      const GridId village = pack.tree.at_level(at, GridLevel::village);
      if (pack.shapes.test(static_cast<std::uint32_t>(pack.shapes.find(village)), p) == Inside::no)
        ++astray;
    }
    CHECK(inside > 2000);
    CHECK(astray <= 2);  // the delivered borders of two levels differ by centimetres in places
    // A second import knows every grid by its code.
    const GridId before = unit->id;
    const auto again = import_grids(berlin(), pack, kQuiet);
    REQUIRE(again.ok());
    CHECK(again->kept_ids == again->grids);
    CHECK(find_code(pack.tree, kSourceScheme, "01011101")->id == before);
    const auto back = read_pack(write_pack(pack));
    CHECK(back.ok());
  }

  TEST_CASE(
      "Berlin's 448 areas have no gap and no overlap; what its publisher got wrong is named") {
    if (!shared_data_path("polygons/districts.geojson.gz")) return;
    const DistrictPack& pack = imported_berlin().pack;
    const GridImportReport& report = imported_berlin().report;
    std::map<GridLevel, std::uint32_t> levels;
    for (const auto& entry : pack.tree.nodes()) ++levels[entry.second.level];
    CHECK(levels[GridLevel::district] == 12);
    CHECK(levels[GridLevel::township] == 60);
    CHECK(levels[GridLevel::village] == 138);
    CHECK(levels[GridLevel::unit] == 448);
    std::vector<std::string> units;
    std::uint32_t gaps = 0;
    for (const Defect& defect : report.defects) {
      CHECK(defect.kind != DefectKind::overlap);
      CHECK(defect.kind != DefectKind::wrong_system);
      CHECK(defect.action != DefectAction::left_out);
      gaps += defect.kind == DefectKind::gap ? 1U : 0U;
      if (defect.level == GridLevel::unit && defect.action == DefectAction::kept)
        units.push_back(std::string(name_of(defect.kind)) + " " + defect.at.code);
    }
    // A hole in the district Pankow, delivered as such.
    CHECK(gaps == 1);
    // Two areas with one code, one of them in another district region; one that stands out by 1013 m².
    CHECK(units == std::vector<std::string>{"duplicate_code 06010102", "outside_parent 03061131",
                                            "outside_parent 06010102"});
    CHECK(report.points < report.points_delivered);
  }

  TEST_CASE("locate equals brute force on 100,000 points of Berlin, a quarter of them on borders") {
    if (!shared_data_path("polygons/districts.geojson.gz")) return;
    const DistrictPack& pack = imported_berlin().pack;
    const GridLocator locator(pack.tree, pack.shapes);
    Prng prng(7);
    const BoxE7 box = pack.shapes.box();
    std::uint32_t wrong = 0;
    for (int i = 0; i < 100000; ++i) {
      PointE7 p{static_cast<std::int32_t>(prng.between(box.low.lon, box.high.lon)),
                static_cast<std::int32_t>(prng.between(box.low.lat, box.high.lat))};
      if (i % 4 == 0) {
        const auto shape = static_cast<std::uint32_t>(prng.below(pack.shapes.size()));
        const auto ring = pack.shapes.ring(pack.shapes.ring_begin(shape));
        p = ring[static_cast<std::size_t>(prng.below(ring.size()))];
      }
      GridId best;
      GridLevel level = GridLevel::none;
      for (std::uint32_t s = 0; s < pack.shapes.size(); ++s) {
        const GridNode& node = *pack.tree.find(pack.shapes.grid(s));
        if (node.level < level || (node.level == level && !(node.id < best))) continue;
        if (pack.shapes.test(s, p) == Inside::no) continue;
        best = node.id;
        level = node.level;
      }
      if (!(locator.at(GridLayer::governance, p) == best)) ++wrong;
    }
    CHECK(wrong == 0);
  }

  TEST_CASE("Chinese codes get their scheme, parents are found by code, property or place") {
    const TempFile street(
        "street.geojson",
        collection(feature(R"({"code":"330105001","name":"米市巷街道"})", kSquare)));
    const TempFile by_code(
        "a.geojson",
        collection(feature(R"({"code":330105001051,"name":"夹城巷社区"})",
                           "[[120.11,30.31],[120.12,30.31],[120.12,30.32],[120.11,30.31]]")));
    const TempFile by_name(
        "b.geojson", collection(feature(
                         R"({"code":"X7","name":"专属网格","up":"330105001051"})",
                         "[[120.111,30.311],[120.112,30.311],[120.112,30.312],[120.111,30.311]]")));
    GridImport options = one(street.path, GridLevel::township);
    options.files.push_back(one(by_code.path, GridLevel::village).files[0]);
    options.files.push_back(one(by_name.path, GridLevel::unit).files[0]);
    options.files.back().parent = "up";
    DistrictPack pack;
    REQUIRE(import_grids(options, pack, kQuiet).ok());
    CHECK(code_in(*find_code(pack.tree, kStatsScheme, "330105001000"), kStatsScheme).size() == 12);
    const GridNode* unit = find_code(pack.tree, kSourceScheme, "X7");
    REQUIRE(unit != nullptr);
    CHECK(full_name(pack.tree, unit->id) == "米市巷街道夹城巷社区专属网格");
    CHECK(shard_of(pack.tree, unit->id) == ShardId{330105001});
    options.files.back().parent = "";
    DistrictPack by_place;
    REQUIRE(import_grids(options, by_place, kQuiet).ok());
    CHECK(full_name(by_place.tree, find_code(by_place.tree, kSourceScheme, "X7")->id) ==
          "米市巷街道夹城巷社区专属网格");
  }

  TEST_CASE("GCJ-02 areas land where GPS says, not hundreds of metres off") {
    const Gcj02 shifted = to_gcj02(Wgs84{120.15, 30.31});
    char ring[400];
    std::snprintf(ring, sizeof ring, "[[%.9f,%.9f],[%.9f,%.9f],[%.9f,%.9f],[%.9f,%.9f]]",
                  shifted.lon, shifted.lat, shifted.lon + 0.01, shifted.lat, shifted.lon,
                  shifted.lat + 0.01, shifted.lon, shifted.lat);
    const TempFile file("gcj.geojson", collection(feature(R"({"name":"网格"})", ring)));
    GridImport options = one(file.path);
    options.system = CoordinateSystem::gcj02;
    DistrictPack pack;
    REQUIRE(import_grids(options, pack, kQuiet).ok());
    CHECK(distance_mm(pack.shapes.ring(0)[0], {1201500000, 303100000}) < 20);
    options.system = CoordinateSystem::wgs84;
    REQUIRE(import_grids(options, pack, kQuiet).ok());
    CHECK(distance_mm(pack.shapes.ring(0)[0], {1201500000, 303100000}) > 300000);
  }

  TEST_CASE("broken files are refused in one sentence and change nothing") {
    CHECK(refusal("not json at all").compare(0, 20, "is not JSON at byte ") == 0);
    CHECK(
        refusal(R"({"a":1})") ==
        "this is JSON but not GeoJSON: it has no \"type\"; a FeatureCollection of areas is needed");
    CHECK(refusal(R"({"type":"Topology"})") ==
          "a FeatureCollection of areas is needed, not \"Topology\"");
    CHECK(refusal(
              collection(feature("{}", "[[120.1,30.3],[120.2,30.3],[120.2,30.4],[120.1,30.4]]"))) ==
          "feature 1, ring 1: is not closed: its last point differs from its first");
    CHECK(refusal(collection(feature("{}", kSquare) + "," +
                             feature("{}", "[[120.1,30.3],[120.2],[120.2,30.4],[120.1,30.3]]"))) ==
          "feature 2, ring 1: point 2 is not a pair of numbers");
    CHECK(refusal(collection(feature("{}",
                                     "[[391234.5,5812345.5],[391235.5,5812345.5],[391235.5,5812346."
                                     "5],[391234.5,5812345.5]]")))
              .find("is not a place in degrees") != std::string::npos);
    CHECK(
        refusal(
            R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25833"}},"features":[]})")
            .find("EPSG::25833") != std::string::npos);
    CHECK(refusal(collection("")) == "holds no areas");
    CHECK(refusal("") == "is empty");
    CHECK(refusal(std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b", 11))
              .find("damaged or cut short") == 0);
    DistrictPack pack;
    CHECK(import_grids(one("/tmp/gezhi-no-such-file"), pack, kQuiet).error().message ==
          "/tmp/gezhi-no-such-file: No such file or directory");
    CHECK(import_grids(one("/tmp"), pack, kQuiet).error().message == "/tmp: is not a file");
  }

  TEST_CASE("a child without a parent is named") {
    const TempFile street("p.geojson",
                          collection(feature(R"({"code":"A","name":"街道"})", kSquare)));
    const TempFile lost(
        "c.geojson",
        collection(feature(R"({"code":"B1","name":"走失网格"})",
                           "[[121.11,30.31],[121.12,30.31],[121.12,30.32],[121.11,30.31]]")));
    GridImport options = one(street.path, GridLevel::township);
    options.files.push_back(one(lost.path, GridLevel::unit).files[0]);
    DistrictPack pack;
    const auto report = import_grids(options, pack, kQuiet);
    REQUIRE_FALSE(report.ok());
    CHECK(report.error().message == lost.path +
                                        ": feature 1 (走失网格) lies in no area of the levels "
                                        "above, and no code there begins its code");
  }

  TEST_CASE("a file of 3 GB is refused before it is read") {
    const TempFile file("huge.geojson", "{");
    REQUIRE(truncate(file.path.c_str(), std::int64_t{3} << 30) == 0);  // sparse
    DistrictPack pack;
    const auto report = import_grids(one(file.path), pack, kQuiet);
    REQUIRE_FALSE(report.ok());
    CHECK(report.error().message ==
          file.path +
              ": has 3221225472 bytes, more than the limit of 268435456; import a smaller extract");
  }

  TEST_CASE("another layer is added beside the first, and a synthetic district gives way") {
    const TempFile grids("g.geojson",
                         collection(feature(R"({"code":"G","name":"综治"})", kSquare)));
    const TempFile beats("b.geojson",
                         collection(feature(R"({"code":"P","name":"警格"})", kSquare)));
    DistrictPack pack = make_demo_district().pack;
    GridImport governance = one(grids.path);
    governance.source = "市测绘院 2026";
    const auto first = import_grids(governance, pack, kQuiet);
    REQUIRE(first.ok());
    CHECK(first->notes.size() == 1);
    CHECK_FALSE(pack.meta.synthetic);
    CHECK(pack.meta.name == "综治");
    CHECK(pack.roads.node_count() == 0);
    GridImport police = one(beats.path);
    police.files[0].layer = GridLayer::police;
    REQUIRE(import_grids(police, pack, kQuiet).ok());
    CHECK(pack.tree.nodes().size() == 2);
    CHECK(pack.shapes.size() == 2);
    // Beats are no district of another name, and say nothing of where the rest is from.
    CHECK(pack.meta.name == "综治");
    CHECK(pack.meta.source == "市测绘院 2026");
    const GridLocator locator(pack.tree, pack.shapes);
    const Located here = locator.locate({1201500000, 303500000});
    CHECK_FALSE(here.in(GridLayer::governance).grid.is_none());
    CHECK_FALSE(here.in(GridLayer::police).grid.is_none());
  }

  TEST_CASE("roads of a pack without plans for routes get them with the grids") {
    const TempFile grids("g.geojson", collection(feature(R"({"code":"G"})", kSquare)));
    DistrictPack pack = make_demo_district().pack;
    pack.meta.synthetic = false;
    const auto plans_of = [](const DistrictPack& one) {
      return std::pair(hierarchy_bytes(one.hierarchies, one.roads, PlanSection::before_cars),
                       hierarchy_bytes(one.hierarchies, one.roads, PlanSection::cars));
    };
    const auto plans = plans_of(pack);
    pack.hierarchies = {};
    const auto older = read_pack(write_pack(pack));
    REQUIRE(older.ok());
    DistrictPack renewed = *older;
    GridImport anew = one(grids.path);
    anew.drop = {GridLevel::district, GridLevel::township, GridLevel::area, GridLevel::unit};
    const auto report = import_grids(anew, renewed, kQuiet);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    CHECK(renewed.roads.node_count() == pack.roads.node_count());
    CHECK((plans_of(renewed) == plans));
    const auto back = read_pack(write_pack(renewed));
    REQUIRE(back.ok());
    CHECK(back->hierarchies[0].size() == pack.roads.node_count());
  }

  TEST_CASE("a mapping file says which file is which") {
    const TempFile grids("m.geojson", collection(feature(R"({"bh":"G1","mc":"综治"})", kSquare)));
    const TempFile map(
        "map.json",
        R"({"name":"试点","system":"cgcs2000","files":[{"file":"gezhi-ground-m.geojson","level":"unit","layer":"governance","code":"bh","name":"mc"}]})");
    const auto options = read_grid_mapping(map.path);
    REQUIRE(options.ok());
    DistrictPack pack;
    REQUIRE(import_grids(*options, pack, kQuiet).ok());
    CHECK(pack.meta.name == "试点");
    CHECK(find_code(pack.tree, kSourceScheme, "G1")->level == GridLevel::unit);
    const TempFile zones(
        "z.geojson",
        collection(
            feature(R"({"bh":"330105001051001","local":"A-1","police":7,"zs":"否"})", kSquare) +
            "," +
            feature(R"({"mc":"高新区","gn":true,"zs":"是"})",
                    "[[120.3,30.3],[120.4,30.3],[120.4,30.4],[120.3,30.4],[120.3,30.3]]")));
    const TempFile codes(
        "codes.json",
        R"({"date":"2024-05-01","files":[{"file":"gezhi-ground-z.geojson","level":"unit","code":"bh","name":"mc","codes":{"local-a":"local","police":"police"},"zone":"gn","special":"zs"}]})");
    const auto coded = read_grid_mapping(codes.path);
    REQUIRE_MESSAGE(coded.ok(), (coded.ok() ? "" : coded.error().message));
    CHECK(coded->date == day_of({2024, 5, 1}));
    const auto report = import_grids(*coded, pack, kQuiet);
    REQUIRE(report.ok());
    CHECK(report->defects.empty());  // a functional zone needs no code
    const GridNode* unit = find_code(pack.tree, "local-a", "A-1");
    REQUIRE(unit != nullptr);
    CHECK(code_in(*unit, "police") == "7");
    CHECK(code_in(*unit, kUnitScheme) == "330105001051001");
    CHECK_FALSE(unit->special);
    const GridNode& zone = pack.tree.nodes().rbegin()->second;
    CHECK(zone.name == "高新区");
    CHECK(zone.codes.empty());
    CHECK((zone.zone && zone.special && !unit->zone));
    CHECK(unit->id == GridId{1});  // the same ground under another code
    CHECK(pack.history.past.empty());
    const TempFile wrong("wrong.json", R"({"files":[{"file":"x","level":"planet"}]})");
    CHECK(read_grid_mapping(wrong.path).error().message.find("level") != std::string::npos);
  }
}
