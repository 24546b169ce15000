#include "core/cases/clocks.h"

namespace gezhi {
namespace {

Clock* running(Case& subject, ClockKind kind, TaskId task) {
  for (Clock& clock : subject.clocks) {
    if (clock.kind == kind && clock.task == task && clock.running()) return &clock;
  }
  return nullptr;
}

void add_clock(Case& subject, const Policy& policy, ClockKind kind, TaskId task, ClockClass how,
               TimeMs from, TimeMs due) {
  if (running(subject, kind, task) != nullptr) return;
  if (subject.clocks.size() >= 10 * kTasksMax) return;
  Clock clock;
  clock.kind = kind;
  clock.how = how;
  clock.task = task;
  clock.started = from;
  clock.due = due;
  const std::int64_t counted = counted_between(policy, how, from, due);
  clock.warn = after_counted(policy, how, from, counted * policy.warn_percent / 100);
  subject.clocks.push_back(clock);
}

void stop(Clock& clock, const Claim& claim) {
  clock.stopped = claim.since(clock.started);
  clock.late = clock.late || (clock.paused.is_none() && clock.stopped.at > clock.due);
}

void drop(Clock& clock, const Claim& claim) {
  clock.dropped = true;
  stop(clock, claim);
}

}  // namespace

void start_clock(Case& subject, const Policy& policy, ClockKind kind, TaskId task, Limit limit,
                 TimeMs from) {
  if (limit.amount == 0) return;
  add_clock(subject, policy, kind, task, limit.how, from, due_after(policy, limit, from));
}

void start_clock_until(Case& subject, const Policy& policy, ClockKind kind, ClockClass how,
                       TimeMs from, TimeMs due) {
  add_clock(subject, policy, kind, {}, how, from, due);
}

void stop_clock(Case& subject, ClockKind kind, TaskId task, const Claim& claim, Presence presence) {
  for (Clock& clock : subject.clocks) {
    if (clock.kind != kind || !(clock.task == task) || !clock.stopped.received.is_none()) continue;
    stop(clock, claim);
    clock.presence = presence;
  }
}

void drop_clocks(Case& subject, TaskId task, const Claim& claim) {
  for (Clock& clock : subject.clocks) {
    const bool done = !clock.stopped.received.is_none();
    if (done || !(task.is_nil() || clock.task == task)) continue;
    drop(clock, claim);
  }
}

void drop_clock(Case& subject, ClockKind kind, const Claim& claim) {
  if (Clock* clock = running(subject, kind, {})) drop(*clock, claim);
}

void pause_clocks(Case& subject, const Policy& policy, SetOf<ClockKind> kinds, TimeMs at) {
  for (Clock& clock : subject.clocks) {
    if (!kinds.has(clock.kind) || !clock.running()) continue;
    clock.late = clock.late || at > clock.due;
    clock.left_ms = counted_between(policy, clock.how, at, clock.due);
    clock.paused = at;
  }
}

void start_clock_earlier(Case& subject, const Policy& policy, ClockKind kind, std::int64_t by_ms,
                         Limit limit) {
  for (Clock& clock : subject.clocks) {
    if (clock.kind != kind || !clock.task.is_nil() || !clock.stopped.received.is_none()) continue;
    const TimeMs from = clock.started - by_ms;
    // One that was paused meanwhile keeps what it was given; a working day has an end of its own.
    const bool as_started = clock.due == due_after(policy, limit, clock.started);
    const auto moved = [&](TimeMs at) {
      return after_counted(policy, clock.how, from,
                           counted_between(policy, clock.how, clock.started, at));
    };
    clock.left_ms -=
        clock.paused.is_none() ? 0 : counted_between(policy, clock.how, from, clock.started);
    clock.due = as_started ? due_after(policy, limit, from) : moved(clock.due);
    clock.warn = moved(clock.warn);
    clock.started = from;
  }
}

void continue_clock(Case& subject, const Policy& policy, const Clock& ended, TimeMs at) {
  if (running(subject, ended.kind, ended.task) != nullptr) return;
  if (subject.clocks.size() >= 10 * kTasksMax) return;
  const TimeMs until = ended.paused.is_none() ? ended.stopped.received : ended.paused;
  const auto moved = [&](TimeMs mark) {
    return after_counted(policy, ended.how, at, counted_between(policy, ended.how, until, mark));
  };
  Clock clock;
  clock.kind = ended.kind;
  clock.how = ended.how;
  clock.task = ended.task;
  clock.started = at - (ended.stopped.received - ended.started);
  clock.due = moved(ended.due);
  clock.warn = moved(ended.warn);
  subject.clocks.push_back(clock);
}

void resume_clocks(Case& subject, const Policy& policy, TimeMs at) {
  for (Clock& clock : subject.clocks) {
    if (clock.paused.is_none() || !clock.stopped.received.is_none()) continue;
    const std::int64_t warn_left = counted_between(policy, clock.how, clock.paused, clock.warn);
    clock.due = after_counted(policy, clock.how, at, clock.left_ms);
    clock.warn = after_counted(policy, clock.how, at, warn_left);
    clock.paused = {};
    clock.left_ms = 0;
  }
}

bool met_in_time(const Clock& clock) {
  const bool elsewhere = clock.presence == Presence::away || clock.presence == Presence::not_known;
  return !clock.stopped.received.is_none() && !clock.dropped && !clock.late && !elsewhere;
}

Limit handle_limit(const Policy& policy, Nature nature) {
  for (const NatureLimit& one : policy.handle_by_nature) {
    if (one.nature == nature) return one.limit;
  }
  return policy.handle;
}

Urgency urgency_of(const Clock& clock, TimeMs now) {
  if (!clock.running()) return Urgency::none;
  if (now > clock.due) return Urgency::overdue;
  return now >= clock.warn ? Urgency::warning : Urgency::calm;
}

bool binds(const Case& subject, const Clock& clock) {
  return clock.running() && (clock.kind != ClockKind::contact || subject.has_contact);
}

namespace {

template <class Wanted>
const Clock* first_due(const Case& subject, Wanted wanted) {
  const Clock* first = nullptr;
  for (const Clock& clock : subject.clocks) {
    if (!binds(subject, clock) || !wanted(clock)) continue;
    if (first == nullptr || clock.due < first->due) first = &clock;
  }
  return first;
}

}  // namespace

const Clock* next_clock(const Case& subject) {
  return first_due(subject, [](const Clock&) { return true; });
}

const Clock* next_clock(const Case& subject, TaskId task) {
  return first_due(subject,
                   [&](const Clock& clock) { return clock.task == task || clock.task.is_nil(); });
}

}  // namespace gezhi
