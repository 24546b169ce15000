#include "core/district/handover.h"

#include "core/grid/coords.h"

namespace gezhi {
namespace {

// Degrees × 1e7 as decimal degrees.
std::string degrees(std::int32_t e7) {
  const bool negative = e7 < 0;
  const std::int64_t n = negative ? -std::int64_t{e7} : e7;
  std::string part = std::to_string(n % 10000000);
  part.insert(0, 7 - part.size(), '0');
  return (negative ? "-" : "") + std::to_string(n / 10000000) + "." + part;
}

// All but letters and digits: RFC 3986, section 2.1.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      encoded.push_back(c);
    } else {
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

// Amap's names. Source: lbs.amap.com, URI API, route planning.
std::string mode_of(Profile profile) {
  switch (profile) {
    case Profile::foot: return "walk";
    case Profile::ebike: return "ride";
    case Profile::car: return "car";
  }
  return {};
}

}  // namespace

std::string handover_link(OutsideMap map, PointE7 to, Profile profile, std::string_view name) {
  const std::string word = percent_encoded(name);
  switch (map) {
    case OutsideMap::amap: {
      const Gcj02 there = to_gcj02(to_wgs84(to));
      const PointE7 at = to_e7(Wgs84{there.lon, there.lat});
      return "https://uri.amap.com/navigation?to=" + degrees(at.lon) + "," + degrees(at.lat) + "," +
             word + "&mode=" + mode_of(profile) + "&coordinate=gaode&callnative=1";
    }
    case OutsideMap::baidu: {
      const Bd09 there = to_bd09(to_wgs84(to));
      const PointE7 at = to_e7(Wgs84{there.lon, there.lat});
      return "https://api.map.baidu.com/marker?location=" + degrees(at.lat) + "," +
             degrees(at.lon) + "&title=" + word + "&content=" + word +
             "&coord_type=bd09ll&output=html";
    }
    case OutsideMap::phone: {
      const std::string at = degrees(to.lat) + "," + degrees(to.lon);
      return "geo:" + at + "?q=" + at;
    }
  }
  return {};
}

}  // namespace gezhi
