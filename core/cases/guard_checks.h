// The guards' own functions, one a refusal, grouped by what they look at. Only guards.cpp, which
// picks among them, and the files that hold them include this.
#pragma once

#include "core/cases/guards.h"

namespace gezhi::guard {

// Everything a guard may look at. `subject` is an empty case for the operation that makes one.
struct Question {
  const World& world;
  const Act& act;
  const Case& subject;
  const Attempt& attempt;

  const Policy& policy() const { return world.policy(); }

  // The payload when it is a T; nullptr when it is another, or when one asks beforehand.
  template <class T>
  const T* op() const {
    return attempt.op == nullptr ? nullptr : attempt.op->get<T>();
  }
  bool beforehand() const { return attempt.op == nullptr; }
};

inline Outcome unless(bool fine, Refusal why, std::string detail = {}) {
  return fine ? Outcome{} : refused(why, std::move(detail));
}

// Whether the ground that the grant's grid and the grant's unit cover has the place of the case. Of a
// case without a grid nobody can say so: it is not held against them.
bool is_on_own_ground(const Question& q);

// The orders an operation gives; empty for one that gives none.
std::vector<TaskOrder> orders_of(const Question& q);
// The last that was applied of this kind; nullptr: none.
const HistoryLine* last_line(const Case& subject, OpKind kind);
// Whether who asks handled the matter (4.8), or a report that was merged into it.
bool had_a_hand(const Question& q);
bool has_visited(const Case& subject, ActorId actor);
// Whether this was a look at the place where the matter lies now, by who may look there.
bool was_here(const Question& q, const Visit& look);
// Whether somebody told of the matter after that, in a report that was merged into it.
bool heard_after(const Question& q, Moment seen);

// guards_intake.cpp
Outcome place(const Question& q);
Outcome danger(const Question& q);
Outcome receipt(const Question& q);
Outcome duplicates(const Question& q);
Outcome category(const Question& q);
Outcome verified(const Question& q);
Outcome merge_fits(const Question& q);
Outcome own_case(const Question& q);
Outcome other_files(const Question& q);
Outcome other_verifies(const Question& q);
Outcome call_left_it(const Question& q);
Outcome recipient_fits(const Question& q);
Outcome to_police(const Question& q);
Outcome police_informed(const Question& q);
Outcome simple_enough(const Question& q);
Outcome proof(const Question& q);
Outcome thing_known(const Question& q);
Outcome amount_fits(const Question& q);
Outcome measure_fits(const Question& q);
Outcome conflict_known(const Question& q);
Outcome relation_fits(const Question& q);
Outcome recurrence_fits(const Question& q);
Outcome class_lowered(const Question& q);

// guards_order.cpp
Outcome units_known(const Question& q);
Outcome power(const Question& q);
Outcome area(const Question& q);
Outcome finder(const Question& q);
Outcome lead(const Question& q);
Outcome new_tasks(const Question& q);
Outcome level(const Question& q);
Outcome room(const Question& q);
Outcome time_allowed(const Question& q);
Outcome task_named(const Question& q);
Outcome rung(const Question& q);
Outcome whistled(const Question& q);
Outcome hop_known(const Question& q);
Outcome own_unit(const Question& q);
Outcome at_place(const Question& q);
Outcome may_wait(const Question& q);
Outcome by_person(const Question& q);
Outcome content_kept_out(const Question& q);
Outcome own_area(const Question& q);

// guards_track.cpp
Outcome authority(const Question& q);
Outcome extended_once(const Question& q);
Outcome consent(const Question& q);
Outcome mediatable(const Question& q);
Outcome guardian(const Question& q);
Outcome obligation_known(const Question& q);
Outcome other_team(const Question& q);
Outcome tier_higher(const Question& q);
Outcome next_tier(const Question& q);
Outcome level_fits(const Question& q);
Outcome own_mediation(const Question& q);
Outcome own_notice(const Question& q);
Outcome statements_answered(const Question& q);
Outcome session_held(const Question& q);
Outcome evidence_there(const Question& q);
Outcome performed(const Question& q);
Outcome tracks_final(const Question& q);

// guards_close.cpp
Outcome mandatory_done(const Question& q);
Outcome refusals_answered(const Question& q);
Outcome rounds_done(const Question& q);
Outcome things_settled(const Question& q);
Outcome things_confirmed(const Question& q);
Outcome of_this_grid(const Question& q);
Outcome visitor(const Question& q);
Outcome other_visitor(const Question& q);
Outcome closer(const Question& q);
Outcome visit_confirmed(const Question& q);
Outcome late_reason(const Question& q);
Outcome party_asked(const Question& q);
Outcome children(const Question& q);
Outcome text(const Question& q);
Outcome two_persons(const Question& q);
Outcome asked_for(const Question& q);
Outcome in_sample(const Question& q);
Outcome sampler(const Question& q);
Outcome appeal_free(const Question& q);

}  // namespace gezhi::guard
