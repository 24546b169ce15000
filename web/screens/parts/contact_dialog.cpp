#include "web/screens/parts/contact_dialog.h"

#include <string>

#include "core/base/read.h"
#include "core/cases/wording.h"
#include "web/here.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/parts/acting.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

struct Reading {
  SubjectKey ref;
  bool open = false;
  bool busy = false;
  bool tried = false;
  std::string reason;
  std::string problem;
  bool found = false;
  app::Contact contact;
};

Reading& reading = platform::of_session<Reading>();

void read() {
  reading.tried = true;
  const Case* one = app::find_case(reading.ref);
  const Permission* permission =
      one != nullptr ? app::permission(*one, OpKind::read_contact) : nullptr;
  if (!is_said(reading.reason) || permission == nullptr) return;
  reading.busy = true;
  reading.problem.clear();
  const SubjectKey asked = reading.ref;
  app::read_contact(
      asked.id, permission->grant, reading.reason, [asked](Result<app::Contact> found) {
        platform::wake();
        if (!(reading.ref == asked) || !reading.open) return;
        reading.busy = false;
        reading.found = found.ok();
        if (found.ok()) {
          reading.contact = *found;
        } else {
          const std::string key = "ui.contact." + found.error().code;
          reading.problem =
              tr(ui::has_text(key) ? std::string_view(key) : std::string_view("ui.contact.failed"));
        }
      });
}

void ask() {
  ui::paragraph(tr("ui.contact.words"));
  const std::string missing =
      reading.tried && !is_said(reading.reason) ? tr("ui.contact.reason_missing") : std::string();
  ui::text_field("contact_reason", tr("ui.contact.reason"), reading.reason,
                 {.hint = tr("ui.contact.reason_hint"),
                  .error = missing,
                  .required = true,
                  .max_length = 100});
  if (!reading.problem.empty()) ui::banner(ui::Tone::danger, reading.problem);
  if (ui::primary_button(tr("ui.contact.read"), {.icon = Icon::phone, .busy = reading.busy}))
    read();
}

void show() {
  ui::key_values(
      {{tr("ui.report.contact_name"), reading.contact.name.empty() ? "—" : reading.contact.name},
       {tr("ui.report.contact_phone"),
        reading.contact.phone.empty() ? "—" : reading.contact.phone}});
  if (!reading.contact.phone.empty()) {
    ui::link_button(tr("ui.contact.call", reading.contact.phone),
                    "tel:" + dial_text(reading.contact.phone), Icon::phone);
  }
  ui::small_text(tr("ui.contact.logged"));
}

}  // namespace

void open_contact(const SubjectKey& ref) {
  reading = Reading{};
  reading.ref = ref;
  reading.open = true;
}

void contact_dialog() {
  const bool was_open = reading.open;
  if (ui::dialog_begin("contact", tr("action.read_contact"), reading.open)) {
    if (reading.found) {
      show();
    } else {
      ask();
    }
    ui::dialog_end();
  }
  if (was_open && !reading.open) reading = Reading{};
}

}  // namespace gezhi::screens
