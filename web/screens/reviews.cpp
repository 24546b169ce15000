#include "web/screens/reviews.h"

#include <vector>

#include "core/cases/restricted.h"
#include "web/here.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/leads.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::size_t kDoneShown = 20;

// One of the lists.
struct Review {
  std::string_view key;  // of its texts, ui.<key>.…
  OpKind decides = OpKind::unknown;
  bool (*waits)(const Case&) = nullptr;
  bool (*decided)(const Case&) = nullptr;
  ui::Chip (*chip)(const Case&) = nullptr;
  When when = When::always;
};

// Also as part of what is.
bool is_restricted(const Case& one) {
  const World* world = app::world_of(one);
  return world != nullptr && is_guarded(line_of(*world, one));
}

const Review kSampling{
    "sampling", OpKind::sample_result, [](const Case& one) { return one.sample == Sample::drawn; },
    [](const Case& one) { return one.sample == Sample::passed || one.sample == Sample::failed; },
    [](const Case& one) {
      const Tone tone = one.sample == Sample::passed   ? Tone::success
                        : one.sample == Sample::failed ? Tone::danger
                                                       : Tone::warning;
      return ui::Chip{word("sample", one.sample), tone, Icon::none};
    }};
const Review kAppeals{
    "appeals", OpKind::decide_appeal, [](const Case& one) { return one.appeal == Appeal::open; },
    [](const Case& one) { return one.appeal == Appeal::upheld || one.appeal == Appeal::dismissed; },
    [](const Case& one) {
      const Tone tone = one.appeal == Appeal::open ? Tone::warning : Tone::neutral;
      return ui::Chip{word("appeal", one.appeal), tone, Icon::none};
    }};

// Of what is restricted the squad makes the visit too.
const Review kVisits{
    "squad_visits",
    OpKind::visit_result,
    [](const Case& one) {
      return one.state == CaseState::return_visit && !one.visit_confirmed() && is_restricted(one);
    },
    [](const Case& one) { return !one.visits.empty() && is_restricted(one); },
    [](const Case& one) {
      const bool waits = one.visits.empty();
      const bool good = !waits && one.visits.back().confirmed;
      const Tone tone = waits ? Tone::warning : good ? Tone::success : Tone::danger;
      const bool own = one.restricted != Restricted::none;
      return ui::Chip{own ? word("restricted", one.restricted) : tr("ui.app.restricted"), tone,
                      Icon::none};
    },
    When::confirmed};
const Review* const kReviews[] = {&kSampling, &kVisits, &kAppeals};

std::string text_of(const Review& review, std::string_view tail) {
  return tr("ui." + std::string(review.key) + "." + std::string(tail));
}

std::vector<Case> those(bool (*fits)(const Case&), std::size_t most) {
  std::vector<Case> list;  // copies: deciding makes the cases anew
  for (const Case* one : app::all_cases()) {
    if (fits(*one) && list.size() < most) list.push_back(*one);
  }
  return list;
}

// The words of the last operation of this kind: why the reporter appeals.
std::string said(const Case& one, OpKind kind) {
  const World* world = app::world_of(one);
  for (auto line = one.history.rbegin(); world != nullptr && line != one.history.rend(); ++line) {
    if (line->kind == static_cast<std::uint32_t>(kind) && line->refusal == 0)
      return app::history_text(*world, *line).detail;
  }
  return {};
}

void waiting_card(const Review& review, const Case& one) {
  ui::card_begin();
  if (case_row(one)) app::open_case(one);
  ui::chips({review.chip(one)});
  const std::string appeal = said(one, OpKind::appeal_case);
  if (&review == &kAppeals && one.restricted == Restricted::none && !appeal.empty())
    ui::key_values({{tr("ui.appeals.why"), appeal}});
  const Permission* permission = app::permission(one, review.decides, {}, review.when);
  const std::string reason = why_not(one, review.decides, {}, review.when);
  if (ui::primary_button(word("action", review.decides),
                         {.icon = Icon::check, .enabled = reason.empty(), .why_not = reason})) {
    app::open(has_op_form(review.decides) ? act_route(one, *permission)
                                          : route_of(one, *permission));
  }
  ui::card_end();
}

void decided_list(const Review& review) {
  const std::vector<Case> done = those(review.decided, kDoneShown);
  if (done.empty()) return;
  ui::heading(text_of(review, "done"));
  ui::list_begin(text_of(review, "done"));
  for (const Case& one : done) {
    ui::Row row = case_row_of(one);
    row.chip = review.chip(one);
    ui::push_id(small_id(one));
    if (ui::list_row(row)) app::open_case(one);
    ui::pop_id();
  }
  ui::list_end();
}

// From one list to the other.
void switch_list(const Review& review) {
  std::vector<std::string> names;
  int chosen = 0;
  for (const Review* one : kReviews) {
    if (one == &review) chosen = static_cast<int>(names.size());
    names.push_back(text_of(*one, "title"));
  }
  if (ui::segmented(tr("ui.reviews.which"), names, chosen))
    app::replace("/" + std::string(kReviews[chosen]->key));
}

void draw(const Review& review) {
  page_begin(text_of(review, "title"));
  switch_list(review);
  ui::small_text(text_of(review, "words"));
  const std::vector<Case> waiting = those(review.waits, SIZE_MAX);
  if (waiting.empty())
    ui::empty_state(Icon::check_circle, text_of(review, "none"), text_of(review, "none_words"));
  for (const Case& one : waiting) {
    ui::push_id(small_id(one));
    waiting_card(review, one);
    ui::pop_id();
  }
  decided_list(review);
  page_end();
}

}  // namespace

void draw_sampling() { draw(kSampling); }
void draw_appeals() { draw(kAppeals); }
void draw_squad_visits() { draw(kVisits); }

bool may_review() { return app::acts_as(Roles(Role::supervision_squad, Role::duty_supervisor)); }

int open_reviews() {
  int count = 0;
  for (const Case* one : app::all_cases()) {
    for (const Review* review : kReviews) {
      const bool mine =
          review->waits(*one) && why_not(*one, review->decides, {}, review->when).empty();
      count += mine ? 1 : 0;
    }
  }
  return count;
}

}  // namespace gezhi::screens
