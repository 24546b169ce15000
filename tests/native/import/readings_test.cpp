// Readings from the Unihan database as Debian packs it.
#include "native/import/readings.h"

#include <doctest/doctest.h>

#include "core/base/utf8.h"
#include "core/district/district.h"
#include "native/import/demo_district.h"

using namespace gezhi;

namespace {

std::string reading_of(const DistrictPack& pack, std::uint32_t character) {
  for (const Reading& one : pack.readings) {
    if (one.character == character) return one.syllables;
  }
  return {};
}

}  // namespace

TEST_SUITE("import/readings") {
  TEST_CASE("tones go, the umlaut is v") {
    CHECK(plain_syllable("cháng") == "chang");
    CHECK(plain_syllable("nǚ") == "nv");
    CHECK(plain_syllable("lüè") == "lve");
    CHECK(plain_syllable("ḿ") == "m");
    CHECK(plain_syllable("") == "");
  }
  TEST_CASE("every character of the demo district's names can be typed") {
    DistrictPack pack = make_demo_district().pack;
    REQUIRE(add_readings(pack).ok());
    CHECK(reading_of(pack, 0x957F) == "zhang chang");
    CHECK(reading_of(pack, 0x6865) == "qiao");
    const auto back = read_pack(write_pack(pack));
    REQUIRE(back.ok());
    CHECK(back->readings.size() == pack.readings.size());
    const District district(std::move(pack));
    REQUIRE_FALSE(district.search("czqsq").empty());
    CHECK(district.search("czqsq")[0].name.find("长征桥社区") != std::string::npos);
    CHECK(district.search("xiaohejd")[0].name.find("小河街道") != std::string::npos);
    std::size_t silent = 0;
    for (const MapPlace& one : district.places()) {
      for (std::uint32_t at = 0; at < one.name.size();) {
        const std::uint32_t c = next_code_point(one.name, at);
        silent += c >= 0x4E00 && reading_of(*back, c).empty() ? 1U : 0U;
      }
    }
    CHECK(silent == 0);
  }
  TEST_CASE("without the database the pack stays as it was, and the error names the package") {
    DistrictPack pack;
    pack.readings = {{0x957F, "chang"}};
    const auto done = add_readings(pack, "/nowhere/Unihan_Readings.txt.bz2");
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().message.find("unicode-data") != std::string::npos);
    CHECK(pack.readings.size() == 1);
    CHECK_FALSE(add_readings(pack, "/etc/hostname").ok());
  }
}
