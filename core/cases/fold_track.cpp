// Folding of the three tracks: the step table says where to, what follows here is what is kept.
#include <algorithm>

#include "core/cases/folding.h"
#include "core/cases/track_steps.h"

namespace gezhi::folding {
namespace {

template <class Track, std::size_t N>
Track& step(std::optional<Track>& track, const TrackStep<typename Track::State> (&steps)[N],
            OpKind act, When when) {
  if (!track) track.emplace();
  const auto* to = find_step(steps, act, track->state, when);
  GEZHI_CHECK(to != nullptr);  // fold() has asked check_tracks()
  if (!to->stays) track->state = to->to;
  return *track;
}

Rectify& rectify(Folding& f, OpKind act, When when = When::always) {
  return step(f.subject.rectify, lifecycle::kRectifySteps, act, when);
}
Mediate& mediate(Folding& f, OpKind act, When when = When::always) {
  return step(f.subject.mediate, lifecycle::kMediateSteps, act, when);
}
Investigate& investigate(Folding& f, OpKind act) {
  return step(f.subject.investigate, lifecycle::kInvestigateSteps, act, When::always);
}

void start_rectify_clock(Folding& f, TimeMs due) {
  start_clock_until(f.subject, f.policy(), ClockKind::rectify, f.policy().rectify.how,
                    f.when().received, due);
}

// The clock of the obligation that is due next.
void start_perform_clock(Folding& f, const Mediate& track) {
  const Obligation* next = nullptr;
  for (const Obligation& one : track.obligations) {
    if (!one.performed && (next == nullptr || one.due < next->due)) next = &one;
  }
  if (next == nullptr) return;
  start_clock_until(f.subject, f.policy(), ClockKind::perform, ClockClass::natural_day,
                    f.when().received, next->due);
}

void end_mediation_clocks(Folding& f) {
  for (const ClockKind kind :
       {ClockKind::first_session, ClockKind::second_session, ClockKind::perform}) {
    stop_clock(f.subject, kind, {}, f.claim());
  }
}

}  // namespace

void apply(Folding& f, const ProposeNotice& op) {
  Rectify& track = rectify(f, OpKind::propose_notice);
  track.notice = {};
  track.notice.items = op.items;
  track.notice.findings = op.findings;
}

void apply(Folding& f, const IssueNotice& op) {
  // Who issues another before the first was carried out gets no second extension, and owes what was said
  // to the first its answer.
  const auto& before = f.subject.rectify;
  const bool given = before && !before->issued.received.is_none();
  const bool again = f.since(4) && given && before->state != RectifyState::eliminated;
  Rectify& track = rectify(f, OpKind::issue_notice);
  track.notice = op.notice;
  track.issuer = f.act.grant.unit;
  track.issued = f.when();
  if (!again) track.extended = false;
  if (!f.since(1)) return;
  track.delivery = Delivery::none;
  track.delivered = {};
  track.delivery_text.clear();
  track.witness.clear();
  track.delivery_photos.clear();
  if (!again) track.statements.clear();
  track.reinspections.clear();
  track.ended_reason.clear();
  track.ended = {};
}

void apply(Folding& f, const DeclineNotice& op) {
  Rectify& track = rectify(f, OpKind::decline_notice);
  track.ended_reason = op.reason;
  track.ended = f.when();
}

// Nothing is looked at again: a reinspection that is out is called off.
void apply(Folding& f, const WithdrawNotice& op) {
  Rectify& track = rectify(f, OpKind::withdraw_notice);
  track.ended_reason = op.reason;
  track.ended = f.when();
  drop_clock(f.subject, ClockKind::rectify, f.claim());
  for (Task& task : f.subject.tasks) {
    if (task.kind != TaskKind::reinspect || !kLiveTaskStates.has(task.state)) continue;
    task.state = TaskState::cancelled;
    drop_clocks(f.subject, task.id, f.claim());
  }
}

void apply(Folding& f, const RecordStatement& op) {
  Rectify& track = rectify(f, OpKind::record_statement);
  Statement said;
  said.text = op.text;
  said.photos = op.photos;
  said.unit = f.act.grant.unit;
  said.when = f.when();
  keep(track.statements, std::move(said), 20);
}

void apply(Folding& f, const AnswerStatement& op) {
  for (Statement& said : rectify(f, OpKind::answer_statement).statements) {
    if (said.answered) continue;
    said.answered = true;
    said.upheld = op.confirmed;
    said.answer = op.text;
    said.answered_at = f.when();
  }
}

void apply(Folding& f, const DeliverNotice& op) {
  Rectify& track = rectify(f, OpKind::deliver_notice);
  track.delivery = op.delivery;
  track.delivered = f.when();
  track.delivery_text = op.text;
  track.witness = op.witness;
  track.delivery_photos = op.photos;
  start_rectify_clock(f, track.notice.due);
}

void apply(Folding& f, const OrderReinspection& op) {
  rectify(f, OpKind::order_reinspection);
  TaskOrder order = op.order;
  order.kind = TaskKind::reinspect;
  order.lead = false;
  add_task(f, order);
}

void apply(Folding& f, const ReinspectResult& op) {
  const bool passed = op.result == Reinspected::passed;
  Rectify& track =
      rectify(f, OpKind::reinspect_result, passed ? When::confirmed : When::not_confirmed);
  Reinspection seen{op.result, op.text, op.photos, f.act.actor, f.act.grant.unit, f.when()};
  if (track.reinspections.size() < 50) track.reinspections.push_back(std::move(seen));
  Task& task = step_task(f, OpKind::reinspect_result, op.task);
  task.result = passed ? ResultKind::resolved : ResultKind::cannot;
  task.result_text = op.text;
  task.photos = op.photos;
  stop_clock(f.subject, ClockKind::rectify, {}, f.claim());
  drop_clocks(f.subject, op.task, f.claim());
}

void apply(Folding& f, const ExtendNotice& op) {
  Rectify& track = rectify(f, OpKind::extend_notice);
  track.extended = true;
  track.notice.due = op.due;
  start_rectify_clock(f, op.due);
}

void apply(Folding& f, const ReferEnforcement& op) {
  Rectify& track = rectify(f, OpKind::refer_enforcement);
  track.referred_to = op.office;
  track.decision = op.decision;
  track.decision_number = op.number;
  track.decided = op.decided;
}

void apply(Folding& f, const OpenMediation& op) {
  Mediate& track = mediate(f, OpKind::open_mediation);
  track.tier = op.tier;
  track.parties = op.parties;
  track.unit = f.act.grant.unit;
  track.opener = f.act.actor;
  track.obligations.clear();
  track.handovers.clear();
  start_clock(f.subject, f.policy(), ClockKind::first_session, {}, f.policy().first_session,
              f.when().received);
}

void apply(Folding& f, const ScheduleSession& op) {
  Mediate& track = mediate(f, OpKind::schedule_session);
  const bool replans = !track.sessions.empty() && track.sessions.back().held.received.is_none();
  if (!replans && track.sessions.size() >= 60) return;
  if (!replans) track.sessions.emplace_back();
  MediationSession& session = track.sessions.back();
  session.number = static_cast<std::uint32_t>(track.sessions.size());
  session.tier = track.tier;
  session.planned = op.planned;
  session.place = op.place;
}

void apply(Folding& f, const HoldSession& op) {
  Mediate& track = mediate(f, OpKind::hold_session);
  const bool planned = !track.sessions.empty() && track.sessions.back().held.received.is_none();
  if (!planned && track.sessions.size() >= 60) return;
  if (!planned) track.sessions.emplace_back();
  MediationSession& session = track.sessions.back();
  session.number = static_cast<std::uint32_t>(track.sessions.size());
  session.tier = track.tier;
  session.held = f.when();
  session.minutes = op.minutes;
  session.attended = op.attended;
  session.text = op.text;
  const bool first = session.number == 1;
  // After a hand-over the first session of the new unit is awaited, whatever its number.
  stop_clock(f.subject, ClockKind::first_session, {}, f.claim());
  if (!first) stop_clock(f.subject, ClockKind::second_session, {}, f.claim());
  if (!first) return;
  start_clock(f.subject, f.policy(), ClockKind::second_session, {}, f.policy().second_session,
              f.when().received);
}

void apply(Folding& f, const ConcludeAgreement& op) {
  Mediate& track = mediate(f, OpKind::conclude_agreement);
  track.agreement = op.agreement;
  track.oral = op.oral;
  track.agreed = f.when();
  track.obligations.clear();
  for (const Obligation& one : op.obligations) {
    track.obligations.push_back({one.who, one.what, one.amount_fen, one.due, 0, false, {}, {}});
  }
  end_mediation_clocks(f);
  start_perform_clock(f, track);
}

void apply(Folding& f, const RecordPerformance& op) {
  const CaseOp whole = op;
  Mediate& track = mediate(f, OpKind::record_performance, when_of(&f.subject, whole));
  stop_clock(f.subject, ClockKind::perform, {}, f.claim());
  if (op.obligation < 1 || op.obligation > track.obligations.size()) return;
  Obligation& owed = track.obligations[op.obligation - 1];
  owed.paid_fen += op.paid_fen;
  owed.performed = owed.paid_fen >= owed.amount_fen;
  if (!op.witness.empty()) owed.witness = op.witness;
  for (const Photo& photo : op.photos) {
    if (owed.proof.size() < kPhotosMax) owed.proof.push_back(photo);
  }
  start_perform_clock(f, track);
}

// Join rule (d): what mediation had closed is investigated again.
void apply(Folding& f, const RecordBreach& op) {
  Mediate& track = mediate(f, OpKind::record_breach);
  track.failure = op.text;
  end_mediation_clocks(f);
  auto& police = f.subject.investigate;
  if (!police || police->state != InvestigateState::mediation_closed) return;
  police->state = InvestigateState::started;
  start_clock(f.subject, f.policy(), ClockKind::investigate, {}, f.policy().investigate,
              f.when().received);
}

void apply(Folding& f, const FailMediation& op) {
  mediate(f, OpKind::fail_mediation).failure = op.reason;
}

void apply(Folding& f, const SignFailure& op) {
  mediate(f, OpKind::sign_failure, op.confirmed ? When::confirmed : When::not_confirmed);
  if (op.confirmed) end_mediation_clocks(f);
}

namespace {

// The lead passes on with the mediation, when it lay with the unit that had it; that unit goes on as
// help, or not at all when it had not even signed.
bool take_lead_from(Folding& f, UnitId unit) {
  for (Task& task : f.subject.tasks) {
    const bool lead = task.lead && kLiveTaskStates.has(task.state);
    if (!lead || !(task.unit == unit)) continue;
    forget_asked(f, task);
    task.lead = false;
    task.mandatory = false;
    // Who only helps from now on is not awaited any more.
    if (task.state == TaskState::assigned || f.since(5)) {
      drop_clocks(f.subject, task.id, f.claim());
    }
    if (task.state == TaskState::assigned) task.state = TaskState::cancelled;
    return true;
  }
  return false;
}

void hand_over(Folding& f, Mediate& track, const MediationHandover& passed, TaskOrder order) {
  track.tier = passed.to;
  if (order.unit.is_none()) return;  // of before: the tier was only a label
  keep(track.handovers, passed, 50);
  if (order.unit == track.unit) return;
  order.kind = TaskKind::mediation;
  order.lead = take_lead_from(f, track.unit);
  if (order.lead || !f.subject.works(order.unit)) add_task(f, order);
  track.unit = order.unit;
  // What the unit before had let pass stays with it; the next one has its own time.
  if (f.since(5)) {
    drop_clock(f.subject, ClockKind::first_session, f.claim());
    drop_clock(f.subject, ClockKind::second_session, f.claim());
  }
  start_clock(f.subject, f.policy(), ClockKind::first_session, {}, f.policy().first_session,
              f.when().received);
}

}  // namespace

void apply(Folding& f, const RaiseTier& op) {
  Mediate& track = mediate(f, OpKind::raise_tier);
  hand_over(f, track, {track.tier, op.tier, track.unit, op.order.unit, false, op.reason, f.when()},
            op.order);
}

void apply(Folding& f, const LowerTier& op) {
  Mediate& track = mediate(f, OpKind::lower_tier);
  hand_over(f, track,
            {track.tier, op.tier, track.unit, op.order.unit, op.refused, op.reason, f.when()},
            op.order);
}

void apply(Folding& f, const WithdrawMediation& op) {
  mediate(f, OpKind::withdraw_mediation).failure = op.reason;
  end_mediation_clocks(f);
}

void apply(Folding& f, const ReferCourt& op) {
  Mediate& track = mediate(f, OpKind::refer_court);
  track.tier = Tier::judicial;
  track.receipt = op.receipt;
  end_mediation_clocks(f);
}

void apply(Folding& f, const StartInvestigation& op) {
  Investigate& track = investigate(f, OpKind::start_investigation);
  track.unit = f.act.grant.unit;
  track.office = op.office;
  track.mediatable = op.mediatable;
  track.started = f.when();
  if (f.since(1)) track.evidence_done = {};
  start_clock(f.subject, f.policy(), ClockKind::investigate, {}, f.policy().investigate,
              f.when().received);
}

void apply(Folding& f, const FinishEvidence&) {
  investigate(f, OpKind::finish_evidence).evidence_done = f.when();
  stop_clock(f.subject, ClockKind::investigate, {}, f.claim());
}

void apply(Folding& f, const ConcludeInvestigation& op) {
  Investigate& track = investigate(f, OpKind::conclude_investigation);
  track.state = op.outcome;
  track.office = op.office;
  track.number = op.number;
  track.decided = op.decided;
  stop_clock(f.subject, ClockKind::investigate, {}, f.claim());
}

}  // namespace gezhi::folding
