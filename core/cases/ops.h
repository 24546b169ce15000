// Every operation on a case, one plain struct each. `kKind` is its wire tag (append-only; retired
// tags leave holes) and names its row in lifecycle.h. The field list is its CBOR, its JSON, its
// line in the timeline and its form on screen.
#pragma once

#include <variant>

#include "core/cases/ops_close.h"
#include "core/cases/ops_intake.h"
#include "core/cases/ops_track.h"

namespace gezhi {

using CaseOp = std::variant<
    ReportCase, RequestVerification, VerifyResult, FileCase, RejectCase, MergeCase, TransferCase,
    DispatchCase, SignTask, RefuseTask, DepartTask, ContactParty, ArriveTask, StartTask, SubmitTask,
    ReturnTask, CancelTask, AskSuspend, SuspendCase, ResumeCase, OpenVisit, VisitResult, CloseCase,
    RedoCase, AskVoid, VoidCase, AddNote, ReadContact, TriageCase, RecordCall, RestrictCase,
    EditField, SettleConflict, CountThing, DisposeThing, ConfirmThing, RelateCases, SettleOnSpot,
    AskFootage, AnswerFootage, CallChain, AnswerHop, BlowWhistle, CheckIn, AnswerRefusal, LogRound,
    Escalate, HoldConsultation, GiveFastLane, ProposeNotice, IssueNotice, DeliverNotice,
    OrderReinspection, ReinspectResult, ExtendNotice, ReferEnforcement, OpenMediation,
    ScheduleSession, HoldSession, ConcludeAgreement, RecordPerformance, RecordBreach, FailMediation,
    SignFailure, RaiseTier, WithdrawMediation, ReferCourt, StartInvestigation, FinishEvidence,
    ConcludeInvestigation, OrderSecondOpinion, ReporterWord, AppealCase, DecideAppeal, DrawSample,
    SampleResult, RecurCase, EraseCase>;

// The operations that make a case; every other one needs one.
constexpr bool makes_case(OpKind kind) {
  return kind == OpKind::report_case || kind == OpKind::settle_on_spot;
}

// With these the server gives the case its number.
constexpr bool gives_number(OpKind kind) {
  return kind == OpKind::file_case || kind == OpKind::settle_on_spot;
}

inline OpKind kind_of(const CaseOp& op) {
  return std::visit([](const auto& one) { return one.kKind; }, op);
}

// The other case an operation touches; nil when there is none.
inline CaseId other_case_of(const CaseOp& op) {
  if (const auto* merge = std::get_if<MergeCase>(&op)) return merge->into;
  if (const auto* relate = std::get_if<RelateCases>(&op)) return relate->other;
  if (const auto* recur = std::get_if<RecurCase>(&op)) return recur->again;
  return {};
}

// The task an operation is about; nil when it is about the case.
template <class T>
TaskId task_in(const T&) {
  return {};
}
template <class T>
requires requires(const T& op) { TaskId{op.task}; }
TaskId task_in(const T& op) { return op.task; }
inline TaskId task_of(const CaseOp& op) {
  return std::visit([](const auto& one) { return task_in(one); }, op);
}

}  // namespace gezhi
