#include "web/screens/parts/edit_field_dialog.h"

#include <array>
#include <string>
#include <vector>

#include "core/cases/ops.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/draft_note.h"

namespace gezhi::screens {
namespace {

using ui::tr;

// What is written by words; a place has its own form.
constexpr std::array kFields = {CaseField::text, CaseField::address, CaseField::root_cause};

// The dialog; what is written in it is a draft of the case.
struct Editing {
  bool open = false;
  SubjectKey ref;
  int field = 0;
  std::string problem;
};

struct Written {
  std::string base;  // what stood on screen when writing began
  std::string value;

  bool is_changed() const { return value != base; }
  template <class V>
  void fields(V& v) {
    bool changed = is_changed();
    v(1, "changed", changed);
    Written none;
    Written& kept = changed ? *this : none;
    v(2, "value", kept.value, app::kTypedMax);
    v(3, "base", kept.base, app::kTypedMax);
  }
};

struct Draft {
  std::array<Written, kFields.size()> written;

  template <class V>
  void fields(V& v) {
    v(1, "text", written[0]);
    v(2, "address", written[1]);
    v(3, "root_cause", written[2]);
  }
};

Editing& editing = platform::of_session<Editing>();
const app::DraftsOf<Draft> drafts("edit");

CaseField field_at(int index) { return kFields[static_cast<std::size_t>(index)]; }

std::vector<std::string> fields_to_edit() {
  std::vector<std::string> words;
  for (const CaseField field : kFields) words.push_back(word("case_field", field));
  return words;
}

// As long as nobody has written anything, a field shows what stands there now.
Draft& draft_of(const Case& one) {
  Draft& draft = drafts.of(app::draft_key(one));
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    Written& written = draft.written[i];
    if (!written.is_changed()) written.base = written.value = field_value(one, kFields[i]);
  }
  return draft;
}

// What was written in the other fields stays a draft.
void save(const Case& one, Written& written) {
  EditField op;
  op.field = field_at(editing.field);
  op.base = written.base;
  op.value = written.value;
  editing.problem = act_on(one, op);
  if (!editing.problem.empty()) return;
  editing.open = false;
  written = {};
}

void draw(const Case& one) {
  Draft& draft = draft_of(one);
  draft_note(drafts, app::draft_key(one));
  ui::choice_chips(tr("field.field"), fields_to_edit(), editing.field, ui::Asked::required);
  Written& written = draft.written[static_cast<std::size_t>(editing.field)];
  ui::push_id(editing.field);
  ui::text_area("edit_value", word("case_field", field_at(editing.field)), written.value,
                {.error = editing.problem,
                 .max_length = characters_of(field_at(editing.field)),
                 .lines = editing.field == 1 ? 2 : 5});
  ui::pop_id();
  if (field_value(one, field_at(editing.field)) != written.base)
    ui::banner(ui::Tone::warning, tr("ui.edit.changed_meanwhile"));
  ui::small_text(tr("ui.edit.words"));
  ui::dialog_footer();
  const ui::ButtonOptions options{.icon = ui::Icon::check, .enabled = written.is_changed()};
  if (ui::primary_button(tr("ui.edit.save"), options)) save(one, written);
}

}  // namespace

bool may_edit_fields(const Case& one) {
  const Permission* permission = app::permission(one, OpKind::edit_field);
  return permission != nullptr && permission->outcome.applied();
}

int characters_of(CaseField field) { return field == CaseField::address ? 80 : 1000; }

std::string_view field_value(const Case& one, CaseField field) {
  switch (field) {
    case CaseField::none:
    case CaseField::place: return {};  // no words
    case CaseField::text: return one.text;
    case CaseField::address: return one.place.address;
    case CaseField::root_cause: return one.root_cause;
  }
  return {};
}

void open_edit_field(const Case& one, CaseField field) {
  editing = {
      true, subject_key(one), field == CaseField::none ? 0 : static_cast<int>(field) - 1, {}};
}

void edit_field_dialog() {
  const Case* found = editing.open ? app::find_case(editing.ref) : nullptr;
  if (found == nullptr) editing.open = false;
  if (!ui::dialog_begin("edit_field", tr("ui.edit.title"), editing.open,
                        {.footer = ui::kButtonHeight + ui::kGap})) {
    return;
  }
  const Case one = *found;  // saving makes the case anew
  draw(one);
  ui::dialog_end();
}

}  // namespace gezhi::screens
