#include "web/screens/parts/case_parts.h"

#include <algorithm>
#include <cstdlib>

#include "core/cases/placing.h"
#include "web/here.h"
#include "web/platform/frame.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;

Tone tone_of(CaseState state) {
  switch (state) {
    case CaseState::draft:
    case CaseState::not_filed:
    case CaseState::transferred:
    case CaseState::merged:
    case CaseState::voided: return Tone::neutral;
    case CaseState::reported:
    case CaseState::verifying:
    case CaseState::filed:
    case CaseState::dispatched:
    case CaseState::handling:
    case CaseState::feedback:
    case CaseState::return_visit: return Tone::info;
    case CaseState::suspended:
    case CaseState::rework: return Tone::warning;
    case CaseState::closed: return Tone::success;
  }
  return Tone::neutral;
}

Icon icon_of(CaseState state) {
  switch (state) {
    case CaseState::draft: return Icon::edit;
    case CaseState::reported: return Icon::bell;
    case CaseState::verifying: return Icon::search;
    case CaseState::filed: return Icon::document;
    case CaseState::dispatched: return Icon::send;
    case CaseState::handling: return Icon::person;
    case CaseState::suspended: return Icon::stop;
    case CaseState::feedback: return Icon::check;
    case CaseState::return_visit: return Icon::visit;
    case CaseState::rework: return Icon::sync;
    case CaseState::closed: return Icon::check_circle;
    case CaseState::not_filed: return Icon::close;
    case CaseState::transferred: return Icon::share;
    case CaseState::merged: return Icon::list;
    case CaseState::voided: return Icon::close;
  }
  return Icon::dot;
}

Tone tone_of(Urgency urgency) {
  switch (urgency) {
    case Urgency::none: return Tone::neutral;
    case Urgency::calm: return Tone::info;
    case Urgency::warning: return Tone::warning;
    case Urgency::overdue: return Tone::danger;
  }
  return Tone::neutral;
}

// How long what a clock says stays true: it counts seconds only in the last minute.
int step_ms(const Clock& clock) {
  const std::int64_t away = std::abs(clock.due - app::now());
  return away < kMinuteMs + 15 * kSecondMs ? 1000 : 15000;
}

}  // namespace

ui::Icon nature_icon(Nature nature) {
  switch (nature) {
    case Nature::other: return Icon::flag;
    case Nature::dispute: return Icon::talk;
    case Nature::hazard: return Icon::fire;
    case Nature::help: return Icon::people;
    case Nature::disorder: return Icon::warning;
    case Nature::facility: return Icon::settings;
    case Nature::welfare: return Icon::home;
    case Nature::lead: return Icon::search;
    case Nature::lost_found: return Icon::document;
    case Nature::noise: return Icon::mic;
    case Nature::traffic: return Icon::route;
  }
  return Icon::flag;
}

ui::Tone nature_tone(const Case& one) {
  if (kFinalStates.has(one.state)) return Tone::neutral;
  return one.dangers.empty() ? Tone::info : Tone::danger;
}

ui::Chip state_chip(CaseState state) {
  return {word("state", state), tone_of(state), icon_of(state)};
}

ui::Chip task_chip(TaskState state) {
  const bool live = kLiveTaskStates.has(state);
  const bool good = state == TaskState::submitted || state == TaskState::accepted;
  const bool waits = state == TaskState::assigned || state == TaskState::returned;
  return {word("task_state", state),
          good    ? Tone::success
          : waits ? Tone::warning
          : live  ? Tone::info
                  : Tone::neutral,
          good    ? Icon::check
          : waits ? Icon::bell
          : live  ? Icon::person
                  : Icon::close};
}

ui::Chip clock_chip(const Clock& clock) {
  const std::string name = word("clock", clock.kind);
  if (clock.dropped) return {ui::tr("ui.case.clock_dropped", name), Tone::neutral, Icon::close};
  if (!clock.stopped.received.is_none()) {
    if (!clock.late && !met_in_time(clock)) {
      return {ui::tr("ui.case.clock_elsewhere", name, word("presence", clock.presence)),
              Tone::warning, Icon::location};
    }
    return clock.late ? ui::Chip{ui::tr("ui.case.clock_late", name), Tone::danger, Icon::warning}
                      : ui::Chip{ui::tr("ui.case.clock_kept", name), Tone::success, Icon::check};
  }
  if (!clock.paused.is_none()) {
    return {ui::tr("ui.case.clock_paused", name), Tone::neutral, Icon::stop};
  }
  const Urgency urgency = urgency_of(clock, app::now());
  return {name + " " + app::left_text(clock), tone_of(urgency),
          urgency == Urgency::overdue ? Icon::warning : Icon::clock};
}

std::string left_words(const Case& one, const Clock& clock) {
  const std::string left = app::left_text(clock);
  return kFinalStates.has(one.state) ? word("clock", clock.kind) + " " + left : left;
}

ui::Chip case_chip(const Case& one) {
  ui::Chip chip = state_chip(one.state);
  const Clock* clock = next_clock(one);
  if (clock == nullptr) return chip;
  const Urgency urgency = urgency_of(*clock, app::now());
  chip.text = chip.text + " · " + left_words(one, *clock);
  if (urgency == Urgency::warning || urgency == Urgency::overdue) {
    chip.tone = tone_of(urgency);
    chip.icon = urgency == Urgency::overdue ? Icon::warning : Icon::clock;
  }
  return chip;
}

std::vector<ui::Chip> case_chips(const Case& one) {
  std::vector<ui::Chip> chips{state_chip(one.state)};
  for (std::size_t i = 0; i < names_of(Danger{}).size(); ++i) {
    const auto danger = static_cast<Danger>(i);
    if (one.dangers.has(danger))
      chips.push_back({word("danger", danger), Tone::danger, Icon::danger});
  }
  if (const Clock* clock = next_clock(one)) chips.push_back(clock_chip(*clock));
  const std::string doubt = place_doubt(one);
  if (!doubt.empty()) chips.push_back({doubt, Tone::warning, Icon::location});
  if (one.reworks > 0) {
    chips.push_back(
        {ui::tr("ui.case.reworks", std::to_string(one.reworks)), Tone::warning, Icon::sync});
  }
  if (one.returned_orders > 0) {
    chips.push_back({ui::tr("ui.case.returned", std::to_string(one.returned_orders)), Tone::warning,
                     Icon::back});
  }
  if (!one.children.empty()) {
    chips.push_back({ui::tr("ui.case.children", std::to_string(one.children.size())), Tone::neutral,
                     Icon::list});
  }
  if (has_unsent(one)) chips.push_back({ui::tr("ui.case.on_device"), Tone::warning, Icon::offline});
  return chips;
}

std::string place_doubt(const Case& one) {
  if (kFinalStates.has(one.state)) return {};
  if (!one.lies_in.is_none()) return ui::tr("ui.case.lies_in", app::street_name(one.lies_in));
  if (!one.place.outside_known_grids) return {};
  if (app::is_beyond_district(one.place)) return ui::tr("ui.case.beyond", app::district_name());
  if (!is_rough(one.place.accuracy_m)) return ui::tr("ui.case.no_grid");
  return ui::tr("ui.case.no_grid_rough",
                app::length_text(1000 * std::int64_t{one.place.accuracy_m}));
}

bool has_unsent(const Case& one) {
  const auto lines = one.timeline();
  return !lines.empty() && lines.back()->seq == 0;
}

ui::Row case_row_of(const Case& one, std::string_view trailing) {
  ui::Row row;
  row.icon = nature_icon(one.nature);
  row.icon_tone = nature_tone(one);
  row.title = app::case_title(one);
  if (const World* world = app::world_of(one)) row.subtitle = app::open_place_text(*world, one);
  const std::string doubt = place_doubt(one);
  if (!doubt.empty()) row.subtitle = doubt + " · " + row.subtitle;
  row.note = app::number_text(one);
  if (has_unsent(one)) row.note = row.note + " · " + ui::tr("ui.case.on_device");
  row.trailing = std::string(trailing);
  if (trailing.empty()) {
    row.trailing =
        ui::phone() ? app::short_time_text(one.reported.at) : app::time_text(one.reported.at);
  }
  row.chip = case_chip(one);
  return row;
}

bool case_row(const Case& one, std::string_view trailing, bool selected) {
  ui::Row row = case_row_of(one, trailing);
  row.selected = selected;
  ui::push_id(small_id(one));
  const bool pressed = ui::list_row(row);
  ui::pop_id();
  return pressed;
}

int small_id(const Uuid& id) {
  std::uint32_t mixed = 2166136261U;
  for (const std::uint8_t byte : id.bytes) mixed = (mixed ^ byte) * 16777619U;
  return static_cast<int>(mixed & 0x7fffffffU);
}

int small_id(const Case& one) {
  return static_cast<int>(static_cast<std::uint32_t>(small_id(one.id.value)) ^
                          (one.shard.value * 16777619U & 0x7fffffffU));
}

void keep_clock_moving(const Clock* clock) {
  if (clock != nullptr && clock->running()) platform::wake_in(step_ms(*clock));
}

void keep_clocks_moving(const Case& one) {
  for (const Clock& clock : one.clocks) keep_clock_moving(&clock);
}

}  // namespace gezhi::screens
