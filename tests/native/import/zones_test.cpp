// Functional zones 功能区 among the grids of their level.
#include <doctest/doctest.h>

#include "tests/native/import/ground.h"

using namespace gezhi;
using namespace gezhi::test;

using Found = std::vector<std::string>;

TEST_SUITE("import/zones") {
  TEST_CASE("a functional zone may lie over several grids of its level") {
    Delivery delivery;
    delivery.unit_zone = "zone";
    const Row zone{R"({"name":"景区","zone":1})", {{box(500, 500, 1500, 1500)}}};
    SUBCASE("named last") { delivery.units.push_back(zone); }
    SUBCASE("named first") { delivery.units.insert(delivery.units.begin(), zone); }
    SUBCASE("over another zone") {
      delivery.units.push_back(zone);
      delivery.units.push_back({R"({"name":"开发区","zone":1})", {{box(400, 400, 1400, 1400)}}});
    }
    const auto report = delivery.import();
    CHECK(found(report) == Found{});
    CHECK(report.seams == 0);
    CHECK(name_at(delivery.pack, 750, 750) == "网格1");
    CHECK(name_at(delivery.pack, 1250, 1250) == "网格5");
  }

  TEST_CASE("a functional zone over grids hides no slip of the pen between them") {
    Delivery delivery;
    delivery.unit_zone = "zone";
    delivery.units[4].parts = {{box(1100, 1000, 1999.5, 2000)}};
    delivery.units.push_back({R"({"name":"景区","zone":1})", {{box(950, 950, 2500, 2050)}}});
    const auto report = delivery.import();
    REQUIRE(report.defects.size() == 1);  // the thin gap in the east
    CHECK(report.defects[0].kind == DefectKind::gap);
    CHECK(report.defects[0].action == DefectAction::repaired);
    CHECK(name_at(delivery.pack, 1999.75, 1500).compare(0, 6, "网格") == 0);
    CHECK(name_at(delivery.pack, 1050, 1500) == "景区");  // where no grid is, the zone answers
  }

  TEST_CASE("ground of a functional zone alone is no gap, its border with grids is checked") {
    Delivery delivery;
    delivery.unit_zone = "zone";
    delivery.units[4] = {R"({"name":"景区","zone":1})", {{box(1000, 1000, 2030, 2000)}}};
    const auto report = delivery.import();
    REQUIRE(found(report) == Found{"overlap kept 5"});
    CHECK(name_at(delivery.pack, 1500, 1500) == "景区");
  }
}
