// The leaves of core/base, each against vectors of its standard.
#include <doctest/doctest.h>

#include "core/base/geo.h"
#include "core/base/hex.h"
#include "core/base/ids.h"
#include "core/base/prng.h"
#include "core/base/sha256.h"
#include "core/base/time.h"
#include "core/base/utf8.h"

using namespace gezhi;

TEST_SUITE("base/sha256") {
  TEST_CASE("gives the digests of FIPS 180-4") {
    CHECK(to_hex(sha256(view_of(""))) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256(view_of("abc"))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256(view_of(std::string(1000000, 'a')))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }
  TEST_CASE("pieces of any size give the same digest as the whole") {
    const std::string text(1000, 'x');
    for (std::size_t piece = 1; piece < 200; piece += 7) {
      Sha256 hash;
      for (std::size_t at = 0; at < text.size(); at += piece) {
        hash.update(view_of(std::string_view(text).substr(at, piece)));
      }
      CHECK(hash.finish() == sha256(view_of(text)));
    }
  }
}

TEST_SUITE("base/ids") {
  TEST_CASE("a UUIDv7 carries its millisecond, version and variant (RFC 9562 A.6)") {
    const TimeMs at{0x017F22E279B0};
    const std::array<std::uint8_t, 10> random{0x0C, 0xC3, 0x18, 0xC4, 0xDC,
                                              0x0C, 0x0C, 0x07, 0x39, 0x8F};
    const Uuid id = make_uuid_v7(at, random);
    CHECK(to_text(id) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    CHECK(uuid_v7_time(id) == at);
    CHECK(*parse_uuid(to_text(id)) == id);
  }
  TEST_CASE("text that is no UUID is refused") {
    for (const char* text :
         {"", "017f22e2", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
          "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c0739-8"}) {
      CHECK_FALSE(parse_uuid(text).ok());
    }
  }
}

TEST_SUITE("base/time") {
  TEST_CASE("no time and no duration overflows: sums end at the years 1 and 9999") {
    const TimeMs last{kTimeMax};
    const TimeMs first{kTimeMin};
    CHECK(to_iso_text(first) == "0001-01-01T00:00:00.000+08:00");
    CHECK(to_iso_text(last) == "9999-12-31T23:59:59.999+08:00");
    CHECK(civil_day_of(first).value == kDayMin);
    CHECK(civil_day_of(last).value == kDayMax);
    for (const std::int64_t far : {INT64_MAX, kTimeMax, INT64_MAX / 2}) {
      CHECK(last + far == last);
      CHECK(first - far == first);
      CHECK(TimeMs{far} + far == last);
      CHECK(TimeMs{-far} - far == first);
      CHECK(TimeMs{far} - TimeMs{-far} == kTimeMax - kTimeMin);
      CHECK(civil_day_of(TimeMs{far}).value == kDayMax);
    }
    CHECK(TimeMs{5} + INT64_MIN == first);
    CHECK(TimeMs{5} - INT64_MIN == last);
  }

  TEST_CASE("civil days are counted in China Standard Time") {
    const TimeMs at{1795312098000};  // 2026-11-22T01:48:18Z
    CHECK(to_minute_text(at) == "2026-11-22 09:48");
    CHECK(to_iso_text(at) == "2026-11-22T09:48:18.000+08:00");
    CHECK(weekday_of(civil_day_of(at)) == 7);
    CHECK(to_date_text(civil_day_of(TimeMs{-8 * kHourMs})) == "1970-01-01");
    CHECK(to_date_text(civil_day_of(TimeMs{-8 * kHourMs - 1})) == "1969-12-31");
  }
  TEST_CASE("dates go there and back, and only real ones are read") {
    for (std::int32_t day = -200000; day < 200000; day += 37) {
      CHECK(day_of(date_of(CivilDay{day})).value == day);
    }
    CHECK(parse_date("2024-02-29").ok());
    CHECK_FALSE(parse_date("2023-02-29").ok());
    CHECK_FALSE(parse_date("2026-02-30").ok());
    CHECK_FALSE(parse_date("2026-2-3").ok());
    CHECK_FALSE(parse_date("2026-13-01").ok());
  }
}

TEST_SUITE("base/utf8") {
  TEST_CASE("accepts every plane and refuses what RFC 3629 forbids") {
    CHECK(is_valid_utf8("格治 𠮷 㙍"));
    CHECK(utf8_length("格治𠮷") == 3);
    for (const char* bad :
         {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\xA0"}) {
      CHECK_FALSE(is_valid_utf8(bad));
      CHECK(is_valid_utf8(repaired_utf8(bad)));
    }
  }
  TEST_CASE("a prefix never cuts a character") {
    CHECK(utf8_prefix("格治𠮷x", 3) == "格治𠮷");
    CHECK(utf8_prefix("ab", 5) == "ab");
  }
}

TEST_SUITE("base/geo") {
  TEST_CASE("distance agrees with the great circle at city scale") {
    const PointE7 square{1201551070, 302741000};
    const PointE7 north{1201551070, 302831000};  // 0.009° of latitude
    CHECK(distance_mm(square, north) == doctest::Approx(1000755).epsilon(0.0002));
    const PointE7 east{1201655070, 302741000};  // 0.0104° of longitude at 30.27°
    CHECK(distance_mm(square, east) == doctest::Approx(998732).epsilon(0.0005));
    CHECK(distance_mm(square, square) == 0);
    CHECK(distance_mm({1799999999, 0}, {-1799999999, 0}) < 100);
  }
  TEST_CASE("bearings go round the compass") {
    const PointE7 o{1200000000, 300000000};
    CHECK(bearing_deg(o, {1200000000, 300100000}) == 0);
    CHECK(bearing_deg(o, {1200100000, 300000000}) == 90);
    CHECK(bearing_deg(o, {1200000000, 299900000}) == 180);
    CHECK(bearing_deg(o, {1199900000, 300000000}) == 270);
  }
}

TEST_SUITE("base/prng") {
  TEST_CASE("one seed gives one sequence, everywhere") {
    Prng a(42);
    CHECK(a.next() == 1546998764402558742u);
    CHECK(a.next() == 6990951692964543102u);
    Prng b(7);
    std::uint64_t seen[5] = {};
    for (int i = 0; i < 50000; ++i) ++seen[b.below(5)];
    for (const std::uint64_t count : seen) CHECK(count == doctest::Approx(10000).epsilon(0.05));
  }
}
