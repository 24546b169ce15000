#include "web/screens/parts/nearby.h"

#include <algorithm>

#include "web/app/data.h"
#include "web/app/photos.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

bool fits(const Case& one, const World& world, Nature nature) {
  return one.shard == world.shard() && one.nature == nature && kOpenStates.has(one.state) &&
         one.restricted == Restricted::none && !one.place.point.is_none();
}

bool nearby_card(const Nearby& near) {
  const Case& one = *near.one;
  ui::card_begin();
  ui::text(one.text, {.weight = ui::Weight::strong, .max_lines = 3});
  ui::small_text(tr("ui.nearby.apart", app::length_text(near.distance_mm),
                    app::duration_text(near.age_ms), app::number_text(one)));
  ui::chips({case_chip(one)});
  if (!one.photos.empty()) app::photo_view(tr("ui.report.photos"), one.photos);
  const std::string reason = why_not(one, OpKind::add_note);
  bool same = false;
  if (reason.empty())
    same = ui::secondary_button(tr("ui.nearby.same"), {.icon = Icon::check});
  else
    ui::small_text(tr("ui.nearby.only_report"));
  ui::card_end();
  return same;
}

}  // namespace

std::vector<Nearby> nearby_cases(const World& world, Nature nature, PointE7 point,
                                 std::size_t most) {
  const std::int64_t reach_mm = std::int64_t{world.policy().merge_radius_m} * 1000;
  const std::int64_t window_ms = std::int64_t{world.policy().merge_window_days} * kDayMs;
  std::vector<Nearby> found;
  for (const Case* one : app::all_cases()) {
    if (!fits(*one, world, nature)) continue;
    const Nearby near{one, distance_mm(one->place.point, point),
                      std::max<std::int64_t>(0, app::now() - one->reported.at)};
    if (near.distance_mm <= reach_mm && near.age_ms <= window_ms) found.push_back(near);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Nearby& a, const Nearby& b) { return a.distance_mm < b.distance_mm; });
  if (found.size() > most) found.resize(most);
  return found;
}

const Case* nearby_cards(const std::vector<Nearby>& found) {
  const Case* same = nullptr;
  for (const Nearby& near : found) {
    ui::push_id(small_id(near.one->id.value));
    if (nearby_card(near)) same = near.one;
    ui::pop_id();
  }
  return same;
}

}  // namespace gezhi::screens
