// Starts the platform, then draws the screen that the route names.
#include <cstdlib>

#include "web/frame/page.h"
#include "web/gallery/gallery.h"
#include "web/gallery/map_frames.h"
#include "web/here.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/ports.h"
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
  app::here().tick();
  gezhi::screens::draw();
  app::here().frame_ended();
}

}  // namespace

namespace gezhi::app {

App& here() {
  static BrowserPage page;                                     // of the device: the page
  static App app(platform::browser_ports(page), ui::texts());  // of the device: the app
  page.show(app);
  return app;
}

}  // namespace gezhi::app

int main() {
  platform::start_surroundings();
  platform::claim_writer();
  if (!platform::run(draw)) return 1;
  choose_look();
  choose_language();
  platform::set_zoom(ui::kept_zoom());
  app::App& app = app::here();
  platform::on_event([&app](platform::Event event, std::string_view) {
    if (event == platform::Event::dark || event == platform::Event::contrast) choose_look();
    if (event == platform::Event::back) ui::close_top_dialog();
    app.heed(event);
  });
  app.start();
  platform::follow_account();
  return 0;
}
