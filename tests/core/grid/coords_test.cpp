// WGS-84, GCJ-02 and BD-09 against the vectors of DOMAIN.md section 5 and of the shared data.
#include "core/grid/coords.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/json.h"
#include "tests/support/shared_data.h"

using namespace gezhi;

namespace {

struct Vector {
  Wgs84 wgs;
  Gcj02 gcj;
  Bd09 bd;
};

// lon, lat; formula values.
constexpr Vector kFormula[] = {
    {{120.165, 30.276}, {120.1696655329, 30.2736533155}, {120.1762624188, 30.2793491065}},
    {{120.3, 30.44}, {120.3045042993, 30.4376188817}, {120.3110776283, 30.4432640489}},
    {{113.66, 34.8}, {113.6660994001, 34.7989253798}, {113.6725771510, 34.8049942112}},
    {{117.01, 39.14}, {117.0161774205, 39.1410235845}, {117.0226165733, 39.1472617046}},
    {{118.88, 24.9}, {118.8844633183, 24.8970089613}, {118.8909877223, 24.9029076491}},
    {{123.0, 45.0}, {123.0060754191, 45.0019781575}, {123.0124491281, 45.0083293719}},
    {{116.377817, 39.911954}, {116.3840472246, 39.9133454554}, {116.3904547131, 39.9195755510}},
    {{121.5272106, 31.1774276}, {121.5315418592, 31.1753039836}, {121.5380156864, 31.1813286069}},
    {{113.912316, 22.543847}, {113.9171764808, 22.5407961317}, {113.9236847293, 22.5466674378}},
    {{105.0, 35.0}, {105.0032862415, 34.9990986322}, {105.0096668283, 35.0054036685}},
    {{87.6, 43.8}, {87.6028389723, 43.8012120303}, {87.6092101518, 43.8074725077}},
    {{91.1, 29.65}, {91.1015682835, 29.6473003291}, {91.1080373741, 29.6534194156}},
};

// Values of map vendors: they differ from the formula by 0.64 to 0.73 m.
constexpr Vector kVendor[] = {
    {{113.6192856, 34.7478004}, {113.6253334, 34.7466173}, {113.6317519, 34.7528605}},
    {{120.1503589, 30.2764043}, {120.1550722, 30.274088}, {120.1616149, 30.2799982}},
    {{118.6711365, 24.8770487}, {118.6756787, 24.8741363}, {118.6821251, 24.8804872}},
    {{114.0164322, 33.0133556}, {114.022306, 33.0115324}, {114.0287781, 33.0176697}},
    {{111.4622119, 27.242124}, {111.4677938, 27.2388981}, {111.4742271, 27.2451662}},
    {{114.498916, 37.0700925}, {114.5048503, 37.0705911}, {114.5113116, 37.0766797}},
};

template <class A, class B>
bool near(A a, B b, double tolerance) {
  return std::fabs(a.lon - b.lon) <= tolerance && std::fabs(a.lat - b.lat) <= tolerance;
}

void check_vendor(const Vector& v) {
  CHECK(near(to_gcj02(v.wgs), v.gcj, 1e-5));
  CHECK(near(to_wgs84(v.gcj), v.wgs, 1e-5));
  CHECK(near(to_bd09(v.gcj), v.bd, 2e-7));
  CHECK(near(to_gcj02(v.bd), v.gcj, 2e-6));
}

}  // namespace

TEST_SUITE("grid/coords") {
  TEST_CASE("golden: the published formula forward and its iterated inverse, to 1e-9 degrees") {
    for (const Vector& v : kFormula) {
      CHECK(near(to_gcj02(v.wgs), v.gcj, 1e-9));
      CHECK(near(to_bd09(v.wgs), v.bd, 1e-9));
      CHECK(near(to_wgs84(to_gcj02(v.wgs)), v.wgs, 1e-9));
      CHECK(near(to_wgs84(to_bd09(v.wgs)), v.wgs, 1e-9));
      CHECK(near(to_gcj02(to_bd09(v.gcj)), v.gcj, 1e-9));
    }
  }

  TEST_CASE("golden: the vendors' values lie within a metre") {
    for (const Vector& v : kVendor) check_vendor(v);
  }

  TEST_CASE("outside China WGS-84 and GCJ-02 are the same") {
    for (const Wgs84 place :
         {Wgs84{2.35, 48.85}, Wgs84{71.9, 30}, Wgs84{120, 0.5}, Wgs84{138, 35}}) {
      CHECK(near(to_gcj02(place), place, 0));
      CHECK(near(to_wgs84(Gcj02{place.lon, place.lat}), place, 0));
    }
  }

  TEST_CASE("integer places round to the nearest unit and back") {
    CHECK(to_e7(Wgs84{120.15000004, 30.30999996}) == PointE7{1201500000, 303100000});
    CHECK(to_e7(Wgs84{-0.00000006, -90}) == PointE7{-1, -900000000});
    CHECK(near(to_wgs84(PointE7{1201500000, 303100000}), Wgs84{120.15, 30.31}, 1e-12));
  }

  TEST_CASE("golden: every city and vector of the shared data") {
    const auto golden = shared_data("coords/golden.json");
    const auto cities = shared_data("coords/gcoord-china-cities.json");
    if (!golden || !cities) return;
    const auto pair = [](const Json& json) {
      return Wgs84{json.array()->at(0).number().value(), json.array()->at(1).number().value()};
    };
    const auto file = parse_json(*golden);
    REQUIRE(file.ok());
    for (const Json& row : *file->find("formula_exact")->array()) {
      const Wgs84 wgs = pair(*row.find("wgs"));
      CHECK(near(to_gcj02(wgs), pair(*row.find("gcj")), 1e-9));
      CHECK(near(to_bd09(wgs), pair(*row.find("bd")), 1e-9));
    }
    const auto vector = [&](const Json& c) {
      const Wgs84 gcj = pair(*c.find("GCJ02"));
      const Wgs84 bd = pair(*c.find("BD09"));
      return Vector{pair(*c.find("WGS84")), {gcj.lon, gcj.lat}, {bd.lon, bd.lat}};
    };
    CHECK(file->find("fixture_gcoord_1e-5deg")->array()->size() == 6);
    for (const Json& row : *file->find("fixture_gcoord_1e-5deg")->array())
      check_vendor(vector(row));
    CHECK(file->find("eviltransform")->array()->size() == 3);
    for (const Json& row : *file->find("eviltransform")->array()) {
      CHECK(near(to_gcj02(pair(*row.find("wgs"))), pair(*row.find("gcj")), 1e-9));
    }
    const auto list = parse_json(*cities);
    REQUIRE(list.ok());
    CHECK(list->array()->size() == 664);
    for (const Json& city : *list->array()) {
      const Vector v = vector(*city.find("coords"));
      check_vendor(v);
      // The way back closes in every city, through either system.
      CHECK(near(to_wgs84(to_gcj02(v.wgs)), v.wgs, 1e-9));
      CHECK(near(to_wgs84(to_bd09(v.wgs)), v.wgs, 1e-9));
      CHECK(near(to_gcj02(to_bd09(v.gcj)), v.gcj, 1e-9));
    }
  }
}
