// The steps of a task side by side: which are done, which is next. Told by shape and words as well as
// by colour, and as a list to a screen reader.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gezhi::screens {

struct StepMark {
  std::string words;
  bool done = false;
  bool next = false;
};

void step_bar(std::string_view name, std::span<const StepMark> steps);

}  // namespace gezhi::screens
