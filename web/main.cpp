// Starts the platform, then draws the screen that the route names.
#include <cstdlib>

#include "web/app/account.h"
#include "web/app/drafts.h"
#include "web/app/engine.h"
#include "web/app/pack.h"
#include "web/app/routes.h"
#include "web/gallery/gallery.h"
#include "web/gallery/map_frames.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/store.h"
#include "web/screens/registry.h"
#include "web/theme.h"
#include "web/widgets/buttons.h"
#include "web/widgets/i18n.h"
#include "web/widgets/overlay.h"

namespace {

namespace app = gezhi::app;
namespace platform = gezhi::platform;
namespace ui = gezhi::ui;

// What the person chose on this device, else what the device prefers.
void choose_look() {
  const std::string kept = platform::setting("scheme");
  const platform::Surroundings& around = platform::surroundings();
  if (kept == "contrast" || (kept.empty() && around.contrast))
    ui::use_scheme(ui::Scheme::contrast);
  else if (kept == "dark" || (kept.empty() && around.dark))
    ui::use_scheme(ui::Scheme::dark);
  else
    ui::use_scheme(ui::Scheme::light);
}

void choose_language() {
  const std::string kept = platform::setting("language");
  const bool chinese =
      kept.empty() ? platform::surroundings().language.starts_with("zh") : kept == "zh";
  ui::use_language(chinese ? ui::Language::zh : ui::Language::en);
}

void draw() {
  if (!ui::texts_ready()) return;
  platform::ready();
  if (app::address().screen == "gallery") {
    const auto cases = app::address().query.find("cases");
    if (cases == app::address().query.end())
      gezhi::gallery::draw();
    else
      gezhi::gallery::draw_map_frames(std::atoi(cases->second.c_str()));
    return;
  }
  app::engine().tick();
  gezhi::screens::draw();
  app::keep_drafts();
  app::settle_sign_out();
}

}  // namespace

int main() {
  platform::start_surroundings();
  platform::claim_writer();
  if (!platform::run(draw)) return 1;
  choose_look();
  choose_language();
  platform::set_zoom(ui::kept_zoom());
  platform::on_event([](platform::Event event, std::string_view) {
    if (event == platform::Event::dark || event == platform::Event::contrast) choose_look();
    if (event == platform::Event::back) ui::close_top_dialog();
    if (event == platform::Event::writer && !platform::is_writer()) app::hand_over_drafts();
    app::engine().heed(event);
    if (event == platform::Event::visible) app::keep_drafts_now();  // the page may end
  });
  app::restore_account();
  platform::follow_account();
  if (app::signed_in()) {
    app::load_pack();
    app::engine().start();
  }
  return 0;
}
