// What else stands with a case: how it was triaged, who was called and told, what was escalated, agreed
// between units, asked of the cameras, which cases belong to it, what came after closing. Each part
// draws nothing when there is nothing.
#pragma once

#include "core/cases/case.h"

namespace gezhi::screens {

// What must be seen at once: the restricted class, that 110 must be called, the fast lane, an appeal.
void case_marks(const Case& one);
void case_rest(const Case& one);

}  // namespace gezhi::screens
