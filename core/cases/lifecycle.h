// THE TABLE: every move a case can make (DOMAIN section 4.3) and every step of a task (4.4). What is
// not a row here cannot happen. Guards are named by the refusal they give; guards.h says what each
// demands. lifecycle_proofs.cpp proves that rows are unambiguous, that every state can be reached and
// that only final states have no way on; tests/golden/lifecycle.md prints the tables so that a change
// of process is reviewed as a diff.
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
  confirmed,  // the visitor, the reinspection, the chief, the sample say yes
  not_confirmed,
  all_done,  // the last obligation is performed
  more_to_do,
  reopens,  // a recurrence, by policy
  links,
  numbered,  // the case was filed before
  unnumbered,
};
constexpr std::array<std::string_view, 11> names_of(When) {
  return {"always",     "lead",    "assistant", "confirmed", "not_confirmed", "all_done",
          "more_to_do", "reopens", "links",     "numbered",  "unnumbered"};
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
inline constexpr Roles kWhistlers(Role::grid_leader, Role::station_head, Role::community_officer,
                                  Role::area_director);
inline constexpr Roles kAuthorities(Role::community_officer, Role::handler, Role::area_director);
inline constexpr Roles kMediators(Role::mediator, Role::chief_mediator, Role::community_officer,
                                  Role::station_head);
// G20: R6 and above, and the street's own timers.
inline constexpr Roles kRestrictedRoles(Role::community_officer, Role::intake_clerk,
                                        Role::dispatcher, Role::duty_supervisor, Role::mediator,
                                        Role::chief_mediator, Role::handler,
                                        Role::supervision_squad, Role::area_director,
                                        Role::district_coordinator, Role::auditor, Role::system);
// Where a case is restricted and the beat's officer handled it, nobody of the grid is left who may see it.
inline constexpr Roles kVisitors = kGridRoles | Roles(Role::supervision_squad);
// While somebody handles it, also when the main matter waits.
inline constexpr CaseStates kHandled(S::filed, S::dispatched, S::handling, S::suspended, S::rework);
// As long as things may turn up: what is counted after the result is settled after it, too.
inline constexpr CaseStates kCounting = kHandled | CaseStates(S::feedback, S::return_visit);
// What handles a matter without being a step of a task: whoever did one of these neither visits nor
// closes (4.8). The desk's own acts and what only carries a paper are not among them.
inline constexpr SetOf<OpKind> kHandlingActs(
    O::settle_on_spot, O::dispose_thing, O::issue_notice, O::refer_enforcement, O::open_mediation,
    O::hold_session, O::conclude_agreement, O::record_performance, O::record_breach,
    O::fail_mediation, O::withdraw_mediation, O::refer_court, O::start_investigation,
    O::finish_evidence, O::conclude_investigation, O::withdraw_notice, O::answer_statement);
inline constexpr Guards kOrderGuards(G::unit_unknown, G::unit_lacks_power, G::outside_unit_area,
                                     G::finder_is_disposer, G::lead_missing, G::task_exists,
                                     G::needs_supervisor, G::full);

// A mediation that passes to another tier is an order to the unit that has it from then on.
inline constexpr Guards kTierGuards(G::unit_unknown, G::unit_lacks_power, G::outside_unit_area,
                                    G::finder_is_disposer, G::task_exists, G::full, G::same_team,
                                    G::tier_skipped, G::not_your_mediation, G::unit_wrong_level,
                                    G::not_mediatable);

inline constexpr Move kMoves[] = {
    go("T01", S::draft, O::report_case, W::always, S::reported, kReporters,
       Guards(G::place_unknown, G::danger_unanswered, G::category_unversioned)),
    go("T02", CaseStates(S::reported, S::filed), O::transfer_case, W::always, S::transferred,
       Roles(Role::intake_clerk, Role::duty_supervisor),
       Guards(G::receipt_missing, G::call_agreed_ours, G::must_go_to_police, G::tracks_open,
              G::outside_recipient, G::children_open)),
    stay("T02", S::transferred, O::answer_transfer, W::always, kDeskRoles),
    go("T02", S::transferred, O::bounce_transfer, W::numbered, S::filed,
       Roles(Role::intake_clerk, Role::duty_supervisor)),
    go("T02", S::transferred, O::bounce_transfer, W::unnumbered, S::reported,
       Roles(Role::intake_clerk, Role::duty_supervisor)),
    go("T03", S::reported, O::request_verification, W::always, S::verifying,
       Roles(Role::intake_clerk, Role::duty_supervisor), Guards(G::place_unknown)),
    go("T04", S::reported, O::file_case, W::always, S::filed,
       Roles(Role::intake_clerk, Role::duty_supervisor),
       Guards(G::place_unknown, G::duplicates_not_shown, G::category_unversioned, G::not_verified,
              G::police_not_informed, G::taker_files)),
    go("T05", S::verifying, O::file_case, W::always, S::filed,
       Roles(Role::intake_clerk, Role::duty_supervisor),
       Guards(G::place_unknown, G::duplicates_not_shown, G::category_unversioned, G::not_verified,
              G::police_not_informed, G::same_person)),
    go("T06", S::verifying, O::reject_case, W::always, S::not_filed,
       Roles(Role::intake_clerk, Role::duty_supervisor),
       Guards(G::not_verified, G::verified_to_exist, G::text_too_brief, G::police_not_informed,
              G::things_unsettled, G::children_open, G::same_person)),
    go("T07", CaseStates(S::reported, S::filed), O::merge_case, W::always, S::merged,
       Roles(Role::dispatcher, Role::duty_supervisor),
       Guards(G::children_open, G::merge_unfit, G::tracks_open, G::police_not_informed,
              G::things_unsettled)),
    stay("T07", kOpenStates, O::carry_clock, W::always, Roles(Role::system)),
    stay("T07", S::merged, O::tell_merged, W::always, Roles(Role::system)),
    go("T08", S::filed, O::dispatch_case, W::lead, S::dispatched, kDispatchers,
       kOrderGuards | Guards(G::outside_own_area)),
    stay("T08", CaseStates(S::dispatched, S::handling), O::dispatch_case, W::assistant,
         kDispatchers, kOrderGuards | Guards(G::outside_own_area)),
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
         kTaskRoles, Guards(G::not_at_place)),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::start_task, W::always,
         kTaskRoles),
    go("T11", S::handling, O::submit_task, W::lead, S::feedback, kTaskRoles,
       Guards(G::mandatory_tasks_open, G::text_too_brief, G::things_unsettled, G::tracks_open,
              G::refusals_unanswered, G::rounds_missing, G::proof_missing)),
    stay("T11", CaseStates(S::filed, S::dispatched, S::handling), O::submit_task, W::assistant,
         kTaskRoles, Guards(G::text_too_brief, G::rounds_missing)),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::return_task, W::assistant,
         kTaskRoles | Roles(Role::dispatcher, Role::duty_supervisor), Guards(G::not_your_case)),
    // The street itself: what a unit may no longer see is not its order (G20).
    go("-", CaseStates(S::dispatched, S::handling), O::cancel_task, W::lead, S::filed,
       Roles(Role::system, Role::dispatcher, Role::duty_supervisor)),
    stay("-", CaseStates(S::filed, S::dispatched, S::handling), O::cancel_task, W::assistant,
         Roles(Role::system, Role::dispatcher, Role::duty_supervisor)),
    stay("T12", S::handling, O::ask_suspend, W::lead, kTaskRoles,
         Guards(G::time_not_allowed, G::proof_missing, G::suspended_enough, G::text_too_brief)),
    go("T12", S::handling, O::suspend_case, W::always, S::suspended, Roles(Role::duty_supervisor),
       Guards(G::same_person, G::not_asked_for, G::time_not_allowed, G::suspended_enough)),
    go("T13", S::suspended, O::resume_case, W::always, S::handling,
       Roles(Role::duty_supervisor, Role::system)),
    go("T14", S::feedback, O::open_visit, W::always, S::return_visit,
       Roles(Role::system, Role::intake_clerk, Role::dispatcher, Role::duty_supervisor),
       Guards(G::place_unknown)),
    stay("T15", S::return_visit, O::visit_result, W::confirmed, kVisitors,
         Guards(G::not_of_this_grid, G::visitor_is_handler, G::party_not_asked, G::text_too_brief,
                G::same_visitor, G::not_at_place, G::time_not_allowed)),
    go("T15", S::return_visit, O::close_case, W::always, S::closed, kClosers,
       Guards(G::closer_is_handler, G::late_without_reason, G::children_open, G::text_too_brief,
              G::not_confirmed, G::thing_unconfirmed, G::police_not_informed, G::things_unsettled)),
    go("T16", S::return_visit, O::visit_result, W::not_confirmed, S::rework, kVisitors,
       Guards(G::not_of_this_grid, G::visitor_is_handler, G::text_too_brief, G::same_visitor,
              G::not_at_place, G::time_not_allowed)),
    go("T17", S::rework, O::redo_case, W::always, S::handling,
       Roles(Role::dispatcher, Role::duty_supervisor), kOrderGuards),
    stay("T20", kOpenStates, O::ask_void, W::always, kDeskRoles),
    go("T20", kOpenStates, O::void_case, W::always, S::voided, Roles(Role::duty_supervisor),
       Guards(G::same_person, G::not_asked_for, G::police_not_informed, G::children_open,
              G::tracks_open, G::things_unsettled)),
    stay("T05", S::verifying, O::verify_result, W::always, kGridRoles,
         Guards(G::not_of_this_grid, G::text_too_brief, G::reporter_is_verifier, G::not_at_place,
                G::time_not_allowed)),
    stay("-", kOpenStates | CaseStates(S::closed, S::not_filed, S::transferred, S::merged),
         O::add_note, W::always, kReporters | Roles(Role::chief_mediator, Role::supervision_squad),
         Guards(G::not_your_case)),
    stay("-", kOpenStates, O::read_contact, W::always, kTaskRoles | kDeskRoles,
         Guards(G::not_your_case, G::no_contact)),

    // --- triage, restriction, fields (2.6, G20, DESIGN) ---
    stay("-", CaseStates(S::reported, S::verifying, S::filed), O::triage_case, W::always,
         kDeskRoles, Guards(G::must_go_to_police)),
    // Also of what ended: it may turn out only then that the police must know of it (G21).
    stay("-", kOpenStates | kFinalStates, O::record_call, W::always,
         kDeskRoles | Roles(Role::community_officer), Guards(G::outside_own_area)),
    stay("G20", kOpenStates | kFinalStates, O::restrict_case, W::always,
         kDeskRoles | Roles(Role::community_officer),
         Guards(G::only_officer_lowers, G::outside_own_area)),
    stay("G1", kOpenStates | CaseStates(S::closed), O::place_case, W::always,
         kDeskRoles | Roles(Role::system), Guards(G::place_unknown)),
    stay("-", kOpenStates, O::edit_field, W::always, kReporters, Guards(G::not_your_case)),
    stay("-", kOpenStates, O::settle_conflict, W::always, kReporters,
         Guards(G::not_your_case, G::place_unknown, G::conflict_unknown)),
    stay("-", kOpenStates | CaseStates(S::closed), O::relate_cases, W::always,
         kDeskRoles | Roles(Role::community_officer),
         Guards(G::relation_unfit, G::outside_own_area)),

    // --- the simple procedure (S3-20a), counted apart, sampled instead of visited ---
    go("T01", S::draft, O::settle_on_spot, W::always, S::closed, kGridRoles,
       Guards(G::place_unknown, G::danger_unanswered, G::not_of_this_grid, G::text_too_brief,
              G::category_unversioned, G::police_not_informed, G::proof_missing, G::not_simple)),

    // --- counted things (S1-24..28, S3-24) ---
    stay("-", kOpenStates, O::count_thing, W::always, kTaskRoles | kDeskRoles,
         Guards(G::text_too_brief, G::not_your_case, G::full, G::thing_unknown, G::amount_unfit,
                G::measure_unfit)),
    stay("-", kCounting, O::dispose_thing, W::always, kTaskRoles,
         Guards(G::not_your_case, G::thing_unknown, G::amount_unfit, G::measure_unfit,
                G::proof_missing)),
    stay("-", kCounting, O::confirm_thing, W::always,
         Roles(Role::grid_leader, Role::station_head, Role::community_officer),
         Guards(G::not_of_this_grid, G::text_too_brief, G::thing_unknown, G::visitor_is_handler,
                G::time_not_allowed)),

    // --- whistle, ladder, consultation, contacts (S3-10, S5-20, S4-01, S1-13, S1-14, S4-20) ---
    stay("-", kHandled, O::blow_whistle, W::always, kWhistlers,
         Guards(G::unit_unknown, G::outside_unit_area, G::finder_is_disposer, G::not_of_this_grid,
                G::lead_missing, G::task_exists, G::full)),
    stay("-", kHandled, O::check_in, W::always, kTaskRoles,
         Guards(G::not_whistled, G::not_at_place)),
    stay("-", kHandled, O::answer_refusal, W::always,
         kTaskRoles | Roles(Role::dispatcher, Role::duty_supervisor), Guards(G::not_your_case)),
    stay("-", kHandled, O::log_round, W::always, kTaskRoles, Guards(G::not_at_place)),
    stay("T21", kOpenStates, O::escalate, W::always,
         Roles(Role::system, Role::dispatcher, Role::duty_supervisor, Role::station_head,
               Role::supervision_squad, Role::district_coordinator),
         Guards(G::task_unknown, G::unit_unknown, G::rung_skipped, G::person_decides,
                G::content_not_kept, G::outside_own_area)),
    stay("-", kHandled, O::hold_consultation, W::always,
         kDispatchers | kMediators | Roles(Role::grid_leader),
         Guards(G::unit_unknown, G::outside_own_area)),
    stay("-", kHandled, O::give_fast_lane, W::always,
         Roles(Role::duty_supervisor, Role::area_director),
         Guards(G::time_not_allowed, G::outside_own_area)),
    stay("-", kHandled, O::ask_footage, W::always, kTaskRoles | kDispatchers,
         Guards(G::not_your_case, G::time_not_allowed)),
    stay("-", kHandled, O::answer_footage, W::always,
         Roles(Role::community_officer, Role::duty_supervisor),
         Guards(G::same_person, G::not_asked_for, G::outside_own_area)),
    stay("-", kHandled, O::call_chain, W::always, kTaskRoles | kDispatchers,
         Guards(G::not_your_case)),
    stay("-", kHandled, O::answer_hop, W::always, kTaskRoles | kDispatchers,
         Guards(G::not_your_case, G::hop_unknown)),

    // --- RECTIFY ---
    stay("-", kHandled, O::propose_notice, W::always, kTaskRoles, Guards(G::not_your_case)),
    stay(
        "-", kHandled, O::issue_notice, W::always, kAuthorities,
        Guards(G::time_not_allowed, G::lacks_authority, G::outside_unit_area, G::outside_own_area)),
    stay("-", kHandled, O::decline_notice, W::always,
         kAuthorities | Roles(Role::dispatcher, Role::duty_supervisor),
         Guards(G::lacks_authority, G::outside_unit_area, G::outside_own_area)),
    stay("-", kHandled, O::withdraw_notice, W::always, kAuthorities,
         Guards(G::not_issuer, G::outside_own_area)),
    stay("-", kHandled, O::deliver_notice, W::always, kTaskRoles,
         Guards(G::not_your_case, G::proof_missing)),
    stay("-", kHandled, O::record_statement, W::always, kTaskRoles | kDeskRoles,
         Guards(G::not_your_case)),
    stay("-", kHandled, O::answer_statement, W::always, kAuthorities,
         Guards(G::text_too_brief, G::not_asked_for, G::not_issuer, G::outside_own_area)),
    stay("-", kHandled, O::order_reinspection, W::always, kDispatchers | Roles(Role::system),
         Guards(G::unit_unknown, G::outside_unit_area, G::visitor_is_handler, G::task_exists,
                G::full, G::outside_own_area)),
    stay("-", kHandled, O::reinspect_result, W::always, kTaskRoles,
         Guards(G::text_too_brief, G::not_at_place, G::visitor_is_handler, G::time_not_allowed)),
    stay("-", kHandled, O::extend_notice, W::always,
         Roles(Role::duty_supervisor, Role::area_director),
         Guards(G::time_not_allowed, G::extended_already, G::outside_own_area)),
    stay("-", kHandled, O::refer_enforcement, W::always, kAuthorities,
         Guards(G::time_not_allowed, G::lacks_authority, G::outside_unit_area, G::statement_open,
                G::outside_own_area)),

    // --- MEDIATE ---
    stay("-", kHandled, O::open_mediation, W::always, kMediators,
         Guards(G::own_unit_missing, G::consent_missing, G::not_mediatable, G::guardian_missing,
                G::same_team, G::outside_unit_area, G::unit_wrong_level, G::tier_skipped)),
    stay("-", kHandled, O::schedule_session, W::always, kMediators,
         Guards(G::time_not_allowed, G::not_your_mediation, G::not_mediatable)),
    stay("-", kHandled, O::hold_session, W::always, kMediators,
         Guards(G::text_too_brief, G::not_your_mediation, G::not_mediatable, G::guardian_missing)),
    stay("-", kHandled, O::conclude_agreement, W::always, kMediators,
         Guards(G::time_not_allowed, G::not_your_mediation, G::not_mediatable, G::text_too_brief,
                G::session_missing, G::guardian_missing, G::consent_missing)),
    stay("-", kHandled, O::record_performance, W::always, kMediators,
         Guards(G::obligation_unknown, G::amount_unfit, G::proof_missing, G::not_your_mediation)),
    stay("-", kHandled, O::record_breach, W::always, kMediators,
         Guards(G::obligation_unknown, G::not_your_mediation)),
    stay("-", kHandled, O::fail_mediation, W::always, kMediators, Guards(G::not_your_mediation)),
    stay("-", kHandled, O::sign_failure, W::always,
         Roles(Role::chief_mediator, Role::duty_supervisor),
         Guards(G::same_person, G::not_your_mediation)),
    stay("-", kHandled, O::raise_tier, W::always,
         kMediators | Roles(Role::dispatcher, Role::duty_supervisor),
         kTierGuards | Guards(G::tier_not_higher)),
    stay("-", kHandled, O::lower_tier, W::always,
         kMediators | Roles(Role::dispatcher, Role::duty_supervisor), kTierGuards),
    stay("-", kHandled, O::withdraw_mediation, W::always, kMediators,
         Guards(G::not_your_mediation)),
    stay("-", kHandled, O::refer_court, W::always, kMediators,
         Guards(G::receipt_missing, G::not_your_mediation, G::police_not_informed)),

    // --- INVESTIGATE ---
    stay("-", kHandled, O::start_investigation, W::always, kAuthorities,
         Guards(G::own_unit_missing, G::lacks_authority, G::same_team, G::outside_unit_area,
                G::outside_own_area)),
    stay("-", kHandled, O::finish_evidence, W::always, kAuthorities,
         Guards(G::lacks_authority, G::text_too_brief, G::outside_own_area)),
    stay("-", kHandled, O::conclude_investigation, W::always, kAuthorities,
         Guards(G::time_not_allowed, G::lacks_authority, G::not_performed, G::evidence_missing,
                G::outside_own_area)),

    // --- after the result and after closing (T18, T19; 4.10) ---
    stay("-", S::return_visit, O::order_second_opinion, W::always, kClosers,
         Guards(G::not_confirmed)),
    stay("-", CaseStates(S::feedback, S::return_visit, S::closed), O::reporter_word, W::always,
         kReporters, Guards(G::not_reporter)),
    go("T06", S::not_filed, O::appeal_case, W::always, S::reported, kReporters,
       Guards(G::not_reporter, G::appealed_already, G::time_not_allowed)),
    stay("-", S::closed, O::appeal_case, W::always, kReporters,
         Guards(G::not_reporter, G::appealed_already, G::time_not_allowed)),
    go("-", S::closed, O::decide_appeal, W::confirmed, S::rework,
       Roles(Role::supervision_squad, Role::duty_supervisor),
       Guards(G::closer_is_handler, G::text_too_brief, G::not_asked_for, G::same_person)),
    stay("-", S::closed, O::decide_appeal, W::not_confirmed,
         Roles(Role::supervision_squad, Role::duty_supervisor),
         Guards(G::closer_is_handler, G::text_too_brief, G::not_asked_for, G::same_person)),
    stay("T18", S::closed, O::draw_sample, W::always, Roles(Role::system), Guards(G::not_drawn)),
    stay("T18", S::closed, O::sample_result, W::confirmed, Roles(Role::supervision_squad),
         Guards(G::text_too_brief, G::not_drawn, G::sampler_is_handler, G::time_not_allowed)),
    go("T18", S::closed, O::sample_result, W::not_confirmed, S::rework,
       Roles(Role::supervision_squad),
       Guards(G::text_too_brief, G::not_drawn, G::sampler_is_handler, G::time_not_allowed)),
    go("T19", S::closed, O::recur_case, W::reopens, S::handling,
       Roles(Role::system, Role::duty_supervisor), Guards(G::recurrence_unfit)),
    stay("T19", S::closed, O::recur_case, W::links, Roles(Role::system, Role::duty_supervisor),
         Guards(G::recurrence_unfit)),
    stay("G20", kFinalStates, O::erase_case, W::always, Roles(Role::system),
         Guards(G::time_not_allowed)),
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
    {OpKind::check_in, TaskStates(TaskState::assigned, TaskState::signed_off, TaskState::en_route),
     TaskState::arrived},
    {OpKind::answer_refusal, TaskState::refused, TaskState::none, true, false},
    {OpKind::log_round,
     TaskStates(TaskState::signed_off, TaskState::en_route, TaskState::arrived, TaskState::working,
                TaskState::returned),
     TaskState::none, true},
    {OpKind::reinspect_result,
     TaskStates(TaskState::signed_off, TaskState::en_route, TaskState::arrived, TaskState::working,
                TaskState::returned),
     TaskState::submitted},
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

}  // namespace gezhi
