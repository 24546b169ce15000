// Which texts tell the values of an enum: `text_prefix(Delivery{})` is "delivery", the texts are
// `delivery.<name>`. One line for each enum that an operation asks for.
#pragma once

#include "core/cases/ops.h"

namespace gezhi::screens {

constexpr const char* text_prefix(Source) { return "source"; }
constexpr const char* text_prefix(Nature) { return "nature"; }
constexpr const char* text_prefix(Danger) { return "danger"; }
constexpr const char* text_prefix(TaskKind) { return "task_kind"; }
constexpr const char* text_prefix(Verified) { return "verified"; }
constexpr const char* text_prefix(ResultKind) { return "result"; }
constexpr const char* text_prefix(ReturnReason) { return "return_reason"; }
constexpr const char* text_prefix(ReworkReason) { return "rework_reason"; }
constexpr const char* text_prefix(TransferTo) { return "transfer_to"; }
constexpr const char* text_prefix(TransferAnswer) { return "transfer_answer"; }
constexpr const char* text_prefix(CaseState) { return "state"; }
constexpr const char* text_prefix(ContactResult) { return "contact"; }
constexpr const char* text_prefix(Satisfaction) { return "satisfaction"; }
constexpr const char* text_prefix(ClockKind) { return "clock"; }
constexpr const char* text_prefix(TriageLevel) { return "triage_level"; }
constexpr const char* text_prefix(CallResult) { return "call_result"; }
constexpr const char* text_prefix(Restricted) { return "restricted"; }
constexpr const char* text_prefix(Rung) { return "rung"; }
constexpr const char* text_prefix(Measure) { return "measure"; }
constexpr const char* text_prefix(Disposition) { return "disposition"; }
constexpr const char* text_prefix(Relation) { return "relation"; }
constexpr const char* text_prefix(CaseField) { return "case_field"; }
constexpr const char* text_prefix(Delivery) { return "delivery"; }
constexpr const char* text_prefix(Reinspected) { return "reinspected"; }
constexpr const char* text_prefix(Tier) { return "tier"; }
constexpr const char* text_prefix(Unfit) { return "unfit"; }
constexpr const char* text_prefix(InvestigateState) { return "investigate_state"; }
constexpr const char* text_prefix(UnitKind) { return "unit_kind"; }
constexpr const char* text_prefix(ClockClass) { return "clock_class"; }

}  // namespace gezhi::screens
