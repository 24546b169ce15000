#include "web/screens/parts/edit_field_dialog.h"

#include <array>
#include <string>
#include <vector>

#include "core/cases/ops.h"
#include "web/app/data.h"
#include "web/platform/session.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::tr;

// What is written by words; a place has its own form.
constexpr std::array kFields = {CaseField::text, CaseField::address, CaseField::root_cause};

struct Editing {
  bool open = false;
  CaseId id;
  int field = 0;
  std::array<std::string, kFields.size()> base;
  std::array<std::string, kFields.size()> value;
  std::string problem;
};

Editing& editing = platform::of_session<Editing>();

CaseField field_at(int index) { return kFields[static_cast<std::size_t>(index)]; }

std::vector<std::string> fields_to_edit() {
  std::vector<std::string> words;
  for (const CaseField field : kFields) words.push_back(word("case_field", field));
  return words;
}

void save(const Case& one) {
  const auto at = static_cast<std::size_t>(editing.field);
  EditField op;
  op.field = field_at(editing.field);
  op.base = editing.base[at];
  op.value = editing.value[at];
  editing.problem = act_on(one, op);
  if (editing.problem.empty()) editing.open = false;
}

void draw(const Case& one) {
  const auto at = static_cast<std::size_t>(editing.field);
  ui::choice_chips(tr("field.field"), fields_to_edit(), editing.field, ui::Asked::required);
  ui::push_id(editing.field);
  ui::text_area("edit_value", word("case_field", field_at(editing.field)), editing.value[at],
                {.error = editing.problem,
                 .max_length = editing.field == 1 ? 80 : 1000,
                 .lines = editing.field == 1 ? 2 : 5});
  ui::pop_id();
  if (field_value(one, field_at(editing.field)) != editing.base[at])
    ui::banner(ui::Tone::warning, tr("ui.edit.changed_meanwhile"));
  ui::small_text(tr("ui.edit.words"));
  ui::dialog_footer();
  const bool changed = editing.value[at] != editing.base[at];
  if (ui::primary_button(tr("ui.edit.save"), {.icon = ui::Icon::check, .enabled = changed}))
    save(one);
}

}  // namespace

bool may_edit_fields(const Case& one) {
  const Permission* permission = app::permission(one.id, OpKind::edit_field);
  return permission != nullptr && permission->outcome.applied();
}

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
  editing = Editing{};
  editing.open = true;
  editing.id = one.id;
  editing.field = field == CaseField::none ? 0 : static_cast<int>(field) - 1;
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    editing.base[i] = field_value(one, field_at(static_cast<int>(i)));
    editing.value[i] = editing.base[i];
  }
}

void edit_field_dialog() {
  const Case* found = editing.open ? app::find_case(editing.id) : nullptr;
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
