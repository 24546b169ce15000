// The frame of the forms of the field (verification, return visit): what the case is above, where it is
// and its clocks below, one button at the foot.
//
//   field_form_begin(title, words, reason, incomplete); case_head(one); ...the form...
//   if (field_form_foot(one, label, reason.empty())) hand_in(); page_end();
#pragma once

#include <string>

#include "core/cases/case.h"

namespace gezhi::screens {

// `reason`: why it can't be done now, instead of the words; `incomplete`: says that something is missing.
void field_form_begin(const std::string& title, const std::string& words, const std::string& reason,
                      bool incomplete);

// True when it is handed in.
bool field_form_foot(const Case& one, const std::string& label, bool enabled);

}  // namespace gezhi::screens
