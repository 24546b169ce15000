// The three tracks of a case as cards: rectification, mediation, investigation. Each draws nothing when
// its track was never begun.
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

void case_rectify(const Case& one);
void case_mediate(const Case& one);
void case_investigate(const Case& one);

}  // namespace gezhi::screens
