// The scaffold of a screen: app bar, navigation, one scrolling page, a footer for its main action.
//
//   ui::begin_frame();
//   int chosen = ui::nav(items, selected);             // once, before the page
//   auto page = ui::begin_page(tr("ui.tasks.title"));
//   ...widgets...
//   ui::end_page();
//   ui::end_frame();
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "web/theme.h"
#include "web/widgets/icons.h"
#include "web/widgets/words.h"

namespace gezhi::ui {

void begin_frame();
void end_frame();

struct NavItem {
  Icon icon = Icon::none;
  Words label;
  int badge = 0;  // 0: none
};
// Tab bar at the bottom of a phone (at most five), a rail at the left of the desktop.
// The pressed one, or -1. Without nav() a page has no navigation (sign in).
int nav(std::span<const NavItem> items, int selected);

// Always in sight at the right of the app bar: whether all is handed in. Kept until set again.
void set_status(Icon icon, std::string_view words, Tone tone);

struct PageAction {
  Icon icon = Icon::none;
  Words name;
};
struct PageOptions {
  Words subtitle;
  bool back = false;
  std::span<const PageAction> actions;
  float max_width = 760;  // of the column on the desktop; 0: all there is
  bool scroll = true;     // false: the page fills the screen (map, panes)
  float footer = 0;       // height kept for page_footer_begin()
  float padding = kGapWide;
  // What the page and its scroll positions are known by, instead of title and route: for a title that
  // changes while one reads, and for a route that names what is chosen in a list of the page.
  Words known_by;
};
struct PageEvents {
  bool back = false;
  bool status = false;
  int action = -1;
};
PageEvents begin_page(std::string_view title, const PageOptions& options = {});
void end_page();

// After the content: what stays at the bottom. Height: PageOptions::footer.
void page_footer_begin();
void page_footer_end();

void page_to_top();

// Where the page's content ends and footer or tabs begin: toasts stand above it.
float page_bottom();

}  // namespace gezhi::ui
