#include "web/screens/case_page.h"

#include <map>
#include <string>
#include <vector>

#include "web/app/account.h"
#include "web/app/data.h"
#include "web/app/photos.h"
#include "web/app/routes.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_details.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/contact_dialog.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

struct Note {
  std::string text;
  std::vector<Photo> photos;
  std::string problem;
  bool open = false;
};

std::map<CaseId, Note> notes;  // what was typed stays, one a case
bool reasons_open = false;

// Where an operation is done: its own form on a phone, the desk's board for the desk's work.
std::string route_of(const Case& one, const Permission& permission) {
  const std::string id = to_text(one.id.value);
  const OpKind kind = permission.kind;
  if (kind == OpKind::verify_result) return "/verify/" + id;
  if (kind == OpKind::visit_result) return "/visit/" + id;
  if (kind == OpKind::add_note || kind == OpKind::read_contact) return {};  // done on this page
  const bool of_desk = app::main_work() == app::Work::desk;
  if (!permission.task.is_nil() && !of_desk)
    return "/task/" + id + "?task=" + to_text(permission.task.value);
  return "/desk/" + id;
}

// One line for each operation that has a form elsewhere: the first that is possible counts.
struct Choice {
  std::string route;
  OpKind kind = OpKind::unknown;
};

void add_choice(std::vector<Choice>& list, Choice choice) {
  for (const Choice& known : list) {
    if (known.route == choice.route) return;
  }
  list.push_back(std::move(choice));
}

std::vector<Choice> choices_of(const Case& one) {
  std::vector<Choice> list;
  for (const Permission& permission : app::permissions(one.id)) {
    if (!permission.outcome.applied()) continue;
    std::string route = route_of(one, permission);
    if (!route.empty()) add_choice(list, {std::move(route), permission.kind});
  }
  return list;
}

std::string label_of(const Choice& choice) {
  if (choice.route.rfind("/desk", 0) == 0) return tr("ui.case.at_the_desk");
  if (choice.route.rfind("/task", 0) == 0) return tr("ui.case.to_the_task");
  return word("action", choice.kind);
}

// What is not possible now, each with its reason; folded, because most people don't need it.
void reasons(const Case& one) {
  std::vector<ui::Pair> pairs;
  SetOf<OpKind> seen;
  for (const Permission& permission : app::permissions(one.id)) {
    if (permission.outcome.applied()) seen = seen | SetOf<OpKind>(permission.kind);
  }
  for (const Permission& permission : app::permissions(one.id)) {
    if (seen.has(permission.kind)) continue;
    seen = seen | SetOf<OpKind>(permission.kind);
    pairs.push_back({word("action", permission.kind),
                     why_not(one, permission.kind, permission.task, permission.when)});
  }
  if (pairs.empty()) return;
  if (ui::text_button(tr(reasons_open ? "ui.case.hide_reasons" : "ui.case.show_reasons")))
    reasons_open = !reasons_open;
  if (reasons_open) ui::key_values(pairs);
}

void note_form(const Case& one, Note& note) {
  ui::text_area(
      "note_text", tr("ui.case.note"), note.text,
      {.hint = tr("ui.case.note_hint"), .error = note.problem, .max_length = 1000, .lines = 3});
  app::photo_field(tr("ui.case.note_photos"), note.photos, PhotoKind::other);
  ui::row_begin({1, 1});
  if (ui::secondary_button(tr("ui.common.cancel"))) note.open = false;
  ui::next_cell();
  if (ui::primary_button(tr("ui.case.note_save"))) {
    AddNote op;
    op.text = note.text;
    op.photos = note.photos;
    note.problem = act_on(one, op);
    if (note.problem.empty()) note = Note{};
  }
  ui::row_end();
}

void actions(const Case& one) {
  Note& note = notes[one.id];
  const Permission* may_note = app::permission(one.id, OpKind::add_note);
  const Permission* may_call = app::permission(one.id, OpKind::read_contact);
  const std::vector<Choice> choices = choices_of(one);
  const bool notes_now = may_note != nullptr && may_note->outcome.applied();
  const bool calls_now = may_call != nullptr && may_call->outcome.applied();
  if (choices.empty() && !notes_now && !calls_now && app::permissions(one.id).empty()) return;
  ui::heading(tr("ui.case.actions"));
  ui::card_begin();
  bool first = true;
  for (const Choice& choice : choices) {
    const bool pressed =
        first ? ui::primary_button(label_of(choice)) : ui::secondary_button(label_of(choice));
    if (pressed) app::open(choice.route);
    first = false;
  }
  if (calls_now &&
      ui::secondary_button(word("action", OpKind::read_contact), {.icon = Icon::phone})) {
    open_contact(one.id);
  }
  if (note.open && notes_now) {
    note_form(one, note);
  } else if (notes_now &&
             ui::secondary_button(word("action", OpKind::add_note), {.icon = Icon::edit})) {
    note.open = true;
  }
  if (choices.empty() && !notes_now && !calls_now) ui::small_text(tr("ui.case.nothing_to_do"));
  reasons(one);
  ui::card_end();
}

void draw_columns(const Case& one) {
  ui::panes_begin({3, 2});
  case_head(one);
  case_photos(one);
  case_tasks(one);
  case_visits(one);
  case_history(one);
  ui::next_pane();
  actions(one);
  case_clocks(one);
  case_place(one);
  ui::panes_end();
}

void draw_one_column(const Case& one) {
  case_head(one);
  actions(one);
  case_clocks(one);
  case_place(one);
  case_photos(one);
  case_tasks(one);
  case_visits(one);
  case_history(one);
}

}  // namespace

void draw_case_page() {
  const Case* one = addressed_case();
  if (one == nullptr) return missing_page(tr("ui.case.missing"), tr("ui.case.missing_words"));
  const bool wide = ui::desktop();
  ui::PageOptions options;
  options.back = true;
  options.max_width = wide ? 1240 : 760;
  options.scroll = !wide;
  page_begin(tr("ui.case.title"), options);
  if (wide) {
    draw_columns(*one);
  } else {
    draw_one_column(*one);
  }
  page_end();
  contact_dialog();
}

}  // namespace gezhi::screens
