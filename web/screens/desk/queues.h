// The desk's queues: which cases wait for what, the most urgent first. A case stands in the queue of
// its state; what waits for a supervisor's approval stands in its own as well.
#pragma once

#include <string>
#include <vector>

#include "core/cases/case.h"

namespace gezhi::screens {

enum class Queue : std::uint8_t {
  intake,    // 待受理; what ended past the police comes back here
  verify,    // 待核实
  dispatch,  // 待派遣
  handling,  // 处置中
  visit,     // 待回访
  rework,    // 返工
  on_hold,   // 挂账
  approval,  // 待审批
  all,       // 全部
};
constexpr std::array<std::string_view, 9> names_of(Queue) {
  return {"intake", "verify",  "dispatch", "handling", "visit",
          "rework", "on_hold", "approval", "all"};
}

bool is_in(Queue queue, const Case& one);
bool waits_for_approval(const Case& one);

// Sorted by what is due first, then by age; with words, only cases that hold them (number, text,
// place). Cached until something changes. Pointers hold as those of app::all_cases().
const std::vector<const Case*>& cases_in(Queue queue, const std::string& words);
int count_in(Queue queue);
// Of those, how many are past a due time now.
int overdue_in(Queue queue);

// What the desk does next with it, in words: "已核实属实,可立案". Empty when others are at work.
std::string next_step_text(const Case& one);

}  // namespace gezhi::screens
