#include "web/screens/conflicts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/cases/ops.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/draft_note.h"
#include "web/screens/parts/edit_field_dialog.h"
#include "web/screens/parts/leads.h"
#include "web/screens/parts/own_op.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::size_t kLeadsShown = 4;

// --- what was refused -----------------------------------------------------------------------------

bool is_refused(const app::OwnOp& own) { return own.was_refused() && !own.seen; }

// Which case it was about, however its words read today: number, kind, where.
void which_case(const Case& one, const World& world) {
  ui::key_values({{tr("ui.conflicts.number"), app::number_text(one)},
                  {tr("ui.conflicts.place"), app::open_place_text(world, one)},
                  {tr("ui.conflicts.state"), word("state", one.state)}});
}

// What others had done with the case when this arrived: mostly why it no longer fitted.
void meanwhile(const Case& one, const World& world, OpId refused) {
  const auto mine = std::find_if(one.history.rbegin(), one.history.rend(),
                                 [refused](const HistoryLine& line) { return line.op == refused; });
  const auto from = mine == one.history.rend() ? one.history.rbegin() : mine;
  const auto other = std::find_if(from, one.history.rend(), [](const HistoryLine& line) {
    return line.refusal == 0 && !(line.actor == app::account().actor);
  });
  if (other == one.history.rend()) return;
  const app::HistoryText text = app::history_text(world, *other);
  std::string words = app::time_text(other->when.at) + " · " +
                      app::actor_text(world, other->role, other->unit) + " · " + text.title;
  if (!text.detail.empty()) words += " · " + text.detail;
  ui::key_values({{tr("ui.conflicts.meanwhile"), words}});
}

// The person may send the same words again where they fit now.
void leads(const app::OwnOp& own, const Case* one) {
  std::vector<Lead> all;
  if (one != nullptr) {
    all = leads_of(*one, kLeadsShown);
  } else if (own.kind == OpKind::report_case || own.kind == OpKind::settle_on_spot) {
    all.push_back({tr("ui.conflicts.report_again"), "/report"});
  }
  ui::small_text(tr(all.empty() ? "ui.sync.nothing_instead" : "ui.conflicts.instead"));
  for (std::size_t i = 0; i < all.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    if (ui::secondary_button(all[i].words, {.icon = Icon::chevron_right})) app::open(all[i].route);
    ui::pop_id();
  }
}

void refused_card(const app::OwnOp& own) {
  const Case* one = app::find_case({own.street, own.subject});
  const World* world = app::street_world(own.street);
  ui::card_begin();
  ui::text(own_op_title(own), {.weight = ui::Weight::strong});
  ui::chips({{tr("ui.sync.refused"), Tone::danger, Icon::close}});
  if (one != nullptr) which_case(*one, *world);
  if (world != nullptr) ui::paragraph(app::refusal_text(*world, own.outcome));
  if (one != nullptr) meanwhile(*one, *world, own.id);
  if (one == nullptr) ui::small_text(tr("ui.conflicts.case_gone"));
  const std::string written = own_op_words(own);
  if (!written.empty()) ui::key_values({{tr("ui.conflicts.written"), written}});
  ui::small_text(app::time_text(own.made_at));
  leads(own, one);
  ui::row_begin({1, 1});
  if (ui::secondary_button(tr("ui.sync.look"), {.icon = Icon::document, .enabled = one != nullptr}))
    app::open_case({own.street, own.subject});
  ui::next_cell();
  if (ui::secondary_button(tr("ui.sync.understood"), {.icon = Icon::check})) app::put_aside(own.id);
  ui::row_end();
  ui::card_end();
}

void refused_list() {
  const std::vector<app::OwnOp> all = app::own_ops();  // a copy: putting one aside changes the list
  bool any = false;
  for (const app::OwnOp& own : all) {
    if (!is_refused(own)) continue;
    if (!any) ui::heading(tr("ui.sync.refused_title"));
    any = true;
    ui::push_id(small_id(own.id.value));
    refused_card(own);
    ui::pop_id();
  }
}

// --- what two wrote -------------------------------------------------------------------------------

bool is_of_place(const Conflict& conflict) { return conflict.field == CaseField::place; }

struct Open {
  SubjectKey subject;
  Conflict conflict;
};

std::vector<Open> open_ones() {
  std::vector<Open> list;
  for (const Case* one : app::all_cases()) {
    if (!kOpenStates.has(one->state)) continue;
    for (const Conflict& conflict : one->conflicts) {
      if (app::concerns_me(conflict)) list.push_back({subject_key(*one), conflict});
    }
  }
  return list;
}

// As what somebody acted on this case last: a role and a unit, never a person.
std::string author_text(const Case& one, ActorId who) {
  const World* world = app::world_of(one);
  if (world == nullptr) return {};
  for (auto line = one.history.rbegin(); line != one.history.rend(); ++line) {
    if (line->actor == who) return app::actor_text(*world, line->role, line->unit);
  }
  return app::actor_text(*world, one.reporter_role, one.reporter_unit);
}

// The dialog; what is written in it is a draft of the conflict.
struct Rewriting {
  bool open = false;
  SubjectKey subject;
  OpId conflict;
  CaseField field = CaseField::none;
  std::string begins_with;
  std::string problem;
};

struct Rewritten {
  std::string value;

  template <class V>
  void fields(V& v) {
    v(1, "value", value, app::kTypedMax);
  }
};

Rewriting& rewriting = platform::of_session<Rewriting>();
const app::DraftsOf<Rewritten> drafts("rewrite");

std::string settle(const Case& one, const SettleConflict& op) {
  const std::string problem = act_on(one, op);
  if (problem.empty())
    ui::toast(tr("ui.conflicts.settled"));
  else
    ui::toast(problem, Tone::danger);
  return problem;
}

// One version beside the others. True if pressed.
bool version(std::string_view name, std::string_view by, const std::string& value,
             std::string_view action, Tone tone) {
  bool pressed = false;
  ui::card_begin();
  ui::chips({{std::string(name), tone}});
  if (!by.empty()) ui::small_text(by);
  ui::paragraph(value.empty() ? tr("ui.conflicts.empty") : value);
  if (!action.empty()) pressed = ui::secondary_button(action, {.icon = Icon::check});
  ui::card_end();
  return pressed;
}

struct Side {
  std::string name;
  std::string action;
};

// Mine and theirs for who wrote one of them; earlier and later for the desk.
Side side_of(const Conflict& c, bool later) {
  const ActorId me = app::account().actor;
  const bool involved = c.theirs_by == me || c.yours_by == me;
  const std::string name = !involved ? (later ? "later" : "earlier")
                           : (later ? c.yours_by : c.theirs_by) == me ? "mine"
                                                                      : "theirs";
  return {tr("ui.conflicts." + name), tr("ui.conflicts.take_" + name)};
}

// What one of the three says: words, or where it lies and how far that is from the first.
std::string version_words(const Case& one, const Conflict& c, const std::string& value,
                          const std::optional<Place>& place) {
  const World* world = app::world_of(one);
  if (!is_of_place(c) || !place || world == nullptr) return value;
  std::string text = app::place_text(*world, *place);
  if (!place->grid.is_none()) text += " · " + app::grid_name(*world, place->grid);
  if (!c.base_place || place->point.is_none() || c.base_place->point.is_none()) return text;
  const std::int64_t moved = distance_mm(place->point, c.base_place->point);
  return moved < 1000 ? text : text + " · " + tr("ui.conflicts.moved", app::length_text(moved));
}

void versions(const Case& one, const Conflict& c) {
  const Side earlier = side_of(c, false);
  const Side later = side_of(c, true);
  const auto words = [&](const std::string& value, const std::optional<Place>& place) {
    return version_words(one, c, value, place);
  };
  if (ui::desktop()) ui::row_begin({1, 1, 1});
  version(tr("ui.conflicts.base"), tr("ui.conflicts.base_words"), words(c.base, c.base_place), "",
          Tone::neutral);
  if (ui::desktop()) ui::next_cell();
  if (version(earlier.name, author_text(one, c.theirs_by), words(c.theirs, c.their_place),
              earlier.action, Tone::info))
    static_cast<void>(settle(one, SettleConflict{c.op, c.theirs, c.their_place}));
  if (ui::desktop()) ui::next_cell();
  if (version(later.name, author_text(one, c.yours_by), words(c.yours, c.your_place), later.action,
              Tone::warning))
    static_cast<void>(settle(one, SettleConflict{c.op, c.yours, c.your_place}));
  if (ui::desktop()) ui::row_end();
}

void conflict_card(const Open& open) {
  const Case* found = app::find_case(open.subject);
  if (found == nullptr) return;
  const Case one = *found;  // settling makes it anew
  ui::heading(word("case_field", open.conflict.field) + " · " + app::case_title(one), 3);
  versions(one, open.conflict);
  const bool words = !is_of_place(open.conflict);
  ui::row_begin({1, 1});
  if (words && ui::secondary_button(tr("ui.conflicts.rewrite"), {.icon = Icon::edit}))
    rewriting = {true, open.subject, open.conflict.op, open.conflict.field, open.conflict.yours,
                 {}};
  if (words) ui::next_cell();
  if (ui::secondary_button(tr("ui.sync.look"), {.icon = Icon::document}))
    app::open_case(open.subject);
  ui::row_end();
  ui::divider();
}

void conflict_list(const std::vector<Open>& list) {
  if (list.empty()) return;
  ui::heading(tr("ui.conflicts.fields"));
  ui::small_text(tr("ui.conflicts.fields_words"));
  for (const Open& open : list) {
    ui::push_id(to_text(open.conflict.op.value));
    conflict_card(open);
    ui::pop_id();
  }
}

void rewrite_dialog() {
  if (!ui::dialog_begin("rewrite", tr("ui.conflicts.rewrite"), rewriting.open)) return;
  const std::string key = app::draft_key(rewriting.subject) + to_text(rewriting.conflict.value);
  Rewritten& draft = drafts.of(key, [] { return Rewritten{rewriting.begins_with}; });
  draft_note(drafts, key);
  ui::text_area(
      "rewrite_value", tr("field.value"), draft.value,
      {.error = rewriting.problem, .max_length = characters_of(rewriting.field), .lines = 5});
  const bool filled = !draft.value.empty();
  if (ui::primary_button(tr("ui.conflicts.settle"), {.icon = Icon::check, .enabled = filled})) {
    const Case* found = app::find_case(rewriting.subject);
    const Case one = found != nullptr ? *found : Case{};
    rewriting.problem = settle(one, SettleConflict{rewriting.conflict, draft.value});
    rewriting.open = !rewriting.problem.empty();
    if (!rewriting.open) drafts.discard(key);
  }
  ui::dialog_end();
}

}  // namespace

int open_conflicts() {
  int count = static_cast<int>(open_ones().size());
  for (const app::OwnOp& own : app::own_ops()) count += is_refused(own) ? 1 : 0;
  return count;
}

void draw_conflicts() {
  page_begin(tr("ui.conflicts.title"), {.back = true, .max_width = 1120}, "/sync");
  if (open_conflicts() == 0) {
    ui::empty_state(Icon::check_circle, tr("ui.conflicts.none"), tr("ui.conflicts.none_words"));
  } else {
    refused_list();
    conflict_list(open_ones());
  }
  page_end();
  rewrite_dialog();
}

}  // namespace gezhi::screens
