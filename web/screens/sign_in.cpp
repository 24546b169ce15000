#include "web/screens/sign_in.h"

#include <string>

#include "web/here.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/session.h"
#include "web/screens/parts/urgent.h"
#include "web/screens/shell.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

struct Form {
  std::string name;
  std::string password;
  std::string problem;  // a code
  bool tried = false;
  bool busy = false;
  bool asked_demo = false;
  bool demo = false;
};

Form& form = platform::of_session<Form>();

// Only a server with the demo district says so; only then are its known accounts shown.
void ask_demo() {
  if (form.asked_demo) return;
  form.asked_demo = true;
  platform::http({.path = "/healthz"}, [](const platform::HttpReply& reply) {
    form.demo = reply.ok() && reply.text().find("\"demo\":true") != std::string_view::npos;
    platform::wake();
  });
}

void sign_in() {
  form.tried = true;
  if (form.busy || form.name.empty() || form.password.empty()) return;
  form.busy = true;
  form.problem.clear();
  app::sign_in(form.name, form.password, [](Result<Done> done) {
    form.busy = false;
    if (done.ok()) {
      const bool asked_again = app::address().screen == "signin";
      form = Form{};
      if (asked_again) app::replace(home_route());
    } else {
      form.problem = done.error().code;
      form.password.clear();
    }
    platform::wake();
  });
}

std::string missing(const std::string& value, std::string_view key) {
  return form.tried && value.empty() ? tr(key) : std::string();
}

void fields() {
  ui::card_begin();
  ui::text_field("login_name", tr("ui.login.name"), form.name,
                 {.error = missing(form.name, "ui.login.name_missing"),
                  .autocomplete = "username",
                  .icon = Icon::person});
  const std::string problem = form.problem.empty()
                                  ? missing(form.password, "ui.login.password_missing")
                                  : tr("ui.login." + form.problem);
  const auto events =
      ui::text_field("login_password", tr("ui.login.password"), form.password,
                     {.error = problem, .autocomplete = "current-password", .password = true});
  if (events.changed) form.problem.clear();
  ui::space(ui::kGapSmall);
  const bool pressed = ui::primary_button(tr("ui.login.sign_in"), {.busy = form.busy});
  if (pressed || events.submitted) sign_in();
  ui::card_end();
}

void demo_account(std::string_view name) {
  if (!ui::secondary_button(name)) return;
  form.name = name;
  form.password = "gezhi-demo";
  form.problem.clear();
}

void demo_hint() {
  if (!form.demo) return;
  static constexpr const char* kNames[] = {"volunteer1", "worker2", "handler_fire",
                                           "desk1",      "visitor", "supervisor1"};
  ui::heading(tr("ui.login.demo"), 3);
  ui::small_text(tr("ui.login.demo_words"));
  for (std::size_t i = 0; i < std::size(kNames); i += 2) {
    ui::row_begin({1, 1}, ui::kGapSmall);
    demo_account(kNames[i]);
    ui::next_cell();
    demo_account(kNames[i + 1]);
    ui::row_end();
  }
}

void languages() {
  const std::vector<std::string> names = {"中文", "English"};
  int chosen = ui::language() == ui::Language::zh ? 0 : 1;
  if (!ui::segmented(tr("ui.settings.language"), names, chosen)) return;
  platform::set_setting("language", chosen == 0 ? "zh" : "en");
  ui::use_language(chosen == 0 ? ui::Language::zh : ui::Language::en);
}

}  // namespace

void draw_sign_in() {
  ask_demo();
  const bool again = app::signed_in();
  ui::set_status(Icon::none, "", ui::Tone::neutral);
  const ui::PageEvents events =
      ui::begin_page(tr("ui.login.title"), {.back = again, .max_width = 480});
  if (events.back) app::back(home_route());
  ui::space(ui::kGapSmall);
  ui::heading(tr(again ? "ui.login.again" : "ui.login.welcome"));
  ui::paragraph(tr(again ? "ui.login.again_words" : "ui.login.welcome_words"));
  ui::space(ui::kGapSmall);
  if (app::address().screen == "report" && !app::address().query.empty()) {
    ui::banner(ui::Tone::info, tr("ui.login.place_waits"));
  }
  fields();
  languages();
  demo_hint();
  ui::space(ui::kGapSmall);
  ui::small_text(tr("ui.urgent.not_emergency"));
  urgent_numbers();
  ui::end_page();
}

}  // namespace gezhi::screens
