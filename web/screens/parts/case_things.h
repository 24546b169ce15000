// The counted things of a case: how many there are, what became of them, what is left, and whose hands
// they went through. Draws nothing when nothing was counted.
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

void case_things(const Case& one);

}  // namespace gezhi::screens
