// What the last imports found in the city's data (GET /api/grid-report), for those who answer for it.
// Needs the network; kept until asked for again.
#pragma once

#include <string>
#include <vector>

#include "core/base/geo.h"
#include "web/app/lifeline.h"
#include "web/app/ports.h"
#include "web/app/texts.h"

namespace gezhi::app {

struct DataDefect {
  std::string what;           // in the person's language, as the import says it
  std::string act;            // what an official can do
  std::string done;           // what the import did
  std::string detail;         // the names and figures of this one
  std::vector<PointE7> line;  // where; one point: a place; empty: nowhere on the ground
};

enum class ReportState : std::uint8_t { unasked, asking, ready, none, not_allowed, failed };

class DataReport {
 public:
  DataReport(const Ports& ports, const Texts& texts) : ports_(ports), texts_(texts) {}

  void ask();
  ReportState state() const { return state_; }
  const std::vector<DataDefect>& defects();

 private:
  void read();

  Ports ports_;
  const Texts& texts_;
  ReportState state_ = ReportState::unasked;
  std::string text_;  // says all in both languages
  Language language_{};
  std::vector<DataDefect> defects_;
  Lifeline alive_;
};

}  // namespace gezhi::app
