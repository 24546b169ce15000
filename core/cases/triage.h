// What the rules suggest; a person decides. Where a matter belongs (S1-03, S2-19, DOMAIN 2.6), whether
// the police must know of it (G21), and whether a mediation should go one tier up (S2-28, DOMAIN 4.5).
// Nothing here weighs or scores: the first rule of a list that fits, with its reason.
#pragma once

#include <string>
#include <vector>

#include "core/cases/world.h"

namespace gezhi {

struct TriageQuestion {
  std::string_view text;
  Source source = Source::app;
  const Place* place = nullptr;              // rules for a grid fit only when it lies inside
  Restricted restricted = Restricted::none;  // then no rule that leads past the police fits
};

struct TriageSuggestion {
  const TriageRule* rule = nullptr;  // of the policy; nullptr: none fits
  std::string word;                  // the word that was found; empty when the rule names none

  TransferTo to() const { return rule == nullptr ? TransferTo::none : rule->to; }
};

TriageSuggestion suggest_triage(const World& world, const TriageQuestion& question);

// Which restricted class the text or the category speaks for (G20); a person decides.
struct RestrictSuggestion {
  const RestrictRule* rule = nullptr;  // of the policy; nullptr: none fits
  std::string word;                    // that was found; empty when the category spoke
};
RestrictSuggestion suggest_restricted(const Policy& policy, std::string_view text,
                                      const Category& category);

// Whose matter is never passed on as a non-police one (G21), whatever else is known.
inline constexpr SetOf<Restricted> kNeverDiverted(Restricted::minor, Restricted::family_violence,
                                                  Restricted::sexual);

// The police took part: they brought it, were spoken to (a three-way call, whatever its end), or took
// an order.
bool police_know(const World& world, const Case& subject);

// G21: danger to life, family and sexual violence and extreme threats are never handled past the
// police.
bool must_call_police(const Policy& policy, const SetOf<Danger>& dangers, Restricted restricted,
                      const Category& category);

// It ended or went to the courts without the police, and turned out afterwards to be theirs to know of: a
// restriction that was made without a network comes after the transfer, the rejection, the closing. The desk is told until it has spoken
// to the police (record_call) or has the case back (bounce_transfer).
bool passed_by_police(const World& world, const Case& subject);

// Why a mediation should be raised. Texts: `tier_reason.<name>`. Wire-stable: append only.
enum class TierReason : std::uint8_t {
  none,
  sessions_failed,  // so many sessions without an agreement (policy)
  amount,           // the sum at stake is above the policy's
  breached,         // an agreement was not performed
  failed,           // signed as failed by the chief mediator
  repeated,         // the like was closed here before
};
constexpr std::array<std::string_view, 6> names_of(TierReason) {
  return {"none", "sessions_failed", "amount", "breached", "failed", "repeated"};
}

struct TierProposal {
  Tier to = Tier::on_scene;
  std::vector<TierReason> reasons;  // empty: nothing speaks for it
};

// One tier up from where it is; nothing for a mediation that is over well, or at the last tier.
TierProposal should_raise_tier(const Case& subject, const Policy& policy);

}  // namespace gezhi
