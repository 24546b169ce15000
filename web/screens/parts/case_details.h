// The parts of a page about one case, the same for everybody who may see it. Each draws a card with
// its heading, or nothing when there is nothing to say.
#pragma once

#include <string>

#include "core/cases/case.h"

namespace gezhi::screens {

// Nature and category: "安全隐患 · 违规使用液化气".
std::string matter_text(const Case& one);

void case_head(const Case& one);  // what it is: title, chips, words, facts
void case_clocks(const Case& one);
void case_place(const Case& one, bool with_map = true);  // where, with a small map
// What is not known of the place, or which other street it lies in; true when who may set it pressed.
bool case_place_doubt(const Case& one);
void case_photos(const Case& one);
void case_tasks(const Case& one);    // who does what, and their results
void case_visits(const Case& one);   // what was found in the field
void case_history(const Case& one);  // the whole timeline, newest first, refused lines in words

}  // namespace gezhi::screens
