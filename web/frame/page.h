// The model's page (web/app/ports.h): what it says becomes words, toasts, sounds and notices here.
#pragma once

#include "web/app/app.h"

namespace gezhi {

class BrowserPage final : public app::Page {
 public:
  // Whose words: known before anything is said.
  void show(const app::App& app) { app_ = &app; }

  void wake() override;
  void wake_in(int ms) override;
  void replace(std::string_view route) override;
  void say(app::Saying what) override;
  void tell(const std::vector<app::News>& fresh, std::size_t all) override;
  void ask_to_notify() override;
  void download(std::string_view name, std::string_view mime, ByteView bytes) override;
  void log_error(std::string_view message) override;
  void session_ended() override;

 private:
  const app::App* app_ = nullptr;
};

bool sound_is_on();
void set_sound(bool on);

}  // namespace gezhi
