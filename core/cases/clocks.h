// Clocks of a case (DOMAIN section 4.6): started, stopped, paused by operations, never by time
// itself. A clock that ran out keeps its late mark for ever; a timeout never closes a case.
#pragma once

#include "core/cases/world.h"

namespace gezhi {

// Starts a clock of `limit`; nothing when the limit is 0 or one of the kind already runs there.
void start_clock(Case& subject, const Policy& policy, ClockKind kind, TaskId task, Limit limit,
                 TimeMs from);

// Starts a clock of the case whose due time is given: of a notice, of an obligation.
void start_clock_until(Case& subject, const Policy& policy, ClockKind kind, ClockClass how,
                       TimeMs from, TimeMs due);

// When something is said to have been done. Nobody has done what a clock counts before it began: such
// a claim stands in the timeline and is no fact, what counts is when it was received (`bounded`; entries
// that earlier rules judged were believed).
struct Claim {
  Moment when;
  bool bounded = true;

  Claim(Moment at, bool within = true) : when(at), bounded(within) {}
  Moment since(TimeMs began) const {
    return bounded && when.at < began ? Moment{when.received, when.received} : when;
  }
};

// Stops the clock of this kind and task, marking it late when it ran and the claim is past its due. An
// arrival says whether it was one at the place.
void stop_clock(Case& subject, ClockKind kind, TaskId task, const Claim& claim,
                Presence presence = Presence::none);

// The task or the case went another way: what still runs (or is paused) is dropped. `task` nil =
// every clock.
void drop_clocks(Case& subject, TaskId task, const Claim& claim);

// The same for one kind, of the case.
void drop_clock(Case& subject, ClockKind kind, const Claim& claim);

// The clock that runs or is paused counts from `by_ms` earlier, as if it had been started then.
void start_clock_earlier(Case& subject, const Policy& policy, ClockKind kind, std::int64_t by_ms,
                         Limit limit);

// The clock that ended when its case went elsewhere goes on at `at` with what it had left, as after a pause;
// `started` counts the time it ran before. Nothing when one of the kind runs.
void continue_clock(Case& subject, const Policy& policy, const Clock& ended, TimeMs at);

// What stands while the case is suspended (T12): the handling, and every step of an order that THE
// TABLE does not let through meanwhile. Tracks go on (join rule c), and who was whistled may check in.
inline constexpr SetOf<ClockKind> kStandingClocks(ClockKind::handle, ClockKind::sign,
                                                  ClockKind::depart, ClockKind::contact,
                                                  ClockKind::arrive, ClockKind::arrive_police,
                                                  ClockKind::task);
void pause_clocks(Case& subject, const Policy& policy, SetOf<ClockKind> kinds, TimeMs at);
void resume_clocks(Case& subject, const Policy& policy, TimeMs at);

// Met in time: before it was due, and, of an arrival, at the place (Presence::none: not judged).
bool met_in_time(const Clock& clock);

// The limit of handling a matter of this nature.
Limit handle_limit(const Policy& policy, Nature nature);

// How urgent a running clock is at `now`. The colours of 分色预警 with their meaning (S5-12).
enum class Urgency : std::uint8_t { none, calm, warning, overdue };
constexpr std::array<std::string_view, 4> names_of(Urgency) {
  return {"none", "calm", "warning", "overdue"};
}
Urgency urgency_of(const Clock& clock, TimeMs now);

// A running clock that somebody can keep: not the one of the call (C03) where no number was left.
bool binds(const Case& subject, const Clock& clock);

// The binding clock that is due first, or nullptr.
const Clock* next_clock(const Case& subject);
// The same, of one task and of the case as a whole.
const Clock* next_clock(const Case& subject, TaskId task);

}  // namespace gezhi
