// Links that open a place in somebody else's map, in the coordinates that map expects. Nothing but
// the position leaves: no case, no address. Source: RFC 5870 (geo: is WGS-84); the URI interfaces of
// Amap (GCJ-02, longitude first) and Baidu (BD-09, latitude first).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/base/geo.h"
#include "core/road/graph.h"

namespace gezhi {

enum class OutsideMap : std::uint8_t { amap, baidu, phone };  // 高德, 百度, what the phone has
constexpr std::array<std::string_view, 3> names_of(OutsideMap) {
  return {"amap", "baidu", "phone"};
}

// `name` is what the map writes at the place: a word such as 目的地.
std::string handover_link(OutsideMap map, PointE7 to, Profile profile, std::string_view name);

}  // namespace gezhi
