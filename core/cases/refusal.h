// Why the rules say no. One code for each reason, in the order in which they are checked: the first
// that applies is the answer. The texts are `refusal.<name>` in assets/i18n.
#pragma once

#include <array>
#include <string>

#include "core/base/codec.h"

namespace gezhi {

// Wire-stable: append only (the order of checking is the order in judge.cpp).
enum class Refusal : std::uint8_t {
  none,
  not_understood,  // made by a newer app: kept as it is, applied nowhere
  not_ready,       // the street has no policy yet
  role_not_held,   // the account does not hold the role it acted in (revoked, or never did)
  case_exists,
  case_unknown,
  role_not_allowed,  // no row of the table lets this role do it
  wrong_state,       // the case is elsewhere by now
  task_unknown,
  not_your_task,  // of another unit
  not_your_case,  // reported by somebody else
  wrong_task_state,
  field_missing,         // detail: which
  place_unknown,         // G1
  danger_unanswered,     // G2
  receipt_missing,       // G3
  duplicates_not_shown,  // G4
  unit_unknown,
  unit_lacks_power,      // G5
  outside_unit_area,     // G6
  finder_is_disposer,    // G7
  mandatory_tasks_open,  // G8
  not_of_this_grid,      // G11
  visitor_is_handler,    // G12
  closer_is_handler,     // G13
  late_without_reason,   // G14
  party_not_asked,       // G15
  children_open,         // G16
  text_too_brief,        // G17
  category_unversioned,  // G22
  lead_missing,          // an order without exactly one lead
  task_exists,
  not_verified,  // filing a public report that nobody has looked at
  reporter_is_verifier,
  not_confirmed,      // closing without a return visit that confirms
  verified_to_exist,  // rejecting what was found to exist
  same_person,        // two different people are needed
  not_asked_for,      // approving what nobody asked for
  time_not_allowed,   // a date in the past or beyond the policy
  needs_supervisor,   // third return, second rework
  merge_unfit,        // not open, too far, too old, or another nature
  full,               // a limit of size is reached
  no_contact,         // nothing sealed to read
  bad_policy,
  bad_grid,
  call_agreed_ours,     // G3: the three-way call left it with us
  must_go_to_police,    // G21
  police_not_informed,  // G21: filed or settled without the police knowing
  restricted_class,     // G20: below community officer
  things_unsettled,     // G9
  thing_unconfirmed,    // G16: a child object that no grid leader confirmed
  thing_unknown,
  amount_unfit,       // more than counted, or nothing
  measure_unfit,      // G18
  tracks_open,        // G10
  wrong_track_state,  // the track is elsewhere by now
  lacks_authority,    // S3-09: no power to order or to investigate
  extended_already,   // once
  consent_missing,    // a party does not agree, or was not told of other ways
  not_mediatable,     // DOMAIN 2.8
  guardian_missing,   // of a minor
  obligation_unknown,
  proof_missing,  // a photo or a witness is needed
  same_team,      // S5-22b: mediation and investigation are done by different teams
  tier_not_higher,
  not_performed,        // join rule a: mediation closes an investigation only when performed
  rung_skipped,         // S5-20: one rung after the other
  refusals_unanswered,  // 4.4
  rounds_missing,       // of a recurring supervision
  not_whistled,
  not_simple,          // S3-20a: not a matter for the simple procedure
  not_drawn,           // S2-29: not in the sample, or too late
  sampler_is_handler,  // 4.8
  same_visitor,        // the second opinion is another person's
  not_reporter,
  appealed_already,  // once
  recurrence_unfit,
  relation_unfit,
  conflict_unknown,
  hop_unknown,
  own_unit_missing,     // the actor stands for no unit
  not_at_place,         // C04: farther away than the policy allows, and no reason why
  suspended_enough,     // T12: so many times or days in all
  only_officer_lowers,  // G20: the class is lowered by the community officer
  person_decides,       // S5-20: the street itself goes no higher than supervise
  content_not_kept,     // S5-20: of a referral only that it was made
  outside_own_area,     // what is ordered by virtue of an area holds only inside it
  not_your_mediation,   // of another unit, and no chief mediator above it
  evidence_missing,     // S5-22b: an investigation ends with its evidence
  taker_files,          // who took a report does not file it unverified
  outside_recipient,    // G3: not a matter of the one it would be transferred to
  unit_wrong_level,     // no mediation centre of that tier
  tier_skipped,         // S1-42: one tier after the other, up and down
  not_issuer,           // only the unit that issued the notice
  statement_open,       // the party was not answered yet
  bad_unit,
  session_missing,       // an agreement that no session led to
  second_person_needed,  // what destroys or disarms is proposed, not set; detail: what
  change_unknown,        // not proposed, or over
  change_pending,        // one at a time
};
constexpr std::array<std::string_view, 100> names_of(Refusal) {
  return {"none",
          "not_understood",
          "not_ready",
          "role_not_held",
          "case_exists",
          "case_unknown",
          "role_not_allowed",
          "wrong_state",
          "task_unknown",
          "not_your_task",
          "not_your_case",
          "wrong_task_state",
          "field_missing",
          "place_unknown",
          "danger_unanswered",
          "receipt_missing",
          "duplicates_not_shown",
          "unit_unknown",
          "unit_lacks_power",
          "outside_unit_area",
          "finder_is_disposer",
          "mandatory_tasks_open",
          "not_of_this_grid",
          "visitor_is_handler",
          "closer_is_handler",
          "late_without_reason",
          "party_not_asked",
          "children_open",
          "text_too_brief",
          "category_unversioned",
          "lead_missing",
          "task_exists",
          "not_verified",
          "reporter_is_verifier",
          "not_confirmed",
          "verified_to_exist",
          "same_person",
          "not_asked_for",
          "time_not_allowed",
          "needs_supervisor",
          "merge_unfit",
          "full",
          "no_contact",
          "bad_policy",
          "bad_grid",
          "call_agreed_ours",
          "must_go_to_police",
          "police_not_informed",
          "restricted_class",
          "things_unsettled",
          "thing_unconfirmed",
          "thing_unknown",
          "amount_unfit",
          "measure_unfit",
          "tracks_open",
          "wrong_track_state",
          "lacks_authority",
          "extended_already",
          "consent_missing",
          "not_mediatable",
          "guardian_missing",
          "obligation_unknown",
          "proof_missing",
          "same_team",
          "tier_not_higher",
          "not_performed",
          "rung_skipped",
          "refusals_unanswered",
          "rounds_missing",
          "not_whistled",
          "not_simple",
          "not_drawn",
          "sampler_is_handler",
          "same_visitor",
          "not_reporter",
          "appealed_already",
          "recurrence_unfit",
          "relation_unfit",
          "conflict_unknown",
          "hop_unknown",
          "own_unit_missing",
          "not_at_place",
          "suspended_enough",
          "only_officer_lowers",
          "person_decides",
          "content_not_kept",
          "outside_own_area",
          "not_your_mediation",
          "evidence_missing",
          "taker_files",
          "outside_recipient",
          "unit_wrong_level",
          "tier_skipped",
          "not_issuer",
          "statement_open",
          "bad_unit",
          "session_missing",
          "second_person_needed",
          "change_unknown",
          "change_pending"};
}

// What became of an operation. Never an error: applied, or refused with its reason.
struct Outcome {
  Refusal refusal = Refusal::none;
  std::string detail;  // which field, unit or task; data for the text, not prose
  std::string number;  // the case number, when filing gave one

  bool applied() const { return refusal == Refusal::none; }

  template <class V>
  void fields(V& v) {
    v(1, "refusal", refusal);
    v(2, "detail", detail, 200);
    v(3, "number", number, 40);
  }
};

inline Outcome refused(Refusal why, std::string detail = {}) {
  return {why, std::move(detail), {}};
}

// Of who has no business with the case: it says nothing of the case, and the case nothing of it.
constexpr bool is_strangers(Refusal refusal) {
  return refusal == Refusal::role_not_held || refusal == Refusal::role_not_allowed ||
         refusal == Refusal::case_unknown;
}

}  // namespace gezhi
