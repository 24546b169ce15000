// Guards of the three tracks and their join rules (DOMAIN 4.5, 2.8).
#include <algorithm>

#include "core/cases/guard_checks.h"
#include "core/cases/restricted.h"
#include "core/cases/track_steps.h"
#include "core/cases/wording.h"

namespace gezhi::guard {
namespace {

bool is_of_investigation(OpKind kind) { return has_act(lifecycle::kInvestigateSteps, kind); }

bool investigating(const Case& subject) {
  return subject.investigate && !kInvestigateFinal.has(subject.investigate->state);
}

// One step up or down. The consultation (T2) is for historical disputes: the way to the street leads
// past it or through it. To the courts one is referred (refer_court), with a receipt.
struct TierStep {
  Tier lower;
  Tier upper;
};
constexpr TierStep kTierSteps[] = {
    {Tier::on_scene, Tier::village}, {Tier::village, Tier::consultation},
    {Tier::village, Tier::street},   {Tier::consultation, Tier::street},
    {Tier::street, Tier::district},
};

bool steps(Tier lower, Tier upper) {
  return std::any_of(std::begin(kTierSteps), std::end(kTierSteps), [&](const TierStep& step) {
    return step.lower == lower && step.upper == upper;
  });
}

// The unit that the mediation passes to with this operation, or begins with, and the tier.
struct Passing {
  UnitId unit;
  Tier tier;
};
std::optional<Passing> passing(const Question& q) {
  if (const auto* op = q.op<RaiseTier>()) return Passing{op->order.unit, op->tier};
  if (const auto* op = q.op<LowerTier>()) return Passing{op->order.unit, op->tier};
  if (const auto* op = q.op<OpenMediation>()) return Passing{q.act.grant.unit, op->tier};
  return std::nullopt;
}

// The level a unit stands at by its area; a unit without one is above the street.
GridLevel level_of(const Question& q, const Unit& unit) {
  const GridNode* node = q.world.grids().find(unit.area);
  return node == nullptr ? GridLevel::district : node->level;
}

}  // namespace

// S3-09, DOMAIN 2.9: who may order or investigate is set by law; the policy names the unit kinds.
Outcome authority(const Question& q) {
  const Unit* unit = q.world.find_unit(q.act.grant.unit);
  const bool police = is_of_investigation(q.attempt.kind);
  const bool desk = q.attempt.kind == OpKind::decline_notice && kDeskRoles.has(q.act.grant.role);
  if (desk) return {};
  const SetOf<UnitKind> kinds = police ? q.policy().police_units : q.policy().notice_units;
  if (unit == nullptr || !kinds.has(unit->kind)) return refused(Refusal::lacks_authority);
  const bool theirs =
      police && investigating(q.subject) && !(q.subject.investigate->unit == unit->id);
  return unless(!theirs, Refusal::lacks_authority, unit->name);
}

Outcome extended_once(const Question& q) {
  return unless(!q.subject.rectify || !q.subject.rectify->extended, Refusal::extended_already);
}

namespace {

// 双方, 各方, 两家, 三支队伍, 当事人: all of them, whoever they are called by.
bool names_all_parties(std::string_view folded) {
  constexpr std::string_view kAll[] = {"双", "各", "两", "二", "三", "四",   "五",   "六",
                                       "七", "八", "九", "十", "多", "全体", "所有", "当事"};
  return std::any_of(std::begin(kAll), std::end(kAll), [&](std::string_view begin) {
    return folded.substr(0, begin.size()) == begin;
  });
}

// Whether any of what was agreed is owed by somebody who agreed to it: a party by its role, or all.
bool binds_a_party(const Mediate& track, const std::vector<Obligation>& obligations) {
  if (track.parties.size() < 2) return false;
  return std::any_of(obligations.begin(), obligations.end(), [&](const Obligation& owed) {
    const std::string who = folded_words(owed.who);
    const auto is_it = [&](const Party& one) {
      const std::string role = folded_words(one.role);
      return !role.empty() && who.find(role) != who.npos;
    };
    return names_all_parties(who) || std::any_of(track.parties.begin(), track.parties.end(), is_it);
  });
}

}  // namespace

// Both sides agree and were told of the other ways open to them; what they agree on binds one of them.
Outcome consent(const Question& q) {
  if (const auto* agreed = q.op<ConcludeAgreement>()) {
    const bool binds = !q.subject.mediate || binds_a_party(*q.subject.mediate, agreed->obligations);
    return unless(binds, Refusal::consent_missing, "bound");
  }
  const auto* op = q.op<OpenMediation>();
  if (op == nullptr) return {};
  const bool all = std::all_of(op->parties.begin(), op->parties.end(),
                               [](const Party& one) { return one.consents; });
  if (!all || op->parties.size() < 2) return refused(Refusal::consent_missing, "parties");
  return unless(op->informed, Refusal::consent_missing, "informed");
}

// What was agreed and done is not opened again, unless the whole matter was, or an investigation ended by
// it, which a breach takes up again (join rule d).
Outcome mediatable(const Question& q) {
  const Case& c = q.subject;
  const bool settled = c.mediate && c.mediate->state == MediateState::performed;
  const bool ended = c.investigate && c.investigate->state == InvestigateState::mediation_closed;
  const bool again = c.reworks > 0 || !c.closed.received.is_none() || ended;
  if (q.attempt.kind == OpKind::open_mediation && settled && !again) {
    return refused(Refusal::not_mediatable, "performed");
  }
  // Whatever came first: a session, an agreement does not pass by what the police found.
  const bool cleared = !c.investigate || c.investigate->state == InvestigateState::no_case;
  if (!cleared && !c.investigate->mediatable) {
    return refused(Refusal::not_mediatable, "investigation");
  }
  if (class_of(q.world, c) == Restricted::sexual) {
    return refused(Refusal::not_mediatable, "restricted");
  }
  const auto* op = q.op<OpenMediation>();
  return unless(op == nullptr || op->unfit == Unfit::none, Refusal::not_mediatable,
                op == nullptr ? std::string() : std::string(name_of(op->unfit)));
}

// Whenever it turned out that a minor is concerned: no session and no agreement without the guardian.
Outcome guardian(const Question& q) {
  const auto* op = q.op<OpenMediation>();
  if (op == nullptr && !q.subject.mediate) return {};
  if (op == nullptr && q.attempt.kind == OpKind::open_mediation) return {};
  const std::vector<Party>& parties = op != nullptr ? op->parties : q.subject.mediate->parties;
  const bool alone = std::any_of(parties.begin(), parties.end(),
                                 [](const Party& one) { return one.minor && !one.guardian_told; });
  const bool heard =
      std::any_of(parties.begin(), parties.end(), [](const Party& one) { return one.minor; });
  return unless(!alone && (heard || !concerns_minor(q.world, q.subject)),
                Refusal::guardian_missing);
}

// OPEN → SESSION → AGREED; where it began on the spot, and is there still, one word gives the other.
Outcome session_held(const Question& q) {
  if (!q.subject.mediate) return {};
  const Mediate& track = *q.subject.mediate;
  const HistoryLine* opened = last_line(q.subject, OpKind::open_mediation);
  const TimeMs since = opened == nullptr ? TimeMs{} : opened->when.received;
  const bool held =
      std::any_of(track.sessions.begin(), track.sessions.end(), [&](const MediationSession& one) {
        return !one.held.received.is_none() && one.held.received >= since;
      });
  const bool on_spot = track.tier == Tier::on_scene && track.handovers.empty();
  return unless(held || on_spot, Refusal::session_missing);
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
  if (q.attempt.kind != OpKind::start_investigation) {
    const auto to = passing(q);
    const UnitId mediator = to ? to->unit : own;
    const bool passes = q.attempt.kind != OpKind::open_mediation && !to;  // asked beforehand
    const bool theirs = investigating(q.subject) && q.subject.investigate->unit == mediator;
    return unless(passes || !theirs, Refusal::same_team);
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

// Also whether there is a tier above or below at all.
Outcome next_tier(const Question& q) {
  if (q.attempt.kind == OpKind::open_mediation) {
    // A consultation and the courts are ways that a mediation goes, not where one begins.
    const auto* op = q.op<OpenMediation>();
    const bool begins =
        op == nullptr || (op->tier != Tier::consultation && op->tier != Tier::judicial);
    return unless(begins, Refusal::tier_skipped, "open");
  }
  if (!q.subject.mediate) return {};
  const Tier now = q.subject.mediate->tier;
  const bool up = q.attempt.kind == OpKind::raise_tier;
  const auto fits = [&](Tier to) { return up ? steps(now, to) : steps(to, now); };
  bool fine = false;
  if (const auto to = passing(q)) {
    fine = fits(to->tier);
  } else {
    for (std::size_t i = 0; i < names_of(Tier{}).size(); ++i) {
      fine = fine || fits(static_cast<Tier>(i));
    }
  }
  return unless(fine, Refusal::tier_skipped, std::string(name_of(now)));
}

// The street's and the district's centres are mediation units of that level (T3, T4); below them
// whoever is on the spot mediates.
Outcome level_fits(const Question& q) {
  const auto to = passing(q);
  const Unit* unit = to ? q.world.find_unit(to->unit) : nullptr;
  if (unit == nullptr) return {};
  const GridLevel level = level_of(q, *unit);
  const bool centre =
      unit->kind == UnitKind::mediation &&
      level <= (to->tier == Tier::district ? GridLevel::district : GridLevel::township);
  return unless(to->tier < Tier::street || centre, Refusal::unit_wrong_level, unit->name);
}

// A mediation is its unit's, and the chief mediator's above it. The desk, where a row names it, decides
// who has it.
Outcome own_mediation(const Question& q) {
  const Grant& grant = q.act.grant;
  if (!q.subject.mediate || kDeskRoles.has(grant.role)) return {};
  const UnitId unit = q.subject.mediate->unit;
  const bool above = grant.role == Role::chief_mediator && is_on_own_ground(q);
  const Unit* theirs = q.world.find_unit(unit);
  return unless(grant.unit == unit || above, Refusal::not_your_mediation,
                theirs != nullptr ? theirs->name : std::string());
}

Outcome own_notice(const Question& q) {
  const UnitId issuer = q.subject.rectify ? q.subject.rectify->issuer : UnitId{};
  const Unit* theirs = q.world.find_unit(issuer);
  return unless(q.act.grant.unit == issuer, Refusal::not_issuer,
                theirs != nullptr ? theirs->name : std::string());
}

// What the party said is answered before anything is enforced.
Outcome statements_answered(const Question& q) {
  if (!q.subject.rectify) return {};
  const auto& all = q.subject.rectify->statements;
  const bool open =
      std::any_of(all.begin(), all.end(), [](const Statement& one) { return !one.answered; });
  return unless(!open, Refusal::statement_open);
}

Outcome evidence_there(const Question& q) {
  const auto& track = q.subject.investigate;
  return unless(!track || !track->evidence_done.received.is_none(), Refusal::evidence_missing);
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
