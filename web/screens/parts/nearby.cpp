#include "web/screens/parts/nearby.h"

#include "web/here.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/photo_field.h"
#include "web/widgets/wrong_fields.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

bool nearby_card(const SimilarCase& near, std::string_view not_so) {
  const Case& one = *near.one;
  ui::card_begin();
  ui::text(one.text, {.weight = ui::Weight::strong, .max_lines = 3});
  ui::small_text(tr("ui.nearby.apart", app::length_text(near.distance_mm),
                    app::duration_text(near.apart_ms), app::number_text(one)));
  ui::chips({case_chip(one)});
  if (!one.photos.empty()) photo_view(tr("ui.report.photos"), one.photos);
  const std::string reason = why_not(one, OpKind::add_note);
  bool same = false;
  if (!not_so.empty() || !reason.empty())
    ui::small_text(tr(not_so.empty() ? "ui.nearby.only_report" : not_so));
  else
    same = ui::secondary_button(tr("ui.nearby.same"), {.icon = Icon::check}) && ui::try_form();
  ui::card_end();
  return same;
}

}  // namespace

std::vector<SimilarCase> nearby_cases(const World& world, Nature nature, PointE7 point,
                                      std::size_t most) {
  std::vector<SimilarCase> found;
  for (const SimilarCase& one : similar_cases(world, {nature, point, app::now()})) {
    const bool shown = one.how == Likeness::duplicate && one.one->restricted == Restricted::none;
    if (shown && found.size() < most) found.push_back(one);
  }
  return found;
}

const Case* nearby_cards(const std::vector<SimilarCase>& found, std::string_view not_so) {
  const Case* same = nullptr;
  for (const SimilarCase& near : found) {
    ui::push_id(small_id(*near.one));
    if (nearby_card(near, not_so)) same = near.one;
    ui::pop_id();
  }
  return same;
}

}  // namespace gezhi::screens
