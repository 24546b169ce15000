// THE TABLE: every move a case can make (DOMAIN section 4.3) and every step of a task (4.4). What is
// not a row here cannot happen. Guards are named by the refusal they give; guards.h says what each
// demands. The static_asserts below prove that rows are unambiguous, that every state can be
// reached and that only final states have no way on; tests/golden/lifecycle.md prints the tables so
// that a change of process is reviewed as a diff.
#pragma once

#include "core/cases/ops.h"
#include "core/cases/refusal.h"

namespace gezhi {

using Guards = SetOf<Refusal>;

// Narrows a row to some of an operation's payloads.
enum class When : std::uint8_t {
  always,
  lead,       // the task is the lead's
  assistant,  // it is not
  confirmed,  // the return visit confirms
  not_confirmed,
};
constexpr std::array<std::string_view, 5> names_of(When) {
  return {"always", "lead", "assistant", "confirmed", "not_confirmed"};
}

struct Move {
  std::string_view id;  // of DOMAIN 4.3; "-" where the text of 4.3/4.4 needs it without a number
  CaseStates from;
  OpKind act = OpKind::unknown;
  When when = When::always;
  CaseState to = CaseState::draft;
  bool stays = false;  // the state does not change; `to` means nothing
  Roles roles;
  Guards guards;
};

constexpr Move go(std::string_view id, CaseStates from, OpKind act, When when, CaseState to,
                  Roles roles, Guards guards = {}) {
  return {id, from, act, when, to, false, roles, guards};
}
constexpr Move stay(std::string_view id, CaseStates from, OpKind act, When when, Roles roles,
                    Guards guards = {}) {
  return {id, from, act, when, CaseState::draft, true, roles, guards};
}

namespace lifecycle {

using S = CaseState;
using O = OpKind;
using W = When;
using G = Refusal;

inline constexpr Roles kReporters =
    Roles(Role::volunteer, Role::mediator, Role::handler, Role::area_director) | kGridRoles |
    kDeskRoles;
inline constexpr Roles kDispatchers(Role::dispatcher, Role::duty_supervisor, Role::area_director,
                                    Role::station_head);
inline constexpr Roles kClosers(Role::intake_clerk, Role::duty_supervisor);
inline constexpr Guards kOrderGuards(G::unit_unknown, G::unit_lacks_power, G::outside_unit_area,
                                     G::finder_is_disposer, G::lead_missing, G::task_exists,
                                     G::needs_supervisor, G::full);

inline constexpr Move kMoves[] = {
    go("T01", S::draft, O::report_case, W::always, S::reported, kReporters,
       Guards(G::place_unknown, G::danger_unanswered, G::category_unversioned)),
    go("T02", CaseStates(S::reported, S::filed), O::transfer_case, W::always, S::transferred,
       Roles(Role::intake_clerk, Role::duty_supervisor), Guards(G::receipt_missing)),
    go("T03", S::reported, O::request_verification, W::always, S::verifying,
       Roles(Role::intake_clerk, Role::duty_supervisor)),
    go("T04", S::reported, O::file_case, W::always, S::filed,
       Roles(Role::intake_clerk, Role::duty_supervisor),
       Guards(G::place_unknown, G::duplicates_not_shown, G::category_unversioned, G::not_verified)),
    go("T05", S::verifying, O::file_case, W::always, S::filed,
       Roles(Role::intake_clerk, Role::duty_supervisor),
       Guards(G::place_unknown, G::duplicates_not_shown, G::category_unversioned, G::not_verified)),
    go("T06", S::verifying, O::reject_case, W::always, S::not_filed,
       Roles(Role::intake_clerk, Role::duty_supervisor),
       Guards(G::not_verified, G::verified_to_exist, G::text_too_brief)),
    go("T07", CaseStates(S::reported, S::filed), O::merge_case, W::always, S::merged,
       Roles(Role::dispatcher, Role::duty_supervisor), Guards(G::children_open, G::merge_unfit)),
    go("T08", S::filed, O::dispatch_case, W::lead, S::dispatched, kDispatchers, kOrderGuards),
    stay("T08", CaseStates(S::dispatched, S::handling), O::dispatch_case, W::assistant,
         kDispatchers, kOrderGuards),
    go("T09", S::dispatched, O::sign_task, W::lead, S::handling, kTaskRoles),
    stay("T09", S::handling, O::sign_task, W::lead, kTaskRoles),  // after rework
    stay("T09", CaseStates(S::filed, S::dispatched, S::handling), O::sign_task, W::assistant,
         kTaskRoles),
    go("T10", CaseStates(S::dispatched, S::handling), O::refuse_task, W::lead, S::filed,
       kTaskRoles),
    stay("T10", CaseStates(S::filed, S::dispatched, S::handling), O::refuse_task, W::assistant,
         kTaskRoles),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::depart_task, W::always,
         kTaskRoles),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::contact_party, W::always,
         kTaskRoles),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::arrive_task, W::always,
         kTaskRoles),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::start_task, W::always,
         kTaskRoles),
    go("T11", S::handling, O::submit_task, W::lead, S::feedback, kTaskRoles,
       Guards(G::mandatory_tasks_open, G::text_too_brief)),
    stay("T11", CaseStates(S::filed, S::dispatched, S::handling), O::submit_task, W::assistant,
         kTaskRoles, Guards(G::text_too_brief)),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::return_task, W::assistant,
         kTaskRoles | Roles(Role::dispatcher, Role::duty_supervisor), Guards(G::not_your_case)),
    go("-", CaseStates(S::dispatched, S::handling), O::cancel_task, W::lead, S::filed,
       Roles(Role::dispatcher, Role::duty_supervisor)),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::cancel_task, W::assistant,
         Roles(Role::dispatcher, Role::duty_supervisor)),
    stay("T12", S::handling, O::ask_suspend, W::lead, kTaskRoles, Guards(G::time_not_allowed)),
    go("T12", S::handling, O::suspend_case, W::always, S::suspended, Roles(Role::duty_supervisor),
       Guards(G::same_person, G::not_asked_for, G::time_not_allowed)),
    go("T13", S::suspended, O::resume_case, W::always, S::handling,
       Roles(Role::duty_supervisor, Role::system)),
    go("T14", S::feedback, O::open_visit, W::always, S::return_visit,
       Roles(Role::system, Role::intake_clerk, Role::dispatcher, Role::duty_supervisor)),
    stay("T15", S::return_visit, O::visit_result, W::confirmed, kGridRoles,
         Guards(G::not_of_this_grid, G::visitor_is_handler, G::party_not_asked, G::text_too_brief)),
    go("T15", S::return_visit, O::close_case, W::always, S::closed, kClosers,
       Guards(G::closer_is_handler, G::late_without_reason, G::children_open, G::text_too_brief,
              G::not_confirmed)),
    go("T16", S::return_visit, O::visit_result, W::not_confirmed, S::rework, kGridRoles,
       Guards(G::not_of_this_grid, G::visitor_is_handler, G::text_too_brief)),
    go("T17", S::rework, O::redo_case, W::always, S::handling,
       Roles(Role::dispatcher, Role::duty_supervisor), kOrderGuards),
    stay("T20", kOpenStates, O::ask_void, W::always, kDeskRoles),
    go("T20", kOpenStates, O::void_case, W::always, S::voided, Roles(Role::duty_supervisor),
       Guards(G::same_person, G::not_asked_for)),
    stay("T05", S::verifying, O::verify_result, W::always, kGridRoles,
         Guards(G::not_of_this_grid, G::text_too_brief, G::reporter_is_verifier)),
    stay("-", kOpenStates | CaseStates(S::closed, S::not_filed, S::transferred), O::add_note,
         W::always, kReporters | Roles(Role::chief_mediator, Role::supervision_squad),
         Guards(G::not_your_case)),
    stay("-", kOpenStates, O::read_contact, W::always, kTaskRoles | kDeskRoles,
         Guards(G::not_your_case, G::no_contact)),
};

}  // namespace lifecycle

// One step of a task; which clocks it settles is fold.cpp's.
struct TaskStep {
  OpKind act = OpKind::unknown;
  TaskStates from;
  TaskState to = TaskState::none;
  bool stays = false;
  bool own_unit = true;  // only the task's unit
};

inline constexpr TaskStep kTaskSteps[] = {
    {OpKind::sign_task, TaskState::assigned, TaskState::signed_off},
    {OpKind::refuse_task, TaskState::assigned, TaskState::refused},
    {OpKind::depart_task, TaskState::signed_off, TaskState::en_route},
    {OpKind::contact_party,
     TaskStates(TaskState::signed_off, TaskState::en_route, TaskState::arrived, TaskState::working,
                TaskState::returned),
     TaskState::none, true},
    {OpKind::arrive_task, TaskStates(TaskState::signed_off, TaskState::en_route),
     TaskState::arrived},
    {OpKind::start_task, TaskState::arrived, TaskState::working},
    {OpKind::submit_task, TaskStates(TaskState::arrived, TaskState::working, TaskState::returned),
     TaskState::submitted},
    {OpKind::return_task, TaskState::submitted, TaskState::returned, false, false},
    {OpKind::cancel_task, kLiveTaskStates | TaskStates(TaskState::submitted), TaskState::cancelled,
     false, false},
    {OpKind::ask_suspend,
     TaskStates(TaskState::signed_off, TaskState::en_route, TaskState::arrived, TaskState::working,
                TaskState::returned),
     TaskState::none, true},
};

constexpr const TaskStep* task_step(OpKind act) {
  for (const TaskStep& step : kTaskSteps) {
    if (step.act == act) return &step;
  }
  return nullptr;
}

constexpr bool overlaps(When a, When b) { return a == b || a == When::always || b == When::always; }

// --- proofs ---------------------------------------------------------------------------------------

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

constexpr bool only_final_states_end() {
  for (std::size_t i = 0; i < names_of(CaseState{}).size(); ++i) {
    const auto state = static_cast<CaseState>(i);
    bool has_way_on = false;
    for (const Move& move : lifecycle::kMoves) {
      has_way_on = has_way_on || (!move.stays && move.from.has(state));
    }
    if (has_way_on == kFinalStates.has(state)) return false;
  }
  return true;
}
static_assert(only_final_states_end(),
              "a state that is not final is a dead end, or a final one moves");

}  // namespace gezhi
