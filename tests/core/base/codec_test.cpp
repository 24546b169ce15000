// CBOR and JSON from one field list, with nlohmann's reader as the independent oracle.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/base/codec.h"
#include "core/base/json.h"
#include "core/base/prng.h"
#include "core/base/sha256.h"

using namespace gezhi;

namespace {

enum class Colour : std::uint8_t { red, green, blue };
constexpr std::array<std::string_view, 3> names_of(Colour) { return {"red", "green", "blue"}; }

struct Inner {
  std::int32_t number = 0;
  std::string text;
  template <class V>
  void fields(V& v) {
    v(1, "number", number);
    v(2, "text", text, 20);
  }
};

struct Outer {
  bool flag = false;
  std::uint64_t big = 0;
  std::int64_t small = 0;
  Colour colour = Colour::red;
  SetOf<Colour> colours;
  PointE7 point;
  TimeMs at;
  CaseId id;
  UnitId unit;
  Digest digest{};
  Bytes bytes;
  std::optional<Inner> maybe;
  std::vector<Inner> list;
  template <class V>
  void fields(V& v) {
    v(1, "flag", flag);
    v(2, "big", big);
    v(3, "small", small);
    v(4, "colour", colour);
    v(5, "colours", colours);
    v(6, "point", point);
    v(7, "at", at);
    v(8, "id", id);
    v(9, "unit", unit);
    v(10, "digest", digest);
    v(11, "bytes", bytes, 100);
    v(12, "maybe", maybe);
    v(300, "list", list, 5);
  }
};

Outer random_outer(Prng& prng) {
  Outer o;
  o.flag = prng.chance(1, 2);
  if (prng.chance(1, 2)) o.big = prng.next() >> prng.below(64);
  if (prng.chance(1, 2)) o.small = static_cast<std::int64_t>(prng.next()) >> prng.below(64);
  o.colour = static_cast<Colour>(prng.below(3));
  o.colours = SetOf<Colour>::from_bits(prng.below(8));
  o.point = {static_cast<std::int32_t>(prng.between(-1800000000, 1800000000)), 5};
  o.at = TimeMs{prng.between(0, 1LL << 45)};
  for (auto& byte : o.id.value.bytes) byte = static_cast<std::uint8_t>(prng.next());
  o.unit.value = static_cast<std::uint32_t>(prng.next());
  o.digest[3] = static_cast<std::uint8_t>(prng.next());
  o.bytes.resize(static_cast<std::size_t>(prng.below(40)), 7);
  if (prng.chance(1, 2)) o.maybe = Inner{static_cast<std::int32_t>(prng.next()), "煤气瓶"};
  o.list.resize(static_cast<std::size_t>(prng.below(5)), Inner{-1, "x"});
  return o;
}

}  // namespace

TEST_SUITE("base/codec") {
  TEST_CASE("an empty struct is an empty map") { CHECK(to_hex(encode(Outer{})) == "a0"); }

  TEST_CASE("property: decode(encode(x)) = x, and the oracle reads the same") {
    Prng prng(1);
    for (int i = 0; i < 500; ++i) {
      const Outer o = random_outer(prng);
      const Bytes bytes = encode(o);
      const auto back = decode<Outer>(bytes);
      REQUIRE(back.ok());
      CHECK(encode(*back) == bytes);
      const auto json = from_json<Outer>(to_json(o));
      if (o.big <= INT64_MAX) {
        REQUIRE(json.ok());
        CHECK(encode(*json) == bytes);
      }
    }
  }

  TEST_CASE("the oracle reads what is written") {
    Inner inner{-70000, "格治"};
    const auto oracle = nlohmann::json::from_cbor(
        [&] {  // the oracle wants text keys: one value at a time
          CborWriter out;
          out.array(3);
          out.number(inner.number);
          out.text(inner.text);
          out.unsigned_number(1ull << 40);
          return out.take();
        }(),
        true, false);
    CHECK(oracle[0] == -70000);
    CHECK(oracle[1] == "格治");
    CHECK(oracle[2] == (1ull << 40));
  }

  TEST_CASE("keys of a newer writer are passed over") {
    // {1: 5, 2: "x", 9: [1, {1: 2}], 10: h'00'}
    const auto bytes = from_hex("a40105026178098201a101020a4100");
    const auto inner = decode<Inner>(*bytes);
    REQUIRE(inner.ok());
    CHECK(inner->number == 5);
    CHECK(inner->text == "x");
  }

  TEST_CASE("what is not deterministic or not ours is refused with its place") {
    const std::pair<const char*, const char*> rows[] = {
        {"", "ends too early at byte 0"},
        {"a1", "map longer than the input at byte 1"},
        {"a1011805", "number not in its shortest form at byte 2"},
        {"a20261780105", "map keys not ascending at byte 5"},
        {"bf0105ff", "indefinite or reserved length at byte 0"},
        {"a10261ff", "text is not UTF-8 at byte 4"},
        {"a1010500", "bytes left over at byte 3"},
        {"a102781978787878787878787878787878787878787878787878787878", "text too long"},
        {"a1011b0000000100000000", "number out of range"},
        {"a1026578", "string longer than the input at byte 3"},
        {"a10100", "an empty value is left out at byte 3"},
        {"a10260", "an empty value is left out at byte 3"},
        {"a109c000", "tags are not used at byte 2"},
        {"a109f90000", "expected true or false at byte 2"},
        {"a109a202010101", "map keys not ascending at byte 6"},
        {"a109a1617801", "expected an unsigned number at byte 3"},
    };
    for (const auto& row : rows) {
      const std::string hex = row.first;
      const std::string message = row.second;
      const auto bytes = from_hex(hex);
      CAPTURE(hex);
      const auto inner = decode<Inner>(*bytes);
      REQUIRE_FALSE(inner.ok());
      CHECK(inner.error().message.find(message) != std::string::npos);
    }
  }

  TEST_CASE("one value has one encoding: sets, times and days outside their range are refused") {
    Outer o;
    o.colours = SetOf<Colour>(Colour::blue);
    o.at = TimeMs{kTimeMax};
    CHECK(decode<Outer>(encode(o)).ok());
    o.colours = SetOf<Colour>::from_bits(8);
    CHECK_FALSE(decode<Outer>(encode(o)).ok());
    o.colours = {};
    for (const std::int64_t out : {kTimeMax + 1, kTimeMin - 1, INT64_MAX, INT64_MIN}) {
      o.at = TimeMs{out};
      CHECK_FALSE(decode<Outer>(encode(o)).ok());
    }
  }

  TEST_CASE("what a newer writer added is bounded in depth and size") {
    const auto with_unknown = [](const Bytes& value) {
      Bytes bytes = *from_hex("a109");
      bytes.insert(bytes.end(), value.begin(), value.end());
      return decode<Inner>(bytes).ok();
    };
    const auto nested = [](std::uint8_t head, std::size_t levels) {
      Bytes value(levels, head);
      value.push_back(0);
      return value;
    };
    CHECK(with_unknown(nested(0x81, 20)));
    for (const int head : {0x81, 0xA1, 0xC0, 0xD8}) {
      CHECK_FALSE(with_unknown(nested(static_cast<std::uint8_t>(head), 30000)));
    }
    CborWriter longest;
    longest.bytes(Bytes(kUnknownBytesMax - 5));
    CHECK(with_unknown(longest.result()));
    CborWriter longer;
    longer.bytes(Bytes(kUnknownBytesMax));
    CHECK_FALSE(with_unknown(longer.result()));
  }

  TEST_CASE("every truncation of a good record is refused") {
    Prng prng(3);
    const Bytes bytes = encode(random_outer(prng));
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
      CHECK_FALSE(decode<Outer>(ByteView(bytes).first(cut)).ok());
    }
  }
}

TEST_SUITE("base/json") {
  TEST_CASE("errors name the place") {
    CHECK(parse_json("{\"a\": [1, 2,]}").error().message.find("at byte 13") != std::string::npos);
    CHECK(parse_json(std::string(100, '[')).error().message == "nested deeper than 64 levels");
    const auto json = parse_json(R"({"maybe": {"number": "x"}})");
    CHECK(from_json<Outer>(*json).error().message == "expected a whole number at /maybe/number");
    const auto colour = parse_json(R"({"colour": "pink"})");
    CHECK(from_json<Outer>(*colour).error().message == "not one of the known names at /colour");
  }
  TEST_CASE("what a person wrote has no member that nobody knows, none null, none twice") {
    const auto says = [](const char* text) {
      const auto json = parse_json(text);
      REQUIRE(json.ok());
      CHECK(from_json<Outer>(*json).ok());  // another build may have written it
      const auto read = from_json_by_hand<Outer>(*json);
      return read.ok() ? std::string("fine") : read.error().message;
    };
    CHECK(says(R"({"$schema": "s", "maybe": {"number": 4}})") == "fine");
    CHECK(says(R"({"maybes": {"number": 4}})") == "no such member at /maybes");
    CHECK(says(R"({"maybe": {"nmber": 4}})") == "no such member at /maybe/nmber");
    CHECK(says(R"({"maybe": {"$schema": 4}})") == "no such member at /maybe/$schema");
    CHECK(says(R"({"colours": ["red", "red"]})") == "stands there twice at /colours");
    CHECK(says(R"({"maybe": null})") == "null is no value at /maybe");
    CHECK(says(R"({"maybe": {"number": 4, "number": 5}})") == "written twice at /maybe/number");
  }
  TEST_CASE("broken text is written replaced, not thrown") {
    CHECK(to_text(Json("a\xFFz")) == "\"a\xEF\xBF\xBDz\"");
  }

  TEST_CASE("a draft holds texts and lists of any length, and is none of what may be sent") {
    Outer outer;
    outer.maybe = Inner{7, std::string(9000, 'x')};
    outer.list = std::vector<Inner>(6, Inner{1, std::string(5000, 'y')});
    outer.bytes = Bytes(200, 1);
    const Bytes draft = encode_draft(outer);
    const auto back = decode_draft<Outer>(draft);
    REQUIRE(back.ok());
    CHECK(back->maybe->text == outer.maybe->text);
    CHECK(back->list.size() == 6);
    CHECK(back->list[5].text == outer.list[5].text);
    CHECK(back->bytes == outer.bytes);
    CHECK_FALSE(decode<Outer>(draft).ok());
    outer = {};
    outer.maybe = Inner{7, "x"};
    CHECK(encode_draft(outer) == encode(outer));
  }
}
