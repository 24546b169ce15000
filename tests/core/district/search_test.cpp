// What somebody types who looks for a place, against the names there are.
#include "core/district/search.h"

#include <doctest/doctest.h>

#include "core/district/district.h"

using namespace gezhi;

namespace {

// 长 and 行 are read in several ways; 𡌶 lies beyond the first plane.
const Readings kReadings = {{0x5BB6, "jia"},         {0x5C0F, "xiao"},      {0x5DF7, "xiang hang"},
                            {0x5F81, "zheng"},       {0x6865, "qiao"},      {0x6CB3, "he"},
                            {0x793E, "she"},         {0x884C, "xing hang"}, {0x94F6, "yin"},
                            {0x957F, "chang zhang"}, {0x21336, "hu"}};

Match match(const char* typed, const char* name) {
  return NameMatcher(typed, kReadings).match(name);
}

MapPlace place(const char* name, const char* code = "") {
  return {PlaceKind::other, name, code, {1201000000, 303000000}, {}};
}

}  // namespace

TEST_SUITE("district/search") {
  TEST_CASE("a part of the name, whatever the capitals, spaces and widths") {
    CHECK(match("长征桥", "长征桥") == Match::whole);
    CHECK(match("长征", "长征桥") == Match::begins);
    CHECK(match("征桥", "长征桥") == Match::holds);
    CHECK(match("a 座", "银行Ａ座") == Match::holds);
    CHECK(match("１２号", "小河巷 12号") == Match::holds);
    CHECK(match("12、13号", "小河巷１２，13 号") == Match::holds);
    CHECK(match("银\u00a0行", "银行") == Match::whole);
    CHECK(match("河小", "小河") == Match::none);
    CHECK(match("", "小河") == Match::none);
    CHECK(match("　 ", "小河") == Match::none);
    CHECK(match("小河", "") == Match::none);
  }
  TEST_CASE("characters with others between, in their order, and more than one") {
    CHECK(match("长桥社", "长征桥社") == Match::scattered);
    CHECK(match("桥长", "长征桥") == Match::none);
    CHECK(match("桥", "长征") == Match::none);
  }
  TEST_CASE("pinyin: initials, whole syllables, and what lies between") {
    CHECK(match("czq", "长征桥") == Match::sounds_from_start);
    CHECK(match("zzq", "长征桥") == Match::sounds_from_start);  // 长 as in 校长
    CHECK(match("CZ", "长征桥") == Match::sounds_from_start);
    CHECK(match("changzhengqiao", "长征桥") == Match::sounds_from_start);
    CHECK(match("changzq", "长征桥") == Match::sounds_from_start);
    CHECK(match("zq", "长征桥") == Match::sounds);
    CHECK(match("yhx", "小河银行巷") == Match::sounds);
    CHECK(match("yh12", "银行12号") == Match::none);  // not letters alone
    CHECK(match("cq", "长征桥") == Match::none);      // initials leave nobody out
    CHECK(match("czqq", "长征桥") == Match::none);
    CHECK(match("hu", "𡌶") == Match::sounds_from_start);
    CHECK(match("ax", "a巷") == Match::sounds_from_start);
    CHECK(match("c", "长征桥") == Match::none);  // one letter is too little
  }
  TEST_CASE("a name that could be read in very many ways is no slower") {
    const Readings many = {{0x957F, "a aa aaa aaaa"}};
    std::string name;
    for (int i = 0; i < 200; ++i) name += "长";
    CHECK(NameMatcher(std::string(39, 'a') + "b", many).match(name) == Match::none);
    CHECK(NameMatcher(std::string(4000, 'a'), many).match(name) == Match::sounds_from_start);
  }
  TEST_CASE("codes are not read aloud") {
    const NameMatcher code("GS-00", kReadings);
    CHECK(code.match_code("gs-0001") == Match::begins);
    CHECK(code.match_code("") == Match::none);
    CHECK(NameMatcher("hejia", kReadings).match_code("河家") == Match::none);
  }
  TEST_CASE("of a district: the better match first, then the shorter name") {
    DistrictPack pack;
    pack.readings = kReadings;
    pack.places = {place("小河巷银行"), place("银行", "GS-7"), place("银巷小行"), place("小河巷")};
    const District district(std::move(pack));
    const auto names = [&](std::string_view typed) {
      std::string all;
      for (const PlaceHit& hit : district.search(typed)) all += hit.name + " ";
      return all;
    };
    CHECK(names("银行") == "银行 小河巷银行 银巷小行 ");
    CHECK(names("xhx") == "小河巷 小河巷银行 ");
    CHECK(names("gs-7") == "银行 ");
    CHECK(names("gs") == "");  // a place's code is whole or nothing
    CHECK(district.search("行", 1).size() == 1);
  }
}
