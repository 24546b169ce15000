// What the tables of a case's life promise, proved when this file compiles: THE TABLE (lifecycle.h)
// first, the tables of the tracks (track_steps.h) after it.
#include "core/cases/track_steps.h"

namespace gezhi {
namespace {

constexpr bool rows_are_unambiguous() {
  for (const Move& a : lifecycle::kMoves) {
    for (const Move& b : lifecycle::kMoves) {
      if (&a == &b || a.act != b.act || (a.from & b.from).empty()) continue;
      if (overlaps(a.when, b.when)) return false;
    }
  }
  return true;
}
static_assert(rows_are_unambiguous(), "two rows answer the same operation in the same state");

constexpr CaseStates reachable_states() {
  CaseStates reached(CaseState::draft);
  for (std::size_t round = 0; round < names_of(CaseState{}).size(); ++round) {
    for (const Move& move : lifecycle::kMoves) {
      if (!move.stays && !(move.from & reached).empty()) reached = reached | CaseStates(move.to);
    }
  }
  return reached;
}
static_assert(reachable_states() == (kOpenStates | kFinalStates | CaseStates(CaseState::draft)),
              "a state cannot be reached");

// What may take up again what was over (T02 come back, T06 appeal, T18, T19). Nothing else moves a
// final state.
constexpr SetOf<OpKind> kReopening(OpKind::bounce_transfer, OpKind::appeal_case,
                                   OpKind::decide_appeal, OpKind::sample_result,
                                   OpKind::recur_case);

constexpr bool only_reopening_moves_a_final_state() {
  for (const Move& move : lifecycle::kMoves) {
    if (!move.stays && !(move.from & kFinalStates).empty() && !kReopening.has(move.act)) {
      return false;
    }
  }
  return true;
}
static_assert(only_reopening_moves_a_final_state(), "a final state moves");

// From every state a way leads to `closed` or another final state.
constexpr bool every_state_can_end() {
  CaseStates ends = kFinalStates;
  for (std::size_t round = 0; round < names_of(CaseState{}).size(); ++round) {
    for (const Move& move : lifecycle::kMoves) {
      if (!move.stays && ends.has(move.to)) ends = ends | move.from;
    }
  }
  for (std::size_t i = 0; i < names_of(CaseState{}).size(); ++i) {
    if (!ends.has(static_cast<CaseState>(i))) return false;
  }
  return true;
}
static_assert(every_state_can_end(), "a state is a dead end");

// 4.8: nobody who only handles may visit or close, nobody who only visits may handle the desk's
// work, the administrator and the auditor change no case.
constexpr bool separations_stand() {
  for (const Move& move : lifecycle::kMoves) {
    if (move.roles.has(Role::admin) || move.roles.has(Role::auditor)) return false;
    if (move.roles.has(Role::none)) return false;
    const bool closes = move.act == OpKind::close_case;
    if (closes && !move.guards.has(Refusal::closer_is_handler)) return false;
    const bool visits = move.act == OpKind::visit_result;
    if (visits && !move.guards.has(Refusal::visitor_is_handler)) return false;
    if (visits && !move.guards.has(Refusal::not_of_this_grid)) return false;
    const bool samples = move.act == OpKind::sample_result;
    if (samples && !move.guards.has(Refusal::sampler_is_handler)) return false;
  }
  return true;
}
static_assert(separations_stand(), "a separation of 4.8 has a way round");

// judge() asks for the role before it asks for the state.
constexpr bool rows_of_an_act_name_the_same_roles() {
  for (const Move& a : lifecycle::kMoves) {
    for (const Move& b : lifecycle::kMoves) {
      if (a.act == b.act && !(a.roles == b.roles)) return false;
    }
  }
  return true;
}
static_assert(rows_of_an_act_name_the_same_roles(), "a role may do this in one state only");

// fold() makes a case for what fits a row from `draft`, and nothing returns there.
constexpr bool only_what_makes_a_case_starts_from_draft() {
  for (const Move& move : lifecycle::kMoves) {
    if (move.from.has(CaseState::draft) != makes_case(move.act)) return false;
    if (!move.stays && move.to == CaseState::draft) return false;
  }
  return true;
}
static_assert(only_what_makes_a_case_starts_from_draft(), "a case begins in its middle");

// --- the tracks -----------------------------------------------------------------------------------

template <class State, std::size_t N>
constexpr bool steps_are_unambiguous(const TrackStep<State> (&steps)[N]) {
  for (const TrackStep<State>& a : steps) {
    for (const TrackStep<State>& b : steps) {
      if (&a == &b || a.act != b.act || (a.from & b.from).empty()) continue;
      if (overlaps(a.when, b.when)) return false;
    }
  }
  return true;
}

template <class State, std::size_t N>
constexpr SetOf<State> reachable(const TrackStep<State> (&steps)[N]) {
  SetOf<State> reached(State::none);
  for (std::size_t round = 0; round < names_of(State{}).size(); ++round) {
    for (const TrackStep<State>& step : steps) {
      if (!step.stays && !(step.from & reached).empty()) reached.add(step.to);
    }
  }
  return reached;
}

// A state that is not final leads somewhere else, and to a final one in the end.
template <class State, std::size_t N>
constexpr bool no_dead_ends(const TrackStep<State> (&steps)[N], SetOf<State> final) {
  SetOf<State> ends = final;
  for (std::size_t round = 0; round < names_of(State{}).size(); ++round) {
    for (const TrackStep<State>& step : steps) {
      if (step.stays || !ends.has(step.to)) continue;
      ends = ends | step.from;
    }
  }
  for (std::size_t i = 0; i < names_of(State{}).size(); ++i) {
    if (!ends.has(static_cast<State>(i))) return false;
  }
  return true;
}

template <class State, std::size_t N>
constexpr bool acts_have_rows(const TrackStep<State> (&steps)[N]) {
  for (const TrackStep<State>& step : steps) {
    bool found = false;
    for (const Move& move : lifecycle::kMoves) found = found || move.act == step.act;
    if (!found) return false;
  }
  return true;
}

static_assert(steps_are_unambiguous(lifecycle::kRectifySteps));
static_assert(steps_are_unambiguous(lifecycle::kMediateSteps));
static_assert(steps_are_unambiguous(lifecycle::kInvestigateSteps));
static_assert(no_dead_ends(lifecycle::kRectifySteps, kRectifyFinal));
static_assert(no_dead_ends(lifecycle::kMediateSteps, kMediateFinal));
static_assert(no_dead_ends(lifecycle::kInvestigateSteps, kInvestigateFinal));
static_assert(acts_have_rows(lifecycle::kRectifySteps) &&
              acts_have_rows(lifecycle::kMediateSteps) &&
              acts_have_rows(lifecycle::kInvestigateSteps));
static_assert(std::size(names_of(RectifyState{})) == 10 &&
              reachable(lifecycle::kRectifySteps).has(RectifyState::eliminated));

}  // namespace
}  // namespace gezhi
