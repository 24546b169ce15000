// Filing: nature and category, the place when it must be corrected, and before all what may be the
// same matter. And merging into one of those.
#include <map>

#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/desk/form.h"
#include "web/screens/desk/similar.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/categories.h"
#include "web/screens/parts/draft_note.h"
#include "web/screens/parts/place_form.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

struct FileForm {
  int nature = 0;
  int category = -1;
  bool correct_place = false;
  PlaceForm place;
  Place seen;  // where it lay when the form was opened
  std::string text;
  std::string problem;

  template <class V>
  void fields(V& v) {
    v(1, "nature", nature);
    app::from_minus_one(v, 2, "category", category);
    v(3, "correct_place", correct_place);
    v(4, "place", place);
    v(5, "text", text, app::kTypedMax);
    v(6, "seen", seen);
  }
};

const app::DraftsOf<FileForm> drafts("file");

FileForm& file_form(const Case& one) {
  FileForm& form = drafts.of(app::draft_key(one), [&one] {
    FileForm begun;
    begun.nature = static_cast<int>(one.nature);
    begun.category = category_index(one.nature, one.category);
    begun.seen = one.place;
    begun.correct_place = one.place.outside_known_grids;
    begin_correction(begun.place, one.place);
    return begun;
  });
  go_on_correcting(form.place, one.place);
  return form;
}

void show_similar(const FormSubject& subject, Nature nature, PointE7 point) {
  const std::vector<Similar> found = similar_cases(subject.one, nature, point);
  ui::heading(tr("ui.desk.similar", std::to_string(found.size())), 3);
  if (found.empty()) {
    ui::small_text(tr("ui.desk.similar_none", std::to_string(subject.world.policy().merge_radius_m),
                      std::to_string(subject.world.policy().merge_window_days)));
  } else {
    ui::small_text(tr("ui.desk.similar_help"));
    CaseId none;
    similar_list(tr("ui.desk.similar_list"), found, none, false);
  }
  ui::divider();
}

void choose_kind(FileForm& form) {
  ui::row_begin({1, 1});
  if (ui::select(tr("field.nature"), words_from("nature", Nature::other), form.nature)) {
    form.category = -1;
  }
  ui::next_cell();
  ui::select(tr("field.category"), category_words(static_cast<Nature>(form.nature)), form.category,
             tr("ui.desk.category_hint"));
  ui::row_end();
}

void choose_place(const FormSubject& subject, FileForm& form) {
  const Place& place = subject.one.place;
  ui::key_values({{tr("field.place"), app::place_text(subject.world, place)}});
  if (place.outside_known_grids && !form.place.chosen) {
    const bool beyond = app::is_beyond_district(place);
    ui::banner(Tone::warning, beyond ? tr("ui.desk.place_beyond", app::district_name())
                                     : tr("ui.desk.place_outside"));
  }
  ui::toggle(tr("ui.desk.correct_place"), form.correct_place);
  if (form.correct_place) place_form(form.place);
}

FileCase op_of(const FileForm& form) {
  FileCase op;
  op.nature = static_cast<Nature>(form.nature);
  op.category = category_of(op.nature, form.category);
  op.duplicates_shown = true;  // they stand at the top of the form
  if (form.correct_place && form.place.chosen) {
    op.place = form.place.place;  // drawn: settled
    op.base = form.seen;
  }
  op.text = form.text;
  return op;
}

}  // namespace

void draw_file_form(FormFrame& frame, const FormSubject& subject) {
  FileForm& form = file_form(subject.one);
  if (!form_begin(frame, subject, tr("action.file_case"), {.width = 680})) return;
  draft_note(drafts, app::draft_key(subject.one));
  const bool moved = form.correct_place && form.place.chosen;
  const PointE7 point = moved ? form.place.place.point : subject.one.place.point;
  show_similar(subject, static_cast<Nature>(form.nature), point);
  choose_kind(form);
  choose_place(subject, form);
  ui::text_area("text", tr("ui.desk.file_case_label"), form.text, {.max_length = 1200, .lines = 2});
  if (!form.problem.empty()) ui::banner(Tone::danger, form.problem);
  const bool sent = form_send(frame, tr("action.file_case"), {.icon = Icon::document});
  form_end();
  const std::string key = app::draft_key(subject.one);
  if (sent && form_submit(subject, op_of(form), form.problem)) drafts.discard(key);
}

void draw_merge_form(FormFrame& frame, const FormSubject& subject) {
  static auto& chosen = platform::of_session<std::map<CaseId, CaseId>>();
  CaseId& into = chosen[subject.one.id];
  FormTexts& form = form_texts(subject);
  if (!form_begin(frame, subject, tr("action.merge_case"),
                  {.width = 680, .explains = into.is_nil()}))
    return;
  const std::vector<Similar> found =
      similar_cases(subject.one, subject.one.nature, subject.one.place.point, true);
  if (found.empty()) {
    ui::empty_state(
        Icon::search, tr("ui.desk.merge_none"),
        tr("ui.desk.similar_none", std::to_string(subject.world.policy().merge_radius_m),
           std::to_string(subject.world.policy().merge_window_days)));
    form_end();
    return;
  }
  ui::small_text(tr("ui.desk.merge_help"));
  similar_list(tr("field.into"), found, into, true);
  const auto events =
      ui::text_area("text", tr("field.reason"), form.text,
                    {.error = form.problem, .required = true, .max_length = 600, .lines = 2});
  if (events.changed) form.problem.clear();
  const bool sent =
      form_send(frame, tr("action.merge_case"),
                {.icon = Icon::list,
                 .enabled = !into.is_nil(),
                 .why_not = into.is_nil() ? tr("ui.desk.merge_choose") : std::string()});
  form_end();
  if (sent) form_submit(subject, MergeCase{into, form.text}, form.problem);
}

}  // namespace gezhi::screens
