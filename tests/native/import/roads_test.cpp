// Road import: real extracts, tags and directions from small files written here, and broken files.
#include "native/import/roads.h"

#include <shapefil.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>

#include "core/district/district.h"
#include "core/district/road_sections.h"
#include "tests/native/import/ground.h"
#include "tests/support/road_networks.h"
#include "tests/support/shared_data.h"

using namespace gezhi;
using test::TempFile;

namespace {

const ImportProgress kQuiet = [](const std::string&) {};

// One road of steps with this name, and the code page in a .cpg when it is not "".
struct ShapeLines {
  std::string stem = "/tmp/gezhi-roads-lines";
  ShapeLines(const char* name, const std::string& page) {
    SHPHandle shapes = SHPCreate(stem.c_str(), SHPT_ARC);
    DBFHandle table = DBFCreateEx(stem.c_str(), nullptr);
    REQUIRE((shapes != nullptr && table != nullptr));
    DBFAddField(table, "highway", FTString, 20, 0);
    DBFAddField(table, "name", FTString, 60, 0);
    double x[] = {120.1, 120.11, 120.11}, y[] = {30.3, 30.3, 30.31};
    SHPObject* shape = SHPCreateSimpleObject(SHPT_ARC, 3, x, y, nullptr);
    SHPWriteObject(shapes, -1, shape);
    SHPDestroyObject(shape);
    DBFWriteStringAttribute(table, 0, 0, "steps");
    DBFWriteStringAttribute(table, 0, 1, name);
    SHPClose(shapes);
    DBFClose(table);
    if (!page.empty()) std::ofstream(stem + ".cpg") << page;
  }
  ShapeLines(const ShapeLines&) = delete;
  ShapeLines& operator=(const ShapeLines&) = delete;
  ~ShapeLines() {
    for (const char* ending : {".shp", ".shx", ".dbf", ".cpg"})
      std::remove((stem + ending).c_str());
  }
};

RoadImport from(const std::string& path) {
  RoadImport options;
  options.file = path;
  return options;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Routes between places at nodes equal Dijkstra's. A node with several links is snapped to one of
// them at its end, so the cost is the node's.
void check_routes(const DistrictPack& pack, int starts, int goals) {
  const District district(pack);
  const RoadGraph& g = district.roads();
  RouteQuery query(district.road_index(), &district.hierarchies());
  Route route;
  Prng prng(11);
  std::uint32_t found = 0, none = 0, wrong = 0;
  for (const Profile profile : {Profile::foot, Profile::ebike}) {
    for (int i = 0; i < starts; ++i) {
      Snap from = district.road_index().snap(
          g.node_point({static_cast<std::uint32_t>(prng.below(g.node_count()))}), profile);
      if (!from.found) continue;
      // From the head of a directed edge: that is a node exactly.
      EdgeId edge;
      const bool reversed = !g.edge_of(from.link, false, profile, edge);
      REQUIRE(g.edge_of(from.link, reversed, profile, edge));
      from.along_mm = reversed ? 0 : g.link_length_mm(from.link);
      const auto cost = all_from(g, g.head(edge).value, profile);
      EdgeId back;
      const bool two_way = g.edge_of(from.link, !reversed, profile, back);
      for (int j = 0; j < goals; ++j) {
        const Snap to = district.road_index().snap(
            g.node_point({static_cast<std::uint32_t>(prng.below(g.node_count()))}), profile);
        if (!to.found || to.link == from.link) continue;
        query.route_legs(from, to, profile, route);
        std::int64_t best = INT64_MAX;
        for (const bool r : {false, true}) {
          EdgeId into;
          if (!g.edge_of(to.link, r, profile, into)) continue;
          const std::int64_t upto = r ? std::int64_t{g.length_mm(into)} - to.along_mm : to.along_mm;
          const std::int64_t tail = cost[g.tail(into).value];
          if (tail != INT64_MAX)
            best = std::min(best, tail + part_duration_ms(g, into, profile, upto));
        }
        if (!two_way && best == INT64_MAX && route.found) ++wrong;
        if (best == INT64_MAX) {
          ++none;
          continue;
        }
        ++found;
        if (!route.found || route.duration_ms != best) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(found > 0);
  MESSAGE(found << " routes as Dijkstra's, " << none << " times no route");
}

// None of the extracts has a sign: some are put up at random crossings.
DistrictPack with_signs(const DistrictPack& pack, std::uint32_t count) {
  RoadLinks roads = pack.roads.links();
  Prng prng(13);
  while (count > 0) {
    const NodeId via{static_cast<std::uint32_t>(prng.below(pack.roads.place_count()))};
    const std::uint32_t in = pack.roads.end_in(via) - pack.roads.first_in(via);
    const std::uint32_t out = pack.roads.end_out(via) - pack.roads.first_out(via);
    if (in == 0 || out == 0) continue;
    const auto any = [&](std::uint32_t n) { return static_cast<std::uint32_t>(prng.below(n)); };
    const EdgeId come = pack.roads.in_edge(pack.roads.first_in(via) + any(in));
    const EdgeId go{pack.roads.first_out(via) + any(out)};
    roads.turns.push_back({via.value, prng.chance(1, 4) ? TurnRule::only : TurnRule::no,
                           pack.roads.link(come), pack.roads.link(go)});
    --count;
  }
  DistrictPack made;
  made.roads = RoadGraph::make(std::move(roads)).value();
  made.hierarchies = build_hierarchies(made.roads);
  return made;
}

// Routes by car equal a search over ways that looks up every sign.
void check_cars(const DistrictPack& pack, int starts, int goals) {
  const District district(pack);
  const RoadGraph& g = district.roads();
  RouteQuery query(district.road_index(), &district.hierarchies());
  Route route;
  Prng prng(12);
  const auto anywhere = [&] {
    const NodeId node{static_cast<std::uint32_t>(prng.below(g.place_count()))};
    return district.road_index().snap(g.node_point(node), Profile::car);
  };
  std::uint32_t found = 0, wrong = 0;
  for (int i = 0; i < starts; ++i) {
    const Snap from = anywhere();
    if (!from.found) continue;
    const CarTimes times(g, from);
    for (int j = 0; j < goals; ++j) {
      const Snap to = anywhere();
      if (!to.found) continue;
      query.route_legs(from, to, Profile::car, route);
      const std::int64_t best = times.to(to);
      found += route.found ? 1U : 0U;
      wrong += (route.found ? route.duration_ms : kNeverThere) == best ? 0U : 1U;
    }
  }
  CHECK(found > 0);
  CHECK(wrong == 0);
  MESSAGE(found << " routes by car, " << g.links().turns.size() << " signs and bollards, "
                << g.node_count() - g.place_count() << " copies of nodes");
}

// 10,000 pairs of nodes for each profile.
void check_hierarchies(const DistrictPack& pack) {
  const std::size_t bytes =
      hierarchy_bytes(pack.hierarchies, pack.roads, PlanSection::before_cars).size();
  MESSAGE("hierarchies: " << bytes << " bytes, " << bytes * 100 / pack.roads.node_count()
                          << " hundredths a node");
  for (const Profile profile : {Profile::foot, Profile::ebike}) {
    const HierarchyFaults faults =
        compare(pack.roads, profile, pack.hierarchies[static_cast<std::size_t>(profile)], 100, 100);
    CHECK(faults.none());
    MESSAGE(faults.pairs << " pairs as Dijkstra's, " << faults.without_way << " without a way");
  }
}

DistrictPack imported(const std::string& path) {
  DistrictPack pack;
  const auto report = import_roads(from(path), pack, kQuiet);
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
  MESSAGE(path.substr(path.rfind('/') + 1)
          << ": " << report->nodes << " nodes, " << report->edges << " edges, "
          << report->length_m / 1000 << " km, " << report->places << " places, pack "
          << write_pack(pack).size() << " bytes");
  for (const std::string& note : report->notes) MESSAGE(note);
  return pack;
}

constexpr const char* kTown = R"(<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="30.30" lon="120.10"/><node id="2" lat="30.30" lon="120.11"/><node id="3" lat="30.30" lon="120.12"/>
<node id="4" lat="30.31" lon="120.11"><tag k="amenity" v="police"/><tag k="name" v="派出所"/></node>
<node id="5" lat="30.305" lon="120.11"/><node id="6" lat="30.29" lon="120.11"/>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="tertiary"/><tag k="name" v="登云路"/><tag k="oneway" v="yes"/></way>
<way id="11"><nd ref="2"/><nd ref="5"/><nd ref="4"/><tag k="highway" v="footway"/></way>
<way id="12"><nd ref="6"/><nd ref="2"/><tag k="highway" v="service"/><tag k="access" v="private"/></way>
<way id="13"><nd ref="3"/><nd ref="4"/><nd ref="99"/><tag k="highway" v="residential"/><tag k="oneway" v="-1"/></way>
<way id="14"><nd ref="1"/><nd ref="5"/><nd ref="6"/><nd ref="1"/><tag k="natural" v="water"/><tag k="name" v="塘"/></way>
<way id="15"><nd ref="1"/><nd ref="4"/><tag k="highway" v="motorway"/></way>
</osm>)";

}  // namespace

TEST_SUITE("import/roads") {
  TEST_CASE("tags decide who may go where, and in which direction") {
    const TempFile file("town.osm", kTown);
    const DistrictPack pack = imported(file.path);
    const RoadGraph& g = pack.roads;
    const auto edges = [&](Profile profile) {
      std::uint32_t n = 0;
      for (std::uint32_t e = 0; e < g.edge_count(); ++e)
        n += g.duration_ms({e}, profile) != kImpassable ? 1U : 0U;
      return n;
    };
    CHECK(g.link_count() == 5);  // two of the one-way, footway, reversed one-way, motorway (drawn)
    CHECK(edges(Profile::foot) == 8);   // both ways on all but the motorway
    CHECK(edges(Profile::ebike) == 3);  // one way on three
    CHECK(edges(Profile::car) == 4);    // and on the motorway
    CHECK(pack.areas.size() == 1);
    REQUIRE(pack.places.size() == 2);
    CHECK(pack.places[0].kind == PlaceKind::police);
    CHECK(pack.places[1].name == "登云路");
    CHECK(pack.meta.road_source.find("OpenStreetMap") != std::string::npos);
    const District district(pack);
    RouteQuery query(district.road_index(), &district.hierarchies());
    Route route;
    query.route({1201000000, 303000000}, {1201200000, 303000000}, Profile::ebike, route);
    REQUIRE(route.found);
    CHECK(g.links().names[route.turns[0].name] == "登云路");
    query.route({1201200000, 303000000}, {1201000000, 303000000}, Profile::ebike, route);
    CHECK_FALSE(route.found);
  }

  TEST_CASE("Monaco, Andorra and Jinan become networks whose routes equal Dijkstra's") {
    for (const char* name : {"roads/monaco.osm.gz", "roads/andorra.osm.pbf",
                             "roads/jinan/edges.shp", "roads/berlin-siegessaeule.osm.gz"}) {
      CAPTURE(name);
      const auto path = shared_data_path(name);
      if (!path) continue;
      const DistrictPack pack = imported(*path);
      check_routes(pack, 10, 100);
      check_hierarchies(pack);
      check_cars(pack, 10, 50);
      check_cars(with_signs(pack, pack.roads.place_count() / 4), 20, 50);
    }
  }

  TEST_CASE("Jinan has the nodes, directed edges and length that are known of it") {
    const auto path = shared_data_path("roads/jinan/edges.shp");
    if (!path) return;
    const DistrictPack pack = imported(*path);
    CHECK(pack.roads.node_count() == 12766);
    std::int64_t directed_mm = 0;
    std::uint32_t directed = 0;
    for (std::uint32_t l = 0; l < pack.roads.link_count(); ++l) {
      const std::uint32_t ways = (pack.roads.links().links[l].access & kEbikeBackward) != 0 ? 2 : 1;
      directed += ways;
      directed_mm += std::int64_t{pack.roads.link_length_mm(l)} * ways;
    }
    CHECK(directed == 28597 - 1);  // one line of the file has no length
    CHECK(directed_mm / 1000000 > 5000);
    CHECK(directed_mm / 1000000 < 5250);
  }

  TEST_CASE("a shapefile's names come out right, whether its code page is written down or not") {
    for (const char* page : {"GBK", ""}) {
      CAPTURE(page);
      const ShapeLines shapes("\xB5\xC7\xD4\xC6\xC2\xB7", page);  // 登云路 in GBK
      const DistrictPack pack = imported(shapes.stem + ".shp");
      REQUIRE(pack.roads.links().names.size() == 2);
      CHECK(pack.roads.links().names[1] == "登云路");
      CHECK(pack.roads.links().links[0].road_class == RoadClass::steps);
      CHECK(pack.roads.links().links[0].access == kAllAccess);
    }
    const ShapeLines shapes("x", "");
    std::remove((shapes.stem + ".shx").c_str());
    DistrictPack pack;
    const auto report = import_roads(from(shapes.stem + ".shp"), pack, kQuiet);
    REQUIRE_FALSE(report.ok());
    CHECK(report.error().message.find(".shx beside it") != std::string::npos);
  }

  TEST_CASE("broken road files are refused in one sentence and change nothing") {
    DistrictPack pack;
    const auto refusal = [&](const std::string& path, std::uint64_t bytes_max = 0) {
      RoadImport options = from(path);
      options.bytes_max = bytes_max;
      const auto report = import_roads(options, pack, kQuiet);
      REQUIRE_FALSE(report.ok());
      CHECK(report.error().code == "bad_import");
      CHECK(pack.roads.node_count() == 0);
      CHECK(report.error().message.compare(0, path.size() + 2, path + ": ") == 0);
      return report.error().message.substr(path.size() + 2);
    };
    const TempFile cut_xml("cut.osm", std::string(kTown).substr(0, 400));
    CHECK(refusal(cut_xml.path).find("is not OSM XML at line") == 0);
    const TempFile text("text.osm", "hello");
    CHECK(refusal(text.path).find("is not OSM XML at line 1") == 0);
    const TempFile noise("noise.osm.pbf", std::string(500, 'x'));
    CHECK(refusal(noise.path).find("damaged or cut short near byte") == 0);
    CHECK(refusal("tests/fuzz/corpus/osm/zero_byte.pbf") ==
          "is damaged: there is a zero byte in a tag");
    const TempFile empty("empty.osm", "");
    CHECK(refusal(empty.path) == "is empty");
    const TempFile no_roads("none.osm",
                            "<osm version=\"0.6\"><node id=\"1\" lat=\"1\" lon=\"1\"/></osm>");
    CHECK(refusal(no_roads.path) == "holds no roads");
    const TempFile huge("huge.osm.pbf", "x");
    REQUIRE(truncate(huge.path.c_str(), std::int64_t{3} << 30) == 0);
    CHECK(refusal(huge.path) ==
          "has 3221225472 bytes, more than the limit of 2147483648; import a smaller extract");
    const TempFile not_shape("not.shp", std::string(200, 'a'));
    CHECK(refusal(not_shape.path) == "is not a shapefile, or it is cut short");
    CHECK(refusal("/tmp/gezhi-roads-missing.osm") == "No such file or directory");

    if (const auto pbf = shared_data("roads/andorra.osm.pbf")) {
      for (const std::size_t keep : {100U, 50000U, 300000U}) {
        const TempFile cut("cut.osm.pbf", pbf->substr(0, keep));
        CHECK(refusal(cut.path).find("damaged or cut short near byte") == 0);
      }
    }
    if (const auto gz = shared_data("roads/monaco.osm.gz")) {
      const TempFile cut("cut.osm.gz", gz->substr(0, gz->size() / 2));
      CHECK(!refusal(cut.path).empty());
    }
    if (const auto path = shared_data_path("roads/jinan/edges.shp")) {
      const std::string whole = content_of(*path);
      const TempFile cut("cut.shp", whole.substr(0, whole.size() / 2));
      CHECK(refusal(cut.path).find("cut short") == 0);
    }
  }
}
