// A pack that comes part by part: only what changed is fetched, and what comes is what was named.
#include "core/district/pack_parts.h"

#include <doctest/doctest.h>

#include "core/district/pack.h"

using namespace gezhi;

namespace {

Bytes pack_with(const std::string& place, const std::string& street) {
  DistrictPack pack;
  GridNode node;
  node.id = {1};
  node.level = GridLevel::township;
  node.name = street;
  REQUIRE(pack.tree.add(node).ok());
  pack.places.push_back({PlaceKind::bridge, place, "", {1201250000, 303090000}, {1}});
  return write_pack(pack);
}

// Fetches all that is missing from `server`; the tags in the order in which they came.
std::string fetch(PackAssembly& assembly, const Bytes& server) {
  std::string tags;
  for (const PackPart& part : assembly.missing()) {
    tags += part.tag + " ";
    REQUIRE(assembly.add(part, part_in(server, part).value()).ok());
  }
  return tags;
}

}  // namespace

TEST_SUITE("district/pack_parts") {
  TEST_CASE("the first time everything comes, later only what changed") {
    const Bytes first = pack_with("拱宸桥", "米市巷街道");
    auto empty = PackAssembly::begin(head_of(first), {});
    REQUIRE(empty.ok());
    CHECK(empty->missing_bytes() == first.size() - head_of(first).size());
    CHECK(fetch(*empty, first) == "META TREE SHAP ROAD AREA PLAC ");
    CHECK(empty->bytes() == first);

    const Bytes second = pack_with("江涨桥", "米市巷街道");
    auto delta = PackAssembly::begin(head_of(second), first);
    REQUIRE(delta.ok());
    CHECK(fetch(*delta, second) == "PLAC ");
    CHECK(delta->bytes() == second);

    auto same = PackAssembly::begin(head_of(second), second);
    REQUIRE(same.ok());
    CHECK(same->missing().empty());
    CHECK(same->missing_bytes() == 0);
    CHECK(same->bytes() == second);
  }

  TEST_CASE("a damaged pack on the phone only means that more has to come") {
    const Bytes good = pack_with("拱宸桥", "米市巷街道");
    for (std::size_t at = 0; at < good.size(); ++at) {
      Bytes kept = good;
      kept[at] ^= 0x41;
      kept.resize(good.size() - at % 3);
      auto assembly = PackAssembly::begin(head_of(good), kept);
      REQUIRE(assembly.ok());
      fetch(*assembly, good);
      CHECK(assembly->bytes() == good);
    }
  }

  TEST_CASE("what is not the part that was named is refused and can be fetched again") {
    const Bytes good = pack_with("拱宸桥", "米市巷街道");
    auto assembly = PackAssembly::begin(head_of(good), {});
    REQUIRE(assembly.ok());
    const std::uint64_t missing = assembly->missing_bytes();
    const auto refused =
        assembly->add(assembly->missing().front(), view_of("<html>sign in first</html>"));
    CHECK(refused.error().message ==
          "district pack, section META: what came is not what the head names");
    CHECK(assembly->missing_bytes() == missing);
    fetch(*assembly, good);
    CHECK(assembly->bytes() == good);
  }

  TEST_CASE("a head that promises too much is refused before anything is made ready for it") {
    Bytes head = write_pack_head({{"ROAD", kPackBytesMax, {}, 0}});
    CHECK(PackAssembly::begin(head, {}).error().message ==
          "district pack, section ROAD: is larger than a pack may be");
    head = write_pack_head({{"ROAD", 5, {}, 0}, {"ROAD", 5, {}, 0}});
    CHECK(PackAssembly::begin(head, {}).error().message ==
          "district pack, section ROAD: is there twice");
    CHECK(PackAssembly::begin(ByteView(head).first(40), {}).error().message ==
          "district pack, section head: cut short");
  }
}
