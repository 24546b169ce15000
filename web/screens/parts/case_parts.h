// How a case looks in lists and at the top of pages, the same on every screen: icon of its nature,
// state and clock as chips (words, shape and colour), the row of a list.
//
// Cost: each function formats a few strings; call it for what is in sight.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/cases/case.h"
#include "core/cases/clocks.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {

// The text of an enumerator: word("state", CaseState::closed) is tr("state.closed").
template <NamedEnum E>
std::string word(std::string_view prefix, E value) {
  return ui::tr(std::string(prefix) + "." + std::string(name_of(value)));
}

// The words of all values of an enum from `first` on, in order, for chips and selects.
template <NamedEnum E>
std::vector<std::string> words_from(std::string_view prefix, E first) {
  std::vector<std::string> words;
  for (auto i = static_cast<std::size_t>(first); i < names_of(first).size(); ++i) {
    words.push_back(word(prefix, static_cast<E>(i)));
  }
  return words;
}

ui::Icon nature_icon(Nature nature);
ui::Tone nature_tone(const Case& one);  // danger when the reporter named one

ui::Chip state_chip(CaseState state);
ui::Chip task_chip(TaskState state);

// "到场 还剩 3 分钟", "处置 已超时 2 小时"; what has stopped: "签收 按时", "签收 超时".
ui::Chip clock_chip(const Clock& clock);

// "还剩 2 小时"; of a matter that has ended with the name of what still runs: "申诉处理 还剩 3 天".
std::string left_words(const Case& one, const Clock& clock);

// State and the clock due first in one chip, its tone the more urgent of the two:
// "处置中 · 还剩 2 小时".
ui::Chip case_chip(const Case& one);

// Everything that marks this case: state, clock, dangers, reworks, returned orders, what is unsent.
std::vector<ui::Chip> case_chips(const Case& one);

// Whether something about it was made on this device and is not yet ordered by the server.
// "尚无网格", "属另一街道": what the desk has to settle of an open case's place; empty: nothing.
std::string place_doubt(const Case& one);
bool has_unsent(const Case& one);

// The row of a list: title, place, number and time, chip. `trailing`: e.g. the distance; empty:
// the time of the report.
ui::Row case_row_of(const Case& one, std::string_view trailing = "");
// Draws it; true if pressed. Identity is the case's id.
bool case_row(const Case& one, std::string_view trailing = "", bool selected = false);

// A stable id for push_id().
int small_id(const Uuid& id);
int small_id(const Case& one);  // its street too: lists hold cases of several

// Asks for the next frame in time for what the running clocks say to stay true. Call once on a
// screen that shows the clocks of these cases.
void keep_clock_moving(const Clock* clock);
void keep_clocks_moving(const Case& one);

}  // namespace gezhi::screens
