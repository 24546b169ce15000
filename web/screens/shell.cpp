#include "web/screens/shell.h"

#include <algorithm>
#include <vector>

#include "web/here.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/conflicts.h"
#include "web/screens/reviews.h"

namespace gezhi::screens {
namespace {

using app::Work;
using ui::Icon;
using ui::Tone;
using ui::tr;

struct Tab {
  ui::Icon icon;
  std::string_view screen;  // the text is ui.shell.tab_<screen>
};

constexpr Tab kReporterTabs[] = {
    {Icon::plus, "report"}, {Icon::list, "mine"}, {Icon::settings, "settings"}};
constexpr Tab kFieldTabs[] = {
    {Icon::list, "tasks"}, {Icon::plus, "report"}, {Icon::map, "map"}, {Icon::person, "settings"}};
constexpr Tab kDeskTabs[] = {{Icon::desk, "desk"},
                             {Icon::map, "map"},
                             {Icon::document, "overview"},
                             {Icon::plus, "report"},
                             {Icon::settings, "settings"}};
constexpr Tab kSquadTabs[] = {{Icon::check_circle, "sampling"},
                              {Icon::document, "overview"},
                              {Icon::map, "map"},
                              {Icon::desk, "desk"},
                              {Icon::settings, "settings"}};
constexpr Tab kOversightTabs[] = {{Icon::document, "overview"},
                                  {Icon::map, "map"},
                                  {Icon::desk, "desk"},
                                  {Icon::settings, "settings"}};

std::span<const Tab> tabs() {
  switch (app::main_work()) {
    case Work::reporter: return kReporterTabs;
    case Work::field: return kFieldTabs;
    case Work::desk: return kDeskTabs;
    case Work::oversight:
      if (app::acts_as(Roles(Role::supervision_squad))) return kSquadTabs;
      return kOversightTabs;
  }
  return kReporterTabs;
}

std::string label_of(const Tab& tab) {
  if (tab.screen == "sampling") return tr("ui.shell.tab_reviews");
  const bool mine = app::main_work() == Work::field && tab.screen == "settings";
  return tr(mine ? std::string("ui.shell.tab_me") : "ui.shell.tab_" + std::string(tab.screen));
}

// Counted once a generation: the tabs are drawn in every frame.
int cached_reviews() {
  static int& count = platform::of_session<int>();
  static std::uint64_t& of = platform::of_session<std::uint64_t>(UINT64_MAX);
  if (of != app::generation()) count = open_reviews();
  of = app::generation();
  return count;
}

int cached_conflicts() {
  static int& count = platform::of_session<int>();
  static std::uint64_t& of = platform::of_session<std::uint64_t>(UINT64_MAX);
  if (of != app::generation()) count = open_conflicts();
  of = app::generation();
  return count;
}

int badge_of(const Tab& tab) {
  if (tab.screen == "tasks") return static_cast<int>(app::duties().size());
  if (tab.screen == "sampling") return cached_reviews();
  if (tab.screen == "settings") return cached_conflicts();
  return 0;
}

// How this device stands, in one chip: what is unsent comes before how the link is.
void show_unsent(const app::SyncState& state) {
  const std::string count = std::to_string(state.unsent_ops + state.unsent_photos);
  const std::int64_t age_ms = std::max<std::int64_t>(0, app::now() - state.oldest_unsent);
  const bool fresh = state.oldest_unsent.is_none() || age_ms < kMinuteMs;
  const bool sending = state.link == app::Link::busy;
  const std::string key = fresh         ? "ui.shell.unsent"
                          : ui::phone() ? "ui.shell.unsent_short"
                                        : "ui.shell.unsent_since";
  ui::set_status(sending ? Icon::sync : Icon::offline, tr(key, count, app::duration_text(age_ms)),
                 sending ? Tone::info : Tone::warning);
  platform::wake_in(60000);
}

// Not connected, and since when what is on the screen may be old.
std::string waiting_words(TimeMs last) {
  return last.is_none() ? tr("ui.shell.waiting")
                        : tr("ui.shell.waiting_since", app::short_time_text(last));
}

void show_link(const app::SyncState& state) {
  switch (state.link) {
    case app::Link::idle:
      ui::set_status(Icon::check_circle, tr("ui.shell.synced"), Tone::success);
      break;
    case app::Link::busy: ui::set_status(Icon::sync, tr("ui.shell.syncing"), Tone::info); break;
    case app::Link::waiting:
      ui::set_status(Icon::sync, waiting_words(state.last_exchange), Tone::warning);
      break;
    case app::Link::offline:
      ui::set_status(Icon::offline, tr("ui.shell.offline"), Tone::neutral);
      break;
    case app::Link::signed_out:
      ui::set_status(Icon::person, tr("ui.shell.signed_out"), Tone::warning);
      break;
    case app::Link::follower:
      ui::set_status(Icon::info, tr("ui.shell.follower"), Tone::neutral);
      break;
  }
}

void show_state() {
  const app::SyncState& state = app::sync_state();
  if (state.storage_failed) {
    ui::set_status(Icon::danger, tr("ui.shell.storage_failed_short"), Tone::danger);
  } else if (state.unsent_ops + state.unsent_photos > 0) {
    show_unsent(state);
  } else {
    show_link(state);
  }
}

void draw_banners() {
  const app::SyncState& state = app::sync_state();
  const std::string_view screen = app::address().screen;
  const bool on_sync = screen == "sync" || screen == "conflicts";
  if (state.storage_failed &&
      ui::banner(Tone::danger, tr("ui.shell.storage_failed"), tr("ui.shell.export"))) {
    app::export_outbox();
  }
  if (app::session_expired() && app::address().screen != "signin" &&
      ui::banner(Tone::warning, tr("ui.shell.session_expired"), tr("ui.shell.sign_in_again"))) {
    app::open("/signin");
  }
  if (state.refused > 0 && !on_sync &&
      ui::banner(Tone::warning, tr("ui.shell.refused", std::to_string(state.refused)),
                 tr("ui.shell.look"))) {
    app::open("/conflicts");
  }
  if (platform::surroundings().update_ready &&
      ui::banner(Tone::info, tr("ui.shell.update_ready"), tr("ui.shell.update"))) {
    platform::apply_update();
  }
}

}  // namespace

std::string_view home_route() {
  switch (app::main_work()) {
    case Work::reporter: return "/report";
    case Work::field: return "/tasks";
    case Work::desk: return "/desk";
    case Work::oversight: return "/overview";
  }
  return "/report";
}

std::string parent_route(const app::Address& address) {
  const std::string_view screen = address.screen;
  std::string_view argument = address.argument;
  const auto ref = take_subject_key(argument);
  const std::string of_case = ref ? to_text(*ref) : std::string();
  const std::string home(home_route());
  const bool reporter = app::main_work() == Work::reporter;
  if (screen == "act" || screen == "go" || screen == "print") return "/case/" + of_case;
  if (screen == "case" && reporter) return "/mine";
  if (screen == "conflicts") return "/sync";
  if (screen == "sync" || screen == "policy") return "/settings";
  if (screen == "desk" && !of_case.empty() && ui::phone()) return "/desk";
  const bool is_home = screen == "home" || "/" + address.screen == home;
  return is_home ? "" : home;
}

void draw_navigation(std::string_view screen) {
  std::vector<ui::NavItem> items;
  int selected = -1;
  for (const Tab& tab : tabs()) {
    const bool review = screen == "appeals" || screen == "squad_visits";
    const bool here = tab.screen == screen || (tab.screen == "sampling" && review);
    if (here) selected = static_cast<int>(items.size());
    items.push_back({tab.icon, label_of(tab), badge_of(tab)});
  }
  if (selected < 0 && ui::phone()) return;
  const int pressed = ui::nav(items, selected);
  if (pressed < 0) return;
  app::open("/" + std::string(tabs()[static_cast<std::size_t>(pressed)].screen));
}

ui::PageEvents page_begin(std::string_view title, ui::PageOptions options,
                          std::string_view otherwise) {
  show_state();
  const ui::PageEvents events = ui::begin_page(title, options);
  if (events.status) app::open("/sync");
  if (events.back) {
    const std::string parent = parent_route(app::address());
    app::back(!otherwise.empty() ? otherwise : parent.empty() ? home_route() : parent);
  }
  draw_banners();
  return events;
}

void page_end() { ui::end_page(); }

void draw_other_tab() {
  page_begin(tr("ui.tabs.title"));
  ui::empty_state(Icon::info, tr("ui.tabs.open_elsewhere"), tr("ui.tabs.words"));
  // The press itself takes over, as any press on this page does (platform/store.h).
  ui::primary_button(tr("ui.tabs.use_here"), {.icon = Icon::check});
  page_end();
}

void draw_loading() {
  page_begin(tr("ui.common.app"));
  ui::paragraph(tr("ui.common.loading"));
  page_end();
}

void missing_page(std::string_view title, std::string_view words) {
  page_begin(title, {.back = true});
  ui::empty_state(Icon::search, title, words);
  page_end();
}

}  // namespace gezhi::screens
