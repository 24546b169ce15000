#include "web/screens/my_reports.h"

#include <string>
#include <vector>

#include "core/cases/ops.h"
#include "web/here.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

struct Word {
  int chosen = -1;
  std::string text;
  std::string problem;

  template <class V>
  void fields(V& v) {
    app::from_minus_one(v, 1, "chosen", chosen);
    v(2, "text", text, app::kTypedMax);
  }
};

const app::DraftsOf<Word> words_given("word");

bool may(const Case& one, OpKind kind) {
  const Permission* permission = app::permission(one, kind);
  return permission != nullptr && permission->outcome.applied();
}

bool wants_word(const Case& one) {
  return one.state == CaseState::closed && one.reporter_says == Satisfaction::not_asked &&
         may(one, OpKind::reporter_word);
}

void give_word(const Case& one, Word& word_given) {
  ReporterWord op;
  op.satisfaction = static_cast<Satisfaction>(word_given.chosen + 1);
  op.text = word_given.text;
  const std::string key = app::draft_key(one);  // `one` is of before when it is done
  word_given.problem = act_on(one, op);
  if (word_given.problem.empty()) {
    words_given.discard(key);
    ui::toast(tr("ui.mine.word_given"));
  }
}

// 报告人评价: one press when satisfied; otherwise a few words are asked for.
void word_form(const Case& one) {
  Word& given = words_given.of(app::draft_key(one));
  ui::paragraph(tr("ui.mine.word_ask"));
  ui::choice_chips(tr("field.satisfaction"), words_from("satisfaction", Satisfaction::satisfied),
                   given.chosen, ui::Asked::required);
  if (given.chosen > 0) {
    ui::text_area("word_text", tr("ui.mine.word_text"), given.text,
                  {.error = given.problem, .max_length = 500, .lines = 3});
  }
  if (given.chosen >= 0 && ui::primary_button(tr("ui.mine.word_send"), {.icon = Icon::send}))
    give_word(one, given);
}

// One appeal a case: against a closing, or, when it was not filed, to hand it in once more.
void appeal_part(const Case& one) {
  if (one.appeal != Appeal::none) {
    ui::chips({{word("appeal", one.appeal), Tone::info, Icon::info}});
    return;
  }
  const Permission* permission = app::permission(one, OpKind::appeal_case);
  if (permission == nullptr || !permission->outcome.applied()) return;
  const bool not_filed = one.state == CaseState::not_filed;
  ui::small_text(tr(not_filed ? "ui.mine.again_words" : "ui.mine.appeal_words"));
  const std::string route = act_route(one, *permission);
  if (ui::secondary_button(tr(not_filed ? "ui.mine.again" : "ui.mine.appeal"),
                           {.icon = not_filed ? Icon::send : Icon::flag}))
    app::open(route);
}

// What the words of the ending are called: only what was not filed has reasons for that.
const char* outcome_label(CaseState state) {
  if (state == CaseState::not_filed) return "ui.mine.not_filed_why";
  if (state == CaseState::transferred) return "ui.mine.transferred_why";
  if (state == CaseState::merged) return "ui.mine.merged_why";
  return state == CaseState::voided ? "ui.mine.voided_why" : "ui.mine.outcome";
}

// What was merged is told of the whole: where it went, how that stands, what came of it.
void told_of(const Case& one, std::vector<ui::Pair>& pairs) {
  if (one.state != CaseState::merged || !one.told) return;
  const Told& told = *one.told;
  const std::string number = app::number_text(told.number, told.state);
  pairs.push_back(
      {tr("ui.mine.merged"), tr("ui.mine.merged_into", number, word("state", told.state))});
  if (!told.outcome.empty()) pairs.push_back({tr("ui.mine.outcome"), told.outcome});
}

// Where it was handed over to, and what was heard from there.
void transfer_of(const Case& one, std::vector<ui::Pair>& pairs) {
  if (one.state != CaseState::transferred) return;
  pairs.push_back({tr("ui.mine.transferred_to"), word("transfer_to", one.transferred_to)});
  if (!one.receipt.empty()) pairs.push_back({tr("field.receipt"), one.receipt});
  const bool answered = !one.transfers.empty() && !one.transfers.back().bounced;
  if (!answered) return;
  const Transfer& last = one.transfers.back();
  pairs.push_back(
      {tr("field.answered"), word("transfer_answer", last.answered) + " · " + last.answer});
}

void outcome_of(const Case& one) {
  std::vector<ui::Pair> pairs;
  transfer_of(one, pairs);
  if (!one.outcome.empty()) pairs.push_back({tr(outcome_label(one.state)), one.outcome});
  told_of(one, pairs);
  if (!pairs.empty()) ui::key_values(pairs);
  if (one.state == CaseState::merged && !one.told) ui::small_text(tr("ui.mine.merged_wait"));
}

void finished_card(const Case& one) {
  ui::card_begin();
  if (case_row(one)) app::open_case(one);
  outcome_of(one);
  if (one.reporter_says != Satisfaction::not_asked) {
    ui::key_values({{tr("ui.mine.word"), word("satisfaction", one.reporter_says)}});
  } else if (wants_word(one)) {
    word_form(one);
  }
  appeal_part(one);
  ui::card_end();
}

std::vector<Case> some_of(const std::vector<const Case*>& cases, bool final) {
  std::vector<Case> some;  // copies: acting makes the cases anew
  for (const Case* one : cases) {
    if (kFinalStates.has(one->state) == final) some.push_back(*one);
  }
  return some;
}

void open_list(const std::vector<Case>& cases) {
  if (cases.empty()) return;
  ui::heading(tr("ui.mine.open"));
  ui::list_begin(tr("ui.mine.open"));
  for (const Case& one : cases) {
    if (case_row(one)) app::open_case(one);
    keep_clock_moving(next_clock(one));
  }
  ui::list_end();
}

void finished_list(const std::vector<Case>& cases) {
  if (cases.empty()) return;
  ui::heading(tr("ui.mine.finished"));
  for (const Case& one : cases) {
    ui::push_id(small_id(one));
    finished_card(one);
    ui::pop_id();
  }
}

}  // namespace

void draw_my_reports() {
  page_begin(tr("ui.mine.title"));
  const std::vector<const Case*> cases = app::my_reports();
  if (cases.empty()) {
    ui::empty_state(Icon::document, tr("ui.mine.none"), tr("ui.mine.none_words"));
    if (ui::primary_button(tr("ui.mine.report"), {.icon = Icon::plus})) app::open("/report");
  } else {
    const std::vector<Case> finished = some_of(cases, true);
    open_list(some_of(cases, false));
    finished_list(finished);
  }
  page_end();
}

}  // namespace gezhi::screens
