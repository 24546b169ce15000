// What the folding functions share: what they may see, and the changes that several of them make.
// Only fold*.cpp include this. One apply() an operation; none decides anything.
#pragma once

#include "core/cases/clocks.h"
#include "core/cases/fold.h"

namespace gezhi::folding {

// Everything a folding function may see.
struct Folding {
  World& world;
  const Act& act;
  const Outcome& outcome;
  Case& subject;

  const Policy& policy() const { return world.policy(); }
  Moment when() const { return act.when; }
  bool since(std::uint32_t rules) const { return act.rules >= rules; }
  Claim claim() const { return {act.when, since(3)}; }
  // When a step of this order was done, for what counts from there: after all that its clocks count from.
  TimeMs done_at(TaskId task) const;
};

void add_hand(Task& task, ActorId actor);
Task& add_task(Folding& f, const TaskOrder& order);
void start_handling_clock(Folding& f, TimeMs from);
// Somebody of the task's unit says to be there: how near that is, and the clocks of the way.
void arrive(Folding& f, Task& task, PointE7 point, std::uint32_t accuracy_m);
Task& task_to_change(Folding& f, TaskId id);
// Moves the task by its table row and gives it for further changes.
Task& step_task(Folding& f, OpKind kind, TaskId id);
// A suspension that the lead asked for and nobody granted goes with it.
void forget_asked(Folding& f, const Task& task);
// The case number, as the server gave it; what a device guesses of its own operations has none.
void take_number(Folding& f);
// Where it lies: by a person or by the street itself. `base`: what its author saw (fold_concern.cpp).
void set_place(Folding& f, Place place, const std::optional<Place>& base, ShardId lies_in);
void set_class(Folding& f, Restricted to);
// A report's content, however it came.
void take_report(Folding& f, const ReportCase& op);

// What a list may hold is bounded; what came after the last place stands in the timeline only.
template <class T>
void keep(std::vector<T>& list, T item, std::size_t most) {
  if (list.size() < most) list.push_back(std::move(item));
}

// Kept in the order of the ids, the stronger relation of two: a replica may learn of the relations of
// a case in any order.
void relate(Case& one, CaseId other, Relation how);

// fold.cpp, fold_concern.cpp, fold_track.cpp
void apply(Folding& f, const ReportCase& op);
void apply(Folding& f, const RequestVerification& op);
void apply(Folding& f, const VerifyResult& op);
void apply(Folding& f, const FileCase& op);
void apply(Folding& f, const PlaceCase& op);
void apply(Folding& f, const RejectCase& op);
void apply(Folding& f, const MergeCase& op);
void apply(Folding& f, const TransferCase& op);
void apply(Folding& f, const AnswerTransfer& op);
void apply(Folding& f, const BounceTransfer& op);
void apply(Folding& f, const TellMerged& op);
void apply(Folding& f, const TellProgress& op);
void apply(Folding& f, const CarryClock& op);
void apply(Folding& f, const DispatchCase& op);
void apply(Folding& f, const SignTask& op);
void apply(Folding& f, const RefuseTask& op);
void apply(Folding& f, const DepartTask& op);
void apply(Folding& f, const ContactParty& op);
void apply(Folding& f, const ArriveTask& op);
void apply(Folding& f, const StartTask& op);
void apply(Folding& f, const SubmitTask& op);
void apply(Folding& f, const ReturnTask& op);
void apply(Folding& f, const CancelTask& op);
void apply(Folding& f, const AskSuspend& op);
void apply(Folding& f, const SuspendCase& op);
void apply(Folding& f, const ResumeCase& op);
void apply(Folding& f, const OpenVisit& op);
void apply(Folding& f, const VisitResult& op);
void apply(Folding& f, const CloseCase& op);
void apply(Folding& f, const RedoCase& op);
void apply(Folding& f, const AskVoid& op);
void apply(Folding& f, const VoidCase& op);
void apply(Folding& f, const AddNote& op);
void apply(Folding& f, const ReadContact& op);
void apply(Folding& f, const TriageCase& op);
void apply(Folding& f, const RecordCall& op);
void apply(Folding& f, const RestrictCase& op);
void apply(Folding& f, const EditField& op);
void apply(Folding& f, const SettleConflict& op);
void apply(Folding& f, const CountThing& op);
void apply(Folding& f, const DisposeThing& op);
void apply(Folding& f, const ConfirmThing& op);
void apply(Folding& f, const RelateCases& op);
void apply(Folding& f, const SettleOnSpot& op);
void apply(Folding& f, const AskFootage& op);
void apply(Folding& f, const AnswerFootage& op);
void apply(Folding& f, const CallChain& op);
void apply(Folding& f, const AnswerHop& op);
void apply(Folding& f, const BlowWhistle& op);
void apply(Folding& f, const CheckIn& op);
void apply(Folding& f, const AnswerRefusal& op);
void apply(Folding& f, const LogRound& op);
void apply(Folding& f, const Escalate& op);
void apply(Folding& f, const HoldConsultation& op);
void apply(Folding& f, const GiveFastLane& op);
void apply(Folding& f, const ProposeNotice& op);
void apply(Folding& f, const IssueNotice& op);
void apply(Folding& f, const DeclineNotice& op);
void apply(Folding& f, const WithdrawNotice& op);
void apply(Folding& f, const RecordStatement& op);
void apply(Folding& f, const AnswerStatement& op);
void apply(Folding& f, const DeliverNotice& op);
void apply(Folding& f, const OrderReinspection& op);
void apply(Folding& f, const ReinspectResult& op);
void apply(Folding& f, const ExtendNotice& op);
void apply(Folding& f, const ReferEnforcement& op);
void apply(Folding& f, const OpenMediation& op);
void apply(Folding& f, const ScheduleSession& op);
void apply(Folding& f, const HoldSession& op);
void apply(Folding& f, const ConcludeAgreement& op);
void apply(Folding& f, const RecordPerformance& op);
void apply(Folding& f, const RecordBreach& op);
void apply(Folding& f, const FailMediation& op);
void apply(Folding& f, const SignFailure& op);
void apply(Folding& f, const RaiseTier& op);
void apply(Folding& f, const LowerTier& op);
void apply(Folding& f, const WithdrawMediation& op);
void apply(Folding& f, const ReferCourt& op);
void apply(Folding& f, const StartInvestigation& op);
void apply(Folding& f, const FinishEvidence& op);
void apply(Folding& f, const ConcludeInvestigation& op);
void apply(Folding& f, const OrderSecondOpinion& op);
void apply(Folding& f, const ReporterWord& op);
void apply(Folding& f, const AppealCase& op);
void apply(Folding& f, const DecideAppeal& op);
void apply(Folding& f, const DrawSample& op);
void apply(Folding& f, const EraseCase& op);
void apply(Folding& f, const SampleResult& op);
void apply(Folding& f, const RecurCase& op);

}  // namespace gezhi::folding
