#include "web/screens/desk/triage_hint.h"

#include "core/cases/triage.h"

namespace gezhi::screens {

bool police_needed(const World& world, const Case& one) {
  return must_call_police(world.policy(), one.dangers, one.restricted, one.category);
}

bool police_told(const World& world, const Case& one) {
  return one.transferred_to == TransferTo::police_110 || police_know(world, one);
}

TriageHint triage_hint(const World& world, const Case& one) {
  const TriageSuggestion suggested =
      suggest_triage(world, {one.text, one.source, &one.place, one.restricted});
  TriageHint hint;
  hint.to = suggested.to();
  hint.word = suggested.word;
  if (suggested.rule != nullptr) {
    hint.rule = suggested.rule->id;
    hint.why = suggested.rule->why;
  }
  hint.police_first = police_needed(world, one);
  // Once the police know, the street may keep its part.
  const bool told = police_told(world, one);
  if (hint.police_first) hint.to = TransferTo::police_110;
  if (told && hint.to == TransferTo::police_110) hint.to = TransferTo::none;
  return hint;
}

}  // namespace gezhi::screens
