#include "web/screens/desk/form.h"

#include <optional>

#include <imgui.h>
#include "web/here.h"
#include "web/platform/mirror.h"
#include "web/platform/session.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/contact_dialog.h"
#include "web/screens/parts/draft_note.h"

namespace gezhi::screens {
namespace {

using ui::tr;

struct OpenForm {
  SubjectKey subject;
  Permission permission;
  bool first = true;
  bool joint = false;
};

std::optional<OpenForm>& shown = platform::of_session<std::optional<OpenForm>>();
const app::DraftsOf<FormTexts> kept_texts("desk");

std::string key_of(const Case& one, const Permission& permission) {
  return app::draft_key(one) + std::string(name_of(permission.kind)) +
         to_text(permission.task.value);
}

using DrawForm = void (*)(FormFrame&, const FormSubject&);
struct FormOfKind {
  OpKind kind = OpKind::unknown;
  DrawForm draw = nullptr;
};
// Hand-made forms, where it matters.
constexpr FormOfKind kForms[] = {
    {OpKind::file_case, draw_file_form},
    {OpKind::dispatch_case, draw_dispatch_form},
    {OpKind::redo_case, draw_dispatch_form},
    {OpKind::merge_case, draw_merge_form},
    {OpKind::transfer_case, draw_transfer_form},
    {OpKind::suspend_case, draw_suspend_form},
    {OpKind::close_case, draw_close_form},
    {OpKind::add_note, draw_note_form},
    {OpKind::request_verification, draw_words_form},
    {OpKind::reject_case, draw_words_form},
    {OpKind::return_task, draw_words_form},
    {OpKind::cancel_task, draw_words_form},
    {OpKind::resume_case, draw_words_form},
    {OpKind::open_visit, draw_words_form},
    {OpKind::ask_void, draw_words_form},
    {OpKind::void_case, draw_words_form},
    {OpKind::triage_case, draw_triage_form},
};

void draw_kind(FormFrame& frame, const FormSubject& subject, bool joint) {
  if (joint) return draw_joint_form(frame, subject);
  for (const FormOfKind& form : kForms) {
    if (form.kind == subject.permission.kind) return form.draw(frame, subject);
  }
  if (has_op_form(subject.permission.kind)) return draw_any_form(frame, subject);
  frame.open = false;
}

}  // namespace

void open_form(const Case& subject, const Permission& permission) {
  if (permission.kind == OpKind::read_contact) return open_contact(subject_key(subject));
  shown = OpenForm{subject_key(subject), permission, true, false};
}

void open_joint_form(const Case& subject, const Permission& permission) {
  shown = OpenForm{subject_key(subject), permission, true, true};
}

void close_form() { shown.reset(); }

void draw_form() {
  contact_dialog();
  if (!shown) return;
  const Case* one = app::find_case(shown->subject);
  const World* world = app::street_world(shown->subject.shard);
  if (one == nullptr || world == nullptr) return close_form();
  FormFrame frame;
  frame.first = shown->first;
  shown->first = false;
  const Permission permission = shown->permission;
  const bool joint = shown->joint;
  ui::push_id(key_of(*one, permission));
  draw_kind(frame, {*one, *world, permission}, joint);
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
  draft_note(kept_texts, key_of(subject.one, subject.permission));
  return true;
}

bool form_send(const FormFrame& frame, std::string_view label, const ui::ButtonOptions& options,
               bool grave) {
  ui::dialog_footer();
  ui::space(ui::kGap);
  const bool pressed =
      grave ? ui::danger_button(label, options) : ui::primary_button(label, options);
  return pressed || (frame.send && options.enabled && ui::try_form());
}

void form_end() { ui::dialog_end(); }

bool form_submit(const FormSubject& subject, const CaseOp& op, std::string& problem) {
  const std::string key = key_of(subject.one, subject.permission);
  const std::string reason = act_on(subject.one, op);
  if (!reason.empty()) {
    problem = reason;
    return false;
  }
  kept_texts.discard(key);
  close_form();
  return true;
}

FormTexts& form_texts(const FormSubject& subject) {
  return kept_texts.of(key_of(subject.one, subject.permission));
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
