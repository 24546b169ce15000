// What the clocks say: everything that is past its time or soon will be, the most urgent first, each
// with what can be done about it.
#pragma once

#include <vector>

#include "core/cases/clock_rules.h"
#include "core/cases/ladder.h"
#include "core/cases/subject_key.h"

namespace gezhi::screens {

struct CaseAlarm {
  const Case* one = nullptr;
  RaisedAlarm raised;          // the most urgent of the case
  int count = 0;               // of the case that call for something
  Rung proposed = Rung::none;  // for a person to decide (S5-20)
  UnitId against;
};

// Cached until something changes or half a minute passes.
const std::vector<CaseAlarm>& alarms();

// The list; a press gives the case, or nil.
SubjectKey alarm_list(std::size_t most);

// Over the page, opened by a press on the board's bell. The pressed case, or nil.
SubjectKey draw_alarms(bool& open);

}  // namespace gezhi::screens
