#include "core/cases/triage.h"

#include <algorithm>

#include "core/cases/guards.h"
#include "core/cases/restricted.h"
#include "core/cases/wording.h"

namespace gezhi {
namespace {

// The first of the words in the text, however both are written (`searchable`); nullptr: none of them.
const std::string* word_in(const std::vector<std::string>& words, std::string_view text) {
  for (const std::string& word : words) {
    const std::string looked_for = searchable(word);
    if (!looked_for.empty() && text.find(looked_for) != std::string_view::npos) return &word;
  }
  return nullptr;
}

bool fits(const World& world, const TriageRule& rule, const TriageQuestion& question) {
  if (!rule.sources.empty() && !rule.sources.has(question.source)) return false;
  if (rule.grid.is_none()) return true;
  return question.place != nullptr && covers(world.grids(), rule.grid, *question.place);
}

std::int64_t amount_of(const Case& subject) {
  std::int64_t owed = 0;
  for (const Obligation& one : subject.mediate->obligations) owed += one.amount_fen;
  std::int64_t counted = 0;
  for (const Thing& thing : subject.things) {
    if (thing.measure == Measure::fen) counted += thing.most;
  }
  return std::max(owed, counted);
}

}  // namespace

TriageSuggestion suggest_triage(const World& world, const TriageQuestion& question) {
  const std::string text = searchable(question.text);
  for (const TriageRule& rule : world.policy().triage_rules) {
    if (!fits(world, rule, question)) continue;
    const bool diverts = rule.to != TransferTo::none && rule.to != TransferTo::police_110;
    if (diverts && kNeverDiverted.has(question.restricted)) continue;
    const std::string* word = word_in(rule.words, text);
    if (word == nullptr && !rule.words.empty()) continue;
    return {&rule, word == nullptr ? std::string() : *word};
  }
  return {};
}

RestrictSuggestion suggest_restricted(const Policy& policy, std::string_view text,
                                      const Category& category) {
  const std::string said = searchable(text);
  for (const RestrictRule& rule : policy.restrict_rules) {
    if (const std::string* word = word_in(rule.words, said)) return {&rule, *word};
    const auto& codes = rule.codes;
    if (std::find(codes.begin(), codes.end(), category.code) != codes.end()) return {&rule, {}};
  }
  return {};
}

namespace {

bool police_know_of(const World& world, const Case& subject) {
  // Who takes calls says so; a reporter who chose 110 as the source has told nobody.
  if (subject.source == Source::call_110 && kDeskRoles.has(subject.reporter_role)) return true;
  const auto is_theirs = [&](UnitId id) {
    const Unit* unit = world.find_unit(id);
    return unit != nullptr && world.policy().police_units.has(unit->kind);
  };
  // What the police report, or went to look at, they know.
  const auto looked = [&](const HistoryLine& line) {
    return line.kind == static_cast<std::uint32_t>(OpKind::verify_result) && is_theirs(line.unit);
  };
  if (is_theirs(subject.reporter_unit) ||
      std::any_of(subject.history.begin(), subject.history.end(), looked))
    return true;
  constexpr TaskStates kTaken(TaskState::signed_off, TaskState::en_route, TaskState::arrived,
                              TaskState::working, TaskState::submitted, TaskState::accepted,
                              TaskState::returned);
  const auto took = [&](const Task& task) {
    return is_theirs(task.unit) && kTaken.has(task.state);
  };
  const auto spoken = [](const Call& call) { return call.with == TransferTo::police_110; };
  return std::any_of(subject.calls.begin(), subject.calls.end(), spoken) ||
         std::any_of(subject.tasks.begin(), subject.tasks.end(), took);
}

}  // namespace

bool police_know(const World& world, const Case& subject) {
  const std::vector<const Case*> matter = matter_of(world, subject);
  return std::any_of(matter.begin(), matter.end(),
                     [&](const Case* one) { return police_know_of(world, *one); });
}

bool must_call_police(const Policy& policy, const SetOf<Danger>& dangers, Restricted restricted,
                      const Category& category) {
  const auto& codes = policy.police_codes;
  return !dangers.empty() || restricted == Restricted::family_violence ||
         restricted == Restricted::sexual ||
         std::find(codes.begin(), codes.end(), category.code) != codes.end();
}

bool passed_by_police(const World& world, const Case& subject) {
  const CaseState state = subject.state;
  const bool elsewhere =
      state == CaseState::transferred && subject.transferred_to != TransferTo::police_110;
  const bool at_court = subject.mediate && subject.mediate->state == MediateState::referred;
  // What was merged is of the whole.
  constexpr CaseStates kDropped(CaseState::not_filed, CaseState::voided);
  const bool out = elsewhere || at_court || kDropped.has(state);
  if (!out && state != CaseState::closed) return false;
  if (!subject.erased.is_none() || police_know(world, subject)) return false;
  const Restricted grave = class_of(world, subject);
  if (out && kNeverDiverted.has(grave)) return true;
  const std::vector<const Case*> matter = matter_of(world, subject);
  return std::any_of(matter.begin(), matter.end(), [&](const Case* one) {
    return must_call_police(world.policy(), one->dangers, grave, one->category);
  });
}

TierProposal should_raise_tier(const Case& subject, const Policy& policy) {
  TierProposal proposal;
  if (!subject.mediate || subject.mediate->tier >= Tier::judicial) return proposal;
  const Mediate& track = *subject.mediate;
  constexpr SetOf<MediateState> kMayRise(MediateState::open, MediateState::scheduled,
                                         MediateState::failed, MediateState::breached);
  if (!kMayRise.has(track.state)) return proposal;
  const auto held =
      std::count_if(track.sessions.begin(), track.sessions.end(), [&](const MediationSession& one) {
        return one.tier == track.tier && !one.held.received.is_none();
      });
  const auto add = [&](bool speaks, TierReason why) {
    if (speaks) proposal.reasons.push_back(why);
  };
  add(policy.tier_sessions_max > 0 && held >= policy.tier_sessions_max,
      TierReason::sessions_failed);
  // A great sum belongs to the street's centre; above it, the sum says no more.
  add(policy.tier_amount_fen > 0 && track.tier < Tier::street &&
          amount_of(subject) >= policy.tier_amount_fen,
      TierReason::amount);
  add(track.state == MediateState::breached, TierReason::breached);
  add(track.state == MediateState::failed, TierReason::failed);
  const bool again =
      std::any_of(subject.related.begin(), subject.related.end(),
                  [](const Related& one) { return one.how == Relation::recurrence_of; });
  add(again && track.tier < Tier::consultation, TierReason::repeated);
  if (!proposal.reasons.empty()) {
    proposal.to = static_cast<Tier>(static_cast<int>(track.tier) + 1);
  }
  return proposal;
}

}  // namespace gezhi
