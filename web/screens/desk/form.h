// One form at a time lies over the desk's page: what an operation needs, why it would be refused, and
// one button that does it. What was typed stays until it is sent, also when the page is left.
//
// Keys: Enter sends unless a button or field has the focus; Ctrl+Enter always sends; Escape closes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/cases/judge.h"
#include "web/here.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

// Opens the form of an operation that is permitted; reading the contact has its dialog everywhere.
void open_form(const Case& subject, const Permission& permission);
// Opens the joint dispatch of a case whose dispatch is permitted.
void open_joint_form(const Case& subject, const Permission& permission);
// Draws the open form, if any: once a frame, after the page.
void draw_form();

// --- for the forms themselves ---
struct FormSubject {
  const Case& one;
  const World& world;
  const Permission& permission;
};

// What is common to all: title, what it is about, keys. True while it is open.
struct FormFrame {
  bool open = true;
  bool send = false;   // by key
  bool first = false;  // the frame in which it opened: keys belong to what opened it
};
struct FormSize {
  float width = 560;
  bool explains = false;  // room for a line under the button that sends
};
bool form_begin(FormFrame& frame, const FormSubject& subject, std::string_view title,
                FormSize size = {});
// The button that sends, always in sight at the foot; true when sending was asked for, by it or by
// key. The last thing of a form.
bool form_send(const FormFrame& frame, std::string_view label,
               const ui::ButtonOptions& options = {}, bool grave = false);
void form_end();

// Submits; closes the form when made, else keeps the reason in `problem`. True when made.
bool form_submit(const FormSubject& subject, const CaseOp& op, std::string& problem);
void close_form();

// The title: the action in words, with the unit for a task's.
std::string action_text(const World& world, const Case& one, const Permission& permission);

// What sort of task the lead's order is, for this unit in this case.
TaskKind lead_kind(const World& world, const Case& one, UnitId unit);

// The forms of their own files. Each gets the frame, draws its dialog, and submits.
void draw_file_form(FormFrame& frame, const FormSubject& subject);
void draw_dispatch_form(FormFrame& frame, const FormSubject& subject);
void draw_merge_form(FormFrame& frame, const FormSubject& subject);
void draw_transfer_form(FormFrame& frame, const FormSubject& subject);
void draw_suspend_form(FormFrame& frame, const FormSubject& subject);
void draw_close_form(FormFrame& frame, const FormSubject& subject);
void draw_note_form(FormFrame& frame, const FormSubject& subject);
void draw_triage_form(FormFrame& frame, const FormSubject& subject);
void draw_joint_form(FormFrame& frame, const FormSubject& subject);
// Drawn from the operation's fields: what has no form of its own.
void draw_any_form(FormFrame& frame, const FormSubject& subject);
// Operations that need words only: a reason or an instruction.
void draw_words_form(FormFrame& frame, const FormSubject& subject);

// The texts of a form, kept by case, operation and task until sent.
struct FormTexts {
  std::string text;
  std::string more;
  int choice = -1;
  std::vector<Photo> photos;
  std::string problem;
  bool begun = false;

  template <class V>
  void fields(V& v) {
    v(1, "text", text, app::kTypedMax);
    v(2, "more", more, app::kTypedMax);
    app::from_minus_one(v, 3, "choice", choice);
    v(4, "photos", photos);
    v(5, "begun", begun);
  }
};
FormTexts& form_texts(const FormSubject& subject);

}  // namespace gezhi::screens
