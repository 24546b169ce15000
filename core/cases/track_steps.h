// The tables of the three tracks (DOMAIN 4.5), of the same form as THE TABLE: who may and what guards
// it is the operation's row there, the step here says from where to where. What is not a row cannot
// happen. Join rules of 调办并行: mediation that fails leaves the investigation where it is (nothing
// here moves it); a breach takes up again an investigation that mediation had closed (fold).
#pragma once

#include <iterator>

#include "core/cases/lifecycle.h"

namespace gezhi {

template <class State>
struct TrackStep {
  OpKind act = OpKind::unknown;
  SetOf<State> from;
  When when = When::always;
  State to = State::none;
  bool stays = false;  // the state does not change; `to` means nothing
};

using RectifyStates = SetOf<RectifyState>;
using MediateStates = SetOf<MediateState>;
using InvestigateStates = SetOf<InvestigateState>;

inline constexpr RectifyStates kRectifyFinal(RectifyState::none, RectifyState::eliminated,
                                             RectifyState::referred, RectifyState::declined,
                                             RectifyState::revoked);
inline constexpr MediateStates kMediateFinal(MediateState::none, MediateState::performed,
                                             MediateState::failed, MediateState::withdrawn,
                                             MediateState::referred);
inline constexpr InvestigateStates kInvestigateFinal(InvestigateState::none,
                                                     InvestigateState::mediation_closed,
                                                     InvestigateState::penalty,
                                                     InvestigateState::no_case);

namespace lifecycle {

using R = RectifyState;
using M = MediateState;
using I = InvestigateState;

inline constexpr TrackStep<R> kRectifySteps[] = {
    {O::propose_notice, kRectifyFinal, W::always, R::proposed},
    {O::decline_notice, R::proposed, W::always, R::declined},
    {O::issue_notice, kRectifyFinal | RectifyStates(R::proposed), W::always, R::issued},
    {O::withdraw_notice, RectifyStates(R::issued, R::running, R::reinspect_due, R::failed),
     W::always, R::revoked},
    // A party that speaks after the referral is heard all the same.
    {O::record_statement, RectifyStates(R::running, R::reinspect_due, R::failed, R::referred),
     W::always, R::none, true},
    {O::answer_statement,
     RectifyStates(R::running, R::reinspect_due, R::failed, R::referred, R::eliminated), W::always,
     R::none, true},
    {O::deliver_notice, R::issued, W::always, R::running},
    // When its time is up; earlier when the addressee says that it is done; after a failure when
    // it was mended together; after a referral to see that the hazard is gone; once more when the
    // unit returned the order (task_exists: not while one is out).
    {O::order_reinspection, RectifyStates(R::running, R::failed, R::referred, R::reinspect_due),
     W::always, R::reinspect_due},
    {O::reinspect_result, R::reinspect_due, W::confirmed, R::eliminated},
    {O::reinspect_result, R::reinspect_due, W::not_confirmed, R::failed},
    {O::extend_notice, R::failed, W::always, R::running},
    {O::refer_enforcement, R::failed, W::always, R::referred},
};

inline constexpr TrackStep<M> kMediateSteps[] = {
    {O::open_mediation, kMediateFinal, W::always, M::open},
    {O::schedule_session, MediateStates(M::open, M::scheduled), W::always, M::scheduled},
    {O::hold_session, MediateStates(M::open, M::scheduled), W::always, M::open},
    {O::conclude_agreement, MediateStates(M::open, M::breached), W::always, M::performing},
    {O::record_performance, M::performing, W::all_done, M::performed},
    {O::record_performance, M::performing, W::more_to_do, M::performing},
    {O::record_breach, M::performing, W::always, M::breached},
    {O::fail_mediation, MediateStates(M::open, M::scheduled, M::breached), W::always, M::failing},
    {O::sign_failure, M::failing, W::confirmed, M::failed},
    {O::sign_failure, M::failing, W::not_confirmed, M::open},
    {O::raise_tier, MediateStates(M::open, M::scheduled, M::failed, M::breached), W::always,
     M::open},
    {O::lower_tier, MediateStates(M::open, M::scheduled), W::always, M::open},
    {O::withdraw_mediation, MediateStates(M::open, M::scheduled), W::always, M::withdrawn},
    {O::refer_court, MediateStates(M::open, M::scheduled, M::breached, M::failed), W::always,
     M::referred},
};

inline constexpr TrackStep<I> kInvestigateSteps[] = {
    {O::start_investigation, InvestigateStates(I::none, I::no_case), W::always, I::started},
    {O::finish_evidence, I::started, W::always, I::evidence_done},
    // `to` is the outcome that the operation names: one row an outcome would say no more.
    {O::conclude_investigation, InvestigateStates(I::started, I::evidence_done), W::always,
     I::penalty},
};

}  // namespace lifecycle

// The step of this operation from this state, or nullptr. `when` always: any.
template <class State, std::size_t N>
constexpr const TrackStep<State>* find_step(const TrackStep<State> (&steps)[N], OpKind act,
                                            State from, When when) {
  for (const TrackStep<State>& step : steps) {
    if (step.act == act && step.from.has(from) && overlaps(step.when, when)) return &step;
  }
  return nullptr;
}

template <class State, std::size_t N>
constexpr bool has_act(const TrackStep<State> (&steps)[N], OpKind act) {
  for (const TrackStep<State>& step : steps) {
    if (step.act == act) return true;
  }
  return false;
}

// Whether the tracks of a case let this operation through; the name of the state that does not.
struct TrackAnswer {
  bool concerned = false;  // it is an operation of a track
  bool fits = true;
  std::string_view state;
};
TrackAnswer check_tracks(const Case& subject, OpKind act, When when);

}  // namespace gezhi
