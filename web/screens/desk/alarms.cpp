#include "web/screens/desk/alarms.h"

#include <algorithm>
#include <string>

#include "web/here.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::int64_t kFreshMs = 30000;
constexpr std::size_t kShownAtOnce = 60;

bool is_overdue(const CaseAlarm& alarm) { return alarm.raised.urgency == Urgency::overdue; }

CaseAlarm alarm_of(const Case& one, TimeMs now) {
  CaseAlarm alarm;
  alarm.one = &one;
  for (const RaisedAlarm& raised : alarms_of(one, now)) {
    if (raised.alarm == Alarm::none || raised.alarm == Alarm::kpi_only) continue;
    if (alarm.count++ == 0) alarm.raised = raised;
  }
  const World* world = app::world_of(one);
  if (world == nullptr) return alarm;
  for (const PlannedRung& rung : proposed_rungs(world->policy(), one, now)) {
    alarm.proposed = rung.rung;
    alarm.against = rung.unit;
    break;
  }
  return alarm;
}

// What a person should decide comes first; else what the clock calls for.
std::string advice_text(const CaseAlarm& alarm) {
  const World* world = app::world_of(*alarm.one);
  if (alarm.proposed == Rung::none || world == nullptr)
    return tr("ui.alarm.advice", word("alarm", alarm.raised.alarm));
  const std::string whom =
      alarm.against.is_none() ? tr("ui.act.whole_case") : app::unit_name(*world, alarm.against);
  return tr("ui.alarm.propose_rung", word("rung", alarm.proposed), whom);
}

bool comes_before(const CaseAlarm& a, const CaseAlarm& b) {
  if (is_overdue(a) != is_overdue(b)) return is_overdue(a);
  return a.raised.due < b.raised.due;
}

// "签收 · 小河派出所 等 3 项"
std::string clock_text(const CaseAlarm& alarm) {
  const World* world = app::world_of(*alarm.one);
  const Task* task = alarm.one->find_task(alarm.raised.task);
  std::string text = word("clock", alarm.raised.clock);
  if (world != nullptr && task != nullptr) text += " · " + app::unit_name(*world, task->unit);
  return alarm.count > 1 ? tr("ui.alarm.and_others", text, std::to_string(alarm.count)) : text;
}

bool alarm_row(const CaseAlarm& alarm) {
  Clock clock;
  clock.due = alarm.raised.due;
  const Tone tone = is_overdue(alarm) ? Tone::danger : Tone::warning;
  const Icon icon = is_overdue(alarm) ? Icon::warning : Icon::clock;
  ui::Row row = case_row_of(*alarm.one, app::left_text(clock));
  row.icon = icon;
  row.icon_tone = tone;
  row.note = advice_text(alarm);
  row.chip = {clock_text(alarm), tone, icon};
  return ui::list_row(row);
}

}  // namespace

const std::vector<CaseAlarm>& alarms() {
  struct Kept {
    std::uint64_t generation = UINT64_MAX;
    TimeMs at;
    std::vector<CaseAlarm> list;
  };
  static Kept& kept = platform::of_session<Kept>();
  const TimeMs now = app::now();
  const bool fresh =
      kept.generation == app::generation() && now - kept.at < kFreshMs && kept.at <= now;
  if (fresh) return kept.list;
  kept = {app::generation(), now, {}};
  for (const Case* one : app::all_cases()) {
    if (!kOpenStates.has(one->state)) continue;
    const CaseAlarm alarm = alarm_of(*one, now);
    if (alarm.count > 0) kept.list.push_back(alarm);
  }
  std::stable_sort(kept.list.begin(), kept.list.end(), comes_before);
  return kept.list;
}

SubjectKey alarm_list(std::size_t most) {
  const std::vector<CaseAlarm>& all = alarms();
  SubjectKey pressed;
  if (all.empty()) {
    ui::empty_state(Icon::check_circle, tr("ui.alarm.none"), tr("ui.alarm.none_words"));
    return pressed;
  }
  ui::list_begin(tr("ui.alarm.title"));
  for (std::size_t i = 0; i < all.size() && i < most; ++i) {
    ui::push_id(small_id(*all[i].one));
    if (alarm_row(all[i])) pressed = subject_key(*all[i].one);
    ui::pop_id();
  }
  ui::list_end();
  platform::wake_in(static_cast<int>(kFreshMs));
  if (all.size() > most) ui::small_text(tr("ui.alarm.more", std::to_string(all.size() - most)));
  return pressed;
}

SubjectKey draw_alarms(bool& open) {
  if (!open) return {};
  SubjectKey pressed;
  if (!ui::dialog_begin("alarms", tr("ui.alarm.title"), open, {.width = 760})) return pressed;
  ui::small_text(tr("ui.alarm.words"));
  pressed = alarm_list(kShownAtOnce);
  ui::dialog_end();
  if (!pressed.id.is_nil()) open = false;
  return pressed;
}

}  // namespace gezhi::screens
