#include "web/screens/visit.h"

#include <string>
#include <vector>

#include "core/cases/ops.h"
#include "core/cases/wording.h"
#include "web/here.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_details.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/contact_dialog.h"
#include "web/screens/parts/draft_note.h"
#include "web/screens/parts/field_form.h"
#include "web/screens/parts/photo_field.h"
#include "web/screens/parts/presence.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

struct Draft {
  int settled = -1;  // 0 confirmed, 1 not
  int reason = -1;
  int satisfaction = -1;
  std::string text;
  std::vector<Photo> photos;
  Fix fix;
  std::string problem;
  bool tried = false;

  template <class V>
  void fields(V& v) {
    app::from_minus_one(v, 1, "settled", settled);
    app::from_minus_one(v, 2, "reason", reason);
    app::from_minus_one(v, 3, "satisfaction", satisfaction);
    v(4, "text", text, app::kTypedMax);
    v(5, "photos", photos);
  }
};

const app::DraftsOf<Draft> drafts("visit");

bool complete(const Draft& draft) {
  return draft.settled >= 0 && draft.satisfaction >= 0 && is_said(draft.text) &&
         (draft.settled == 0 || draft.reason >= 0);
}

void hand_in(const Case& one, Draft& draft) {
  draft.tried = true;
  draft.problem.clear();
  if (!complete(draft)) return;
  VisitResult op;
  op.confirmed = draft.settled == 0;
  if (!op.confirmed) op.reason = static_cast<ReworkReason>(draft.reason + 1);
  op.satisfaction = static_cast<Satisfaction>(draft.satisfaction);
  op.text = draft.text;
  op.photos = draft.photos;
  app::take_fix(draft.fix);
  op.fix = draft.fix;
  const std::string key = app::draft_key(one);  // `one` is of before when it is done
  draft.problem = act_on(one, op);
  if (!draft.problem.empty()) return;
  drafts.discard(key);
  app::back("/tasks");
}

void say_missing(bool missing, std::string_view key) {
  if (missing) ui::field_error(tr(key));
}

void form(const Case& one, Draft& draft) {
  ui::heading(tr("action.visit_result"));
  ui::card_begin();
  const std::vector<std::string> answers = {tr("ui.visit.confirmed"), tr("ui.visit.not_confirmed")};
  ui::segmented(tr("ui.visit.settled"), answers, draft.settled, ui::Asked::required);
  say_missing(draft.tried && draft.settled < 0, "ui.visit.settled_missing");
  if (draft.settled == 1) {
    ui::choice_chips(tr("ui.visit.reason"), words_from("rework_reason", ReworkReason::not_done),
                     draft.reason, ui::Asked::required);
    say_missing(draft.tried && draft.reason < 0, "ui.visit.reason_missing");
  }
  ui::choice_chips(tr("field.satisfaction"), words_from("satisfaction", Satisfaction::not_asked),
                   draft.satisfaction, ui::Asked::required);
  say_missing(draft.tried && draft.satisfaction < 0, "ui.visit.satisfaction_missing");
  if (one.has_contact && ui::secondary_button(tr("action.read_contact"), {.icon = Icon::phone}))
    open_contact(subject_key(one));
  const bool missing = draft.tried && !is_said(draft.text);
  ui::text_area(
      "visit_text", tr("ui.visit.text"), draft.text,
      {.hint = tr(draft.satisfaction == 0 ? "ui.visit.text_hint_not_asked" : "ui.visit.text_hint"),
       .error = missing ? tr("ui.visit.text_missing") : draft.problem,
       .required = true,
       .max_length = 1000,
       .lines = 4});
  presence_field(one, draft.fix);
  ui::heading(tr("ui.visit.photos"), 3);
  photo_field(tr("ui.visit.photos"), draft.photos, PhotoKind::after);
  ui::card_end();
}

// Confirming or not are two rows of THE TABLE; the answer given decides which one must be allowed.
std::string reason_against(const Case& one, const Draft& draft) {
  return why_not(one, OpKind::visit_result, {},
                 draft.settled == 1 ? When::not_confirmed : When::confirmed);
}

}  // namespace

void draw_visit() {
  const Case* one = addressed_case();
  if (one == nullptr) return missing_page(tr("ui.case.missing"), tr("ui.case.missing_words"));
  Draft& draft = drafts.of(app::draft_key(*one));
  const std::string reason = reason_against(*one, draft);
  field_form_begin(tr("ui.visit.title"), tr("ui.visit.words"), reason,
                   draft.tried && !complete(draft));
  draft_note(drafts, app::draft_key(*one));
  case_head(*one);
  case_photos(*one);
  case_tasks(*one);
  form(*one, draft);
  if (field_form_foot(*one, tr("ui.visit.submit"), reason.empty())) hand_in(*one, draft);
  page_end();
  contact_dialog();
}

}  // namespace gezhi::screens
