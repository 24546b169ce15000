// What the clocks say: everything that is past its time or soon will be, the most urgent first, each
// with what can be done about it.
#pragma once

#include <string>
#include <vector>

#include "core/cases/case.h"

namespace gezhi::screens {

struct Alarm {
  const Case* one = nullptr;
  Clock clock;  // the one due first
  bool overdue = false;
  int clocks = 0;  // of the case that say so
};

// Cached until something changes or a minute passes.
const std::vector<Alarm>& alarms();

// What to do about it, in words.
std::string alarm_advice(const Alarm& alarm);

// The list; a press gives the case, or nil.
CaseId alarm_list(std::size_t most);

// Over the page, opened by a press on the board's bell. The pressed case, or nil.
CaseId draw_alarms(bool& open);

}  // namespace gezhi::screens
