// Guards of the three tracks and their join rules (DOMAIN 4.5, 2.8).
#include <algorithm>

#include "core/cases/guard_checks.h"
#include "core/cases/track_steps.h"

namespace gezhi::guard {
namespace {

bool is_of_investigation(OpKind kind) { return has_act(lifecycle::kInvestigateSteps, kind); }

bool investigating(const Case& subject) {
  return subject.investigate && !kInvestigateFinal.has(subject.investigate->state);
}

}  // namespace

// S3-09, DOMAIN 2.9: who may order or investigate is set by law; the policy names the unit kinds.
Outcome authority(const Question& q) {
  const Unit* unit = q.world.find_unit(q.act.grant.unit);
  const bool police = is_of_investigation(q.attempt.kind);
  const SetOf<UnitKind> kinds = police ? q.policy().police_units : q.policy().notice_units;
  if (unit == nullptr || !kinds.has(unit->kind)) return refused(Refusal::lacks_authority);
  const bool theirs =
      police && investigating(q.subject) && !(q.subject.investigate->unit == unit->id);
  return unless(!theirs, Refusal::lacks_authority, unit->name);
}

Outcome extended_once(const Question& q) {
  return unless(!q.subject.rectify || !q.subject.rectify->extended, Refusal::extended_already);
}

// Both sides agree and were told of the other ways open to them.
Outcome consent(const Question& q) {
  const auto* op = q.op<OpenMediation>();
  if (op == nullptr) return {};
  const bool all = std::all_of(op->parties.begin(), op->parties.end(),
                               [](const Party& one) { return one.consents; });
  if (!all || op->parties.size() < 2) return refused(Refusal::consent_missing, "parties");
  return unless(op->informed, Refusal::consent_missing, "informed");
}

Outcome mediatable(const Question& q) {
  if (investigating(q.subject) && !q.subject.investigate->mediatable) {
    return refused(Refusal::not_mediatable, "investigation");
  }
  const auto* op = q.op<OpenMediation>();
  return unless(op == nullptr || op->unfit == Unfit::none, Refusal::not_mediatable,
                op == nullptr ? std::string() : std::string(name_of(op->unfit)));
}

Outcome guardian(const Question& q) {
  const auto* op = q.op<OpenMediation>();
  if (op == nullptr) return {};
  const bool alone = std::any_of(op->parties.begin(), op->parties.end(),
                                 [](const Party& one) { return one.minor && !one.guardian_told; });
  return unless(!alone, Refusal::guardian_missing);
}

Outcome obligation_known(const Question& q) {
  std::uint32_t number = 0;
  if (const auto* op = q.op<RecordPerformance>()) number = op->obligation;
  if (const auto* op = q.op<RecordBreach>()) number = op->obligation;
  if (q.beforehand() || !q.subject.mediate) return {};
  const std::vector<Obligation>& all = q.subject.mediate->obligations;
  const bool known = number >= 1 && number <= all.size() && !all[number - 1].performed;
  return unless(known, Refusal::obligation_unknown);
}

// S5-22b: community team and case team are different teams.
Outcome other_team(const Question& q) {
  const UnitId own = q.act.grant.unit;
  if (q.attempt.kind == OpKind::open_mediation) {
    return unless(!investigating(q.subject) || !(q.subject.investigate->unit == own),
                  Refusal::same_team);
  }
  const bool mediates = q.subject.mediate && !kMediateFinal.has(q.subject.mediate->state);
  return unless(!mediates || !(q.subject.mediate->unit == own), Refusal::same_team);
}

Outcome tier_higher(const Question& q) {
  const auto* op = q.op<RaiseTier>();
  if (!q.subject.mediate) return {};
  const Tier now = q.subject.mediate->tier;
  if (op == nullptr) return unless(now < Tier::judicial, Refusal::tier_not_higher);
  return unless(op->tier > now, Refusal::tier_not_higher, std::string(name_of(now)));
}

// Join rule (a): mediation ends an investigation only when it is performed and the matter allows it.
Outcome performed(const Question& q) {
  const auto* op = q.op<ConcludeInvestigation>();
  if (op == nullptr || op->outcome != InvestigateState::mediation_closed) return {};
  const bool done = q.subject.mediate && q.subject.mediate->state == MediateState::performed;
  const bool allowed = q.subject.investigate && q.subject.investigate->mediatable;
  return unless(done && allowed, Refusal::not_performed);
}

// G10: no result is handed in while a track runs.
Outcome tracks_final(const Question& q) {
  const Case& c = q.subject;
  if (c.rectify && !kRectifyFinal.has(c.rectify->state)) {
    return refused(Refusal::tracks_open, "rectify");
  }
  if (c.mediate && !kMediateFinal.has(c.mediate->state)) {
    return refused(Refusal::tracks_open, "mediate");
  }
  return unless(!investigating(c), Refusal::tracks_open, "investigate");
}

}  // namespace gezhi::guard
