#include "web/screens/desk/form.h"

#include <map>
#include <optional>

#include <imgui.h>
#include "web/app/data.h"
#include "web/platform/mirror.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/contact_dialog.h"

namespace gezhi::screens {
namespace {

using ui::tr;

struct OpenForm {
  CaseId subject;
  Permission permission;
  bool first = true;
};

std::optional<OpenForm> shown;
std::map<std::string, FormTexts> kept_texts;

std::string key_of(CaseId subject, const Permission& permission) {
  return to_text(subject.value) + std::string(name_of(permission.kind)) +
         to_text(permission.task.value);
}

void draw_kind(FormFrame& frame, const FormSubject& subject) {
  switch (subject.permission.kind) {
    case OpKind::file_case: return draw_file_form(frame, subject);
    case OpKind::dispatch_case:
    case OpKind::redo_case: return draw_dispatch_form(frame, subject);
    case OpKind::merge_case: return draw_merge_form(frame, subject);
    case OpKind::transfer_case: return draw_transfer_form(frame, subject);
    case OpKind::suspend_case: return draw_suspend_form(frame, subject);
    case OpKind::close_case: return draw_close_form(frame, subject);
    case OpKind::add_note: return draw_note_form(frame, subject);
    case OpKind::request_verification:
    case OpKind::reject_case:
    case OpKind::return_task:
    case OpKind::cancel_task:
    case OpKind::resume_case:
    case OpKind::open_visit:
    case OpKind::ask_void:
    case OpKind::void_case: return draw_words_form(frame, subject);
    case OpKind::unknown:
    case OpKind::report_case:
    case OpKind::verify_result:
    case OpKind::sign_task:
    case OpKind::refuse_task:
    case OpKind::depart_task:
    case OpKind::contact_party:
    case OpKind::arrive_task:
    case OpKind::start_task:
    case OpKind::submit_task:
    case OpKind::ask_suspend:
    case OpKind::visit_result:
    case OpKind::read_contact:
    case OpKind::set_policy:
    case OpKind::set_units:
    case OpKind::set_grids: frame.open = false; return;
  }
}

}  // namespace

void open_form(const Case& subject, const Permission& permission) {
  if (permission.kind == OpKind::read_contact) return open_contact(subject.id);
  shown = OpenForm{subject.id, permission, true};
}

void close_form() { shown.reset(); }

void draw_form() {
  contact_dialog();
  if (!shown) return;
  const Case* one = app::find_case(shown->subject);
  const World* world = app::world_of(shown->subject);
  if (one == nullptr || world == nullptr) return close_form();
  FormFrame frame;
  frame.first = shown->first;
  shown->first = false;
  const Permission permission = shown->permission;
  ui::push_id(key_of(one->id, permission));
  draw_kind(frame, {*one, *world, permission});
  ui::pop_id();
  if (!frame.open) close_form();
}

bool form_begin(FormFrame& frame, const FormSubject& subject, std::string_view title,
                FormSize size) {
  const mirror::Key focused = mirror::focused();
  const bool free = focused == 0 || focused == ui::item_id("form");
  const bool enter = ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
                     ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  frame.send = !frame.first && enter && (free || ImGui::GetIO().KeyCtrl);
  const float footer = ui::kButtonHeight + 2 * ui::kGap + (size.explains ? 26.0f : 0.0f);
  if (!ui::dialog_begin("form", title, frame.open, {.width = size.width, .footer = footer}))
    return false;
  ui::small_text(app::case_title(subject.one) + " · " +
                 app::place_text(subject.world, subject.one.place));
  ui::space(ui::kGapTiny);
  return true;
}

bool form_send(const FormFrame& frame, std::string_view label, const ui::ButtonOptions& options,
               bool grave) {
  ui::dialog_footer();
  ui::space(ui::kGap);
  const bool pressed =
      grave ? ui::danger_button(label, options) : ui::primary_button(label, options);
  return pressed || (frame.send && options.enabled);
}

void form_end() { ui::dialog_end(); }

bool form_submit(const FormSubject& subject, const CaseOp& op, std::string& problem) {
  const std::string key = key_of(subject.one.id, subject.permission);
  const std::string reason = act_on(subject.one, op);
  if (!reason.empty()) {
    problem = reason;
    return false;
  }
  kept_texts.erase(key);  // `problem` may have lived there
  close_form();
  return true;
}

FormTexts& form_texts(const FormSubject& subject) {
  return kept_texts[key_of(subject.one.id, subject.permission)];
}

std::string action_text(const World& world, const Case& one, const Permission& permission) {
  if (permission.kind == OpKind::dispatch_case && permission.when == When::assistant) {
    return tr("ui.desk.add_assistants");
  }
  std::string text = word("action", permission.kind);
  const Task* task = one.find_task(permission.task);
  if (task != nullptr) text += " · " + app::unit_name(world, task->unit);
  return text;
}

}  // namespace gezhi::screens
