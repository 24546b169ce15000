// The inbox of what did not go as its author meant: operations that the rules refused, each with the
// reason and what can be done instead, and fields that two people wrote without knowing of each other.
#pragma once

namespace gezhi::screens {

void draw_conflicts();

// How many wait for this person.
int open_conflicts();

}  // namespace gezhi::screens
