// The page after a report: that it is safe on this device, how far it has come, what happens next.
#pragma once

#include "core/cases/subject_key.h"

namespace gezhi::screens {

void sent_page(const SubjectKey& made, OpId op);

}  // namespace gezhi::screens
