#include "web/screens/verification.h"

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
  int found = -1;
  std::string text;
  std::vector<Photo> photos;
  Fix fix;
  std::string problem;
  bool tried = false;

  template <class V>
  void fields(V& v) {
    app::from_minus_one(v, 1, "found", found);
    v(2, "text", text, app::kTypedMax);
    v(3, "photos", photos);
  }
};

const app::DraftsOf<Draft> drafts("verification");

bool complete(const Draft& draft) { return draft.found >= 0 && is_said(draft.text); }

void hand_in(const Case& one, Draft& draft) {
  draft.tried = true;
  draft.problem.clear();
  if (!complete(draft)) return;
  VerifyResult op;
  op.found = static_cast<Verified>(draft.found + 1);
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

void form(const Case& one, Draft& draft) {
  ui::heading(tr("action.verify_result"));
  ui::card_begin();
  ui::choice_chips(tr("field.found"), words_from("verified", Verified::exists), draft.found,
                   ui::Asked::required);
  if (draft.tried && draft.found < 0) ui::field_error(tr("ui.verify.found_missing"));
  const bool missing = draft.tried && !is_said(draft.text);
  ui::text_area("verify_text", tr("ui.verify.text"), draft.text,
                {.hint = tr("ui.verify.text_hint"),
                 .error = missing ? tr("ui.verify.text_missing") : draft.problem,
                 .required = true,
                 .max_length = 1000,
                 .lines = 4});
  presence_field(one, draft.fix);
  ui::heading(tr("ui.verify.photos"), 3);
  photo_field(tr("ui.verify.photos"), draft.photos, PhotoKind::other);
  ui::card_end();
}

}  // namespace

void draw_verification() {
  const Case* one = addressed_case();
  if (one == nullptr) return missing_page(tr("ui.case.missing"), tr("ui.case.missing_words"));
  Draft& draft = drafts.of(app::draft_key(*one));
  const std::string reason = why_not(*one, OpKind::verify_result);
  field_form_begin(tr("ui.verify.title"), tr("ui.verify.words"), reason,
                   draft.tried && !complete(draft));
  draft_note(drafts, app::draft_key(*one));
  case_head(*one);
  case_photos(*one);
  form(*one, draft);
  if (field_form_foot(*one, tr("ui.verify.submit"), reason.empty())) hand_in(*one, draft);
  page_end();
}

}  // namespace gezhi::screens
