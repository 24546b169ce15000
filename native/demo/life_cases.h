// Cases of the demo that live through more than report, order and return visit: rectification,
// mediation, investigation, counted things, a whistle, an appeal, a conflict, the restricted class,
// one settled on the spot.
#pragma once

#include "native/demo/casting.h"
#include "native/demo/theatre.h"

namespace gezhi {

// Plans them all; Theatre::run() plays them. They lead up to `now`.
void write_life_cases(Theatre& theatre, const Casting& casting, TimeMs now);

}  // namespace gezhi
