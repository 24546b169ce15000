#include "web/app/map_base.h"

#include <algorithm>
#include <cmath>

namespace gezhi::app {
namespace {

constexpr std::size_t kFillPointsMax = 1200;  // more detail than this is not filled more finely
constexpr float kStepPx = 1.3f;               // points nearer than this to the last are left out
constexpr float kSeenPx = 3;                  // shapes smaller than this are not drawn

std::uint8_t rank_of(RoadClass road_class) {
  switch (road_class) {
    case RoadClass::path:
    case RoadClass::steps:
    case RoadClass::track:
    case RoadClass::pedestrian:
    case RoadClass::cycleway:
    case RoadClass::ferry: return 0;
    case RoadClass::service: return 1;
    case RoadClass::residential:
    case RoadClass::bridge: return 2;
    case RoadClass::tertiary: return 3;
    case RoadClass::secondary: return 4;
    case RoadClass::primary: return 5;
    case RoadClass::motorway: return 6;
  }
  return 0;
}

struct RoadLook {
  double metres = 0;       // drawn this wide when the scale allows
  float least = 0;         // px
  double metres_per_px_max = 0;  // shown up to this scale
};
constexpr RoadLook kLooks[] = {{2.5, 1.0f, 2.5}, {4, 1.0f, 3.5},  {7, 1.0f, 9},   {11, 1.6f, 26},
                               {15, 2.2f, 60},   {20, 2.8f, 200}, {24, 3.0f, 1e9}};
constexpr float kWidestPx = 26;
constexpr float kEdgeFromPx = 2.4f;

float width_of(std::uint8_t rank, const MapFrame& frame) {
  return std::clamp(frame.px(kLooks[rank].metres), kLooks[rank].least, kWidestPx);
}

void add_point(std::vector<ImVec2>& line, ImVec2 p, bool keep) {
  if (!line.empty() && !keep) {
    const ImVec2 last = line.back();
    if (std::fabs(p.x - last.x) + std::fabs(p.y - last.y) < kStepPx) return;
  }
  line.push_back(p);
}

struct BorderLook {
  ui::Colour colour = 0;
  float width = 0;
};

// Nothing (width 0) when the level is too fine for the scale.
BorderLook border_look(GridLayer layer, GridLevel level, double metres_per_px) {
  const MapStyle& s = map_style();
  const bool close = metres_per_px < 4;
  if (layer == GridLayer::police) {
    return {s.beat, metres_per_px < 18 ? (close ? 2.2f : 1.5f) : 0.0f};
  }
  switch (level) {
    case GridLevel::none: return {};
    case GridLevel::district:
    case GridLevel::township: return {s.border_main, close ? 3.0f : 2.2f};
    case GridLevel::area:
    case GridLevel::village: return {s.border, metres_per_px < 16 ? (close ? 2.2f : 1.3f) : 0.0f};
    case GridLevel::unit: return {s.border, metres_per_px < 5 ? 1.2f : 0.0f};
  }
  return {};
}

}  // namespace

MapBase::MapBase(const District& district) : district_(district) {
  const RoadGraph& roads = district.roads();
  for (std::uint32_t link = 0; link < roads.link_count(); ++link) {
    Road road;
    road.link = link;
    for (std::uint32_t i = 0; i < roads.link_size(link); ++i) {
      road.box.cover(roads.link_point(link, i));
    }
    roads_[rank_of(roads.links().links[link].road_class)].push_back(road);
  }
  named_at_.resize(roads.links().names.size());
  for (const MapArea& area : district.areas()) {
    for (const Ring& ring : area.rings) areas_.push_back({area.kind, polygon_of(ring)});
  }
  const GridShapes& shapes = district.shapes();
  for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
    const GridNode* node = district.tree().find(shapes.grid(shape));
    if (node == nullptr) continue;
    outlines_.push_back({shape, node->layer, node->level});
    if (node->layer != GridLayer::governance || node->level != GridLevel::township) continue;
    for (std::uint32_t r = shapes.ring_begin(shape); r < shapes.ring_end(shape); ++r) {
      streets_.push_back(polygon_of(shapes.ring(r)));
    }
  }
  // Coarse levels last: their lines lie on top.
  std::stable_sort(outlines_.begin(), outlines_.end(),
                   [](const Outline& a, const Outline& b) { return a.level > b.level; });
}

MapBase::Polygon MapBase::polygon_of(std::span<const PointE7> ring) {
  Polygon polygon;
  const std::size_t step = ring.size() / kFillPointsMax + 1;
  for (std::size_t i = 0; i < ring.size(); i += step) {
    polygon.points.push_back(ring[i]);
    polygon.box.cover(ring[i]);
  }
  polygon.triangles = triangles_of(polygon.points);
  return polygon;
}

void MapBase::draw_polygon(ImDrawList* list, const MapFrame& frame, const Polygon& polygon,
                           ui::Colour colour) {
  if (!polygon.box.meets(frame.view) || polygon.triangles.empty()) return;
  const auto corners = static_cast<int>(polygon.points.size());
  list->PrimReserve(static_cast<int>(polygon.triangles.size()), corners);
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  const auto first = static_cast<ImDrawIdx>(list->_VtxCurrentIdx);
  for (const std::uint32_t i : polygon.triangles) {
    list->PrimWriteIdx(static_cast<ImDrawIdx>(first + i));
  }
  line_.clear();
  for (const PointE7 point : polygon.points) {
    const ImVec2 p = frame.at(point);
    list->PrimWriteVtx(p, white, colour);
    line_.push_back(p);
  }
  list->AddPolyline(line_.data(), corners, colour, ImDrawFlags_Closed, 1);
}

void MapBase::draw_land(ImDrawList* list, const MapFrame& frame) {
  const MapStyle& s = map_style();
  const Box& b = frame.box;
  list->AddRectFilled({b.x, b.y}, {b.right(), b.bottom()}, streets_.empty() ? s.land : s.outside);
  for (const Polygon& street : streets_) draw_polygon(list, frame, street, s.land);
  for (const AreaKind kind : {AreaKind::built, AreaKind::green, AreaKind::water}) {
    const ui::Colour colour = kind == AreaKind::water   ? s.water
                              : kind == AreaKind::green ? s.green
                                                        : s.built;
    for (const Area& area : areas_) {
      if (area.kind == kind) draw_polygon(list, frame, area.outline, colour);
    }
  }
}

void MapBase::draw_shape(ImDrawList* list, const MapFrame& frame, std::uint32_t shape,
                         ui::Colour colour, float width) {
  const GridShapes& shapes = district_.shapes();
  for (std::uint32_t r = shapes.ring_begin(shape); r < shapes.ring_end(shape); ++r) {
    line_.clear();
    for (const PointE7 point : shapes.ring(r)) add_point(line_, frame.at(point), false);
    if (line_.size() < 3) continue;
    list->AddPolyline(line_.data(), static_cast<int>(line_.size()), colour, ImDrawFlags_Closed,
                      width);
  }
}

void MapBase::draw_borders(ImDrawList* list, const MapFrame& frame, const MapLayers& layers) {
  const GridShapes& shapes = district_.shapes();
  for (const Outline& outline : outlines_) {
    const bool police = outline.layer == GridLayer::police;
    if (police ? !layers.beats : !layers.grids && outline.level != GridLevel::township) continue;
    if (outline.layer == GridLayer::community) continue;
    const BorderLook look = border_look(outline.layer, outline.level, frame.metres_per_px);
    const BoxE7& box = shapes.box(outline.shape);
    if (look.width == 0 || !box.meets(frame.view)) continue;
    const ImVec2 low = frame.at(box.low);
    const ImVec2 high = frame.at(box.high);
    if (high.x - low.x < kSeenPx && low.y - high.y < kSeenPx) continue;
    draw_shape(list, frame, outline.shape, look.colour, look.width);
  }
}

void MapBase::stroke(ImDrawList* list, const MapFrame& frame, const Road& road, std::uint8_t rank,
                     ui::Colour colour, float width, bool remember) {
  const RoadGraph& roads = district_.roads();
  line_.clear();
  const std::uint32_t size = roads.link_size(road.link);
  for (std::uint32_t i = 0; i < size; ++i) {
    add_point(line_, frame.at(roads.link_point(road.link, i)), i + 1 == size);
  }
  list->AddPolyline(line_.data(), static_cast<int>(line_.size()), colour, ImDrawFlags_None, width);
  const std::uint32_t name = roads.links().links[road.link].name;
  if (!remember || name == 0) return;
  const ImVec2 a = line_.front();
  const ImVec2 b = line_.back();
  const float length = std::fabs(a.x - b.x) + std::fabs(a.y - b.y);
  if (named_at_[name] == 0) {
    named_.push_back({name, rank, 0, {}});
    named_at_[name] = static_cast<std::uint32_t>(named_.size());
  }
  NamedRoad& named = named_[named_at_[name] - 1];
  const ImVec2 middle = line_.size() > 2 ? line_[line_.size() / 2]
                                         : ImVec2((a.x + b.x) / 2, (a.y + b.y) / 2);
  if (length <= named.length_px || !frame.box.contains(middle.x, middle.y)) return;
  named.length_px = length;
  named.middle = middle;
  named.rank = std::max(named.rank, rank);
}

void MapBase::draw_roads(ImDrawList* list, const MapFrame& frame) {
  const MapStyle& s = map_style();
  for (const NamedRoad& named : named_) named_at_[named.name] = 0;
  named_.clear();
  for (const bool edge : {true, false}) {
    for (std::uint8_t rank = 0; rank < kRanks; ++rank) {
      if (frame.metres_per_px > kLooks[rank].metres_per_px_max) continue;
      const float width = width_of(rank, frame);
      if (edge && (rank == 0 || width < kEdgeFromPx)) continue;
      const bool thin = width < kEdgeFromPx;
      const ui::Colour face = rank == 0 ? s.path : thin && rank < 4 ? s.road_edge
                              : rank >= 4                           ? s.road_main
                                                                    : s.road;
      for (const Road& road : roads_[rank]) {
        if (!road.box.meets(frame.view)) continue;
        stroke(list, frame, road, rank, edge ? s.road_edge : face, edge ? width + 2 : width, !edge);
      }
    }
  }
}

void MapBase::draw(ImDrawList* list, const MapFrame& frame, const MapLayers& layers) {
  draw_land(list, frame);
  draw_roads(list, frame);
  draw_borders(list, frame, layers);
}

void MapBase::draw_grid(ImDrawList* list, const MapFrame& frame, GridId grid) {
  const std::int64_t shape = district_.shapes().find(grid);
  if (shape < 0) return;
  const auto index = static_cast<std::uint32_t>(shape);
  static GridId filled_grid;
  static std::vector<Polygon> filled;
  if (!(filled_grid == grid) || filled.empty()) {
    filled_grid = grid;
    filled.clear();
    const GridShapes& shapes = district_.shapes();
    for (std::uint32_t r = shapes.ring_begin(index); r < shapes.ring_end(index); ++r) {
      filled.push_back(polygon_of(shapes.ring(r)));
    }
  }
  for (const Polygon& polygon : filled) {
    draw_polygon(list, frame, polygon, ui::faded(ui::theme().primary, 0.12f));
  }
  draw_shape(list, frame, index, ui::theme().primary, 3);
}

}  // namespace gezhi::app
