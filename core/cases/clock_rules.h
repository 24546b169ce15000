// What a clock means when it warns and when it runs out (DOMAIN section 4.6), as a table. A clock
// never does anything to a case: the screens show these alarms, and the steward (journal/steward.h)
// does what the table calls automatic. C13-C18 are clocks of meetings, visits and rotas, not of a
// case.
#pragma once

#include <vector>

#include "core/cases/clocks.h"

namespace gezhi {

// What somebody should do now. Texts: `alarm.<name>`. Wire-stable: append only.
enum class Alarm : std::uint8_t {
  none,
  repeat_alert,      // alert the unit once more
  offer_next,        // offer the order to the next nearest
  alert_desk,        // the desk looks after it
  desk_calls,        // the desk calls the caller instead
  second_unit,       // propose a second unit
  kpi_only,          // counted, nobody is troubled
  reassign,          // another person verifies
  supervise,         // the ladder: remind, supervise, record (automatic)
  remind_addressee,  // whoever must mend it is reminded
  reinspect,         // a reinspection is ordered (automatic)
  station_leader,    // the officer in charge reports to the station's leader
  chief_mediator,    // the chief mediator takes a hand
  tier_up,           // mediate one tier higher
  escalate,          // the next rung for whoever did not come (a check-in: automatic)
  ask_unit,          // ask the unit how far it is
  check_proof,       // ask for the proof of performance, or record the breach
};
constexpr std::array<std::string_view, 17> names_of(Alarm) {
  return {"none",        "repeat_alert",   "offer_next",     "alert_desk", "desk_calls",
          "second_unit", "kpi_only",       "reassign",       "supervise",  "remind_addressee",
          "reinspect",   "station_leader", "chief_mediator", "tier_up",    "escalate",
          "ask_unit",    "check_proof"};
}

struct ClockRule {
  ClockKind kind = ClockKind::none;
  std::string_view number;  // of DOMAIN 4.6; "-" where the case life needs it without a number
  Alarm at_warning = Alarm::none;
  Alarm at_time_out = Alarm::none;
  bool automatic = false;  // the steward does it by itself at the time-out
};

inline constexpr ClockRule kClockRules[] = {
    {ClockKind::sign, "C01", Alarm::repeat_alert, Alarm::offer_next},
    {ClockKind::depart, "C02", Alarm::none, Alarm::alert_desk},
    {ClockKind::contact, "C03", Alarm::none, Alarm::desk_calls},
    {ClockKind::arrive, "C04", Alarm::none, Alarm::second_unit},
    {ClockKind::arrive_police, "C05", Alarm::none, Alarm::kpi_only},
    {ClockKind::verify, "C06", Alarm::repeat_alert, Alarm::reassign},
    {ClockKind::handle, "C07", Alarm::ask_unit, Alarm::supervise, true},
    {ClockKind::rectify, "C08", Alarm::remind_addressee, Alarm::reinspect, true},
    {ClockKind::investigate, "C09", Alarm::none, Alarm::station_leader},
    {ClockKind::first_session, "C10", Alarm::none, Alarm::chief_mediator},
    {ClockKind::second_session, "C11", Alarm::none, Alarm::tier_up},
    {ClockKind::return_visit, "C12", Alarm::repeat_alert, Alarm::escalate},
    {ClockKind::check_in, "-", Alarm::repeat_alert, Alarm::escalate, true},
    {ClockKind::task, "-", Alarm::ask_unit, Alarm::alert_desk},
    {ClockKind::perform, "-", Alarm::ask_unit, Alarm::check_proof},
    {ClockKind::appeal, "-", Alarm::none, Alarm::alert_desk},
};

constexpr const ClockRule* clock_rule(ClockKind kind) {
  for (const ClockRule& rule : kClockRules) {
    if (rule.kind == kind) return &rule;
  }
  return nullptr;
}

constexpr bool every_clock_has_one_rule() {
  for (std::size_t i = 1; i < names_of(ClockKind{}).size(); ++i) {
    int rules = 0;
    for (const ClockRule& rule : kClockRules) {
      if (rule.kind == static_cast<ClockKind>(i)) ++rules;
    }
    if (rules != 1) return false;
  }
  return true;
}
static_assert(every_clock_has_one_rule(), "a clock runs out and nobody knows what then");

struct RaisedAlarm {
  Alarm alarm = Alarm::none;
  ClockKind clock = ClockKind::none;
  TaskId task;  // nil: of the case
  Urgency urgency = Urgency::none;
  TimeMs due;
};

// What the running clocks of a case call for now: overdue ones first, then those that warn, each by
// its due time.
std::vector<RaisedAlarm> alarms_of(const Case& subject, TimeMs now);

// When so much of the clock's time is used up: at 100 it is due, beyond that counts on in the
// clock's own way. Pauses are taken into account.
TimeMs used_up_at(const Policy& policy, const Clock& clock, std::int32_t percent);

}  // namespace gezhi
