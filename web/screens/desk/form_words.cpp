// The forms that need words, a choice or a date, and nothing else.
#include <algorithm>
#include <array>

#include "core/cases/suspension.h"
#include "web/here.h"
#include "web/screens/desk/form.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/photo_field.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr int kWordsMax = 1200;

// The texts of an operation: ui.desk.<name>_label, _help, and _template to begin with.
std::string text_of(OpKind kind, const char* what) {
  const std::string key = "ui.desk." + std::string(name_of(kind)) + "_" + what;
  return ui::has_text(key) ? tr(key) : std::string();
}

void words_field(FormTexts& form, OpKind kind, bool required) {
  if (!form.begun) form.text = text_of(kind, "template");
  form.begun = true;
  std::string label = text_of(kind, "label");
  if (label.empty()) label = tr("field.reason");
  const auto events = ui::text_area("text", label, form.text,
                                    {.help = text_of(kind, "help"),
                                     .error = form.problem,
                                     .required = required,
                                     .max_length = kWordsMax,
                                     .lines = 3});
  if (events.changed) form.problem.clear();
}

void show_problem(const FormTexts& form) {
  if (!form.problem.empty()) ui::banner(Tone::danger, form.problem);
}

CaseOp words_op(const FormSubject& subject, const std::string& text) {
  const TaskId task = subject.permission.task;
  const OpKind kind = subject.permission.kind;
  if (kind == OpKind::request_verification) return RequestVerification{text};
  if (kind == OpKind::reject_case) return RejectCase{text};
  if (kind == OpKind::return_task) return ReturnTask{task, text};
  if (kind == OpKind::cancel_task) return CancelTask{task, text};
  if (kind == OpKind::resume_case) return ResumeCase{text};
  if (kind == OpKind::open_visit) return OpenVisit{text};
  if (kind == OpKind::ask_void) return AskVoid{text};
  return VoidCase{text};
}

const HistoryLine* last_line(const Case& one, OpKind kind) {
  for (auto line = one.history.rbegin(); line != one.history.rend(); ++line) {
    if (line->kind == static_cast<std::uint32_t>(kind)) return &*line;
  }
  return nullptr;
}

// What was asked for, by whom, so that the second person decides on it.
void show_request(const FormSubject& subject, OpKind asked) {
  const HistoryLine* line = last_line(subject.one, asked);
  if (line == nullptr) return;
  const app::HistoryText text = app::history_text(subject.world, *line);
  ui::key_values({{tr("ui.desk.asked_by"), app::actor_text(subject.world, line->role, line->unit)},
                  {tr("ui.desk.asked_at"), app::time_text(line->when.at)},
                  {tr("field.reason"), text.detail}});
}

constexpr std::array<int, 6> kDays = {3, 7, 15, 30, 60, 90};

// What the policy allows at once and in all; at least one choice, which the rules may refuse.
std::vector<int> days_within(const Policy& policy, const Case& subject) {
  const std::int64_t left = suspension_left(policy, subject).ms / kDayMs;
  std::vector<int> days;
  for (const int one : kDays) {
    if (one <= policy.suspend_days_max && one <= left) days.push_back(one);
  }
  if (days.empty()) days.push_back(static_cast<int>(std::clamp<std::int64_t>(left, 1, kDays[0])));
  return days;
}

}  // namespace

void draw_words_form(FormFrame& frame, const FormSubject& subject) {
  FormTexts& form = form_texts(subject);
  const OpKind kind = subject.permission.kind;
  const std::string title = action_text(subject.world, subject.one, subject.permission);
  if (!form_begin(frame, subject, title)) return;
  if (kind == OpKind::void_case) show_request(subject, OpKind::ask_void);
  const bool free = kind == OpKind::request_verification || kind == OpKind::open_visit;
  words_field(form, kind, !free);
  const bool grave = kind == OpKind::void_case;
  const bool sent = form_send(frame, word("action", kind), {.icon = Icon::check}, grave);
  form_end();
  if (sent) form_submit(subject, words_op(subject, form.text), form.problem);
}

void draw_transfer_form(FormFrame& frame, const FormSubject& subject) {
  FormTexts& form = form_texts(subject);
  if (!form_begin(frame, subject, tr("action.transfer_case"))) return;
  ui::small_text(tr("ui.desk.transfer_help"));
  ui::choice_chips(tr("field.to"), words_from("transfer_to", TransferTo::police_110), form.choice,
                   ui::Asked::required);
  ui::text_field("receipt", tr("field.receipt"), form.more,
                 {.hint = tr("ui.desk.receipt_hint"), .required = true, .max_length = 60});
  ui::text_area("text", tr("field.reason"), form.text,
                {.required = true, .max_length = kWordsMax, .lines = 2});
  show_problem(form);
  const bool sent = form_send(frame, tr("action.transfer_case"), {.icon = Icon::share});
  form_end();
  if (!sent) return;
  const auto to = form.choice < 0 ? TransferTo::none : static_cast<TransferTo>(form.choice + 1);
  form_submit(subject, TransferCase{to, form.more, form.text}, form.problem);
}

void draw_suspend_form(FormFrame& frame, const FormSubject& subject) {
  FormTexts& form = form_texts(subject);
  if (!form_begin(frame, subject, tr("action.suspend_case"))) return;
  show_request(subject, OpKind::ask_suspend);
  std::vector<std::string> choices;
  const bool asked_date = subject.one.resume_at > app::now();
  if (asked_date) {
    choices.push_back(tr("ui.desk.as_asked", to_date_text(civil_day_of(subject.one.resume_at))));
  }
  std::vector<int> days = days_within(subject.world.policy(), subject.one);
  const CivilDay asked = civil_day_of(subject.one.resume_at);
  std::erase_if(days, [&](int one) { return asked < civil_day_of(app::now() + one * kDayMs); });
  for (const int one : days) choices.push_back(tr("ui.desk.days", std::to_string(one)));
  ui::choice_chips(tr("field.resume_at"), choices, form.choice, ui::Asked::required);
  if (choices.empty()) ui::field_error(tr("ui.desk.suspend_passed"));
  if (form.choice < 0 && !choices.empty() && ui::form_tried())
    ui::field_error(tr("ui.field.missing", tr("field.resume_at")));
  ui::text_area("text", tr("ui.desk.suspend_case_label"), form.text,
                {.required = true, .max_length = kWordsMax, .lines = 2});
  show_problem(form);
  const bool sent = form_send(frame, tr("action.suspend_case"), {.icon = Icon::check});
  form_end();
  if (!sent || form.choice < 0) return;
  const int index = form.choice - (asked_date ? 1 : 0);
  const TimeMs until = index < 0 ? subject.one.resume_at
                                 : app::now() + days[static_cast<std::size_t>(index)] * kDayMs;
  form_submit(subject, SuspendCase{until, form.text}, form.problem);
}

void draw_close_form(FormFrame& frame, const FormSubject& subject) {
  FormTexts& form = form_texts(subject);
  if (!form_begin(frame, subject, tr("action.close_case"))) return;
  if (!subject.one.visits.empty()) {
    const Visit& visit = subject.one.visits.back();
    ui::key_values({{tr("ui.desk.visit_found"), visit.text},
                    {tr("field.satisfaction"), word("satisfaction", visit.satisfaction)}});
  }
  std::vector<ui::Chip> late;
  for (const Clock& clock : subject.one.clocks) {
    if (clock.late) late.push_back(clock_chip(clock));
  }
  const auto events = ui::text_area("text", tr("ui.desk.close_case_label"), form.text,
                                    {.help = tr("ui.desk.close_case_help"),
                                     .required = true,
                                     .max_length = kWordsMax,
                                     .lines = 3});
  if (!late.empty()) {
    ui::small_text(tr("ui.desk.late_clocks"));
    ui::chips(late);
    ui::text_area("late", tr("field.late_reason"), form.more,
                  {.required = true, .max_length = kWordsMax, .lines = 2});
  }
  if (events.changed) form.problem.clear();
  show_problem(form);
  const bool sent = form_send(frame, tr("action.close_case"), {.icon = Icon::check_circle});
  form_end();
  if (sent) form_submit(subject, CloseCase{form.text, form.more}, form.problem);
}

void draw_note_form(FormFrame& frame, const FormSubject& subject) {
  FormTexts& form = form_texts(subject);
  if (!form_begin(frame, subject, tr("action.add_note"))) return;
  words_field(form, OpKind::add_note, true);
  ui::heading(tr("field.photos"), 3);
  photo_field(tr("field.photos"), form.photos, PhotoKind::other);
  const bool sent = form_send(frame, tr("action.add_note"), {.icon = Icon::check});
  form_end();
  if (sent) form_submit(subject, AddNote{form.text, form.photos}, form.problem);
}

}  // namespace gezhi::screens
