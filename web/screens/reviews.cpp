#include "web/screens/reviews.h"

#include <vector>

#include "web/app/account.h"
#include "web/app/data.h"
#include "web/app/routes.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::size_t kDoneShown = 20;

// One of the two lists.
struct Review {
  std::string_view key;  // of its texts, ui.<key>.…
  OpKind decides = OpKind::unknown;
  bool (*waits)(const Case&) = nullptr;
  bool (*decided)(const Case&) = nullptr;
  ui::Chip (*chip)(const Case&) = nullptr;
};

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
  const World* world = app::world_of(one.id);
  for (auto line = one.history.rbegin(); world != nullptr && line != one.history.rend(); ++line) {
    if (line->kind == static_cast<std::uint32_t>(kind) && line->refusal == 0)
      return app::history_text(*world, *line).detail;
  }
  return {};
}

void waiting_card(const Review& review, const Case& one) {
  ui::card_begin();
  if (case_row(one)) app::open_case(one.id);
  ui::chips({review.chip(one)});
  const std::string appeal = said(one, OpKind::appeal_case);
  if (&review == &kAppeals && one.restricted == Restricted::none && !appeal.empty())
    ui::key_values({{tr("ui.appeals.why"), appeal}});
  const Permission* permission = app::permission(one.id, review.decides);
  const std::string reason = why_not(one, review.decides);
  if (ui::primary_button(word("action", review.decides),
                         {.icon = Icon::check, .enabled = reason.empty(), .why_not = reason})) {
    app::open(act_route(one, *permission));
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
    ui::push_id(small_id(one.id.value));
    if (ui::list_row(row)) app::open_case(one.id);
    ui::pop_id();
  }
  ui::list_end();
}

// From one list to the other.
void switch_list(const Review& review) {
  const std::vector<std::string> names = {tr("ui.sampling.title"), tr("ui.appeals.title")};
  int chosen = &review == &kSampling ? 0 : 1;
  if (ui::segmented(tr("ui.reviews.which"), names, chosen))
    app::replace(chosen == 0 ? "/sampling" : "/appeals");
}

void draw(const Review& review) {
  page_begin(text_of(review, "title"));
  switch_list(review);
  ui::small_text(text_of(review, "words"));
  const std::vector<Case> waiting = those(review.waits, SIZE_MAX);
  if (waiting.empty())
    ui::empty_state(Icon::check_circle, text_of(review, "none"), text_of(review, "none_words"));
  for (const Case& one : waiting) {
    ui::push_id(small_id(one.id.value));
    waiting_card(review, one);
    ui::pop_id();
  }
  decided_list(review);
  page_end();
}

}  // namespace

void draw_sampling() { draw(kSampling); }
void draw_appeals() { draw(kAppeals); }

bool may_review() { return app::acts_as(Roles(Role::supervision_squad, Role::duty_supervisor)); }

int open_reviews() {
  int count = 0;
  for (const Case* one : app::all_cases()) {
    count += kSampling.waits(*one) && why_not(*one, OpKind::sample_result).empty() ? 1 : 0;
    count += kAppeals.waits(*one) && why_not(*one, OpKind::decide_appeal).empty() ? 1 : 0;
  }
  return count;
}

}  // namespace gezhi::screens
