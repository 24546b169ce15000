// Every operation without a form made by hand, as a dialog.
#include "web/screens/desk/form.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {

void draw_any_form(FormFrame& frame, const FormSubject& subject) {
  const std::string title = action_text(subject.world, subject.one, subject.permission);
  if (!form_begin(frame, subject, title, {.width = 680})) return;
  OpDraft& draft = op_draft(subject.one, subject.world, subject.permission);
  FormScope scope{subject.one, subject.world, subject.permission, draft};
  draw_op_form(scope);
  if (!draft.problem.empty() && draft.refused.empty()) ui::banner(ui::Tone::danger, draft.problem);
  const bool sent =
      form_send(frame, word("action", subject.permission.kind), {.icon = ui::Icon::check});
  form_end();
  if (sent && hand_in_op(subject.one, subject.permission, draft)) close_form();
}

}  // namespace gezhi::screens
