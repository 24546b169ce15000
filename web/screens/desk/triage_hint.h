// What the policy's triage list says about a report: the first rule that fits, and whether the police
// must be told whatever the rule says (G21). A person decides.
#pragma once

#include "core/cases/world.h"

namespace gezhi::screens {

struct TriageHint {
  TransferTo to = TransferTo::none;  // none: the street keeps it
  std::string rule;                  // empty: none fired
  std::string why;
  std::string word;           // of the report, that made it fire
  bool police_first = false;  // somebody is in danger, or family violence
};

// Whether 110 must be told of it, and whether that happened.
bool police_needed(const World& world, const Case& one);
bool police_told(const World& world, const Case& one);

TriageHint triage_hint(const World& world, const Case& one);

}  // namespace gezhi::screens
