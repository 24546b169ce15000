#include "web/screens/parts/task_result.h"

#include <string>
#include <vector>

#include "core/cases/ops.h"
#include "web/here.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/draft_note.h"
#include "web/screens/parts/photo_field.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

struct Draft {
  int result = -1;
  std::string text;
  std::vector<Photo> before;
  std::vector<Photo> after;
  std::string problem;
  bool tried = false;

  template <class V>
  void fields(V& v) {
    app::from_minus_one(v, 1, "result", result);
    v(2, "text", text, app::kTypedMax);
    v(3, "before", before);
    v(4, "after", after);
  }
};

const app::DraftsOf<Draft> drafts("result");

void hand_in(const Case& one, const Task& task, Draft& draft) {
  draft.tried = true;
  draft.problem.clear();
  if (draft.result < 0 || draft.text.empty()) return;
  SubmitTask op;
  op.task = task.id;
  op.result = static_cast<ResultKind>(draft.result + 1);
  op.text = draft.text;
  op.photos = draft.before;
  op.photos.insert(op.photos.end(), draft.after.begin(), draft.after.end());
  const std::string key = app::draft_key(one, task.id);  // they are of before when it is done
  draft.problem = act_on(one, op);
  if (!draft.problem.empty()) return;
  const std::string route = "/task/" + app::path_of(one) + "?task=" + to_text(task.id.value);
  drafts.discard(key);
  app::back(route);
}

std::string text_help(const Case& one) {
  const World* world = app::world_of(one);
  const int least = world != nullptr ? world->policy().text_min : 0;
  return tr("ui.result.text_help", std::to_string(least));
}

void fields(const Case& one, Draft& draft) {
  ui::card_begin();
  const auto kinds = words_from("result", ResultKind::resolved_on_scene);
  ui::choice_chips(tr("ui.result.kind"), kinds, draft.result, ui::Asked::required);
  if (draft.tried && draft.result < 0) ui::field_error(tr("ui.result.kind_missing"));
  const bool missing = draft.tried && draft.text.empty();
  ui::text_area("result_text", tr("ui.result.text"), draft.text,
                {.hint = tr("ui.result.text_hint"),
                 .help = text_help(one),
                 .error = missing ? tr("ui.result.text_missing") : draft.problem,
                 .required = true,
                 .max_length = 1000,
                 .lines = 5});
  ui::card_end();
  ui::card_begin();
  ui::heading(tr("photo_kind.before"));
  photo_field(tr("photo_kind.before"), draft.before, PhotoKind::before);
  ui::card_end();
  ui::card_begin();
  ui::heading(tr("photo_kind.after"));
  photo_field(tr("photo_kind.after"), draft.after, PhotoKind::after);
  ui::card_end();
}

}  // namespace

void draw_task_result(const Case& one, const Task& task) {
  Draft& draft = drafts.of(app::draft_key(one, task.id));
  page_begin(
      tr("action.submit_task"),
      {.subtitle = app::case_title(one), .back = true, .footer = ui::kButtonHeight + 2 * ui::kGap},
      "/task/" + app::path_of(one) + "?task=" + to_text(task.id.value));
  const std::string reason = why_not(one, OpKind::submit_task, task.id, when_of_task(task));
  if (!reason.empty()) ui::banner(ui::Tone::warning, reason);
  draft_note(drafts, app::draft_key(one, task.id));
  ui::push_id("result");
  fields(one, draft);
  ui::pop_id();
  ui::page_footer_begin();
  if (ui::primary_button(tr("ui.result.submit"), {.icon = Icon::send, .enabled = reason.empty()}))
    hand_in(one, task, draft);
  ui::page_footer_end();
  page_end();
}

}  // namespace gezhi::screens
