// Changes of the street's rules and units that take two persons (core/cases/street_change.h): what is
// pending, who proposed it, what it weakens, and the buttons of whoever may go on with it. For those who run
// or audit the street; the last ones that are over stand below.
#pragma once

#include "core/cases/world.h"

namespace gezhi::screens {

// Nothing for whoever has no business with it, or when nothing was ever proposed.
void policy_changes(const World& world);

// Names of what `after` weakens, in the person's language, one after the other; empty: nothing.
std::string weakened_words(const Policy& before, const Policy& after);

}  // namespace gezhi::screens
