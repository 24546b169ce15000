// What the last imports found in the city's data (GET /api/grid-report), for those who answer for it.
// Needs the network; kept until asked for again.
#pragma once

#include <string>
#include <vector>

#include "core/base/geo.h"

namespace gezhi::app {

struct DataDefect {
  std::string what;           // in the person's language, as the import says it
  std::string act;            // what an official can do
  std::string done;           // what the import did
  std::string detail;         // the names and figures of this one
  std::vector<PointE7> line;  // where; one point: a place; empty: nowhere on the ground
};

enum class ReportState : std::uint8_t { unasked, asking, ready, none, not_allowed, failed };
ReportState report_state();
const std::vector<DataDefect>& data_defects();
void ask_data_report();

}  // namespace gezhi::app
