#include "web/app/map_labels.h"

#include <algorithm>

#include "web/platform/glyphs.h"
#include "web/widgets/text.h"

namespace gezhi::app {
namespace {

constexpr float kGapPx = 5;
constexpr std::size_t kLabelsMax = 90;

// Down to which scale (metres a pixel) a kind of place is named.
double place_scale(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::station:
    case PlaceKind::hospital:
    case PlaceKind::park:
    case PlaceKind::square:
    case PlaceKind::government: return 6;
    case PlaceKind::police:
    case PlaceKind::market:
    case PlaceKind::school:
    case PlaceKind::bridge:
    case PlaceKind::service: return 3.2;
    case PlaceKind::estate:
    case PlaceKind::factory: return 2.2;
    case PlaceKind::shop:
    case PlaceKind::other: return 1.2;
    case PlaceKind::road: return 0;  // roads name themselves
  }
  return 0;
}

}  // namespace

MapLabels::MapLabels(const MapBase& base) : base_(base) {
  const District& district = base.district();
  const GridShapes& shapes = district.shapes();
  for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
    const GridNode* node = district.tree().find(shapes.grid(shape));
    if (node == nullptr || node->layer == GridLayer::community) continue;
    grids_.push_back({shapes.label_point(shape), node->level, node->layer, &node->name});
  }
}

void MapLabels::begin(const MapFrame& frame) {
  frame_ = &frame;
  taken_.clear();
}

bool MapLabels::is_free(const Box& box) const {
  return std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) {
    return box.x < other.right() && other.x < box.right() && box.y < other.bottom() &&
           other.y < box.bottom();
  });
}

bool MapLabels::offer(ImDrawList* list, std::string_view text, ImVec2 at, float size, bool strong,
                      ui::Colour colour) {
  if (text.empty() || taken_.size() >= kLabelsMax + 200) return false;
  if (!frame_->box.contains(at.x, at.y)) return false;
  ui::TextStyle style;
  style.size = size;
  style.weight = strong ? ui::Weight::strong : ui::Weight::regular;
  const float width = ui::text_width(text, style);
  const Box box{at.x - width / 2, at.y - size * 0.65f, width, size * 1.3f};
  const Box& all = frame_->box;
  if (box.x < all.x + 2 || box.right() > all.right() - 2) return false;
  const Box room{box.x - kGapPx, box.y - 2, box.w + 2 * kGapPx, box.h + 4};
  if (!is_free(room)) return false;
  taken_.push_back(room);
  ImFont* font = strong ? platform::strong_font() : platform::regular_font();
  const char* end = text.data() + text.size();
  const ImVec2 where(box.x, box.y + (box.h - size) / 2);
  const ui::Colour halo = map_style().halo;
  for (const ImVec2 d : {ImVec2(-1.2f, 0), ImVec2(1.2f, 0), ImVec2(0, -1.2f), ImVec2(0, 1.2f)}) {
    list->AddText(font, size, ImVec2(where.x + d.x, where.y + d.y), halo, text.data(), end);
  }
  list->AddText(font, size, where, colour, text.data(), end);
  return true;
}

void MapLabels::draw_grids(ImDrawList* list, GridLevel level, const MapLayers& layers) {
  const bool street = level == GridLevel::township;
  for (const GridName& grid : grids_) {
    if (grid.level != level || !frame_->view.has(grid.point)) continue;
    const bool police = grid.layer == GridLayer::police;
    if (police ? !layers.beats : !layers.grids && !street) continue;
    const ui::Colour colour = police ? map_style().beat : map_style().text_grid;
    offer(list, *grid.name, frame_->at(grid.point), street ? 17.0f : 15.0f, street, colour);
  }
}

void MapLabels::draw_places(ImDrawList* list) {
  const MapStyle& s = map_style();
  for (const MapPlace& place : base_.district().places()) {
    if (frame_->metres_per_px > place_scale(place.kind) || !frame_->view.has(place.point)) continue;
    const ImVec2 at = frame_->at(place.point);
    if (!offer(list, place.name, ImVec2(at.x, at.y + 12), 14, false, s.text_soft)) continue;
    list->AddCircleFilled(at, 3.5f, s.halo);
    list->AddCircleFilled(at, 2.5f, s.text_soft);
  }
}

void MapLabels::draw_roads(ImDrawList* list) {
  const auto& names = base_.district().roads().links().names;
  for (int rank = 6; rank >= 2; --rank) {
    for (const MapBase::NamedRoad& road : base_.named_roads()) {
      if (road.rank != rank || frame_->metres_per_px > (rank >= 4 ? 14 : rank == 3 ? 7 : 3)) continue;
      if (road.length_px < 28) continue;
      offer(list, names[road.name], road.middle, 14, false, map_style().text);
    }
  }
}

void MapLabels::draw_areas(ImDrawList* list) {
  const MapStyle& s = map_style();
  for (const MapArea& area : base_.district().areas()) {
    if (area.name.empty() || area.rings.empty()) continue;
    BoxE7 box;
    for (const PointE7 point : area.rings.front()) box.cover(point);
    if (!box.meets(frame_->view)) continue;
    const float across = frame_->at(box.high).x - frame_->at(box.low).x;
    if (across < 40) continue;
    const ui::Colour colour = area.kind == AreaKind::water ? s.text_water : s.text_soft;
    offer(list, area.name, frame_->at(box.middle()), 14, false, colour);
  }
}

void MapLabels::draw(ImDrawList* list, const MapLayers& layers) {
  if (!layers.names) return;
  const double scale = frame_->metres_per_px;
  if (scale > 5) draw_grids(list, GridLevel::township, layers);
  draw_areas(list);
  if (scale <= 12 && scale > 2.2) draw_grids(list, GridLevel::village, layers);
  draw_roads(list);
  if (scale <= 3.2) draw_grids(list, GridLevel::unit, layers);
  draw_places(list);
}

}  // namespace gezhi::app
