#include "web/screens/registry.h"

#include <string_view>

#include "web/here.h"
#include "web/platform/device.h"
#include "web/screens/case_page.h"
#include "web/screens/conflicts.h"
#include "web/screens/desk.h"
#include "web/screens/forms/act_page.h"
#include "web/screens/map_screen.h"
#include "web/screens/my_reports.h"
#include "web/screens/my_tasks.h"
#include "web/screens/navigation.h"
#include "web/screens/overview.h"
#include "web/screens/policy/policy_page.h"
#include "web/screens/print/print_page.h"
#include "web/screens/report.h"
#include "web/screens/reviews.h"
#include "web/screens/settings.h"
#include "web/screens/shell.h"
#include "web/screens/sign_in.h"
#include "web/screens/sync.h"
#include "web/screens/task_page.h"
#include "web/screens/verification.h"
#include "web/screens/visit.h"
#include "web/widgets/page.h"

namespace gezhi::screens {
namespace {

// The argument of the address, where there is one, is a case's or a task's id.
struct Screen {
  std::string_view name;
  void (*draw)();
};

// clang-format off: one screen a line
constexpr Screen kScreens[] = {
    {"report", draw_report},
    {"mine", draw_my_reports},
    {"case", draw_case_page},
    {"act", draw_act_page},
    {"tasks", draw_my_tasks},
    {"task", draw_task_page},
    {"go", draw_navigation_page},
    {"verify", draw_verification},
    {"visit", draw_visit},
    {"print", draw_print_page},
    {"sampling", draw_sampling},
    {"appeals", draw_appeals},
    {"squad_visits", draw_squad_visits},
    {"policy", draw_policy},
    {"sync", draw_sync},
    {"conflicts", draw_conflicts},
    {"settings", draw_settings},
    {"signin", draw_sign_in},
    {"desk", draw_desk},
    {"map", draw_map},
    {"overview", draw_overview},
};
// clang-format on

const Screen* screen_of(std::string_view name) {
  for (const Screen& screen : kScreens) {
    if (screen.name == name) return &screen;
  }
  return nullptr;
}

// A page opened from outside, by a link or a notice: back leads to its parent, not out of the app.
void stand_on_parent() {
  static bool done = false;  // of the device: once a start
  if (done) return;
  done = true;
  const std::string parent = parent_route(app::address());
  if (platform::route_depth() == 0 && !parent.empty()) platform::put_below(parent);
}

void draw_addressed() {
  stand_on_parent();
  const Screen* screen = screen_of(app::address().screen);
  if (screen == nullptr) screen = screen_of(home_route().substr(1));
  draw_navigation(screen->name);
  // A report too: what was begun there would be written over by what is begun here.
  if (platform::surroundings().follower) return draw_other_tab();
  app::drafts_are_here() ? screen->draw() : draw_loading();
}

}  // namespace

void draw() {
  ui::begin_frame();
  if (app::signed_in()) {
    draw_addressed();
  } else {
    draw_sign_in();
  }
  ui::end_frame();
}

}  // namespace gezhi::screens
