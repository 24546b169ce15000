#include "web/frame/page.h"

#include <algorithm>

#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/mirror.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"
#include "web/widgets/overlay.h"

namespace gezhi {

using ui::tr;

void BrowserPage::wake() { platform::wake(); }
void BrowserPage::wake_in(int ms) { platform::wake_in(ms); }
void BrowserPage::replace(std::string_view route) { platform::replace_route(route); }
void BrowserPage::ask_to_notify() { platform::ask_to_notify(); }
void BrowserPage::log_error(std::string_view message) { platform::log_error(message); }
void BrowserPage::session_ended() { platform::end_session(); }

void BrowserPage::download(std::string_view name, std::string_view mime, ByteView bytes) {
  platform::download(name, mime, bytes);
}

void BrowserPage::say(app::Saying what) {
  switch (what) {
    case app::Saying::saved: return ui::toast(tr("ui.app.saved"));
    case app::Saying::storage_failed:
      return ui::toast(tr("ui.app.storage_failed"), ui::Tone::danger);
    case app::Saying::draft_not_kept: return ui::toast(tr("ui.draft.not_kept"), ui::Tone::warning);
  }
}

void BrowserPage::tell(const std::vector<app::News>& fresh, std::size_t all) {
  mirror::page_count(static_cast<int>(all));
  if (fresh.empty()) return;
  const bool urgent =
      std::any_of(fresh.begin(), fresh.end(), [](const app::News& one) { return one.urgent; });
  const app::News* single = fresh.size() == 1 ? &fresh.front() : nullptr;
  const std::string words = single != nullptr ? app_->session()->words().news_text(*single)
                                              : tr("ui.news.several", std::to_string(fresh.size()));
  ui::toast(words, urgent ? ui::Tone::danger : ui::Tone::info);
  if (sound_is_on()) platform::play_tone(urgent);
  platform::vibrate(urgent ? 600 : 200);
  if (!platform::surroundings().visible)
    platform::notify(tr("ui.common.app"), words, single != nullptr ? single->route : "/");
}

bool sound_is_on() { return platform::setting("sound") != "off"; }
void set_sound(bool on) { platform::set_setting("sound", on ? "" : "off"); }

}  // namespace gezhi
