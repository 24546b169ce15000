#include "web/screens/case_page.h"

#include "web/here.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_actions.h"
#include "web/screens/parts/case_details.h"
#include "web/screens/parts/case_rest.h"
#include "web/screens/parts/case_things.h"
#include "web/screens/parts/case_tracks.h"
#include "web/screens/print/print_page.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::tr;

void what_it_holds(const Case& one) {
  case_things(one);
  case_rectify(one);
  case_mediate(one);
  case_investigate(one);
  print_buttons(one);
  case_tasks(one);
  case_visits(one);
  case_rest(one);
}

void place_doubt_part(const Case& one) {
  const Permission* set = app::permission(one, OpKind::place_case);
  if (case_place_doubt(one) && set != nullptr) app::open(act_route(one, *set));
}

void draw_columns(const Case& one) {
  ui::panes_begin({3, 2});
  case_head(one);
  case_marks(one);
  place_doubt_part(one);
  case_photos(one);
  what_it_holds(one);
  case_history(one);
  ui::next_pane();
  case_actions(one);
  case_clocks(one);
  case_place(one);
  ui::panes_end();
}

void draw_one_column(const Case& one) {
  case_head(one);
  case_marks(one);
  place_doubt_part(one);
  case_actions(one);
  case_clocks(one);
  case_place(one);
  case_photos(one);
  what_it_holds(one);
  case_history(one);
}

}  // namespace

void draw_case_page() {
  const Case* one = addressed_case();
  if (one == nullptr) return missing_page(tr("ui.case.missing"), tr("ui.case.missing_words"));
  const bool wide = ui::desktop();
  ui::PageOptions options;
  options.back = true;
  options.max_width = wide ? 1240 : 760;
  options.scroll = !wide;
  page_begin(tr("ui.case.title"), options);
  if (wide) {
    draw_columns(*one);
  } else {
    draw_one_column(*one);
  }
  page_end();
  case_action_dialogs();
}

}  // namespace gezhi::screens
