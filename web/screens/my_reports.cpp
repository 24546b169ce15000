#include "web/screens/my_reports.h"

#include <vector>

#include "web/app/data.h"
#include "web/app/routes.h"
#include "web/app/submit.h"
#include "web/app/sync_state.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

void list_of(std::string_view name, const std::vector<const Case*>& cases, bool final) {
  std::vector<const Case*> some;
  for (const Case* one : cases) {
    if (kFinalStates.has(one->state) == final) some.push_back(one);
  }
  if (some.empty()) return;
  ui::heading(name);
  ui::list_begin(name);
  for (const Case* one : some) {
    if (case_row(*one)) app::open_case(one->id);
    keep_clock_moving(next_clock(*one));
  }
  ui::list_end();
}

}  // namespace

void draw_my_reports() {
  page_begin(tr("ui.mine.title"));
  const std::vector<const Case*> cases = app::my_reports();
  if (cases.empty()) {
    ui::empty_state(Icon::document, tr("ui.mine.none"), tr("ui.mine.none_words"));
    if (ui::primary_button(tr("ui.mine.report"), {.icon = Icon::plus})) app::open("/report");
  } else {
    list_of(tr("ui.mine.open"), cases, false);
    list_of(tr("ui.mine.finished"), cases, true);
  }
  page_end();
}

}  // namespace gezhi::screens
