// The map of the district on a device, and what places are without and with it.
#include <doctest/doctest.h>

#include "core/district/pack.h"
#include "core/district/pack_parts.h"
#include "tests/support/small_district.h"
#include "tests/web_app/device.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

DistrictPack made_of(std::uint64_t seed) {
  Prng prng(seed);
  return small_district(prng);
}

}  // namespace

TEST_SUITE_BEGIN("web/map");

TEST_CASE("the map comes by itself, stays, and a newer one costs only what changed") {
  TestServer server;
  server.pack = write_pack(made_of(1));
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  app::DistrictMap& map = phone.app().map();
  CHECK(map.state() == app::PackState::ready);
  CHECK(map.status().kept);
  CHECK(map.status().todo_bytes == 0);
  const std::uint64_t first = map.number();

  phone.kill();
  phone.start();
  CHECK(phone.app().map().state() == app::PackState::ready);
  CHECK(phone.app().map().district() != nullptr);
  phone.say(app::Event::online, true);
  phone.settle();

  DistrictPack newer = made_of(1);
  newer.places.push_back({PlaceKind::bridge, "另一座桥", "", newer.roads.node_point({1}), {1}});
  server.pack = write_pack(newer);
  phone.app().map().fetch(false);
  std::int64_t parts = 0;
  while (!phone.questions.empty()) {
    parts += phone.questions.front().of.starts_with("GET /api/pack/") ? 1 : 0;
    const auto answer = std::move(phone.questions.front().answer);
    phone.questions.pop_front();
    answer();
  }
  CHECK(parts >= 1);
  CHECK(parts < static_cast<std::int64_t>(read_pack_head(server.pack)->size()));
  CHECK(phone.app().map().number() > first);
  CHECK(phone.session()->places().search("另一座桥").size() == 1);
}

TEST_CASE(
    "a map that is broken on its way is said and tried again with the next answer of the server") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  CHECK(phone.app().map().state() == app::PackState::failed);
  CHECK(phone.app().map().status().problem == "ui.pack.none");
  server.pack = write_pack(made_of(1));
  const Bytes whole = server.pack;
  server.pack.resize(server.pack.size() - 10);
  phone.app().map().fetch(false);
  phone.settle();
  CHECK(phone.app().map().state() == app::PackState::failed);
  server.pack = whole;
  phone.session()->sync_now();
  phone.settle();
  CHECK(phone.app().map().state() == app::PackState::ready);
}

TEST_CASE("a place is worked out again when the map comes, and a rough fix is no grid") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  app::Places& places = phone.session()->places();
  const DistrictPack pack = made_of(1);
  const PointE7 here = pack.roads.node_point({0});
  const std::uint64_t before = places.version();
  CHECK(places.state_of(places.place_at(here, 10)) == app::PlaceState::not_yet);
  server.pack = write_pack(pack);
  phone.app().map().fetch(true);
  phone.settle();
  CHECK(places.version() != before);
  CHECK(places.state_of(places.place_at(here, 3000)) == app::PlaceState::rough);
  CHECK(places.place_at(here, 3000).grid.is_none());
  const Place far = places.place_at({here.lon + 50000000, here.lat}, 10);
  CHECK(places.state_of(far) == app::PlaceState::beyond);
}

TEST_SUITE_END();
