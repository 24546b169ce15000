#include "web/map/base.h"

#include <algorithm>

#include "core/district/triangulate.h"

namespace gezhi::app {
namespace {

struct RoadLook {
  double metres = 0;  // drawn this wide when the scale allows
  float least = 0;    // px
  bool path = false;  // a line without edges
  bool main = false;
};

RoadLook look_of(RoadClass road_class) {
  switch (road_class) {
    case RoadClass::path:
    case RoadClass::steps:
    case RoadClass::track:
    case RoadClass::ferry:
    case RoadClass::cycleway: return {2.2, 1.1f, true, false};
    case RoadClass::pedestrian: return {4, 1.2f, true, false};
    case RoadClass::service: return {4, 1.1f, false, false};
    case RoadClass::residential:
    case RoadClass::bridge: return {7, 1.1f, false, false};
    case RoadClass::tertiary: return {11, 1.6f, false, false};
    case RoadClass::secondary: return {15, 2.2f, false, true};
    case RoadClass::primary: return {20, 2.8f, false, true};
    case RoadClass::motorway: return {24, 3.0f, false, true};
  }
  return {};
}

constexpr float kWidestPx = 26;
constexpr float kEdgedPx = 2.4f;  // narrower roads are one line

// Triangles, three points each, on the page.
template <class Points, class ToPage>
void fill_triangles(ImDrawList* list, const Points& points, std::size_t first, std::size_t count,
                    ui::Colour colour, ToPage to_page) {
  constexpr std::size_t kBatch = 3000;
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (std::size_t from = 0; from < count; from += kBatch) {
    const std::size_t size = std::min(kBatch, count - from);
    list->PrimReserve(static_cast<int>(size), static_cast<int>(size));
    for (std::size_t i = 0; i < size; ++i) {
      list->PrimWriteIdx(static_cast<ImDrawIdx>(list->_VtxCurrentIdx));
      list->PrimWriteVtx(to_page(points[first + from + i]), white, colour);
    }
  }
}

ui::Colour colour_of(AreaKind kind) {
  const MapStyle& s = map_style();
  switch (kind) {
    case AreaKind::water: return s.water;
    case AreaKind::green: return s.green;
    case AreaKind::built: return s.built;
  }
  return s.built;
}

}  // namespace

MapBase::MapBase(const District& district) : district_(district), model_(district) {
  const GridShapes& shapes = district.shapes();
  for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
    const GridNode* node = district.tree().find(shapes.grid(shape));
    if (node == nullptr || node->layer != GridLayer::governance) continue;
    if (node->level == GridLevel::township) streets_.push_back(node->id);
  }
}

const MapBase::Ground& MapBase::ground_of(GridId grid) {
  const auto [at, fresh] = grounds_.try_emplace(grid);
  Ground& ground = at->second;
  const GridShapes& shapes = district_.shapes();
  const std::int64_t shape = fresh ? shapes.find(grid) : -1;
  if (shape < 0) return ground;
  const auto of = static_cast<std::uint32_t>(shape);
  for (std::uint32_t r = shapes.ring_begin(of); r < shapes.ring_end(of); ++r) {
    const auto ring = shapes.ring(r);
    std::vector<std::uint32_t> corners;
    triangulate(ring, corners);
    for (const std::uint32_t corner : corners) ground.triangles.push_back(ring[corner]);
  }
  for (const PointE7 point : ground.triangles) ground.box.cover(point);
  ground.middle = shapes.label_point(of);
  return ground;
}

void MapBase::fill(ImDrawList* list, const MapFrame& frame, const Ground& ground,
                   ui::Colour colour) {
  if (!ground.box.meets(frame.view)) return;
  fill_triangles(list, ground.triangles, 0, ground.triangles.size(), colour,
                 [&](PointE7 point) { return frame.at(point); });
}

void MapBase::draw_land(ImDrawList* list, const MapFrame& frame) {
  const MapStyle& s = map_style();
  const Box& b = frame.box;
  list->AddRectFilled({b.x, b.y}, {b.right(), b.bottom()}, streets_.empty() ? s.land : s.outside);
  for (const GridId street : streets_) fill(list, frame, ground_of(street), s.land);
  for (const AreaKind kind : {AreaKind::built, AreaKind::green, AreaKind::water}) {
    for (const MapFill& fill : scene_.fills) {
      if (fill.kind != kind) continue;
      fill_triangles(list, scene_.triangles, fill.first, fill.count, colour_of(kind),
                     [&](ScreenPoint at) { return frame.on_page(at); });
    }
  }
}

void MapBase::stroke(ImDrawList* list, const MapFrame& frame, const MapScene& scene,
                     const MapLine& line, ui::Colour colour, float width) {
  line_.clear();
  for (std::uint32_t i = 0; i < line.count; ++i) {
    line_.push_back(frame.on_page(scene.points[line.first + i]));
  }
  list->AddPolyline(line_.data(), static_cast<int>(line.count), colour, ImDrawFlags_None, width);
}

void MapBase::draw_roads(ImDrawList* list, const MapFrame& frame, bool edges) {
  const MapStyle& s = map_style();
  for (const MapLine& line : scene_.lines) {
    if (line.kind != MapLineKind::road) continue;
    const RoadLook look = look_of(line.road_class);
    const float width = std::clamp(frame.px(look.metres), look.least, kWidestPx);
    const bool edged = !look.path && width >= kEdgedPx;
    if (edges) {
      if (edged) stroke(list, frame, scene_, line, s.road_edge, width + 2);
      continue;
    }
    const ui::Colour thin = look.main ? s.road_main_thin : s.path;
    const ui::Colour face = look.path ? s.path : !edged ? thin : look.main ? s.road_main : s.road;
    stroke(list, frame, scene_, line, face, width);
  }
}

void MapBase::draw_borders(ImDrawList* list, const MapFrame& frame, const MapScene& scene,
                           bool all) {
  const MapStyle& s = map_style();
  const bool beats = &scene == &beats_;
  const bool close = frame.metres_per_px() < 4;
  for (const MapLine& line : scene.lines) {
    if (line.kind != MapLineKind::border) continue;
    const bool street = line.level <= GridLevel::township;
    if (!street && !all) continue;
    if (beats) {
      if (!street) stroke(list, frame, scene, line, s.beat, close ? 2.4f : 1.6f);
      continue;
    }
    const bool community = line.level == GridLevel::area || line.level == GridLevel::village;
    const float width = street ? (close ? 3.2f : 2.2f) : community ? (close ? 2.2f : 1.2f) : 1.2f;
    stroke(list, frame, scene, line, street ? s.border_main : s.border, width);
  }
}

void MapBase::draw(ImDrawList* list, const MapFrame& frame, const MapLayers& layers,
                   std::span<const MapShade> shades) {
  model_.view(frame.window, GridLayer::governance, scene_);
  draw_land(list, frame);
  for (const MapShade& shade : shades) fill(list, frame, ground_of(shade.grid), shade.colour);
  draw_roads(list, frame, true);
  draw_roads(list, frame, false);
  draw_borders(list, frame, scene_, layers.grids);
  beats_.labels.clear();
  if (!layers.beats) return;
  model_.view(frame.window, GridLayer::police, beats_);
  draw_borders(list, frame, beats_, true);
}

void MapBase::draw_grid(ImDrawList* list, const MapFrame& frame, GridId grid) {
  fill(list, frame, ground_of(grid), ui::faded(ui::theme().primary, 0.16f));
}

void MapBase::draw_strokes(ImDrawList* list, const MapFrame& frame,
                           std::span<const MapStroke> strokes) {
  for (const MapStroke& one : strokes) {
    if (!one.box.meets(frame.view)) continue;
    line_.clear();
    for (const PointE7 point : one.points) line_.push_back(frame.at(point));
    const auto count = static_cast<int>(line_.size());
    if (count == 1) {
      list->AddCircleFilled(line_[0], one.width + 1.5f, map_style().halo);
      list->AddCircleFilled(line_[0], one.width, one.colour);
    } else {
      const ImDrawFlags closed = one.closed ? ImDrawFlags_Closed : ImDrawFlags_None;
      list->AddPolyline(line_.data(), count, one.colour, closed, one.width);
    }
  }
}

}  // namespace gezhi::app
