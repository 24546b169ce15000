// Every operation on a case, one plain struct each. `kKind` is its wire tag (append-only; retired
// tags leave holes) and names its row in lifecycle.h. The field list is its CBOR, its JSON, its
// line in the timeline and its form on screen.
#pragma once

#include "core/base/one_of.h"
#include "core/cases/ops_close.h"
#include "core/cases/ops_intake.h"
#include "core/cases/ops_track.h"

namespace gezhi {

using CaseOp =
    OneOf<ReportCase, RequestVerification, VerifyResult, FileCase, RejectCase, MergeCase,
          TransferCase, DispatchCase, SignTask, RefuseTask, DepartTask, ContactParty, ArriveTask,
          StartTask, SubmitTask, ReturnTask, CancelTask, AskSuspend, SuspendCase, ResumeCase,
          OpenVisit, VisitResult, CloseCase, RedoCase, AskVoid, VoidCase, AddNote, ReadContact,
          TriageCase, RecordCall, RestrictCase, EditField, SettleConflict, CountThing, DisposeThing,
          ConfirmThing, RelateCases, SettleOnSpot, AskFootage, AnswerFootage, CallChain, AnswerHop,
          BlowWhistle, CheckIn, AnswerRefusal, LogRound, Escalate, HoldConsultation, GiveFastLane,
          ProposeNotice, IssueNotice, DeliverNotice, OrderReinspection, ReinspectResult,
          ExtendNotice, ReferEnforcement, OpenMediation, ScheduleSession, HoldSession,
          ConcludeAgreement, RecordPerformance, RecordBreach, FailMediation, SignFailure, RaiseTier,
          WithdrawMediation, ReferCourt, StartInvestigation, FinishEvidence, ConcludeInvestigation,
          OrderSecondOpinion, ReporterWord, AppealCase, DecideAppeal, DrawSample, SampleResult,
          RecurCase, EraseCase, DeclineNotice, WithdrawNotice, RecordStatement, AnswerStatement,
          AnswerTransfer, BounceTransfer, LowerTier, TellMerged, CarryClock, PlaceCase,
          TellProgress>;

// The operations that make a case; every other one needs one.
constexpr bool makes_case(OpKind kind) {
  return kind == OpKind::report_case || kind == OpKind::settle_on_spot;
}

// With these the server gives the case its number.
constexpr bool gives_number(OpKind kind) {
  return kind == OpKind::file_case || kind == OpKind::settle_on_spot;
}

OpKind kind_of(const CaseOp& op);
// The other case an operation touches; nil when there is none.
CaseId other_case_of(const CaseOp& op);
// The task an operation is about; nil when it is about the case.
TaskId task_of(const CaseOp& op);

}  // namespace gezhi
