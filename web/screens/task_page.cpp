#include "web/screens/task_page.h"

#include <string>
#include <vector>

#include "core/cases/clocks.h"
#include "core/cases/rounds.h"
#include "web/here.h"
#include "web/screens/forms/op_form.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_actions.h"
#include "web/screens/parts/case_details.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/case_rest.h"
#include "web/screens/parts/case_things.h"
#include "web/screens/parts/case_tracks.h"
#include "web/screens/parts/contact_dialog.h"
#include "web/screens/parts/step_bar.h"
#include "web/screens/parts/task_dialogs.h"
#include "web/screens/parts/task_result.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

const Task* addressed_task(const Case& one) {
  const auto& query = app::address().query;
  const auto found = query.find("task");
  if (found == query.end()) return one.tasks.empty() ? nullptr : &one.tasks.front();
  const auto id = parse_uuid(found->second);
  return id.ok() ? one.find_task(TaskId{*id}) : nullptr;
}

std::string result_route(const Case& one, const Task& task) {
  return "/task/" + app::path_of(one) + "?task=" + to_text(task.id.value) + "&do=result";
}

// A whistled unit checks in, a reinspection ends with its own result, a supervision has its rounds:
// each in the form of its own. unknown: an ordinary task.
OpKind special_step(const Task& task) {
  constexpr TaskStates kOnTheWay(TaskState::assigned, TaskState::signed_off, TaskState::en_route);
  constexpr TaskStates kThere(TaskState::arrived, TaskState::working, TaskState::returned);
  if (task.whistled && !task.checked_in && kOnTheWay.has(task.state)) return OpKind::check_in;
  if (task.kind == TaskKind::reinspect && kThere.has(task.state)) return OpKind::reinspect_result;
  const bool more = task.kind == TaskKind::supervision && task.rounds_done < rounds_owed(task);
  return more && kThere.has(task.state) ? OpKind::log_round : OpKind::unknown;
}

// Whether the call is one of the steps: somebody left a number, or it was made all the same.
bool calls(const Case& one, const Task& task) {
  return one.has_contact || task.contact != ContactResult::none;
}

// The whole case stands: nobody can sign, leave or hand in until it is resumed.
bool stands(const Case& one, const Task& task) {
  return one.state == CaseState::suspended && kLiveTaskStates.has(task.state);
}

// The one next step: sign, depart, contact, arrive, result. unknown: nothing is left to do here.
OpKind ordinary_step(const Case& one, const Task& task) {
  switch (task.state) {
    case TaskState::assigned: return OpKind::sign_task;
    case TaskState::signed_off: return OpKind::depart_task;
    case TaskState::en_route:
      return one.has_contact && task.contact == ContactResult::none ? OpKind::contact_party
                                                                    : OpKind::arrive_task;
    case TaskState::arrived:
    case TaskState::working:
    case TaskState::returned: return OpKind::submit_task;
    case TaskState::none:
    case TaskState::submitted:
    case TaskState::accepted:
    case TaskState::refused:
    case TaskState::cancelled: return OpKind::unknown;
  }
  return OpKind::unknown;
}

OpKind next_step(const Case& one, const Task& task) {
  const OpKind special = special_step(task);
  return special == OpKind::unknown ? ordinary_step(one, task) : special;
}

void open_form_page(const Case& one, const Task& task, OpKind kind) {
  const Permission* permission = app::permission(one, kind, task.id);
  if (permission != nullptr) app::open(act_route(one, *permission));
}

struct Step {
  OpKind kind;
  ui::Icon icon;
  void (*take)(const Case& one, const Task& task);
};

constexpr Step kSteps[] = {
    {OpKind::sign_task, Icon::check,
     [](const Case& one, const Task& task) { say_or_done(one, SignTask{task.id}); }},
    {OpKind::depart_task, Icon::route,
     [](const Case& one, const Task& task) { say_or_done(one, DepartTask{task.id}); }},
    {OpKind::contact_party, Icon::phone, open_party_dialog},
    {OpKind::arrive_task, Icon::location, begin_arrival},
    {OpKind::submit_task, Icon::check_circle,
     [](const Case& one, const Task& task) { app::open(result_route(one, task)); }},
};

constexpr Step kSpecialSteps[] = {
    {OpKind::check_in, Icon::location,
     [](const Case& one, const Task& task) { open_form_page(one, task, OpKind::check_in); }},
    {OpKind::reinspect_result, Icon::visit,
     [](const Case& one, const Task& task) {
       open_form_page(one, task, OpKind::reinspect_result);
     }},
    {OpKind::log_round, Icon::visit,
     [](const Case& one, const Task& task) { open_form_page(one, task, OpKind::log_round); }},
};

const Step* step_of(OpKind kind) {
  for (const Step& step : kSteps) {
    if (step.kind == kind) return &step;
  }
  for (const Step& step : kSpecialSteps) {
    if (step.kind == kind) return &step;
  }
  return nullptr;
}

// Which are done, which is next.
void steps_of(const Case& one, const Task& task) {
  const OpKind next = ordinary_step(one, task);
  const bool finished = task.state == TaskState::submitted || task.state == TaskState::accepted;
  std::vector<StepMark> marks;
  bool before_next = next != OpKind::unknown || finished;
  for (const Step& step : kSteps) {
    const bool is_next = step.kind == next;
    if (is_next) before_next = false;
    const bool contact = step.kind == OpKind::contact_party;
    if (contact && !calls(one, task)) continue;
    const bool done = contact ? task.contact != ContactResult::none : before_next;
    marks.push_back({word("ui.task.step", step.kind), done, is_next});
  }
  step_bar(tr("ui.task.steps"), marks);
}

// The clock that the next step stops, and the one of the whole matter.
bool is_of_now(const Clock& clock, OpKind next) {
  struct Stop {
    ClockKind clock = ClockKind::none;
    OpKind by = OpKind::unknown;
  };
  constexpr Stop kStops[] = {
      {ClockKind::sign, OpKind::sign_task},        {ClockKind::depart, OpKind::depart_task},
      {ClockKind::contact, OpKind::contact_party}, {ClockKind::arrive, OpKind::contact_party},
      {ClockKind::arrive, OpKind::arrive_task},    {ClockKind::check_in, OpKind::sign_task},
  };
  if (clock.kind == ClockKind::handle || clock.kind == ClockKind::task) return true;
  for (const Stop& stop : kStops) {
    if (stop.clock == clock.kind && stop.by == next) return true;
  }
  return false;
}

const char* part_key(const Task& task) {
  if (task.lead) return "ui.case.lead";
  return task.mandatory ? "ui.case.mandatory" : "ui.case.optional";
}

void task_card(const Case& one, const Task& task) {
  ui::card_begin();
  ui::heading(matter_text(one));
  ui::paragraph(one.text);
  std::vector<ui::Chip> chips{task_chip(task.state)};
  if (stands(one, task)) chips.front() = {tr("ui.tasks.suspended"), Tone::neutral, Icon::stop};
  chips.push_back({tr(part_key(task)), Tone::neutral, task.lead ? Icon::flag : Icon::people});
  for (const Clock& clock : one.clocks) {
    const bool concerns = clock.task == task.id || clock.task.is_nil();
    if (concerns && binds(one, clock) && is_of_now(clock, next_step(one, task)))
      chips.push_back(clock_chip(clock));
  }
  if (has_unsent(one)) chips.push_back({tr("ui.case.on_device"), Tone::warning, Icon::offline});
  ui::chips(chips);
  keep_clocks_moving(one);
  ui::space(ui::kGapSmall);
  steps_of(one, task);
  ui::card_end();
}

// Which days had their round and which went by without one.
void rounds_calendar(const Case& one, const Task& task) {
  const World* world = app::world_of(one);
  std::string days;
  for (const CivilDay day : task.round_days) days += (days.empty() ? "" : "  ") + to_date_text(day);
  if (!days.empty()) ui::key_values({{tr("ui.task.round_days"), days}});
  if (task.rounds_extra > 0)
    ui::small_text(tr("ui.task.rounds_extra", std::to_string(task.rounds_extra)));
  if (world == nullptr) return;
  std::string missed;
  for (const CivilDay day : missed_rounds(world->policy(), task, app::now())) {
    missed += (missed.empty() ? "" : "  ") + to_date_text(day);
  }
  if (!missed.empty()) ui::banner(Tone::warning, tr("ui.task.rounds_missed", missed));
}

void order_card(const Case& one, const Task& task) {
  const std::uint32_t rounds = rounds_owed(task);
  if (task.order.empty() && task.why.empty() && rounds == 0) return;
  ui::card_begin();
  if (!task.order.empty()) ui::key_values({{tr("field.order"), task.order}});
  if (!task.why.empty()) ui::key_values({{tr("field.why"), task.why}});
  if (rounds > 0) {
    ui::key_values({{tr("field.rounds"), tr("ui.task.rounds", std::to_string(task.rounds_done),
                                            std::to_string(rounds))}});
    rounds_calendar(one, task);
  }
  ui::card_end();
}

void place_card(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  ui::card_begin();
  ui::text(app::place_text(*world, one.place), {.weight = ui::Weight::strong});
  if (const auto here = app::my_position(); here && !one.place.point.is_none()) {
    ui::small_text(tr("ui.task.straight", app::length_text(distance_mm(*here, one.place.point))));
  }
  const bool has_number = one.has_contact;
  ui::row_begin({1, 1});
  if (ui::secondary_button(tr("ui.case.navigate"),
                           {.icon = Icon::route, .enabled = !one.place.point.is_none()})) {
    app::open("/go/" + app::path_of(one));
  }
  ui::next_cell();
  if (ui::secondary_button(tr("ui.task.call"),
                           {.icon = Icon::phone,
                            .enabled = has_number,
                            .why_not = has_number ? std::string() : tr("refusal.no_contact")})) {
    open_contact(subject_key(one));
  }
  ui::row_end();
  ui::card_end();
}

void footer(const Case& one, const Task& task) {
  const OpKind step = next_step(one, task);
  ui::page_footer_begin();
  ui::row_begin({3, 1.4f});
  const bool waits =
      stands(one, task) && !why_not(one, step, task.id, when_for(task, step)).empty();
  if (step == OpKind::unknown || waits) {
    if (ui::primary_button(tr("ui.task.to_the_case"))) app::open_case(one);
  } else {
    const std::string reason = why_not(one, step, task.id, when_for(task, step));
    if (ui::primary_button(
            arriving() ? tr("ui.place.locating") : word("ui.task.do", step),
            {.icon = step_of(step)->icon, .enabled = reason.empty(), .busy = arriving()})) {
      step_of(step)->take(one, task);
    }
  }
  ui::next_cell();
  if (ui::secondary_button(tr("ui.task.more"))) open_more();
  ui::row_end();
  ui::page_footer_end();
}

void what_is_in_the_way(const Case& one, const Task& task) {
  const OpKind step = next_step(one, task);
  if (step == OpKind::unknown) {
    ui::banner(Tone::info, word("ui.task.rests", task.state));
    return;
  }
  const std::string reason = why_not(one, step, task.id, when_for(task, step));
  if (reason.empty()) return;
  if (!stands(one, task)) return (void)ui::banner(Tone::warning, reason);
  ui::banner(Tone::info, one.resume_at.is_none()
                             ? tr("ui.task.suspended")
                             : tr("ui.task.suspended_until", app::time_text(one.resume_at)));
}

}  // namespace

void draw_task_page() {
  const Case* one = addressed_case();
  const Task* task = one != nullptr ? addressed_task(*one) : nullptr;
  if (task == nullptr) return missing_page(tr("ui.task.missing"), tr("ui.task.missing_words"));
  const auto& query = app::address().query;
  if (const auto form = query.find("do"); form != query.end() && form->second == "result") {
    return draw_task_result(*one, *task);
  }
  page_begin(tr("ui.task.title"), {.back = true, .footer = ui::kButtonHeight + 2 * ui::kGap},
             "/tasks");
  what_is_in_the_way(*one, *task);
  task_card(*one, *task);
  place_card(*one);
  order_card(*one, *task);
  case_marks(*one);
  case_photos(*one);
  case_actions(*one, true);
  case_things(*one);
  case_rectify(*one);
  case_mediate(*one);
  if (one->tasks.size() > 1) case_tasks(*one);
  case_rest(*one);
  case_history(*one);
  footer(*one, *task);
  page_end();
  task_dialogs(*one, *task);
  case_action_dialogs();
}

}  // namespace gezhi::screens
