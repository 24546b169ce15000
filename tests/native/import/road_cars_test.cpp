// Road import for cars, from one small file: a crossing with every kind of road and sign that keeps cars out.
#include "native/import/roads.h"

#include <doctest/doctest.h>

#include "core/district/district.h"
#include "tests/native/import/ground.h"

using namespace gezhi;
using test::TempFile;

namespace {

// A crossing 1 with arms w, n, e, s; r from e's end to n's; m on from e; b, c behind a bollard, g behind
// a gate, p private from n's end.
constexpr const char* kCars = R"osm(<osm version="0.6">
<node id="1" lat="30.300" lon="120.100"/><node id="2" lat="30.300" lon="120.090"/><node id="3" lat="30.310" lon="120.100"/>
<node id="4" lat="30.300" lon="120.110"/><node id="5" lat="30.290" lon="120.100"/><node id="6" lat="30.300" lon="120.140"/>
<node id="7" lat="30.320" lon="120.090"><tag k="barrier" v="bollard"/></node><node id="8" lat="30.330" lon="120.080"/>
<node id="9" lat="30.320" lon="120.100"><tag k="barrier" v="gate"/></node><node id="10" lat="30.330" lon="120.100"/>
<node id="11" lat="30.320" lon="120.120"/>
<way id="20"><nd ref="2"/><nd ref="1"/><tag k="highway" v="tertiary"/><tag k="name" v="w"/></way>
<way id="21"><nd ref="1"/><nd ref="3"/><tag k="highway" v="tertiary"/><tag k="name" v="n"/></way>
<way id="22"><nd ref="1"/><nd ref="4"/><tag k="highway" v="tertiary"/><tag k="name" v="e"/></way>
<way id="23"><nd ref="5"/><nd ref="1"/><tag k="highway" v="tertiary"/><tag k="name" v="s"/></way>
<way id="24"><nd ref="4"/><nd ref="3"/><tag k="highway" v="motorway_link"/><tag k="name" v="r"/></way>
<way id="25"><nd ref="4"/><nd ref="6"/><tag k="highway" v="motorway"/><tag k="name" v="m"/></way>
<way id="26"><nd ref="3"/><nd ref="7"/><tag k="highway" v="residential"/><tag k="name" v="b"/></way>
<way id="27"><nd ref="7"/><nd ref="8"/><tag k="highway" v="residential"/><tag k="name" v="c"/></way>
<way id="28"><nd ref="3"/><nd ref="9"/><nd ref="10"/><tag k="highway" v="residential"/><tag k="name" v="g"/></way>
<way id="29"><nd ref="3"/><nd ref="11"/><tag k="highway" v="residential"/><tag k="motor_vehicle" v="private"/><tag k="name" v="p"/></way>
<relation id="40"><member type="way" ref="20" role="from"/><member type="node" ref="1" role="via"/><member type="way" ref="21" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="41"><member type="way" ref="23" role="from"/><member type="node" ref="1" role="via"/><member type="way" ref="21" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="only_straight_on"/></relation>
<relation id="42"><member type="way" ref="22" role="from"/><member type="node" ref="1" role="via"/><member type="way" ref="23" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/><tag k="except" v="psv;motorcar"/></relation>
<relation id="43"><member type="way" ref="22" role="from"/><member type="way" ref="24" role="via"/><member type="way" ref="21" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
<relation id="44"><member type="way" ref="22" role="from"/><member type="node" ref="1" role="via"/><member type="way" ref="20" role="to"/><tag k="type" v="restriction"/><tag k="restriction:conditional" v="no_straight_on @ (Mo-Fr 07:00-09:00)"/></relation>
<relation id="45"><member type="way" ref="22" role="from"/><member type="node" ref="1" role="via"/><member type="way" ref="99" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_right_turn"/></relation>
</osm>)osm";

}  // namespace

TEST_SUITE("import/roads") {
  TEST_CASE(
      "by car: access, one-way, bollards and turn restrictions; what is not taken over is said") {
    const TempFile file("cars.osm", kCars);
    RoadImport options;
    options.file = file.path;
    DistrictPack pack;
    const auto report = import_roads(options, pack, [](const std::string&) {});
    REQUIRE(report.ok());
    const District district(pack);
    const RoadGraph& g = district.roads();
    RouteQuery query(district.road_index(), &district.hierarchies());
    Route route;
    // The middles of links, by their name.
    const auto drive = [&](const std::string& from_name, const std::string& to_name,
                           Profile profile = Profile::car) {
      const auto place = [&](const std::string& name) {
        for (std::uint32_t link = 0; link < g.link_count(); ++link) {
          if (g.links().names[g.links().links[link].name] != name) continue;
          BoxE7 box;
          box.cover(g.link_point(link, 0));
          box.cover(g.link_point(link, 1));
          return box.middle();
        }
        return PointE7{};
      };
      query.route(place(from_name), place(to_name), profile, route);
      std::string names;
      for (const RouteLeg& leg : route.legs) names += g.name(leg.edge);
      return names;
    };
    CHECK(drive("w", "n") == "wern");  // no left turn at the crossing: round by e and r
    CHECK(drive("n", "w") == "nw");
    CHECK(drive("w", "n", Profile::ebike) == "wn");
    CHECK(drive("s", "e") == "snre");  // only straight on
    CHECK(drive("e", "s") == "es");    // except=motorcar
    CHECK(drive("e", "m") == "em");    // the motorway, one-way by itself
    CHECK(drive("m", "e").empty());
    CHECK(drive("e", "m", Profile::foot).find('m') == std::string::npos);
    CHECK(drive("n", "b") == "nb");
    CHECK(drive("n", "c").empty());  // behind the bollard
    CHECK(drive("n", "c", Profile::ebike) == "nbc");
    CHECK(drive("n", "g") == "ng");                         // a gate that is open to cars
    CHECK(drive("n", "p").find('p') == std::string::npos);  // private to cars
    REQUIRE(report->notes.size() == 1);
    CHECK(
        report->notes[0] ==
        "2 turn restrictions for cars are taken over; 1 are not: they lead over a way; 1 are not: "
        "they hold at times only; 1 are not: their roads are missing, closed to cars or do not "
        "meet");
  }
}
