// The district pack: all that a phone needs to know of the ground, in one file. The server makes and
// serves it, the browser keeps it and reads it offline.
//
// Format (integers little-endian):
//
//   offset  size  what
//   0       8     "GEZHIPAK"
//   8       4     version, 1
//   12      4     number of sections s
//   16      44·s  per section: 4 bytes tag, 8 bytes size, 32 bytes SHA-256 of tag and bytes
//   16+44·s       the sections' bytes in that order, nothing between or after
//
//   META  CBOR PackMeta            TREE  CBOR {1: [GridNode]}, parents first
//   SHAP  varints: areas of grids  ROAD  varints: nodes, names, links
//   AREA  varints: water, green    PLAC  CBOR {1: [MapPlace]}
//   HIER  varints: how to contract the roads (road_sections.h)
//   WAYS  varints: cars, tunnels and bridges, signs on the roads; HCAR  as HIER, for cars
//   READ  CBOR {1: [Reading]}, ascending: of the characters in names, for search by pinyin
//   HIST  CBOR GridHistory: what became of grids in reforms
//   LINE  CBOR PatrolLines: segments, devices along them, points of service
//   SHAR  varints: how many, then lower id, other id (each as the difference), m²: areas across layers
//
// Example: a pack with META alone, {1: "A"}, is 16 + 44 + 4 = 64 bytes: 47455A484950414B 01000000
// 01000000 4D455441 0400000000000000 <SHA-256 of 4D455441A1016141> A1016141.
//
// A section that is missing is empty; one with an unknown tag is skipped. The same district always
// gives the same bytes. Errors: read_pack gives `bad_pack` with the section and position; it never
// crashes and never allocates more than a small multiple of the input.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/codec.h"
#include "core/district/search.h"
#include "core/grid/history.h"
#include "core/grid/segments.h"
#include "core/grid/shapes.h"
#include "core/grid/shares.h"
#include "core/grid/tree.h"
#include "core/road/hierarchy.h"

namespace gezhi {

inline constexpr std::uint64_t kMapPlacesMax = 200000;
inline constexpr std::uint64_t kGridNodesMax = 200000;

struct PackMeta {
  std::string name;        // of the district
  std::string source;      // where the grids are from and their licence; shown on the map
  bool synthetic = false;  // 合成数据: made up, shown on the map
  PointE7 centre;
  std::string road_source;  // the same for roads and names, when another

  template <class V>
  void fields(V& v) {
    v(1, "name", name, 200);
    v(2, "source", source, 1000);
    v(3, "synthetic", synthetic);
    v(4, "centre", centre);
    v(5, "road_source", road_source, 1000);
  }
};

// Wire-stable: append only.
enum class AreaKind : std::uint8_t { water, green, built };
constexpr std::array<std::string_view, 3> names_of(AreaKind) { return {"water", "green", "built"}; }

struct MapArea {
  AreaKind kind = AreaKind::water;
  std::string name;
  std::vector<Ring> rings;
};

// Wire-stable: append only.
enum class PlaceKind : std::uint8_t {
  other,
  estate,      // 小区
  school,      // 学校
  shop,        // 店铺
  market,      // 市场
  park,        // 公园
  square,      // 广场
  station,     // 车站、地铁站
  bridge,      // 桥
  hospital,    // 医院、卫生服务中心
  government,  // 街道、社区、窗口
  police,      // 派出所、警务室
  service,     // 治理工作站、调解点等服务点
  factory,     // 厂房、园区
  road,        // a road by its name
};
constexpr std::array<std::string_view, 15> names_of(PlaceKind) {
  return {"other",  "estate",   "school",     "shop",   "market",  "park",    "square", "station",
          "bridge", "hospital", "government", "police", "service", "factory", "road"};
}

// A named place: for search, labels, and for its QR code (民情码) when it has one.
struct MapPlace {
  PlaceKind kind = PlaceKind::other;
  std::string name;
  std::string code;  // of its QR; "" = none
  PointE7 point;
  GridId grid;  // governance unit; none outside

  template <class V>
  void fields(V& v) {
    v(1, "kind", kind);
    v(2, "name", name, 200);
    v(3, "code", code, 40);
    v(4, "point", point);
    v(5, "grid", grid);
  }
};

struct DistrictPack {
  PackMeta meta;
  GridTree tree;
  GridShapes shapes;
  RoadGraph roads;
  Hierarchies hierarchies;  // of the roads
  std::vector<MapArea> areas;
  std::vector<MapPlace> places;
  Readings readings;
  GridHistory history;  // of the tree
  LayerShares shares;
  PatrolLines lines;
};

// One above every id that a grid of the pack has or had: ids are never used again.
std::uint32_t next_grid_id(const DistrictPack& pack);

Bytes write_pack(const DistrictPack& pack);
// `without_ground`: no areas, no roads and no hierarchies, for who has them from an image (image.h).
// `grids`: the tree and its areas alone.
enum class PackRead : std::uint8_t { whole, without_ground, grids };
Result<DistrictPack> read_pack(ByteView bytes, PackRead what = PackRead::whole);

}  // namespace gezhi
