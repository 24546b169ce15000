#include "web/screens/desk/triage_hint.h"

#include <algorithm>

#include "core/cases/guard_checks.h"

namespace gezhi::screens {
namespace {

// The word that makes the rule fit; a rule without words fits every text.
const std::string* word_in(const TriageRule& rule, const std::string& text) {
  const auto found =
      std::find_if(rule.words.begin(), rule.words.end(),
                   [&](const std::string& one) { return text.find(one) != std::string::npos; });
  return found == rule.words.end() ? nullptr : &*found;
}

bool fits(const World& world, const TriageRule& rule, const Case& one) {
  if (!rule.words.empty() && word_in(rule, one.text) == nullptr) return false;
  if (!rule.sources.empty() && !rule.sources.has(one.source)) return false;
  return rule.grid.is_none() || world.grids().contains(rule.grid, one.place.grid);
}

}  // namespace

bool police_needed(const World& world, const Case& one) {
  return guard::needs_police(world.policy(), one.dangers, one.restricted, one.category);
}

bool police_told(const Case& one) {
  return one.source == Source::call_110 || one.transferred_to == TransferTo::police_110 ||
         std::any_of(one.calls.begin(), one.calls.end(),
                     [](const Call& call) { return call.with == TransferTo::police_110; });
}

TriageHint triage_hint(const World& world, const Case& one) {
  TriageHint hint;
  hint.police_first = police_needed(world, one);
  // Once the police know, the street may keep its part.
  if (hint.police_first && !police_told(one)) hint.to = TransferTo::police_110;
  for (const TriageRule& rule : world.policy().triage_rules) {
    if (!fits(world, rule, one)) continue;
    const std::string* word = word_in(rule, one.text);
    const bool to_police = rule.to == TransferTo::police_110 && police_told(one);
    if (!hint.police_first) hint.to = to_police ? TransferTo::none : rule.to;
    hint.rule = rule.id;
    hint.why = rule.why;
    if (word != nullptr) hint.word = *word;
    return hint;
  }
  return hint;
}

}  // namespace gezhi::screens
