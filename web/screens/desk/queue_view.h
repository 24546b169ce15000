// The desk's queues as figures in one bar, and the cases of one queue as a list.
#pragma once

#include "core/cases/subject_key.h"
#include "web/screens/desk/queues.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

// A tab for each queue with its count; what is overdue is marked. True when another was chosen.
bool queue_tabs(Queue& queue);

// Rows of one height, only those in sight are drawn. The pressed case, or nil.
SubjectKey queue_list(std::string_view name, const std::vector<const Case*>& cases,
                      const SubjectKey& chosen);

std::string queue_name(Queue queue);

}  // namespace gezhi::screens
