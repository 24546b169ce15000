#include <string>

#include "core/grid/segments.h"
#include "core/grid/street.h"
#include "web/here.h"
#include "web/map/style.h"
#include "web/screens/map/sections.h"
#include "web/screens/parts/case_parts.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::size_t kRowsMax = 60;
constexpr std::size_t kGapsSaid = 3;

std::string stretch(std::int64_t from_mm, std::int64_t to_mm) {
  return milepost_text(from_mm) + "–" + milepost_text(to_mm);
}

std::string owner_of(const PatrolSegment& segment) {
  if (!segment.owner.empty()) return segment.owner;
  return segment.grid.is_none() ? std::string() : full_name(app::district()->tree(), segment.grid);
}

std::string gap_words(const std::vector<DeviceGap>& gaps) {
  if (gaps.empty()) return tr("ui.lines.no_gaps");
  std::string words = tr("ui.lines.gaps", std::to_string(gaps.size()));
  for (std::size_t i = 0; i < std::min(gaps.size(), kGapsSaid); ++i) {
    words += (i == 0 ? " " : ", ") + stretch(gaps[i].from_mm, gaps[i].to_mm);
  }
  return words;
}

std::string post_words(const ServicePoint& post) {
  std::vector<std::string> facts;
  if (post.rooms > 0) facts.push_back(tr("ui.lines.rooms", std::to_string(post.rooms)));
  if (post.staff > 0) facts.push_back(tr("ui.lines.staff", std::to_string(post.staff)));
  if (post.lawyer_desk) facts.push_back(tr("ui.lines.lawyer"));
  if (!post.hours.empty()) facts.push_back(post.hours);
  std::string words = word("service_point", post.kind);
  for (const std::string& fact : facts) words += " · " + fact;
  return words;
}

std::optional<PointE7> segment_rows(const PatrolLines& lines) {
  std::optional<PointE7> pressed;
  if (lines.segments.empty()) return pressed;
  ui::list_begin(tr("ui.lines.segments"));
  for (const PatrolSegment& segment : lines.segments) {
    const auto gaps = device_gaps(segment, lines.devices);
    ui::push_id(static_cast<int>(segment.id));
    const ui::Row row{.icon = Icon::route,
                      .title = segment.name,
                      .subtitle = owner_of(segment) + " · " +
                                  stretch(segment.start_mm, segment.start_mm + length_mm(segment)),
                      .note = gap_words(gaps)};
    if (ui::list_row(row)) {
      const std::int64_t at =
          gaps.empty() ? segment.start_mm + length_mm(segment) / 2 : gaps[0].from_mm;
      pressed = point_at(segment, at);
    }
    ui::pop_id();
  }
  ui::list_end();
  return pressed;
}

std::optional<PointE7> post_rows(const PatrolLines& lines) {
  std::optional<PointE7> pressed;
  if (lines.posts.empty()) return pressed;
  ui::list_begin(tr("ui.lines.posts"));
  for (std::size_t i = 0; i < std::min(lines.posts.size(), kRowsMax); ++i) {
    const ServicePoint& post = lines.posts[i];
    ui::push_id(static_cast<int>(post.id));
    if (ui::list_row({.icon = Icon::home, .title = post.name, .subtitle = post_words(post)}))
      pressed = post.point;
    ui::pop_id();
  }
  ui::list_end();
  return pressed;
}

}  // namespace

const MapLayer& lines_layer() {
  static MapLayer layer;                         // of the device: the map
  static std::shared_ptr<const District> of;     // of the device: the same
  static ui::Scheme scheme = ui::Scheme::light;  // of the device: the looks
  if (of == app::shared_district() && scheme == ui::theme().scheme) return layer;
  of = app::shared_district();
  scheme = ui::theme().scheme;
  layer = {};
  if (of == nullptr) return layer;
  const PatrolLines& lines = of->lines();
  const app::MapStyle& style = app::map_style();
  for (const PatrolSegment& segment : lines.segments) {
    layer.strokes.push_back(app::stroke_of(segment.line, style.beat, 4));
    for (const DeviceGap& gap : device_gaps(segment, lines.devices)) {
      layer.strokes.push_back(app::stroke_of(line_between(segment, gap.from_mm, gap.to_mm),
                                             ui::theme().tone(Tone::danger).text, 8));
    }
  }
  for (const LineDevice& device : lines.devices) {
    layer.strokes.push_back(app::stroke_of({device.point}, style.beat, 3.5f));
  }
  for (const ServicePoint& post : lines.posts) {
    layer.strokes.push_back(app::stroke_of({post.point}, style.border_main, 7));
  }
  return layer;
}

std::optional<PointE7> lines_section() {
  ui::heading(tr("ui.map.layer_lines"));
  const District* district = app::district();
  if (district == nullptr || district->lines().empty()) {
    ui::small_text(tr("ui.lines.none"));
    return std::nullopt;
  }
  const PatrolLines& lines = district->lines();
  ui::small_text(tr("ui.lines.devices", std::to_string(lines.devices.size())));
  const auto segment = segment_rows(lines);
  const auto post = post_rows(lines);
  return segment ? segment : post;
}

}  // namespace gezhi::screens
