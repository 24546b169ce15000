// The image of a district: the same answers as from its pack, and refused when anything is wrong with it.
#include "core/district/image.h"

#include <doctest/doctest.h>

#include <cstring>

#include "core/base/hex.h"
#include "core/district/pack_parts.h"
#include "tests/support/small_district.h"

using namespace gezhi;

namespace {

struct Pair {
  Bytes pack;
  std::unique_ptr<District> read;
  Bytes image;
};

Pair made(std::uint64_t seed) {
  Prng prng(seed);
  Pair pair;
  pair.pack = write_pack(small_district(prng));
  pair.read = District::read(pair.pack).value();
  pair.image = write_image(*pair.read, pack_digest(pair.pack));
  return pair;
}

std::uint64_t answers_of(const District& district) {
  Prng prng(5);
  return ask_all(district, prng);
}

}  // namespace

TEST_SUITE("district/image") {
  TEST_CASE("property: an image answers as its pack does") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const Pair pair = made(seed);
      const auto opened = open_district(pair.pack, pair.image);
      REQUIRE(opened.ok());
      CHECK(answers_of(**opened) == answers_of(*pair.read));
      CHECK((*opened)->search("拱宸").size() == 1);
      CHECK((*opened)->box().low == pair.read->box().low);
      CHECK(write_image(**opened, pack_digest(pair.pack)) == pair.image);
    }
  }

  TEST_CASE("a district without roads or without areas has an image too") {
    DistrictPack empty;
    const Bytes pack = write_pack(empty);
    const auto read = District::read(pack);
    const auto opened = open_district(pack, write_image(**read, pack_digest(pack)));
    REQUIRE(opened.ok());
    CHECK((*opened)->locator().locate({1201000000, 303000000}).outside());
    CHECK_FALSE((*opened)->road_index().snap({1201000000, 303000000}, Profile::foot).found);
  }

  TEST_CASE("an image of another pack, another form, cut short or damaged anywhere is refused") {
    const Pair pair = made(1);
    Prng prng(2);
    CHECK(open_district(made(2).pack, pair.image).error().code == "bad_image");
    for (int round = 0; round < 2000; ++round) {
      Bytes image = pair.image;
      const auto at = static_cast<std::size_t>(prng.below(image.size()));
      image[at] ^= static_cast<std::uint8_t>(1U << prng.below(8));
      CHECK_FALSE(open_district(pair.pack, image).ok());
      image = pair.image;
      image.resize(at);
      CHECK_FALSE(open_district(pair.pack, image).ok());
    }
  }

  TEST_CASE("a pack that is damaged is refused with its own error") {
    Pair pair = made(1);
    const std::size_t meta = head_of(pair.pack).size();
    pair.pack[meta] ^= 1;
    const auto opened = open_district(pair.pack, pair.image);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code == "bad_pack");
  }

  TEST_CASE("property: a hostile image is refused or answers, never a crash") {
    const Pair pair = made(3);
    Prng prng(4);
    std::uint32_t refused = 0, opened = 0;
    for (int round = 0; round < 3000; ++round) {
      Bytes columns(pair.image.begin() + kImageHead, pair.image.end());
      for (std::uint64_t changes = 1 + prng.below(3); changes > 0; --changes) {
        std::uint8_t* const at = columns.data() + 4 * prng.below(columns.size() / 4);
        std::uint32_t value = 0;
        std::memcpy(&value, at, 4);
        const std::uint32_t values[] = {0,           value + 1,
                                        value - 1,   0xFFFFFFFFU,
                                        0x7FFFFFFFU, static_cast<std::uint32_t>(prng.below(200))};
        value = values[prng.below(std::size(values))];
        std::memcpy(at, &value, 4);
      }
      const auto district = open_columns(pair.pack, columns);
      (district.ok() ? opened : refused) += 1;
      if (district.ok()) answers_of(**district);
    }
    CHECK(refused > 300);
    CHECK(opened > 300);
  }

  TEST_CASE("golden: an image of this form") {
    // Another digest here means other arrays: raise kImageForm, so that kept images are made anew.
    const Pair pair = made(1);
    CHECK(kImageForm == 1);
    CHECK(to_hex(sha256(pair.image)) ==
          "cb0307a3e48a57ee14b5374d72449ef52f869178f0414a2cb87a721c5833ea9d");
  }
}
