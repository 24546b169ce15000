#include "core/cases/judge.h"

#include <algorithm>

#include "core/cases/guards.h"
#include "core/cases/track_steps.h"
#include "core/cases/visibility.h"

namespace gezhi {
namespace {

// Whatever the state: every row of an operation names the same roles (lifecycle_proofs.cpp).
bool is_for_role(OpKind kind, Role role) {
  return std::any_of(std::begin(lifecycle::kMoves), std::end(lifecycle::kMoves),
                     [&](const Move& move) { return move.act == kind && move.roles.has(role); });
}

Outcome check_task(const Act& act, const Case& subject, const Attempt& attempt) {
  const TaskStep* step = task_step(attempt.kind);
  if (step == nullptr) return {};
  const Task* task = subject.find_task(attempt.task);
  if (task == nullptr) return refused(Refusal::task_unknown);
  if (step->own_unit && !(task->unit == act.grant.unit)) return refused(Refusal::not_your_task);
  if (!step->from.has(task->state)) {
    return refused(Refusal::wrong_task_state, std::string(name_of(task->state)));
  }
  // A reinspection ends by what it saw, and nothing else does.
  constexpr SetOf<OpKind> kResults(OpKind::submit_task, OpKind::reinspect_result);
  const bool sees = attempt.kind == OpKind::reinspect_result;
  if (kResults.has(attempt.kind) && sees != (task->kind == TaskKind::reinspect)) {
    return refused(Refusal::task_unknown);
  }
  return {};
}

Outcome check_track(const Case& subject, const Attempt& attempt, When when) {
  const TrackAnswer answer =
      check_tracks(subject, attempt.kind, attempt.op == nullptr ? When::always : when);
  if (!answer.concerned || answer.fits) return {};
  return refused(Refusal::wrong_track_state, std::string(answer.state));
}

// Nobody fills a case with talk: a case that takes nothing more could neither be settled nor erased. What
// moves it, a task or a track, and what the street does by itself, always has room.
Outcome check_room(const Act& act, const Case& subject, const Attempt& attempt, const Move& move) {
  const std::vector<HistoryLine>& lines = subject.history;
  if (lines.size() < kLinesOfOneMax || !move.stays || act.actor.is_none()) return {};
  if (task_step(attempt.kind) != nullptr) return {};
  if (check_tracks(subject, attempt.kind, When::always).concerned) return {};
  constexpr SetOf<OpKind> kTalk(OpKind::add_note, OpKind::edit_field);
  const bool no_room = kTalk.has(attempt.kind) && lines.size() >= kHistoryMax;
  const auto own = std::count_if(lines.begin(), lines.end(),
                                 [&](const HistoryLine& line) { return line.actor == act.actor; });
  if (no_room || static_cast<std::uint64_t>(own) >= kLinesOfOneMax) return refused(Refusal::full);
  return {};
}

Outcome check_row(const World& world, const Act& act, const Case* subject, const Attempt& attempt,
                  const Move& move, When when) {
  if (subject != nullptr) {
    if (Outcome outcome = check_task(act, *subject, attempt); !outcome.applied()) return outcome;
    if (Outcome outcome = check_track(*subject, attempt, when); !outcome.applied()) return outcome;
    if (Outcome outcome = check_room(act, *subject, attempt, move); !outcome.applied())
      return outcome;
  }
  if (attempt.op != nullptr) {
    if (std::string field = missing_field(*attempt.op); !field.empty()) {
      return refused(Refusal::field_missing, std::move(field));
    }
  }
  for (std::size_t i = 0; i < names_of(Refusal{}).size(); ++i) {
    const auto guard = static_cast<Refusal>(i);
    if (!move.guards.has(guard)) continue;
    if (Outcome outcome = check_guard(guard, world, act, subject, attempt); !outcome.applied()) {
      return outcome;
    }
  }
  return {};
}

// An erased case is as unknown as one that never was. What comes in about it all the same stands in
// its history, and that is erased again.
bool is_unknown(const Case* subject, OpKind kind) {
  return subject == nullptr || (!subject->erased.is_none() && kind != OpKind::erase_case);
}

// Whoever had the order when he did it, without a network, knows of the case: he hears what became of the
// order, and the desk what he did.
const Task* lost_order(const Act& act, const Case& subject, const Attempt& attempt) {
  const TaskStep* step = task_step(attempt.kind);
  if (step == nullptr || !step->own_unit) return nullptr;
  const Task* task = subject.find_task(attempt.task);
  return task != nullptr && task->unit == act.grant.unit ? task : nullptr;
}

// What nobody may ask of a case that is not theirs to see: whether there is one. So the role comes
// first, which says nothing of the case.
Outcome judge_as(const World& world, const Act& act, const Attempt& attempt, When when,
                 Sight sight) {
  if (world.policy().version == Policy::kNone) return refused(Refusal::not_ready);
  if (act.grant.role == Role::none) return refused(Refusal::role_not_held);
  const Case* subject = world.find(act.subject);
  const bool makes = makes_case(attempt.kind);
  if (makes && subject != nullptr) return refused(Refusal::case_exists);
  if (!is_for_role(attempt.kind, act.grant.role)) return refused(Refusal::role_not_allowed);
  if (!makes && is_unknown(subject, attempt.kind)) return refused(Refusal::case_unknown);
  if (!makes && sight == Sight::none) {
    const Task* lost = lost_order(act, *subject, attempt);
    return lost == nullptr ? refused(Refusal::case_unknown)
                           : refused(Refusal::wrong_task_state, std::string(name_of(lost->state)));
  }
  if (!makes && sight == Sight::guarded) return refused(Refusal::restricted_class);
  const CaseState from = makes ? CaseState::draft : subject->state;
  const Move* move = find_move(from, attempt.kind, when);
  if (move == nullptr) return refused(Refusal::wrong_state, std::string(name_of(from)));
  return check_row(world, act, subject, attempt, *move, when);
}

// The `when` values that rows of this operation distinguish.
SetOf<When> whens_of(OpKind kind) {
  SetOf<When> whens;
  for (const Move& move : lifecycle::kMoves) {
    if (move.act == kind) whens = whens | SetOf<When>(move.when);
  }
  return whens;
}

// The better of two answers: allowed before refused, then the refusal checked later (it came
// nearer).
bool is_better(const Outcome& a, const Outcome& b) {
  if (a.applied() != b.applied()) return a.applied();
  return a.refusal > b.refusal;
}

// A grant and what it shows of the case that is asked about.
struct Seen {
  Grant grant;
  Sight sight = Sight::none;
};

Permission best_of(const World& world, Act act, const std::vector<Seen>& grants,
                   const Attempt& attempt, When when) {
  Permission best{attempt.kind, attempt.task, when, {}, refused(Refusal::role_not_allowed)};
  for (const Seen& one : grants) {
    act.grant = one.grant;
    const Outcome outcome = judge_as(world, act, attempt, when, one.sight);
    if (best.grant.role == Role::none || is_better(outcome, best.outcome)) {
      best.grant = one.grant;
      best.outcome = outcome;
    }
  }
  return best;
}

void add_for_tasks(std::vector<Permission>& list, const World& world, const Act& act,
                   const std::vector<Seen>& grants, OpKind kind, const Case& subject) {
  for (const Task& task : subject.tasks) {
    const When when = task.lead ? When::lead : When::assistant;
    list.push_back(best_of(world, act, grants, {kind, task.id, nullptr}, when));
  }
}

}  // namespace

TrackAnswer check_tracks(const Case& subject, OpKind act, When when) {
  using namespace lifecycle;
  TrackAnswer answer;
  const auto ask = [&](const auto& steps, const auto& track, auto none) {
    if (!has_act(steps, act)) return;
    const auto state = track ? track->state : none;
    answer.concerned = true;
    answer.state = name_of(state);
    answer.fits = find_step(steps, act, state, when) != nullptr;
  };
  ask(kRectifySteps, subject.rectify, RectifyState::none);
  ask(kMediateSteps, subject.mediate, MediateState::none);
  ask(kInvestigateSteps, subject.investigate, InvestigateState::none);
  return answer;
}

const Move* find_move(CaseState from, OpKind act, When when) {
  for (const Move& move : lifecycle::kMoves) {
    if (move.act == act && move.from.has(from) && overlaps(move.when, when)) return &move;
  }
  return nullptr;
}

namespace {

// Whether everything is performed once this is recorded.
bool completes(const Case& subject, const RecordPerformance& op) {
  if (!subject.mediate) return false;
  const std::vector<Obligation>& all = subject.mediate->obligations;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool now = i + 1 == op.obligation && all[i].paid_fen + op.paid_fen >= all[i].amount_fen;
    if (!all[i].performed && !now) return false;
  }
  return true;
}

When yes_or_no(bool yes) { return yes ? When::confirmed : When::not_confirmed; }

}  // namespace

When when_of(const Case* subject, const CaseOp& op) {
  if (const auto* visit = op.get<VisitResult>()) return yes_or_no(visit->confirmed);
  if (const auto* sign = op.get<SignFailure>()) return yes_or_no(sign->confirmed);
  if (const auto* appeal = op.get<DecideAppeal>()) return yes_or_no(appeal->confirmed);
  if (const auto* sample = op.get<SampleResult>()) return yes_or_no(sample->confirmed);
  if (const auto* seen = op.get<ReinspectResult>()) {
    return yes_or_no(seen->result == Reinspected::passed);
  }
  if (const auto* paid = op.get<RecordPerformance>()) {
    return subject != nullptr && completes(*subject, *paid) ? When::all_done : When::more_to_do;
  }
  if (const auto* again = op.get<RecurCase>()) {
    return again->reopen ? When::reopens : When::links;
  }
  if (op.is<BounceTransfer>()) {
    return subject != nullptr && !subject->number.empty() ? When::numbered : When::unnumbered;
  }
  if (op.is<DispatchCase>()) {
    return subject != nullptr && subject->state != CaseState::filed ? When::assistant : When::lead;
  }
  if (task_step(kind_of(op)) != nullptr && subject != nullptr) {
    const Task* task = subject->find_task(task_of(op));
    return task != nullptr && task->lead ? When::lead : When::assistant;
  }
  return When::always;
}

Outcome judge(const World& world, const Act& act, const Attempt& attempt) {
  GEZHI_CHECK(attempt.op != nullptr);
  const Case* subject = world.find(act.subject);
  const Sight sight =
      subject != nullptr ? sight_of(world, act.actor, act.grant, *subject) : Sight::none;
  return judge_as(world, act, attempt, when_of(subject, *attempt.op), sight);
}

std::vector<Permission> permitted(const World& world, ActorId actor,
                                  const std::vector<Grant>& grants, CaseId subject, Moment now) {
  std::vector<Permission> list;
  const Case* one = world.find(subject);
  if (one == nullptr) return list;
  Act act;
  act.subject = subject;
  act.actor = actor;
  act.when = now;
  std::vector<Seen> held;
  held.reserve(grants.size());
  for (const Grant& grant : grants) held.push_back({grant, sight_of(world, actor, grant, *one)});
  SetOf<OpKind> seen;
  for (const Move& move : lifecycle::kMoves) {
    if (seen.has(move.act) || makes_case(move.act)) continue;
    seen = seen | SetOf<OpKind>(move.act);
    const bool ever = std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
      return is_for_role(move.act, grant.role);
    });
    if (!ever) continue;
    if (task_step(move.act) != nullptr) {
      add_for_tasks(list, world, act, held, move.act, *one);
      continue;
    }
    const SetOf<When> whens = whens_of(move.act);
    for (std::size_t i = 0; i < names_of(When{}).size(); ++i) {
      const auto when = static_cast<When>(i);
      if (!whens.has(when)) continue;
      list.push_back(best_of(world, act, held, {move.act, {}, nullptr}, when));
    }
  }
  return list;
}

}  // namespace gezhi
