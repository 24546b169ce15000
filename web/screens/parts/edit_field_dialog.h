// Correcting a field of a case: its words, its address, the root cause. What stood on screen when
// editing began goes along as the base, so that nobody overwrites what they have not seen.
//
//   if (may_edit_fields(one) && ui::secondary_button(...)) open_edit_field(one);
//   page_end(); edit_field_dialog();
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

bool may_edit_fields(const Case& one);
// How many characters it holds.
int characters_of(CaseField field);
std::string_view field_value(const Case& one, CaseField field);

void open_edit_field(const Case& one, CaseField field = CaseField::text);

// Draws the dialog while it is open; call after the page.
void edit_field_dialog();

}  // namespace gezhi::screens
