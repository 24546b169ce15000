#include "web/screens/parts/field_form.h"

#include "web/screens/parts/case_details.h"
#include "web/screens/shell.h"

namespace gezhi::screens {

using ui::tr;

void field_form_begin(const std::string& title, const std::string& words, const std::string& reason,
                      bool incomplete) {
  page_begin(title, {.back = true, .footer = ui::kButtonHeight + 2 * ui::kGap}, "/tasks");
  if (reason.empty()) {
    ui::paragraph(words);
  } else {
    ui::banner(ui::Tone::warning, reason);
  }
  if (incomplete) ui::banner(ui::Tone::danger, tr("ui.report.incomplete"));
}

bool field_form_foot(const Case& one, const std::string& label, bool enabled) {
  case_place(one);
  case_clocks(one);
  ui::page_footer_begin();
  const bool pressed = ui::primary_button(label, {.icon = ui::Icon::send, .enabled = enabled});
  ui::page_footer_end();
  return pressed;
}

}  // namespace gezhi::screens
