#include "web/screens/parts/on_the_spot.h"

#include "core/cases/wording.h"
#include "web/here.h"
#include "web/screens/parts/photo_field.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

using ui::Tone;
using ui::tr;

std::string why_not_on_the_spot(const World* world, Nature nature, Restricted restricted,
                                bool danger) {
  if (danger) return tr("ui.spot.danger");
  if (restricted != Restricted::none) return tr("ui.spot.restricted");
  const bool simple = world != nullptr && world->policy().simple_natures.has(nature);
  return simple ? std::string() : tr("refusal.not_simple");
}

bool is_complete(const OnTheSpot& form) {
  return !form.on || (is_said(form.text) && !form.before.empty() && !form.after.empty());
}

void on_the_spot_card(OnTheSpot& form, const std::string& why_not, bool tried) {
  ui::card_begin();
  ui::toggle(tr("ui.spot.toggle"), form.on, tr("ui.spot.words"));
  if (form.on && !why_not.empty()) ui::banner(Tone::warning, why_not);
  if (form.on) {
    const bool missing = tried && !is_said(form.text);
    ui::text_area("spot_text", tr("ui.spot.text"), form.text,
                  {.hint = tr("ui.spot.text_hint"),
                   .error = missing ? tr("ui.spot.text_missing") : std::string(),
                   .required = true,
                   .max_length = 1000,
                   .lines = 3});
    ui::heading(tr("ui.spot.before"), 3);
    photo_field(tr("ui.spot.before"), form.before, PhotoKind::before);
    if (tried && form.before.empty()) ui::field_error(tr("ui.spot.before_missing"));
    ui::heading(tr("ui.spot.after"), 3);
    photo_field(tr("ui.spot.after"), form.after, PhotoKind::after);
    if (tried && form.after.empty()) ui::field_error(tr("ui.spot.after_missing"));
  }
  ui::card_end();
}

SettleOnSpot settle_on_spot(const OnTheSpot& form, ReportCase report) {
  SettleOnSpot op;
  op.report = std::move(report);
  op.text = form.text;
  op.photos = form.before;
  op.photos.insert(op.photos.end(), form.after.begin(), form.after.end());
  return op;
}

}  // namespace gezhi::screens
