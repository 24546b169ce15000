#include "web/screens/settings.h"

#include <string>
#include <vector>

#include "web/frame/page.h"
#include "web/here.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/session.h"
#include "web/screens/conflicts.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/urgent.h"
#include "web/screens/reviews.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

bool& leaving = platform::of_session<bool>();

std::string grant_text(const Grant& grant) {
  const World* world = app::street_world(grant.shard);
  if (world != nullptr) {
    const std::string words = app::actor_text(*world, grant.role, grant.unit);
    return grant.grid.is_none() ? words : words + " · " + app::grid_name(*world, grant.grid);
  }
  return word("role", grant.role);
}

void account_card() {
  ui::card_begin();
  ui::heading(app::account().label);
  if (app::account().demo) ui::chips({{tr("ui.settings.demo"), Tone::warning, Icon::info}});
  for (const Grant& grant : app::account().grants) ui::paragraph(grant_text(grant));
  ui::card_end();
}

void own_rows() {
  ui::list_begin(tr("ui.settings.mine"));
  const auto mine = std::to_string(app::my_reports().size());
  if (ui::list_row({.icon = Icon::document, .title = tr("ui.mine.title"), .trailing = mine}))
    app::open("/mine");
  const app::SyncState& state = app::sync_state();
  const auto unsent = std::to_string(state.unsent_ops + state.unsent_photos);
  if (ui::list_row({.icon = Icon::sync,
                    .title = tr("ui.sync.title"),
                    .trailing = tr("ui.shell.unsent", unsent)}))
    app::open("/sync");
  const app::PackStatus& map = app::pack_status();
  const std::string size = map.bytes > 0 ? app::size_text(map.bytes) : tr("ui.pack.not_here");
  if (ui::list_row({.icon = Icon::map, .title = tr("ui.pack.title"), .trailing = size}))
    app::open("/sync");
  if (ui::list_row({.icon = Icon::warning,
                    .title = tr("ui.conflicts.title"),
                    .trailing = std::to_string(open_conflicts())}))
    app::open("/conflicts");
  if (may_review() && ui::list_row({.icon = Icon::check_circle,
                                    .title = tr("ui.reviews.which"),
                                    .trailing = std::to_string(open_reviews())}))
    app::open("/sampling");
  const bool of_street =
      app::main_work() == app::Work::desk || app::main_work() == app::Work::oversight;
  if (of_street && ui::list_row({.icon = Icon::settings, .title = tr("ui.settings.policy")}))
    app::open("/policy");
  ui::list_end();
}

void look_card() {
  ui::heading(tr("ui.settings.look"));
  ui::card_begin();
  const std::vector<std::string> languages = {"中文", "English"};
  int language = ui::language() == ui::Language::zh ? 0 : 1;
  ui::small_text(tr("ui.settings.language"));
  if (ui::segmented(tr("ui.settings.language"), languages, language)) {
    platform::set_setting("language", language == 0 ? "zh" : "en");
    ui::use_language(language == 0 ? ui::Language::zh : ui::Language::en);
  }
  static const char* const kSchemes[] = {"", "light", "dark", "contrast"};
  const std::string kept = platform::setting("scheme");
  int scheme = 0;
  for (int i = 0; i < 4; ++i) {
    if (kept == kSchemes[i]) scheme = i;
  }
  const std::vector<std::string> schemes = {
      tr("ui.settings.scheme_device"), tr("ui.settings.scheme_light"),
      tr("ui.settings.scheme_dark"), tr("ui.settings.scheme_contrast")};
  ui::small_text(tr("ui.settings.scheme"));
  if (ui::segmented(tr("ui.settings.scheme"), schemes, scheme)) {
    platform::set_setting("scheme", kSchemes[scheme]);
    const platform::Surroundings& around = platform::surroundings();
    const ui::Scheme of_device = around.contrast ? ui::Scheme::contrast
                                 : around.dark   ? ui::Scheme::dark
                                                 : ui::Scheme::light;
    ui::use_scheme(scheme == 0 ? of_device : static_cast<ui::Scheme>(scheme - 1));
  }
  ui::small_text(tr("ui.common.text_size"));
  ui::text_size_choice();
  ui::card_end();
}

// A notice of the system is asked for when a duty begins, or here.
void notice_card() {
  ui::heading(tr("ui.news.title"));
  ui::card_begin();
  bool sound = sound_is_on();
  if (ui::toggle(tr("ui.news.sound"), sound, tr("ui.news.sound_words"))) {
    set_sound(sound);
    if (sound) platform::play_tone(false);
  }
  const platform::MayNotify may = platform::may_notify();
  if (may == platform::MayNotify::unasked &&
      ui::secondary_button(tr("ui.news.allow"), {.icon = Icon::bell}))
    platform::ask_to_notify();
  ui::small_text(tr(may == platform::MayNotify::yes       ? "ui.news.allowed"
                    : may == platform::MayNotify::unasked ? "ui.news.unasked"
                                                          : "ui.news.not_allowed"));
  ui::card_end();
}

void privacy_card() {
  ui::heading(tr("ui.settings.privacy"));
  ui::card_begin();
  for (const char* key :
       {"ui.settings.privacy_place", "ui.settings.privacy_contact", "ui.settings.privacy_photos",
        "ui.settings.privacy_roles", "ui.settings.privacy_people", "ui.settings.privacy_refused"}) {
    ui::paragraph(tr(key));
  }
  ui::card_end();
}

void leave_card() {
  ui::card_begin();
  if (ui::secondary_button(tr("ui.settings.sign_out"), {.icon = Icon::logout})) leaving = true;
  ui::small_text(tr("ui.settings.version", GEZHI_VERSION));
  ui::card_end();
}

void leave_dialog() {
  const app::SyncState& state = app::sync_state();
  const std::int32_t unsent = state.unsent_ops + state.unsent_photos;
  const std::string words = unsent > 0 ? tr("ui.settings.leave_unsent", std::to_string(unsent))
                                       : tr("ui.settings.leave_words");
  const int answer =
      ui::confirm("leave", tr("ui.settings.sign_out"), words, tr("ui.settings.sign_out"),
                  tr("ui.common.cancel"), leaving, unsent > 0);
  if (answer == 1) app::sign_out();
}

}  // namespace

void draw_settings() {
  page_begin(tr(app::main_work() == app::Work::field ? "ui.shell.tab_me" : "ui.settings.title"));
  account_card();
  own_rows();
  look_card();
  notice_card();
  privacy_card();
  ui::card_begin();
  ui::small_text(tr("ui.urgent.not_emergency"));
  urgent_numbers();
  ui::card_end();
  leave_card();
  page_end();
  leave_dialog();
}

}  // namespace gezhi::screens
