#include "web/screens/desk/detail.h"

#include "web/here.h"
#include "web/screens/desk/actions.h"
#include "web/screens/desk/form.h"
#include "web/screens/parts/case_details.h"
#include "web/screens/parts/case_rest.h"
#include "web/screens/parts/case_things.h"
#include "web/screens/parts/case_tracks.h"
#include "web/screens/parts/photo_field.h"
#include "web/screens/print/print_page.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

void desk_detail_parts(const Case& one, bool beside_map) {
  case_head(one);
  case_place(one, !beside_map);
  case_marks(one);
  const Permission* set = app::permission(one, OpKind::place_case);
  if (case_place_doubt(one) && set != nullptr) open_form(one, *set);
  case_photos(one);
  case_clocks(one);
  case_things(one);
  case_rectify(one);
  case_mediate(one);
  case_investigate(one);
  case_visits(one);
  case_tasks(one);
  case_rest(one);
  print_buttons(one);
  case_history(one);
}

void desk_detail(const Case& one, const Box& box) {
  const ui::Theme& t = ui::theme();
  const float foot = action_bar_height(one);
  const Box body{box.x, box.y, box.w, box.h - foot};
  ui::push_id(to_text(subject_key(one)));
  ui::scroll_begin("detail", body, 4, ui::tr("ui.desk.detail"));
  ui::space(4);
  desk_detail_parts(one, true);
  ui::space(ui::kGap);
  ui::scroll_end();
  if (foot > 0) {
    const Box bar{box.x, body.bottom(), box.w, foot};
    ui::line(bar.x, bar.y, bar.right(), bar.y, t.line);
    ui::column_begin({bar.x + 4, bar.y, bar.w - 8, bar.h});
    action_bar(one);
    ui::column_end();
  }
  ui::pop_id();
}

}  // namespace gezhi::screens
