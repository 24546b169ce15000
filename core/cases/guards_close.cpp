// Guards of results, visits, closing and what comes after it (DOMAIN 4.8-4.10).
#include <algorithm>

#include "core/cases/guard_checks.h"
#include "core/cases/restricted.h"
#include "core/cases/rounds.h"
#include "core/cases/wording.h"

namespace gezhi::guard {
namespace {

// S1-26, S1-28: a count may come out lower than it stood, and then says where the rest is; so does who
// takes a count back to an estimate, or calls the thing something else.
bool lowers(const Case& subject, const CountThing& op) {
  const Thing* thing = subject.find_thing(op.thing);
  if (thing == nullptr) return false;
  const bool renamed = !op.what.empty() && folded_words(op.what) != folded_words(thing->what);
  return op.least < thing->least || (thing->counted && !op.counted) || renamed;
}

// The text by which an operation settles something (G17).
const std::string* settling_text(const Question& q) {
  if (const auto* op = q.op<SubmitTask>()) return &op->text;
  if (const auto* op = q.op<CloseCase>()) return &op->text;
  if (const auto* op = q.op<VisitResult>()) return &op->text;
  if (const auto* op = q.op<VerifyResult>()) return &op->text;
  if (const auto* op = q.op<RejectCase>()) return &op->reason;
  if (const auto* op = q.op<SettleOnSpot>()) return &op->text;
  if (const auto* op = q.op<ReinspectResult>()) return &op->text;
  if (const auto* op = q.op<ConfirmThing>()) return &op->text;
  if (const auto* op = q.op<HoldSession>()) return &op->text;
  if (const auto* op = q.op<DecideAppeal>()) return &op->text;
  if (const auto* op = q.op<SampleResult>()) return &op->text;
  if (const auto* op = q.op<AnswerStatement>()) return &op->text;
  if (const auto* op = q.op<FinishEvidence>()) return &op->text;
  if (const auto* op = q.op<ConcludeAgreement>()) return &op->agreement;
  if (const auto* op = q.op<AskSuspend>()) return &op->reason;
  const auto* count = q.op<CountThing>();
  if (count != nullptr && lowers(q.subject, *count)) return &count->text;
  return nullptr;
}

// Who did this last; none when nobody did.
ActorId who_last(const Case& subject, OpKind kind) {
  const HistoryLine* last = last_line(subject, kind);
  return last == nullptr ? ActorId{} : last->actor;
}

// A reinspector has an order too: to see, not to mend; and who refers the matter has not mended it.
bool had_a_hand_in(const Case& subject, ActorId actor, bool reinspects) {
  const auto in_task = [&](const Task& task) {
    const bool sees = reinspects && task.kind == TaskKind::reinspect;
    return !sees && std::find(task.hands.begin(), task.hands.end(), actor) != task.hands.end();
  };
  const auto beside = [&](const HistoryLine& line) {
    return line.actor == actor && lifecycle::kHandlingActs.has(static_cast<OpKind>(line.kind));
  };
  return std::any_of(subject.tasks.begin(), subject.tasks.end(), in_task) ||
         (!reinspects && std::any_of(subject.history.begin(), subject.history.end(), beside));
}

// Who asked for what the operation grants, or said what it goes by.
ActorId asker(const Question& q) {
  if (q.attempt.kind == OpKind::void_case) return q.subject.void_asked_by;
  if (q.attempt.kind == OpKind::suspend_case) return q.subject.suspend_asked_by;
  if (q.attempt.kind == OpKind::sign_failure) return who_last(q.subject, OpKind::fail_mediation);
  if (q.attempt.kind == OpKind::decide_appeal) return who_last(q.subject, OpKind::appeal_case);
  if (q.attempt.kind == OpKind::reject_case || q.attempt.kind == OpKind::file_case) {
    return q.subject.verification ? q.subject.verification->visitor : ActorId{};
  }
  const Footage* open = q.subject.open_footage();
  return open == nullptr ? ActorId{} : open->asked_by;
}

std::string name_of_unit(const Question& q, UnitId id) {
  const Unit* unit = q.world.find_unit(id);
  return unit != nullptr ? unit->name : std::string();
}

}  // namespace

const HistoryLine* last_line(const Case& subject, OpKind kind) {
  const auto last = std::find_if(
      subject.history.rbegin(), subject.history.rend(),
      [&](const HistoryLine& line) { return line.kind == static_cast<std::uint32_t>(kind); });
  return last == subject.history.rend() ? nullptr : &*last;
}

bool had_a_hand(const Question& q) {
  const bool reinspects = q.attempt.kind == OpKind::reinspect_result;
  const std::vector<const Case*> matter = matter_of(q.world, q.subject);
  return std::any_of(matter.begin(), matter.end(),
                     [&](const Case* one) { return had_a_hand_in(*one, q.act.actor, reinspects); });
}

bool has_visited(const Case& subject, ActorId actor) {
  return std::any_of(subject.visits.begin(), subject.visits.end(),
                     [&](const Visit& visit) { return visit.visitor == actor; });
}

bool was_here(const Question& q, const Visit& look) {
  const Place& place = q.subject.place;
  return look.grid.is_none() || place.grid.is_none() || covers(q.world.grids(), look.grid, place);
}

bool heard_after(const Question& q, Moment seen) {
  const std::vector<const Case*> matter = matter_of(q.world, q.subject);
  return std::any_of(matter.begin() + 1, matter.end(), [&](const Case* part) {
    const HistoryLine* merged = last_line(*part, OpKind::merge_case);
    return merged != nullptr && seen.received < merged->when.received;
  });
}

Outcome mandatory_done(const Question& q) {
  for (const Task& task : q.subject.tasks) {
    if (task.mandatory && kLiveTaskStates.has(task.state) && !(task.id == q.attempt.task)) {
      return refused(Refusal::mandatory_tasks_open, name_of_unit(q, task.unit));
    }
  }
  return {};
}

// 4.4: an assistant that returned its order does not block the others, but is owed an answer.
Outcome refusals_answered(const Question& q) {
  for (const Task& task : q.subject.tasks) {
    if (task.lead || task.state != TaskState::refused || !task.answer.empty()) continue;
    return refused(Refusal::refusals_unanswered, name_of_unit(q, task.unit));
  }
  return {};
}

Outcome rounds_done(const Question& q) {
  const Task* task = q.subject.find_task(q.attempt.task);
  const std::uint32_t owed = task == nullptr ? 0 : rounds_owed(*task);
  const bool done = task == nullptr || task->rounds_done >= owed;
  return unless(done, Refusal::rounds_missing,
                done ? std::string() : std::to_string(owed - task->rounds_done));
}

// G9: every counted thing has gone somewhere (S1-28: found 6, recovered 4, where are 2?).
Outcome things_settled(const Question& q) {
  for (const Thing& thing : q.subject.things) {
    if (!thing.counted || thing.settled() != thing.most) {
      return refused(Refusal::things_unsettled, thing.what);
    }
  }
  return {};
}

Outcome things_confirmed(const Question& q) {
  for (const Thing& thing : q.subject.things) {
    if (thing.child && !thing.confirmed) return refused(Refusal::thing_unconfirmed, thing.what);
  }
  return {};
}

// The squad goes where the matter is restricted: of the grid's own people only the beat's officer may
// see it, who will have handled it.
Outcome of_this_grid(const Question& q) {
  if (q.act.grant.role == Role::supervision_squad) {
    return unless(is_guarded(line_of(q.world, q.subject)), Refusal::not_of_this_grid);
  }
  // A case that nobody visits is closed in the own grid, or goes to the desk that settles where it lies:
  // on the border it is not one grid's alone.
  if (const auto* spot = q.op<SettleOnSpot>()) {
    Place place = spot->report.place;
    place.border_with = {};
    return unless(covers(q.world.grids(), q.act.grant.grid, place), Refusal::not_of_this_grid);
  }
  const Place& place = q.subject.place;
  return unless(place.grid.is_none() || covers(q.world.grids(), q.act.grant.grid, place),
                Refusal::not_of_this_grid);
}

// Also: who mends it does not see after it, unless it is the issuer of the notice.
Outcome visitor(const Question& q) {
  if (const auto* op = q.op<OrderReinspection>()) {
    const UnitId unit = op->order.unit;
    const Task* lead = q.subject.live_lead();
    const bool issued = q.subject.rectify && q.subject.rectify->issuer == unit;
    const bool mends = lead != nullptr && lead->unit == unit && !issued;
    return unless(!mends, Refusal::visitor_is_handler, "unit");
  }
  const bool issuer = q.attempt.kind == OpKind::reinspect_result && q.subject.rectify &&
                      q.subject.rectify->issuer == q.act.grant.unit;
  return unless(issuer || !had_a_hand(q), Refusal::visitor_is_handler);
}

Outcome other_visitor(const Question& q) {
  if (!q.subject.second_opinion || q.subject.visits.empty()) return {};
  return unless(!(q.subject.visits.back().visitor == q.act.actor), Refusal::same_visitor);
}

Outcome closer(const Question& q) {
  const Case& c = q.subject;
  const bool visited = has_visited(c, q.act.actor);
  const bool judges_itself = q.attempt.kind == OpKind::decide_appeal && c.closer == q.act.actor;
  return unless(!visited && !judges_itself && !had_a_hand(q), Refusal::closer_is_handler);
}

// A second opinion that was asked for is owed before closing, and so is a look at what somebody told
// after the visit, in a report that was merged into the case.
Outcome visit_confirmed(const Question& q) {
  if (!q.subject.visit_confirmed()) return refused(Refusal::not_confirmed);
  if (q.subject.visits.empty()) return {};
  const Visit& last = q.subject.visits.back();
  if (heard_after(q, last.when)) return refused(Refusal::not_confirmed, "merged");
  return unless(was_here(q, last), Refusal::not_confirmed, "grid");
}

Outcome late_reason(const Question& q) {
  const auto* op = q.op<CloseCase>();
  const bool late = std::any_of(q.subject.clocks.begin(), q.subject.clocks.end(),
                                [](const Clock& clock) { return clock.late; });
  const bool says =
      op != nullptr && !says_none(op->late_reason) && says_something(q.policy(), op->late_reason);
  return unless(op == nullptr || !late || says, Refusal::late_without_reason);
}

Outcome party_asked(const Question& q) {
  const auto* op = q.op<VisitResult>();
  if (op == nullptr || op->satisfaction != Satisfaction::not_asked) return {};
  return unless(says_something(q.policy(), op->text), Refusal::party_not_asked);
}

Outcome children(const Question& q) {
  // A merged report follows its parent; one that has become a parent cannot be merged away.
  if (q.attempt.kind == OpKind::merge_case) {
    return unless(q.subject.children.empty(), Refusal::children_open);
  }
  for (const CaseId child : q.subject.children) {
    const Case* one = q.world.find(child);
    if (one != nullptr && kOpenStates.has(one->state)) {
      return refused(Refusal::children_open, one->number);
    }
  }
  return {};
}

Outcome text(const Question& q) {
  const std::string* text = settling_text(q);
  return unless(text == nullptr || says_something(q.policy(), *text), Refusal::text_too_brief,
                std::to_string(q.policy().text_min));
}

Outcome two_persons(const Question& q) {
  return unless(!(asker(q) == q.act.actor), Refusal::same_person);
}

Outcome asked_for(const Question& q) {
  if (q.attempt.kind == OpKind::decide_appeal) {
    return unless(q.subject.appeal == Appeal::open, Refusal::not_asked_for);
  }
  if (q.attempt.kind == OpKind::answer_statement) {
    return unless(!statements_answered(q).applied(), Refusal::not_asked_for);
  }
  return unless(!asker(q).is_none(), Refusal::not_asked_for);
}

// S2-29: drawn by the street, once, soon after closing; checked only when drawn.
Outcome in_sample(const Question& q) {
  if (q.attempt.kind == OpKind::sample_result) {
    return unless(q.subject.sample == Sample::drawn, Refusal::not_drawn);
  }
  const TimeMs until = q.subject.closed.received + std::int64_t{q.policy().sample_days} * kDayMs;
  const bool in_time = q.act.when.received <= until;
  return unless(q.subject.sample == Sample::none && in_time, Refusal::not_drawn);
}

Outcome sampler(const Question& q) {
  const Case& c = q.subject;
  const ActorId who = q.act.actor;
  const bool touched = has_visited(c, who) || c.closer == who || c.reporter == who || had_a_hand(q);
  return unless(!touched, Refusal::sampler_is_handler);
}

Outcome appeal_free(const Question& q) {
  return unless(q.subject.appeal == Appeal::none, Refusal::appealed_already);
}

}  // namespace gezhi::guard
