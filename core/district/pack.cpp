#include "core/district/pack.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/district/pack_parts.h"
#include "core/district/road_sections.h"
#include "core/district/varint.h"

namespace gezhi {
namespace {

constexpr std::uint64_t kRingsMax = 1000000;
constexpr std::uint64_t kAreasMax = 200000;

struct NodeList {
  std::vector<GridNode> nodes;
  template <class V>
  void fields(V& v) {
    v(1, "nodes", nodes, kGridNodesMax);
  }
};

struct PlaceList {
  std::vector<MapPlace> places;
  template <class V>
  void fields(V& v) {
    v(1, "places", places, kMapPlacesMax);
  }
};

struct ReadingList {
  Readings readings;
  template <class V>
  void fields(V& v) {
    v(1, "readings", readings, kReadingsMax);
  }
};

Error bad_at(std::string_view section, const VarintReader& in) {
  return bad_pack(section, in.misfit());
}

// ---- writing ----

Bytes tree_bytes(const GridTree& tree) {
  NodeList list;
  for (const auto& [id, node] : tree.nodes()) list.nodes.push_back(node);
  std::stable_sort(list.nodes.begin(), list.nodes.end(),
                   [](const GridNode& a, const GridNode& b) { return a.level < b.level; });
  return encode(list);
}

void write_ring(VarintWriter& out, std::span<const PointE7> ring) {
  out.number(ring.size());
  for (const PointE7 p : ring) out.point(p);
}

Bytes shape_bytes(const GridShapes& shapes) {
  VarintWriter out;
  out.number(shapes.size());
  for (std::uint32_t s = 0; s < shapes.size(); ++s) {
    out.number(shapes.grid(s).value);
    out.number(shapes.ring_end(s) - shapes.ring_begin(s));
    for (std::uint32_t r = shapes.ring_begin(s); r < shapes.ring_end(s); ++r) {
      write_ring(out, shapes.ring(r));
    }
  }
  return out.take();
}

Bytes area_bytes(const std::vector<MapArea>& areas) {
  VarintWriter out;
  out.number(areas.size());
  for (const MapArea& area : areas) {
    out.number(static_cast<std::uint64_t>(area.kind));
    out.text(area.name);
    out.number(area.rings.size());
    for (const Ring& ring : area.rings) write_ring(out, ring);
  }
  return out.take();
}

Bytes share_bytes(const LayerShares& shares) {
  VarintWriter out;
  std::vector<GridShare> relations = shares.relations();
  std::stable_sort(relations.begin(), relations.end(), [](const GridShare& a, const GridShare& b) {
    return a.grid == b.grid ? a.other < b.other : a.grid < b.grid;
  });
  out.number(relations.size());
  std::int64_t grid = 0, other = 0;
  for (const GridShare& one : relations) {
    out.signed_number(one.grid.value - grid);
    out.signed_number(one.other.value - other);
    out.number(one.area_m2);
    grid = one.grid.value;
    other = one.other.value;
  }
  return out.take();
}

// ---- reading ----

Result<GridTree> read_tree(ByteView bytes) {
  const auto list = decode<NodeList>(bytes);
  if (!list) return bad_pack("TREE", list.error().message);
  GridTree tree;
  for (const GridNode& node : list->nodes) {
    if (tree.find(node.id) != nullptr) {
      return bad_pack("TREE", "grid " + std::to_string(node.id.value) + " is there twice");
    }
    const auto added = tree.add(node);
    if (!added) return bad_pack("TREE", added.error().message);
  }
  return tree;
}

Ring read_ring(VarintReader& in) {
  Ring ring(in.count(kShapePointsMax, 2));
  for (PointE7& p : ring) p = in.point();
  return ring;
}

std::vector<Ring> read_rings(VarintReader& in) {
  std::vector<Ring> rings;
  for (std::uint32_t left = in.count(kRingsMax); left > 0 && in.ok(); --left) {
    rings.push_back(read_ring(in));
  }
  return rings;
}

Result<GridShapes> read_shapes(ByteView bytes, const GridTree& tree) {
  GridShapes shapes;
  VarintReader in(bytes);
  std::uint64_t before = 0;
  std::vector<GridId> seen;
  for (std::uint32_t left = in.count(kGridNodesMax); left > 0 && in.ok(); --left) {
    const GridId grid{in.below(std::uint64_t{1} << 32)};
    const std::vector<Ring> rings = read_rings(in);
    if (!in.ok()) break;
    if (tree.find(grid) == nullptr)
      return bad_pack("SHAP", "area of an unknown grid " + std::to_string(grid.value));
    seen.push_back(grid);
    before = in.position();
    const auto added = shapes.add(grid, rings);
    if (!added)
      return bad_pack("SHAP", added.error().message + " before byte " + std::to_string(before));
  }
  if (!in.ok() || !in.at_end()) return bad_at("SHAP", in);
  std::stable_sort(seen.begin(), seen.end());
  if (std::adjacent_find(seen.begin(), seen.end()) != seen.end())
    return bad_pack("SHAP", "a grid has two areas");
  return shapes;
}

Result<std::vector<MapArea>> read_areas(ByteView bytes) {
  std::vector<MapArea> areas;
  VarintReader in(bytes);
  for (std::uint32_t left = in.count(kAreasMax); left > 0 && in.ok(); --left) {
    MapArea area;
    area.kind = static_cast<AreaKind>(in.below(names_of(AreaKind{}).size()));
    area.name = std::string(in.text());
    if (!is_valid_utf8(area.name)) in.fail();
    area.rings = read_rings(in);
    areas.push_back(std::move(area));
  }
  if (!in.ok() || !in.at_end()) return bad_at("AREA", in);
  return areas;
}

Result<Readings> read_readings(ByteView bytes) {
  auto list = decode<ReadingList>(bytes);
  if (!list) return bad_pack("READ", list.error().message);
  const bool ascending =
      std::is_sorted(list->readings.begin(), list->readings.end(),
                     [](const Reading& a, const Reading& b) { return a.character < b.character; });
  if (!ascending) return bad_pack("READ", "characters are not ascending");
  return std::move(list->readings);
}

Result<LayerShares> read_shares(ByteView bytes, const GridTree& tree) {
  std::vector<GridShare> relations;
  VarintReader in(bytes);
  std::uint64_t grid = 0, other = 0;  // may run over in a hostile file: then no grid is found
  for (std::uint32_t left = in.count(kGridSharesMax, 3); left > 0 && in.ok(); --left) {
    grid += static_cast<std::uint64_t>(in.signed_number());
    other += static_cast<std::uint64_t>(in.signed_number());
    const GridShare one{GridId{static_cast<std::uint32_t>(grid)},
                        GridId{static_cast<std::uint32_t>(other)}, in.number()};
    const bool known = tree.find(one.grid) != nullptr && tree.find(one.other) != nullptr;
    if (in.ok() && (!known || !(one.grid < one.other))) return bad_at("SHAR", in);
    relations.push_back(one);
  }
  if (!in.ok() || !in.at_end()) return bad_at("SHAR", in);
  return LayerShares(relations);
}

Result<PatrolLines> read_lines(ByteView bytes) {
  auto lines = decode<PatrolLines>(bytes);
  if (!lines) return bad_pack("LINE", lines.error().message);
  const auto sound = check(*lines);
  if (!sound) return bad_pack("LINE", sound.error().message);
  return lines;
}

Result<GridHistory> read_history(ByteView bytes, const GridTree& tree) {
  auto history = decode<GridHistory>(bytes);
  if (!history) return bad_pack("HIST", history.error().message);
  const auto sound = check(*history, tree);
  if (!sound) return bad_pack("HIST", sound.error().message);
  return history;
}

struct Section {
  std::string tag;
  ByteView bytes;
};

bool is_ground(std::string_view tag) {
  constexpr std::string_view kGround[] = {"SHAP", "ROAD", "HIER", "WAYS", "HCAR"};
  return std::find(std::begin(kGround), std::end(kGround), tag) != std::end(kGround);
}

bool is_wanted(std::string_view tag, PackRead what) {
  if (what == PackRead::grids) return tag == "TREE" || tag == "SHAP";
  return what == PackRead::whole || !is_ground(tag);
}

// The sections that are wanted, sizes and hashes checked.
Result<std::vector<Section>> sections_of(ByteView bytes, PackRead what) {
  const auto parts = read_pack_head(bytes);
  if (!parts) return parts.error();
  std::vector<Section> sections;
  std::uint64_t end = head_of(bytes).size();
  for (const PackPart& part : *parts) {
    end += part.size;
    if (!is_wanted(part.tag, what)) continue;
    const auto content = part_in(bytes, part);
    if (!content) return content.error();
    sections.push_back({part.tag, *content});
  }
  if (end != bytes.size()) return bad_pack("head", "bytes left over");
  return sections;
}

}  // namespace

std::uint32_t next_grid_id(const DistrictPack& pack) {
  std::uint32_t next = 1;
  if (!pack.tree.nodes().empty()) next = pack.tree.nodes().rbegin()->first.value + 1;
  if (!pack.history.past.empty()) next = std::max(next, pack.history.past.back().id.value + 1);
  return next;
}

Bytes write_pack(const DistrictPack& pack) {
  std::vector<std::pair<std::string_view, Bytes>> sections = {
      {"META", encode(pack.meta)},        {"TREE", tree_bytes(pack.tree)},
      {"SHAP", shape_bytes(pack.shapes)}, {"ROAD", road_bytes(pack.roads.links())},
      {"AREA", area_bytes(pack.areas)},   {"PLAC", encode(PlaceList{pack.places})},
  };
  const auto add = [&](std::string_view tag, Bytes bytes) {
    if (!bytes.empty()) sections.emplace_back(tag, std::move(bytes));
  };
  add("HIER", hierarchy_bytes(pack.hierarchies, pack.roads, PlanSection::before_cars));
  add("WAYS", way_bytes(pack.roads.links()));
  add("HCAR", hierarchy_bytes(pack.hierarchies, pack.roads, PlanSection::cars));
  if (!pack.readings.empty()) sections.emplace_back("READ", encode(ReadingList{pack.readings}));
  if (!pack.lines.empty()) sections.emplace_back("LINE", encode(pack.lines));
  if (!pack.shares.empty()) sections.emplace_back("SHAR", share_bytes(pack.shares));
  if (!pack.history.empty()) sections.emplace_back("HIST", encode(pack.history));
  std::vector<PackPart> parts;
  parts.reserve(sections.size());
  for (const auto& [tag, bytes] : sections) {
    parts.push_back({std::string(tag), bytes.size(), part_digest(tag, bytes), 0});
  }
  Bytes out = write_pack_head(parts);
  for (const auto& [tag, bytes] : sections) out.insert(out.end(), bytes.begin(), bytes.end());
  return out;
}

Result<DistrictPack> read_pack(ByteView bytes, PackRead what) {
  const auto sections = sections_of(bytes, what);
  if (!sections) return sections.error();
  const auto find = [&](std::string_view tag) {
    for (const Section& section : *sections) {
      if (section.tag == tag) return &section;
    }
    return static_cast<const Section*>(nullptr);
  };
  DistrictPack pack;
  if (const Section* section = find("META")) {
    auto meta = decode<PackMeta>(section->bytes);
    if (!meta) return bad_pack("META", meta.error().message);
    pack.meta = *std::move(meta);
  }
  if (const Section* section = find("TREE")) {
    auto tree = read_tree(section->bytes);
    if (!tree) return tree.error();
    pack.tree = *std::move(tree);
  }
  if (const Section* section = find("SHAP")) {
    auto shapes = read_shapes(section->bytes, pack.tree);
    if (!shapes) return shapes.error();
    pack.shapes = *std::move(shapes);
  }
  if (const Section* section = find("ROAD")) {
    const Section* ways = find("WAYS");
    auto roads = read_roads(section->bytes, ways == nullptr ? ByteView() : ways->bytes);
    if (!roads) return bad_pack("ROAD", roads.error().message);
    pack.roads = *std::move(roads);
  }
  for (const auto& [tag, which] :
       {std::pair{"HIER", PlanSection::before_cars}, std::pair{"HCAR", PlanSection::cars}}) {
    const Section* section = find(tag);
    if (section == nullptr) continue;
    const auto read = read_hierarchies(section->bytes, pack.roads, which, pack.hierarchies);
    if (!read) return bad_pack(tag, read.error().message);
  }
  if (const Section* section = find("AREA")) {
    auto areas = read_areas(section->bytes);
    if (!areas) return areas.error();
    pack.areas = *std::move(areas);
  }
  if (const Section* section = find("PLAC")) {
    auto places = decode<PlaceList>(section->bytes);
    if (!places) return bad_pack("PLAC", places.error().message);
    pack.places = std::move((*places).places);
  }
  if (const Section* section = find("READ")) {
    auto readings = read_readings(section->bytes);
    if (!readings) return readings.error();
    pack.readings = *std::move(readings);
  }
  if (const Section* section = find("LINE")) {
    auto lines = read_lines(section->bytes);
    if (!lines) return lines.error();
    pack.lines = *std::move(lines);
  }
  if (const Section* section = find("SHAR")) {
    auto shares = read_shares(section->bytes, pack.tree);
    if (!shares) return shares.error();
    pack.shares = *std::move(shares);
  }
  if (const Section* section = find("HIST")) {
    auto history = read_history(section->bytes, pack.tree);
    if (!history) return history.error();
    pack.history = *std::move(history);
  }
  return pack;
}

}  // namespace gezhi
