#include "core/cases/guards.h"

#include "core/cases/guard_checks.h"

namespace gezhi {

bool covers(const GridTree& grids, GridId node, const Place& place) {
  return grids.contains(node, place.grid) || grids.contains(node, place.community) ||
         grids.contains(node, place.beat) || grids.contains(node, place.border_with);
}

Outcome check_guard(Refusal which, const World& world, const Act& act, const Case* subject,
                    const Attempt& attempt) {
  static const Case kNew;
  const guard::Question q{world, act, subject != nullptr ? *subject : kNew, attempt};
  switch (which) {
    case Refusal::task_unknown: return guard::task_named(q);
    case Refusal::not_your_case: return guard::own_case(q);
    case Refusal::place_unknown: return guard::place(q);
    case Refusal::danger_unanswered: return guard::danger(q);
    case Refusal::receipt_missing: return guard::receipt(q);
    case Refusal::duplicates_not_shown: return guard::duplicates(q);
    case Refusal::unit_unknown: return guard::units_known(q);
    case Refusal::unit_lacks_power: return guard::power(q);
    case Refusal::outside_unit_area: return guard::area(q);
    case Refusal::finder_is_disposer: return guard::finder(q);
    case Refusal::mandatory_tasks_open: return guard::mandatory_done(q);
    case Refusal::not_of_this_grid: return guard::of_this_grid(q);
    case Refusal::visitor_is_handler: return guard::visitor(q);
    case Refusal::closer_is_handler: return guard::closer(q);
    case Refusal::late_without_reason: return guard::late_reason(q);
    case Refusal::party_not_asked: return guard::party_asked(q);
    case Refusal::children_open: return guard::children(q);
    case Refusal::text_too_brief: return guard::text(q);
    case Refusal::category_unversioned: return guard::category(q);
    case Refusal::lead_missing: return guard::lead(q);
    case Refusal::task_exists: return guard::new_tasks(q);
    case Refusal::not_verified: return guard::verified(q);
    case Refusal::reporter_is_verifier: return guard::other_verifies(q);
    case Refusal::not_confirmed: return guard::visit_confirmed(q);
    case Refusal::verified_to_exist:
      return guard::unless(
          !q.subject.verification || q.subject.verification->found != Verified::exists, which);
    case Refusal::same_person: return guard::two_persons(q);
    case Refusal::not_asked_for: return guard::asked_for(q);
    case Refusal::time_not_allowed: return guard::time_allowed(q);
    case Refusal::needs_supervisor: return guard::level(q);
    case Refusal::merge_unfit: return guard::merge_fits(q);
    case Refusal::full: return guard::room(q);
    case Refusal::no_contact: return guard::unless(q.subject.has_contact, which);
    case Refusal::call_agreed_ours: return guard::call_left_it(q);
    case Refusal::must_go_to_police: return guard::to_police(q);
    case Refusal::police_not_informed: return guard::police_informed(q);
    case Refusal::things_unsettled: return guard::things_settled(q);
    case Refusal::thing_unconfirmed: return guard::things_confirmed(q);
    case Refusal::thing_unknown: return guard::thing_known(q);
    case Refusal::amount_unfit: return guard::amount_fits(q);
    case Refusal::measure_unfit: return guard::measure_fits(q);
    case Refusal::tracks_open: return guard::tracks_final(q);
    case Refusal::lacks_authority: return guard::authority(q);
    case Refusal::extended_already: return guard::extended_once(q);
    case Refusal::consent_missing: return guard::consent(q);
    case Refusal::not_mediatable: return guard::mediatable(q);
    case Refusal::guardian_missing: return guard::guardian(q);
    case Refusal::obligation_unknown: return guard::obligation_known(q);
    case Refusal::proof_missing: return guard::proof(q);
    case Refusal::same_team: return guard::other_team(q);
    case Refusal::tier_not_higher: return guard::tier_higher(q);
    case Refusal::not_performed: return guard::performed(q);
    case Refusal::rung_skipped: return guard::rung(q);
    case Refusal::refusals_unanswered: return guard::refusals_answered(q);
    case Refusal::rounds_missing: return guard::rounds_done(q);
    case Refusal::not_whistled: return guard::whistled(q);
    case Refusal::not_simple: return guard::simple_enough(q);
    case Refusal::not_drawn: return guard::in_sample(q);
    case Refusal::sampler_is_handler: return guard::sampler(q);
    case Refusal::same_visitor: return guard::other_visitor(q);
    case Refusal::not_reporter: return guard::unless(q.subject.reporter == act.actor, which);
    case Refusal::appealed_already: return guard::appeal_free(q);
    case Refusal::recurrence_unfit: return guard::recurrence_fits(q);
    case Refusal::relation_unfit: return guard::relation_fits(q);
    case Refusal::conflict_unknown: return guard::conflict_known(q);
    case Refusal::hop_unknown: return guard::hop_known(q);
    case Refusal::own_unit_missing: return guard::own_unit(q);
    case Refusal::not_at_place: return guard::at_place(q);
    case Refusal::suspended_enough: return guard::may_wait(q);
    case Refusal::only_officer_lowers: return guard::class_lowered(q);
    case Refusal::person_decides: return guard::by_person(q);
    case Refusal::content_not_kept: return guard::content_kept_out(q);
    case Refusal::outside_own_area: return guard::own_area(q);
    case Refusal::not_your_mediation: return guard::own_mediation(q);
    case Refusal::evidence_missing: return guard::evidence_there(q);
    case Refusal::taker_files: return guard::other_files(q);
    case Refusal::outside_recipient: return guard::recipient_fits(q);
    case Refusal::unit_wrong_level: return guard::level_fits(q);
    case Refusal::tier_skipped: return guard::next_tier(q);
    case Refusal::not_issuer: return guard::own_notice(q);
    case Refusal::statement_open: return guard::statements_answered(q);
    case Refusal::session_missing: return guard::session_held(q);
    // Not guards of a row: judge() gives these itself.
    case Refusal::none:
    case Refusal::not_understood:
    case Refusal::not_ready:
    case Refusal::role_not_held:
    case Refusal::case_exists:
    case Refusal::case_unknown:
    case Refusal::role_not_allowed:
    case Refusal::wrong_state:
    case Refusal::not_your_task:
    case Refusal::wrong_task_state:
    case Refusal::field_missing:
    case Refusal::bad_policy:
    case Refusal::bad_grid:
    case Refusal::bad_unit:
    case Refusal::restricted_class:
    case Refusal::wrong_track_state:
    // Of the street's own operations (core/journal/street_rules.h).
    case Refusal::second_person_needed:
    case Refusal::change_unknown:
    case Refusal::change_pending: break;
  }
  return {};
}

}  // namespace gezhi
