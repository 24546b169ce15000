#include "web/screens/desk/similar.h"

#include <algorithm>

#include "core/cases/world.h"
#include "web/app/data.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {

using ui::tr;

std::vector<Similar> similar_cases(const Case& subject, Nature nature, PointE7 point) {
  std::vector<Similar> found;
  const World* world = app::world_of(subject.id);
  if (world == nullptr) return found;
  const std::int64_t reach_mm = std::int64_t{world->policy().merge_radius_m} * 1000;
  const std::int64_t window_ms = std::int64_t{world->policy().merge_window_days} * kDayMs;
  for (const Case* one : app::all_cases()) {
    if (one->id == subject.id || !(one->shard == subject.shard)) continue;
    if (one->nature != nature || !kOpenStates.has(one->state)) continue;
    const std::int64_t between = one->reported.at - subject.reported.at;
    const Similar similar{one, distance_mm(one->place.point, point), std::max(between, -between)};
    if (similar.distance_mm <= reach_mm && similar.apart_ms <= window_ms) found.push_back(similar);
  }
  std::stable_sort(found.begin(), found.end(), [](const Similar& a, const Similar& b) {
    return a.distance_mm < b.distance_mm;
  });
  return found;
}

std::string similar_text(const Similar& similar) {
  return tr("ui.desk.apart", app::length_text(similar.distance_mm),
            app::duration_text(similar.apart_ms));
}

void similar_list(std::string_view name, const std::vector<Similar>& similar, CaseId& chosen,
                  bool choose) {
  ui::list_begin(name);
  for (const Similar& one : similar) {
    ui::Row row = case_row_of(*one.one);
    row.title = app::open_text(*one.one);
    row.subtitle = similar_text(one);
    row.trailing = "";
    row.selected = choose && chosen == one.one->id;
    row.chevron = false;
    ui::push_id(small_id(one.one->id.value));
    if (ui::list_row(row) && choose) chosen = one.one->id;
    ui::pop_id();
  }
  ui::list_end();
}

}  // namespace gezhi::screens
