// The frame around every screen: the tabs of this person's work, how the device stands with the
// server, and the messages that concern the whole app. A screen draws
//
//   if (page_begin(tr("ui.tasks.title")).action == 0) ...;
//   ...widgets...
//   page_end();
#pragma once

#include <string>
#include <string_view>

#include "web/here.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

// Where this person's work begins: the route of the first tab.
std::string_view home_route();

// The page above this one, to which back leads when it was opened from outside; empty: none, it is
// where the work begins.
std::string parent_route(const app::Address& address);

// The tabs; a press opens its screen. On a phone only on the screens that are tabs themselves.
void draw_navigation(std::string_view screen);

// Begins a page; a press on the sync state opens its screen, back goes to where one came from, else
// to `otherwise` (empty: home). Draws the banners first.
ui::PageEvents page_begin(std::string_view title, ui::PageOptions options = {},
                          std::string_view otherwise = "");
void page_end();

// In place of any page while another tab of this browser is the one that works.
void draw_other_tab();

// In place of any page until what this device holds has been read: no list is empty before, and no form, for
// what is begun in it would take the place of what was typed.
void draw_loading();

// A page of one empty state, for what is not on this device.
void missing_page(std::string_view title, std::string_view words);

}  // namespace gezhi::screens
