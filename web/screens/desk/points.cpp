#include "web/screens/desk/points.h"

#include <algorithm>

#include "core/cases/clocks.h"
#include "core/cases/restricted.h"
#include "core/district/map_view.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

constexpr std::int64_t kFreshMs = 15000;
constexpr double kLookScale = 3.5;  // metres a pixel
constexpr float kLookPx = 340;      // what is looked at fits into so much

ui::Tone tone_of(const Case& one, TimeMs now) {
  if (kFinalStates.has(one.state)) {
    return one.state == CaseState::closed ? ui::Tone::success : ui::Tone::neutral;
  }
  const Clock* clock = next_clock(one);
  const Urgency urgency = clock != nullptr ? urgency_of(*clock, now) : Urgency::none;
  if (urgency == Urgency::overdue || !one.dangers.empty()) return ui::Tone::danger;
  if (urgency == Urgency::warning) return ui::Tone::warning;
  return ui::Tone::info;
}

PointE7 point_of(const Case& one) {
  const World* world = app::world_of(one);
  const District* map = app::district();
  return world == nullptr || map == nullptr ? PointE7{}
                                            : shown_point(*world, one, map->tree(), map->shapes());
}

}  // namespace

const std::vector<app::MapPoint>& points_of(const std::vector<const Case*>& cases,
                                            const SubjectKey& chosen) {
  struct Kept {
    std::uint64_t generation = 0;
    std::vector<const Case*> cases;
    SubjectKey chosen;
    TimeMs at;
    ui::Language language = ui::Language::zh;
    std::vector<app::MapPoint> points;
  };
  static Kept& kept = platform::of_session<Kept>();
  const TimeMs now = app::now();
  const bool fresh = kept.generation == app::generation() && kept.cases == cases &&
                     kept.chosen == chosen && kept.language == ui::language() &&
                     now - kept.at < kFreshMs && kept.at <= now;
  if (fresh) return kept.points;
  kept = {app::generation(), cases, chosen, now, ui::language(), {}};
  kept.points.reserve(cases.size());
  for (const Case* one : cases) {
    app::MapPoint point;
    point.point = point_of(*one);
    point.name = app::case_title(*one) + ", " + word("state", one->state);
    point.tone = tone_of(*one, now);
    point.icon = nature_icon(one->nature);
    point.chosen = subject_key(*one) == chosen;
    kept.points.push_back(std::move(point));
  }
  return kept.points;
}

void look_at(app::MapView& view, const Case& one) {
  const PointE7 point = point_of(one);
  if (point.is_none()) return;
  view.centre = point;
  view.metres_per_px =
      view.metres_per_px <= 0 ? kLookScale : std::min(view.metres_per_px, kLookScale);
}

void look_at(app::MapView& view, GridId grid) {
  const District* district = app::district();
  const std::int64_t shape = district == nullptr ? -1 : district->shapes().find(grid);
  if (shape < 0) return;
  const GridShapes& shapes = district->shapes();
  const auto of = static_cast<std::uint32_t>(shape);
  BoxE7 box;
  for (std::uint32_t r = shapes.ring_begin(of); r < shapes.ring_end(of); ++r) {
    for (const PointE7 point : shapes.ring(r)) box.cover(point);
  }
  const MapWindow window = window_of(box, kLookPx, kLookPx);
  view = {window.centre, window.metres_per_px};
}

}  // namespace gezhi::screens
