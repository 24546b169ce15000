#include "web/map/labels.h"

#include <algorithm>

#include "web/widgets/text.h"

namespace gezhi::app {
namespace {

constexpr float kGapPx = 5;
constexpr int kLabelsMax = 80;
constexpr float kHaloPx = 1.3f;

}  // namespace

void MapLabels::begin(const MapFrame& frame) {
  frame_ = &frame;
  taken_.clear();
  drawn_ = 0;
}

bool MapLabels::is_free(const Box& box) const {
  return std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) {
    return box.x < other.right() && other.x < box.right() && box.y < other.bottom() &&
           other.y < box.bottom();
  });
}

bool MapLabels::offer(ImDrawList* list, std::string_view text, ImVec2 at, const Look& look) {
  if (text.empty() || drawn_ >= kLabelsMax || !frame_->box.contains(at.x, at.y)) return false;
  ui::TextStyle style;
  style.size = look.size;
  style.weight = look.strong ? ui::Weight::strong : ui::Weight::regular;
  const float width = ui::text_width(text, style);
  const float height = look.size * 1.3f;
  const Box room{at.x - width / 2 - kGapPx, at.y - height / 2 - 2, width + 2 * kGapPx, height + 4};
  const Box& all = frame_->box;
  if (room.x < all.x || room.right() > all.right() || !is_free(room)) return false;
  taken_.push_back(room);
  ++drawn_;
  const ImVec2 where(at.x - width / 2, at.y - look.size / 2);
  style.colour = map_style().halo;
  for (const ImVec2 d :
       {ImVec2(-kHaloPx, 0), ImVec2(kHaloPx, 0), ImVec2(0, -kHaloPx), ImVec2(0, kHaloPx)}) {
    ui::draw_glyphs(list, where.x + d.x, where.y + d.y, text, style);
  }
  style.colour = look.colour;
  ui::draw_glyphs(list, where.x, where.y, text, style);
  return true;
}

MapLabels::Look MapLabels::look_of(const MapLabel& label) const {
  const MapStyle& s = map_style();
  switch (label.kind) {
    case MapLabelKind::township: return {17, true, s.text_grid};
    case MapLabelKind::village: return {15, false, s.text_grid};
    case MapLabelKind::unit: return {14, false, s.text_grid};
    case MapLabelKind::road: return {14, false, s.text};
    case MapLabelKind::place: return {14, false, s.text_soft};
  }
  return {14, false, s.text};
}

void MapLabels::draw_words(ImDrawList* list, MapBase& base, std::span<const MapShade> shades) {
  for (const MapShade& shade : shades) {
    if (shade.words.empty()) continue;
    const PointE7 middle = base.middle_of(shade.grid);
    if (!middle.is_none())
      offer(list, shade.words, frame_->at(middle), {17, true, map_style().text});
  }
}

void MapLabels::draw(ImDrawList* list, const MapBase& base, const MapLayers& layers) {
  if (!layers.names) return;
  const MapStyle& s = map_style();
  for (const MapLabel& label : base.beat_labels()) {
    if (label.kind == MapLabelKind::village || label.kind == MapLabelKind::unit) {
      offer(list, label.text, frame_->on_page(label.at), {14, true, s.beat});
    }
  }
  for (const MapLabel& label : base.labels()) {
    const bool fine = label.kind == MapLabelKind::village || label.kind == MapLabelKind::unit;
    if (fine && !layers.grids) continue;
    const ImVec2 at = frame_->on_page(label.at);
    const bool place = label.kind == MapLabelKind::place;
    if (!offer(list, label.text, ImVec2(at.x, place ? at.y + 13 : at.y), look_of(label))) continue;
    if (!place) continue;
    list->AddCircleFilled(at, 4, s.halo);
    list->AddCircleFilled(at, 2.7f, s.text_soft);
  }
}

}  // namespace gezhi::app
