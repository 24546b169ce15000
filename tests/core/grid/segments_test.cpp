// Segments with mileposts, devices along them, gaps.
#include "core/grid/segments.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"
#include "core/district/pack.h"

using namespace gezhi;

namespace {

// A bank of four bends, some 2.6 km, that begins at K3+500.
PatrolSegment bank() {
  PatrolSegment segment;
  segment.id = 7;
  segment.name = "东岸";
  segment.start_mm = 3500000;
  segment.line = {{1201000000, 303000000},
                  {1201050000, 303020000},
                  {1201060000, 303080000},
                  {1201060000, 303080000},
                  {1201120000, 303100000}};
  return segment;
}

LineDevice device(std::uint32_t id, std::int64_t milepost_mm, std::uint32_t segment = 7) {
  LineDevice one;
  one.id = id;
  one.segment = segment;
  one.milepost_mm = milepost_mm;
  one.point = point_at(bank(), milepost_mm);
  return one;
}

}  // namespace

TEST_SUITE("grid/segments") {
  TEST_CASE("property: the milepost of the place of a milepost is that milepost") {
    const PatrolSegment segment = bank();
    const std::int64_t length = length_mm(segment);
    CHECK(length > 1000000);
    Prng prng(5);
    std::int64_t worst = 0, far = 0;
    for (int i = 0; i < 500; ++i) {
      const std::int64_t at = segment.start_mm + prng.between(0, length);
      const LinePlace place = milepost_of(segment, point_at(segment, at));
      worst = std::max(worst, std::abs(place.milepost_mm - at));
      far = std::max(far, place.offset_mm);
    }
    CHECK(worst < 100);  // a unit of a coordinate is 11 mm, a bend of 60 degrees doubles it
    CHECK(far < 30);
    CHECK(point_at(segment, 0) == segment.line.front());
    CHECK(point_at(segment, INT64_MAX / 2) == segment.line.back());
    CHECK(milepost_of(segment, segment.line.back()).milepost_mm ==
          doctest::Approx(static_cast<double>(segment.start_mm + length)).epsilon(1e-6));
  }

  // rows: S5-29
  TEST_CASE("the nearest segment within reach, and how far off it one stands") {
    PatrolLines lines;
    lines.segments = {bank(), bank()};
    lines.segments[1].id = 8;
    for (PointE7& p : lines.segments[1].line) p.lat += 10000;  // 111 m to the north
    const PointE7 place{1201000000, 303009000};
    const LinePlace near = nearest_segment(lines, place, 50000);
    CHECK(near.segment == 8);
    CHECK(near.offset_mm > 5000);
    CHECK(near.offset_mm < 12000);
    CHECK(nearest_segment(lines, {1201000000, 303050000}, 50000).segment == 0);
    CHECK(nearest_segment(lines, {1301000000, 303050000}, 50000).segment == 0);
  }

  TEST_CASE(
      "a gap is more than 200 m without a device, the ends too; positions every 200 m have none") {
    const PatrolSegment segment = bank();
    const std::int64_t start = segment.start_mm, end = start + length_mm(segment);
    std::vector<LineDevice> devices;
    std::uint32_t id = 0;
    for (const std::int64_t at : positions_every(segment)) devices.push_back(device(++id, at));
    CHECK(devices.size() == static_cast<std::size_t>((end - start + 199999) / 200000 + 1));
    CHECK(device_gaps(segment, devices).empty());
    CHECK(device_gaps(segment, devices, 199999).size() == devices.size() - 2);
    devices[3].segment = 0;
    const auto gaps = device_gaps(segment, devices);
    REQUIRE(gaps.size() == 1);
    CHECK(gaps[0].from_mm == start + 400000);
    CHECK(gaps[0].to_mm == start + 800000);
    const auto line = line_between(segment, gaps[0].from_mm, gaps[0].to_mm);
    std::int64_t length = 0;
    for (std::size_t i = 1; i < line.size(); ++i) length += distance_mm(line[i - 1], line[i]);
    CHECK(std::abs(length - 400000) < 100);
    REQUIRE(device_gaps(segment, {}).size() == 1);
    CHECK(device_gaps(segment, {})[0].to_mm == end);
  }

  TEST_CASE("mileposts are written and read as on the stones") {
    CHECK(milepost_text(12345499) == "K12+345");
    CHECK(milepost_text(0) == "K0+000");
    CHECK(milepost_text(-1500) == "K-0+002");
    CHECK(*parse_milepost("K12+345") == 12345000);
    CHECK(*parse_milepost("k3") == 3000000);
    CHECK(*parse_milepost("850") == 850000);
    CHECK(*parse_milepost("Ｋ１２＋３４５") == 12345000);
    CHECK(*parse_milepost(" k 12 + 345 ") == 12345000);
    CHECK(*parse_milepost("1,850米") == 1850000);
    CHECK(*parse_milepost("3+500") == 3500000);
    CHECK(*parse_milepost("桩号：Ｋ3＋500") == 3500000);
    CHECK(*parse_milepost("3.5公里") == 3500000);
    CHECK(*parse_milepost("3.5 km") == 3500000);
    CHECK(*parse_milepost("K3.5") == 3500000);
    CHECK(*parse_milepost("K3+500.25") == 3500250);
    for (const char* text :
         {"", "K", "K1+1000", "K1+", "12.5", "K1+2+3", "999999999", "+500", "公里", "3.5+500",
          "K3.5米", "桩号", "3公里500", "K3+5公里", "-3+500"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_milepost(text).ok());
    }
  }

  TEST_CASE("the pack keeps them and refuses what does not fit") {
    DistrictPack pack;
    pack.lines.segments = {bank()};
    pack.lines.segments[0].posts = {3};
    pack.lines.devices = {device(1, 3600000), device(2, 0, 0)};
    ServicePoint post;
    post.id = 3;
    post.kind = ServicePointKind::mediation_point;
    post.name = "顺达";
    post.rooms = 2;
    post.lawyer_desk = true;
    pack.lines.posts = {post};
    const auto back = read_pack(write_pack(pack));
    REQUIRE(back.ok());
    CHECK(encode(back->lines) == encode(pack.lines));
    const auto refusal = [](DistrictPack spoiled) {
      const auto read = read_pack(write_pack(spoiled));
      return read.ok() ? std::string() : read.error().message;
    };
    DistrictPack spoiled = pack;
    spoiled.lines.devices[0].segment = 9;
    CHECK(refusal(spoiled) == "district pack, section LINE: device 1 stands on an unknown segment");
    spoiled = pack;
    spoiled.lines.segments[0].posts = {4};
    CHECK(refusal(spoiled).find("unknown post") != std::string::npos);
    spoiled = pack;
    spoiled.lines.segments[0].line[1] = {1600000000, 303000000};
    CHECK(refusal(spoiled).find("leaps") != std::string::npos);
    spoiled = pack;
    spoiled.lines.devices[1].id = 1;
    CHECK(refusal(spoiled).find("device 1 is there twice") != std::string::npos);
  }
}
