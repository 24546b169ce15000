// The district pack: the same bytes every time, everything back, and every damage refused.
#include "core/district/pack.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/hex.h"
#include "core/base/prng.h"
#include "core/district/district.h"
#include "core/district/pack_parts.h"
#include "core/district/road_sections.h"
#include "tests/support/road_networks.h"

using namespace gezhi;

namespace {

GridNode node(std::uint32_t id, GridLevel level, std::uint32_t parent, const char* name) {
  GridNode result;
  result.id = {id};
  result.level = level;
  result.parent = {parent};
  result.name = name;
  return result;
}

DistrictPack small_pack() {
  DistrictPack pack;
  pack.meta = {"拱墅区", "合成数据", true, {1201500000, 303100000}, "虚构"};
  // The child's id is lower than its parent's.
  REQUIRE(pack.tree.add(node(9, GridLevel::district, 0, "拱墅区")).ok());
  REQUIRE(pack.tree.add(node(3, GridLevel::township, 9, "米市巷街道")).ok());
  REQUIRE(pack.tree.add(node(1, GridLevel::village, 3, "沈塘桥社区")).ok());
  REQUIRE(
      pack.shapes
          .add({1}, {{{1201000000, 303000000}, {1201900000, 303000000}, {1201500000, 303900000}}})
          .ok());
  RoadLinks roads;
  roads.nodes = {{1201100000, 303100000}, {1201200000, 303150000}, {1201300000, 303050000}};
  roads.names = {"", "登云路"};
  roads.add({0, 1, 1, RoadClass::tertiary, kAllAccess}, {{1201150000, 303140000}});
  roads.add({2, 1, 0, RoadClass::path, kFootForward | kFootBackward}, {});
  pack.roads = RoadGraph::make(roads).value();
  pack.hierarchies = build_hierarchies(pack.roads);
  pack.areas.push_back(
      {AreaKind::water,
       "大运河",
       {{{1201000000, 303000000}, {1201010000, 303000000}, {1201010000, 303500000}}}});
  pack.places.push_back({PlaceKind::bridge, "拱宸桥", "GS-0001", {1201250000, 303090000}, {1}});
  pack.readings = {{0x5BB8, "chen"}, {0x62F1, "gong"}, {0x6865, "qiao"}};
  return pack;
}

Result<Hierarchies> plans_of(ByteView bytes, const RoadGraph& roads) {
  Hierarchies plans;
  const auto read = read_hierarchies(bytes, roads, PlanSection::before_cars, plans);
  if (!read) return read.error();
  return plans;
}

// What software that does not know a section sees.
Bytes without(const Bytes& pack, std::initializer_list<std::string_view> tags) {
  Bytes head(pack.begin(), pack.begin() + 16), entries, bodies;
  std::size_t at = 16 + 44 * std::size_t{pack[12]};
  for (std::size_t i = 0; i < pack[12]; ++i) {
    const auto entry = pack.begin() + static_cast<std::ptrdiff_t>(16 + 44 * i);
    std::size_t size = 0;
    for (std::size_t byte = 8; byte > 0; --byte) {
      size = size * 256 + entry[static_cast<std::ptrdiff_t>(3 + byte)];
    }
    const auto body = pack.begin() + static_cast<std::ptrdiff_t>(at);
    at += size;
    const std::string tag(entry, entry + 4);
    if (std::find(tags.begin(), tags.end(), tag) != tags.end()) {
      --head[12];
      continue;
    }
    entries.insert(entries.end(), entry, entry + 44);
    bodies.insert(bodies.end(), body, body + static_cast<std::ptrdiff_t>(size));
  }
  head.insert(head.end(), entries.begin(), entries.end());
  head.insert(head.end(), bodies.begin(), bodies.end());
  return head;
}

}  // namespace

TEST_SUITE("district/pack") {
  TEST_CASE("everything comes back, and the same district gives the same bytes") {
    const Bytes bytes = write_pack(small_pack());
    CHECK(bytes == write_pack(small_pack()));
    const auto back = read_pack(bytes);
    REQUIRE(back.ok());
    CHECK(write_pack(*back) == bytes);
    CHECK(back->meta.name == "拱墅区");
    CHECK(back->tree.find({1})->parent == GridId{3});
    CHECK(back->shapes.ring(0).size() == 3);
    CHECK(back->roads.edge_count() == 4);
    CHECK(back->roads.links().link_points.size() == 1);
    CHECK(back->hierarchies[0].plan.level == small_pack().hierarchies[0].plan.level);
    CHECK(back->areas[0].name == "大运河");
    CHECK(back->places[0].code == "GS-0001");
    CHECK(back->readings[2].syllables == "qiao");
    CHECK(pack_digest(bytes) != Digest{});
  }

  TEST_CASE("golden: the worked example of the header") {
    const Bytes content = *from_hex("a1016141");
    Bytes bytes = *from_hex("47455a484950414b01000000010000004d4554410400000000000000");
    const Digest digest = sha256(*from_hex("4d455441a1016141"));
    bytes.insert(bytes.end(), digest.begin(), digest.end());
    bytes.insert(bytes.end(), content.begin(), content.end());
    CHECK(bytes.size() == 64);
    const auto pack = read_pack(bytes);
    REQUIRE(pack.ok());
    CHECK(pack->meta.name == "A");
    CHECK(pack->roads.node_count() == 0);
  }

  TEST_CASE("property: any changed, missing or added byte is refused") {
    const Bytes good = write_pack(small_pack());
    for (std::size_t at = 0; at < good.size(); ++at) {
      Bytes bytes = good;
      bytes[at] ^= 0x41;
      CHECK_FALSE(read_pack(bytes).ok());
      bytes = good;
      bytes.resize(at);
      CHECK_FALSE(read_pack(bytes).ok());
    }
    Bytes bytes = good;
    bytes.push_back(0);
    CHECK(read_pack(bytes).error().message == "district pack, section head: bytes left over");
  }

  TEST_CASE("property: damage behind a right checksum is refused or harmless, never a crash") {
    const Bytes good = write_pack(small_pack());
    const auto count = static_cast<std::size_t>(good[12]);
    Prng prng(7);
    std::uint32_t refused = 0;
    for (int round = 0; round < 4000; ++round) {
      Bytes bytes = good;
      for (std::uint64_t changes = 1 + prng.below(3); changes > 0; --changes) {
        const std::size_t body = 16 + 44 * count;
        bytes[body + static_cast<std::size_t>(prng.below(bytes.size() - body))] =
            static_cast<std::uint8_t>(prng.next());
      }
      std::size_t at = 16 + 44 * count;
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t size = bytes[16 + 44 * i + 4] + std::size_t{256} * bytes[16 + 44 * i + 5];
        Bytes hashed(bytes.begin() + static_cast<std::ptrdiff_t>(16 + 44 * i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(20 + 44 * i));
        hashed.insert(hashed.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
        const Digest digest = sha256(hashed);
        std::copy(digest.begin(), digest.end(),
                  bytes.begin() + static_cast<std::ptrdiff_t>(16 + 44 * i + 12));
        at += size;
      }
      auto district = District::read(bytes);
      if (!district.ok()) {
        ++refused;
        continue;
      }
      (*district)->locator().locate({1201500000, 303100000});
      RouteQuery query((*district)->road_index(), &(*district)->hierarchies());
      Route route;
      query.route({1201100000, 303100000}, {1201300000, 303050000}, Profile::foot, route);
    }
    CHECK(refused > 1000);
    CHECK(refused < 4000);
  }

  TEST_CASE("readings out of order are refused: nobody would find them") {
    DistrictPack pack = small_pack();
    std::swap(pack.readings[0], pack.readings[1]);
    CHECK(read_pack(write_pack(pack)).error().message ==
          "district pack, section READ: characters are not ascending");
  }

  TEST_CASE("a hierarchy is kept, and one for other roads or of another form is as good as none") {
    DistrictPack pack;
    pack.roads = made_city(2, 30);
    pack.hierarchies = build_hierarchies(pack.roads);
    const Bytes plans = hierarchy_bytes(pack.hierarchies, pack.roads, PlanSection::before_cars);
    const std::size_t each = plans.size() * 100 / pack.roads.node_count();
    MESSAGE(each << " hundredths of a byte a node");
    const auto back = read_pack(write_pack(pack));
    REQUIRE(back.ok());
    for (const Profile profile : {Profile::foot, Profile::ebike, Profile::car}) {
      const Hierarchy& kept = back->hierarchies[static_cast<std::size_t>(profile)];
      REQUIRE(kept.size() == pack.roads.node_count());
      CHECK(compare(pack.roads, profile, kept, 10, 50).none());
    }
    // A pack from before there were hierarchies: the same ways, planned when first asked for.
    pack.hierarchies = {};
    const auto old = District::read(write_pack(pack)), now = District::read(write_pack(*back));
    REQUIRE(old.ok());
    RouteQuery slow((*old)->road_index(), &(*old)->hierarchies());
    RouteQuery fast((*now)->road_index(), &(*now)->hierarchies());
    Route before, after;
    slow.route(pack.roads.node_point({3}), pack.roads.node_point({890}), Profile::foot, before);
    fast.route(pack.roads.node_point({3}), pack.roads.node_point({890}), Profile::foot, after);
    REQUIRE(before.found);
    CHECK(before.duration_ms == after.duration_ms);
    const auto other_roads = plans_of(plans, made_city(3, 30));
    REQUIRE(other_roads.ok());
    CHECK((*other_roads)[0].size() == 0);
    Bytes other_form = plans;
    other_form[0] = 2;
    REQUIRE(plans_of(other_form, pack.roads).ok());
    CHECK((*plans_of(other_form, pack.roads))[0].size() == 0);
  }

  TEST_CASE("cars, signs, tunnels and bridges are kept; who does not know of them reads the rest") {
    DistrictPack pack;
    Prng prng(12);
    pack.roads = random_network(prng, 200, 500);
    REQUIRE(pack.roads.node_count() > pack.roads.place_count());
    pack.hierarchies = build_hierarchies(pack.roads);
    const Bytes bytes = write_pack(pack);
    const auto back = read_pack(bytes);
    REQUIRE(back.ok());
    CHECK(write_pack(*back) == bytes);
    CHECK(back->roads.has(Profile::car));
    CHECK(back->roads.links().turns.size() == pack.roads.links().turns.size());
    CHECK(compare(back->roads, Profile::car, back->hierarchies[2], 10, 20).none());
    const auto old = read_pack(without(bytes, {"WAYS", "HCAR"}));
    REQUIRE(old.ok());
    CHECK_FALSE(old->roads.has(Profile::car));
    CHECK(old->roads.node_count() == pack.roads.place_count());
    for (const Profile profile : {Profile::foot, Profile::ebike}) {
      const Hierarchy& kept = old->hierarchies[static_cast<std::size_t>(profile)];
      REQUIRE(kept.size() == old->roads.node_count());
      CHECK(compare(old->roads, profile, kept, 10, 20).none());
    }
    Route route;
    const District district(*old);
    RouteQuery query(district.road_index(), &district.hierarchies());
    query.route(old->roads.node_point({1}), old->roads.node_point({9}), Profile::car, route);
    CHECK_FALSE(route.found);
    CHECK(route.straight_mm > 0);
  }

  TEST_CASE("property: spoilt ways are refused or make other roads, never a crash") {
    Prng prng(13);
    const RoadGraph roads = random_network(prng, 30, 60);
    const Bytes links = road_bytes(roads.links()), good = way_bytes(roads.links());
    CHECK(read_roads(links, good).ok());
    CHECK_FALSE(read_roads(links, ByteView(good).first(good.size() - 1)).ok());
    std::uint32_t refused = 0;
    for (int round = 0; round < 500; ++round) {
      Bytes bytes = good;
      bytes[1 + static_cast<std::size_t>(prng.below(bytes.size() - 1))] =
          static_cast<std::uint8_t>(prng.next());
      refused += read_roads(links, bytes).ok() ? 0U : 1U;
    }
    CHECK(refused > 50);
    CHECK(refused < 500);
  }

  TEST_CASE("property: a spoilt hierarchy is refused or leads along roads that are there") {
    const RoadGraph roads = made_city(6, 12);
    const Bytes good = hierarchy_bytes(build_hierarchies(roads), roads, PlanSection::before_cars);
    CHECK_FALSE(plans_of(ByteView(good).first(good.size() - 1), roads).ok());
    Prng prng(5);
    std::uint32_t refused = 0;
    for (int round = 0; round < 1500; ++round) {
      Bytes bytes = good;
      for (std::uint64_t changes = 1 + prng.below(3); changes > 0; --changes) {
        // Not the mark of the first profile, or nearly all rounds would end there.
        bytes[14 + static_cast<std::size_t>(prng.below(bytes.size() - 14))] =
            static_cast<std::uint8_t>(prng.next());
      }
      const auto read = plans_of(bytes, roads);
      if (!read.ok()) {
        ++refused;
        continue;
      }
      if ((*read)[0].size() > 0) CHECK(compare(roads, Profile::foot, (*read)[0], 1, 5).paths == 0);
    }
    CHECK(refused > 300);
    CHECK(refused < 1500);
  }
}

TEST_SUITE("district/district") {
  TEST_CASE("another city is beyond the whole district, a gap in the map is not") {
    const District district(small_pack());
    CHECK(district.is_beyond({1214700000, 312300000}));  // 上海
    CHECK(district.is_beyond({1201950000, 303500000}));
    CHECK_FALSE(district.is_beyond({1201500000, 303100000}));
    CHECK_FALSE(district.is_beyond({1201050000, 303850000}));  // in the corner beside the area
    CHECK_FALSE(district.is_beyond({}));
    CHECK(district.is_beyond({1214700000, 312300000}, 10'000'000));  // a fix of 10 km
    CHECK_FALSE(district.is_beyond({1201950000, 303500000}, 3'000'000));
    DistrictPack empty;
    CHECK_FALSE(District(std::move(empty)).is_beyond({1214700000, 312300000}));
  }

  TEST_CASE("search finds places and grids by part of a name or by code") {
    const District district(small_pack());
    REQUIRE(district.search("拱宸").size() == 1);
    CHECK(district.search("拱宸")[0].name == "拱宸桥");
    CHECK(district.search("GS-0001")[0].grid == GridId{1});
    CHECK(district.search("沈塘桥")[0].name == "米市巷街道沈塘桥社区");
    CHECK(district.search("").empty());
    CHECK(district.place_of_code("GS-0001")->name == "拱宸桥");
    for (const char* typed :
         {"gs-0001", "ＧＳ－０００１", " GS-00 01", "https://x.cn/#/report?place=GS-0001"}) {
      INFO(std::string(typed));
      const MapPlace* place = district.place_of_code(typed);
      CHECK((place != nullptr && place->name == "拱宸桥"));
    }
    CHECK(district.place_of_code("") == nullptr);
    CHECK(district.place_of_code("100%") == nullptr);
    CHECK(district.describe({1201250100, 303090100}) == "米市巷街道沈塘桥社区拱宸桥");
  }
}
