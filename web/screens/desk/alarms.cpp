#include "web/screens/desk/alarms.h"

#include <algorithm>

#include "core/cases/clocks.h"
#include "web/app/data.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::int64_t kFreshMs = 30000;
constexpr std::size_t kShownAtOnce = 60;

std::string unit_of(const Alarm& alarm) {
  const World* world = app::world_of(alarm.one->id);
  const Task* task = alarm.one->find_task(alarm.clock.task);
  return world != nullptr && task != nullptr ? app::unit_name(*world, task->unit) : std::string();
}

// The clock that is due first stands for its case; the others are counted.
void add_clock(Alarm& worst, const Case& one, const Clock& clock, TimeMs now) {
  if (!clock.running()) return;
  const Urgency urgency = urgency_of(clock, now);
  const bool overdue = urgency == Urgency::overdue;
  if (!overdue && urgency != Urgency::warning) return;
  const bool first = worst.one == nullptr || clock.due < worst.clock.due;
  ++worst.clocks;
  worst.one = &one;
  if (!first) return;
  worst.clock = clock;
  worst.overdue = overdue;
}

bool alarm_row(const Alarm& alarm) {
  ui::Row row = case_row_of(*alarm.one, app::left_text(alarm.clock));
  const std::string unit = unit_of(alarm);
  row.icon = alarm.overdue ? Icon::warning : Icon::clock;
  row.icon_tone = alarm.overdue ? Tone::danger : Tone::warning;
  row.note = alarm_advice(alarm);
  std::string clock = word("clock", alarm.clock.kind) + (unit.empty() ? "" : " · " + unit);
  if (alarm.clocks > 1) clock = tr("ui.alarm.and_others", clock, std::to_string(alarm.clocks));
  row.chip = {clock, alarm.overdue ? Tone::danger : Tone::warning,
              alarm.overdue ? Icon::warning : Icon::clock};
  return ui::list_row(row);
}

}  // namespace

const std::vector<Alarm>& alarms() {
  struct Kept {
    std::uint64_t generation = UINT64_MAX;
    TimeMs at;
    std::vector<Alarm> list;
  };
  static Kept kept;
  const TimeMs now = app::now();
  const bool fresh =
      kept.generation == app::generation() && now - kept.at < kFreshMs && kept.at <= now;
  if (fresh) return kept.list;
  kept = {app::generation(), now, {}};
  for (const Case* one : app::all_cases()) {
    if (!kOpenStates.has(one->state)) continue;
    Alarm worst;
    for (const Clock& clock : one->clocks) add_clock(worst, *one, clock, now);
    if (worst.one != nullptr) kept.list.push_back(worst);
  }
  std::stable_sort(kept.list.begin(), kept.list.end(),
                   [](const Alarm& a, const Alarm& b) { return a.clock.due < b.clock.due; });
  return kept.list;
}

std::string alarm_advice(const Alarm& alarm) {
  return word(alarm.overdue ? "ui.alarm.out" : "ui.alarm.soon", alarm.clock.kind);
}

CaseId alarm_list(std::size_t most) {
  const std::vector<Alarm>& all = alarms();
  CaseId pressed;
  if (all.empty()) {
    ui::empty_state(Icon::check_circle, tr("ui.alarm.none"), tr("ui.alarm.none_words"));
    return pressed;
  }
  ui::list_begin(tr("ui.alarm.title"));
  for (std::size_t i = 0; i < all.size() && i < most; ++i) {
    ui::push_id(static_cast<int>(i));
    if (alarm_row(all[i])) pressed = all[i].one->id;
    ui::pop_id();
    keep_clock_moving(&all[i].clock);
  }
  ui::list_end();
  if (all.size() > most) ui::small_text(tr("ui.alarm.more", std::to_string(all.size() - most)));
  return pressed;
}

CaseId draw_alarms(bool& open) {
  if (!open) return {};
  CaseId pressed;
  if (!ui::dialog_begin("alarms", tr("ui.alarm.title"), open, {.width = 760})) return pressed;
  ui::small_text(tr("ui.alarm.words"));
  pressed = alarm_list(kShownAtOnce);
  ui::dialog_end();
  if (!pressed.is_nil()) open = false;
  return pressed;
}

}  // namespace gezhi::screens
