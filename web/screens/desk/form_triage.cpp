// Where a report belongs (2.6): what the rules suggest and why, one key to take it, a transfer with the
// other side's receipt in the same press. Digits choose, Enter sends.
#include <algorithm>

#include <imgui.h>
#include "core/cases/triage.h"
#include "web/here.h"
#include "web/screens/desk/form.h"
#include "web/screens/desk/triage_hint.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/draft_note.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr int kWordsMax = 600;

struct TriageForm {
  int to = 0;  // TransferTo
  std::string reason;
  std::string receipt;
  std::string problem;

  template <class V>
  void fields(V& v) {
    v(1, "to", to);
    v(2, "reason", reason, app::kTypedMax);
    v(3, "receipt", receipt, app::kTypedMax);
  }
};

const app::DraftsOf<TriageForm> drafts("triage");

std::string reason_of(const TriageHint& hint) {
  if (!hint.why.empty()) return hint.why;
  return tr(hint.police_first ? "ui.triage.reason_police" : "ui.triage.reason_ours");
}

TriageForm& triage_form(const FormSubject& subject, const TriageHint& hint) {
  TriageForm& form = drafts.of(app::draft_key(subject.one), [&hint] {
    return TriageForm{static_cast<int>(hint.to), reason_of(hint), {}, {}};
  });
  form.to = std::clamp(form.to, 0, static_cast<int>(names_of(TransferTo{}).size()) - 1);
  return form;
}

// Whoever decides otherwise says why in own words: the rule's reason goes with what the rule proposes.
void reason_follows(const TriageHint& hint, TriageForm& form, int before) {
  if (form.to == before) return;
  const bool follows = form.to == static_cast<int>(hint.to);
  if (follows && form.reason.empty()) form.reason = reason_of(hint);
  if (!follows && form.reason == reason_of(hint)) form.reason.clear();
}

std::string place_of(TransferTo to) {
  return to == TransferTo::none ? tr("ui.act.kept_here") : word("transfer_to", to);
}

void danger(const FormSubject& subject, const TriageHint& hint) {
  if (!hint.police_first || police_told(subject.world, subject.one)) return;
  ui::banner(Tone::danger, tr("ui.case.must_call_110"));
  ui::row_begin({1, 1});
  ui::link_button(tr("ui.urgent.police"), "tel:110", Icon::phone);
  ui::next_cell();
  const Permission* call = app::permission(subject.one, OpKind::record_call);
  const bool may = call != nullptr && call->outcome.applied();
  if (may && ui::secondary_button(word("action", OpKind::record_call), {.icon = Icon::edit})) {
    open_form(subject.one, *call);
  }
  ui::row_end();
}

void suggestion(const Case& one, const TriageHint& hint) {
  // Taking it in here is not what speaks for itself then.
  if (!one.lies_in.is_none() && hint.to == TransferTo::none) {
    ui::banner(ui::Tone::warning, tr("ui.case.lies_in_words", app::street_name(one.lies_in)));
    return;
  }
  ui::card_begin();
  ui::small_text(tr("ui.triage.suggestion"));
  ui::text(place_of(hint.to), {.size = ui::kTextTitle, .weight = ui::Weight::strong});
  if (!hint.rule.empty()) {
    if (!hint.word.empty()) ui::small_text(tr("ui.triage.rule_word", hint.word));
    ui::paragraph(hint.why);
  } else {
    ui::paragraph(tr(hint.police_first ? "ui.triage.police_first" : "ui.triage.no_rule"));
  }
  ui::card_end();
}

// G20: the text or the category speaks for a restricted class, and nobody has set it yet.
void restricted_suggestion(const FormSubject& subject) {
  const RestrictSuggestion found =
      suggest_restricted(subject.world.policy(), subject.one.text, subject.one.category);
  if (found.rule == nullptr || subject.one.restricted != Restricted::none) return;
  const std::string name = word("restricted", found.rule->restricted);
  ui::card_begin();
  ui::small_text(tr("ui.triage.restrict", name));
  if (!found.word.empty()) ui::small_text(tr("ui.triage.rule_word", found.word));
  ui::paragraph(found.rule->why);
  const Permission* may = app::permission(subject.one, OpKind::restrict_case);
  if (may != nullptr && may->outcome.applied() &&
      ui::secondary_button(word("action", OpKind::restrict_case), {.icon = Icon::person})) {
    open_form(subject.one, *may);
  }
  ui::card_end();
}

void choose_by_digit(const FormFrame& frame, TriageForm& form) {
  if (frame.first || mirror::focused() != 0) return;
  for (int i = 0; i < static_cast<int>(names_of(TransferTo{}).size()); ++i) {
    if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_1 + i), false)) form.to = i;
  }
}

void choose(TriageForm& form) {
  std::vector<std::string> words;
  for (int i = 0; i < static_cast<int>(names_of(TransferTo{}).size()); ++i) {
    const std::string number = ui::desktop() ? std::to_string(i + 1) + "  " : std::string();
    words.push_back(number + place_of(static_cast<TransferTo>(i)));
  }
  ui::choice_chips(tr("ui.act.triage_case.to"), words, form.to, ui::Asked::required);
}

TriageCase op_of(const FormSubject& subject, const TriageHint& hint, const TriageForm& form) {
  TriageCase op;
  op.level = subject.one.triages.empty() ? TriageLevel::first : TriageLevel::second;
  op.to = static_cast<TransferTo>(form.to);
  op.rule = hint.rule;
  op.suggested = hint.to;
  op.reason = form.reason;
  return op;
}

// The decision, and with a receipt the transfer itself.
void send(const FormSubject& subject, const TriageHint& hint, TriageForm& form) {
  const Case one = subject.one;  // submitting moves what is pointed to
  const TriageCase op = op_of(subject, hint, form);
  const TransferCase transfer{op.to, form.receipt, form.reason};
  form.problem = act_on(one, op);
  if (!form.problem.empty()) return;
  if (op.to != TransferTo::none && !form.receipt.empty()) {
    form.problem = act_on(one, transfer);
    if (!form.problem.empty()) return;
  }
  drafts.discard(app::draft_key(one));
  close_form();
}

}  // namespace

void draw_triage_form(FormFrame& frame, const FormSubject& subject) {
  const TriageHint hint = triage_hint(subject.world, subject.one);
  TriageForm& form = triage_form(subject, hint);
  if (!form_begin(frame, subject, tr("action.triage_case"), {.width = 720})) return;
  draft_note(drafts, app::draft_key(subject.one));
  ui::paragraph(subject.one.text);
  danger(subject, hint);
  suggestion(subject.one, hint);
  restricted_suggestion(subject);
  const int before = form.to;
  choose_by_digit(frame, form);
  choose(form);
  reason_follows(hint, form, before);
  const bool away = form.to != 0;
  if (away) {
    ui::text_field("receipt", tr("ui.triage.receipt"), form.receipt,
                   {.hint = tr("ui.desk.receipt_hint"),
                    .help = tr("ui.triage.receipt_help"),
                    .max_length = 60});
  }
  ui::text_area("reason", tr("field.reason"), form.reason,
                {.required = true, .max_length = kWordsMax, .lines = 2});
  if (!form.problem.empty()) ui::banner(Tone::danger, form.problem);
  const bool follows = form.to == static_cast<int>(hint.to);
  const std::string where = place_of(static_cast<TransferTo>(form.to));
  const char* key = away && !form.receipt.empty() ? "ui.triage.transfer"
                    : follows                     ? "ui.triage.accept"
                                                  : "ui.triage.decide";
  const bool sent = form_send(frame, tr(key, where), {.icon = Icon::check});
  form_end();
  if (sent) send(subject, hint, form);
}

}  // namespace gezhi::screens
