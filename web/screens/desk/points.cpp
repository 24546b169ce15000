#include "web/screens/desk/points.h"

#include <algorithm>

#include "core/cases/clocks.h"
#include "web/app/data.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

constexpr std::int64_t kFreshMs = 15000;
constexpr double kLookScale = 3.5;  // metres a pixel

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

}  // namespace

const std::vector<app::MapPoint>& points_of(const std::vector<const Case*>& cases, CaseId chosen) {
  struct Kept {
    std::uint64_t generation = 0;
    std::vector<const Case*> cases;
    CaseId chosen;
    TimeMs at;
    ui::Language language = ui::Language::zh;
    std::vector<app::MapPoint> points;
  };
  static Kept kept;
  const TimeMs now = app::now();
  const bool fresh = kept.generation == app::generation() && kept.cases == cases &&
                     kept.chosen == chosen && kept.language == ui::language() &&
                     now - kept.at < kFreshMs && kept.at <= now;
  if (fresh) return kept.points;
  kept = {app::generation(), cases, chosen, now, ui::language(), {}};
  kept.points.reserve(cases.size());
  for (const Case* one : cases) {
    app::MapPoint point;
    point.point = one->place.point;
    point.name = app::case_title(*one) + ", " + word("state", one->state);
    point.tone = tone_of(*one, now);
    point.icon = nature_icon(one->nature);
    point.chosen = one->id == chosen;
    kept.points.push_back(std::move(point));
  }
  return kept.points;
}

void look_at(app::MapView& view, const Case& one) {
  if (one.place.point.is_none()) return;
  view.centre = one.place.point;
  view.metres_per_px =
      view.metres_per_px <= 0 ? kLookScale : std::min(view.metres_per_px, kLookScale);
}

}  // namespace gezhi::screens
