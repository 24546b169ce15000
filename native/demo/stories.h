// What happens in the demo street: kinds of matters with the words that people would write. "{}" in
// `text` is the place. The kinds are those of the seed texts (gas bottles, leaks, wages, noise, lost
// purse, three-in-one premises, blocked exits …); every name and event is made up.
#pragma once

#include <span>

#include "core/cases/concern.h"
#include "core/people/unit.h"

namespace gezhi {

struct Story {
  Nature nature = Nature::other;
  const char* category = "";  // of LOCAL-SG 1.0
  Source source = Source::app;
  UnitKind lead = UnitKind::none;
  UnitKind assistant = UnitKind::none;  // none = the lead alone
  const char* text = "";
  const char* order = "";
  const char* result = "";
  const char* visit = "";
  bool fire_danger = false;
  Restricted restricted = Restricted::none;  // set by the desk when it reads the report
};

std::span<const Story> demo_stories();

// Reports that turn out to be nothing, are somebody else's, or are made by mistake.
std::span<const char* const> demo_false_alarms();

}  // namespace gezhi
