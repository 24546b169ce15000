#include "web/screens/my_tasks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/tour_order.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using app::Duty;
using ui::Icon;
using ui::Tone;
using ui::tr;

// Which task states still want something from this person.
bool wants_me(const Duty& duty) {
  return duty.kind != Duty::Kind::task ||
         (duty.task != nullptr && kLiveTaskStates.has(duty.task->state));
}

std::string route_of(const Duty& duty) {
  const std::string id = app::path_of(*duty.subject);
  switch (duty.kind) {
    case Duty::Kind::task: return "/task/" + id + "?task=" + to_text(duty.task->id.value);
    case Duty::Kind::verification: return "/verify/" + id;
    case Duty::Kind::visit: return "/visit/" + id;
  }
  return {};
}

int id_of(const Duty& duty) {
  return small_id(duty.kind == Duty::Kind::task ? duty.task->id.value : duty.subject->id.value);
}

ui::Chip chip_of(const Duty& duty) {
  ui::Chip chip;
  // A suspended case stands whole: nobody can sign, leave or hand in, and no clock runs.
  if (duty.kind == Duty::Kind::task && duty.subject->state == CaseState::suspended)
    return {tr("ui.tasks.suspended"), Tone::neutral, Icon::stop};
  switch (duty.kind) {
    case Duty::Kind::task: chip = task_chip(duty.task->state); break;
    case Duty::Kind::verification:
      chip = {tr("ui.tasks.to_verify"), Tone::info, Icon::search};
      break;
    case Duty::Kind::visit: chip = {tr("ui.tasks.to_visit"), Tone::info, Icon::visit}; break;
  }
  if (duty.clock == nullptr || !duty.clock->running()) return chip;
  const ui::Chip clock = clock_chip(*duty.clock);
  chip.text = chip.text + " · " + clock.text;
  if (clock.tone == Tone::warning || clock.tone == Tone::danger) {
    chip.tone = clock.tone;
    chip.icon = clock.icon;
  }
  return chip;
}

ui::Row row_of(const Duty& duty) {
  const std::string distance =
      duty.distance_mm >= 0 ? app::length_text(duty.distance_mm) : std::string();
  ui::Row row = case_row_of(*duty.subject, distance);
  const bool open = duty.subject->restricted == Restricted::none;
  if (open && duty.kind == Duty::Kind::task && !duty.task->order.empty())
    row.note = duty.task->order;
  row.chip = chip_of(duty);
  row.unread = duty.kind == Duty::Kind::task && duty.task->state == TaskState::assigned &&
               duty.subject->state != CaseState::suspended;
  return row;
}

void section(std::string_view name, const std::vector<Duty>& duties, bool of_tasks) {
  bool any = false;
  for (const Duty& duty : duties) {
    if ((duty.kind == Duty::Kind::task) != of_tasks || !wants_me(duty)) continue;
    if (!any) {
      ui::heading(name);
      ui::list_begin(name);
    }
    any = true;
    ui::push_id(id_of(duty));
    if (ui::list_row(row_of(duty))) app::open(route_of(duty));
    ui::pop_id();
    keep_clock_moving(duty.clock);
  }
  if (any) ui::list_end();
}

bool& by_tour = platform::of_session<bool>();

void where_i_am() {
  if (app::my_position()) {
    int chosen = by_tour ? 1 : 0;
    const std::vector<std::string> orders = {tr("ui.tasks.nearest_first"), tr("ui.tasks.by_tour")};
    if (ui::segmented(tr("ui.tasks.order"), orders, chosen)) by_tour = chosen == 1;
    return;
  }
  ui::small_text(tr("ui.tasks.soonest_first"));
  if (ui::text_button(tr("ui.tasks.use_position"))) app::follow_position(true);
}

// One list in the order of the tour, each with when one is there.
void tour_section(const std::vector<Duty>& duties) {
  TourOrder order = tour_order(duties);
  std::stable_sort(order.stops.begin(), order.stops.end(),
                   [&](const TourOrder::Stop& a, const TourOrder::Stop& b) {
                     return app::pressing(duties[a.duty]) > app::pressing(duties[b.duty]);
                   });
  ui::small_text(tr("ui.tasks.tour_words", app::duration_text(order.travel_ms)));
  ui::list_begin(tr("ui.tasks.by_tour"));
  int number = 0;
  for (const TourOrder::Stop& stop : order.stops) {
    const Duty& duty = duties[stop.duty];
    if (!wants_me(duty)) continue;
    ui::push_id(id_of(duty));
    ui::Row row = row_of(duty);
    row.note = std::to_string(++number) + ". " + stop.note;
    if (ui::list_row(row)) app::open(route_of(duty));
    ui::pop_id();
    keep_clock_moving(duty.clock);
  }
  ui::list_end();
}

}  // namespace

void draw_my_tasks() {
  static bool& following = platform::of_session<bool>();
  if (!following) {
    following = true;
    app::follow_position(true);
  }
  page_begin(tr("ui.tasks.title"));
  const std::vector<Duty>& duties = app::duties();
  bool any = false;
  for (const Duty& duty : duties) any = any || wants_me(duty);
  if (any) {
    where_i_am();
    if (by_tour && !tour_order(duties).stops.empty()) {
      tour_section(duties);
    } else {
      section(tr("ui.tasks.mine"), duties, true);
      section(tr("ui.tasks.visits"), duties, false);
    }
  } else {
    ui::empty_state(Icon::check_circle, tr("ui.tasks.none"), tr("ui.tasks.none_words"));
  }
  page_end();
}

}  // namespace gezhi::screens
