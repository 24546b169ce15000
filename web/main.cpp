// Starts the platform, then draws the screen that the route names.
#include "web/gallery/gallery.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/store.h"
#include "web/theme.h"
#include "web/widgets/i18n.h"

namespace {

namespace platform = gezhi::platform;
namespace ui = gezhi::ui;

// What the person chose on this device, else what the device prefers.
void choose_look() {
  const std::string kept = platform::setting("scheme");
  const platform::Surroundings& around = platform::surroundings();
  if (kept == "contrast" || (kept.empty() && around.contrast)) ui::use_scheme(ui::Scheme::contrast);
  else if (kept == "dark" || (kept.empty() && around.dark)) ui::use_scheme(ui::Scheme::dark);
  else ui::use_scheme(ui::Scheme::light);
}

void choose_language() {
  const std::string kept = platform::setting("language");
  const bool chinese = kept.empty() ? platform::surroundings().language.starts_with("zh") : kept == "zh";
  ui::use_language(chinese ? ui::Language::zh : ui::Language::en);
}

void draw() {
  if (!ui::texts_ready()) return;
  platform::ready();
  gezhi::gallery::draw();
}

}  // namespace

int main() {
  platform::start_surroundings();
  platform::claim_writer();
  if (!platform::run(draw)) return 1;
  choose_look();
  choose_language();
  platform::on_event([](platform::Event event, std::string_view) {
    if (event == platform::Event::dark || event == platform::Event::contrast) choose_look();
  });
  return 0;
}
