// What this person may do with a case at the desk: the next step large, the usual ones beside it, and
// all of them, also those that are not possible now with the reason.
#pragma once

#include <vector>

#include "core/cases/judge.h"

namespace gezhi::screens {

// Permissions that have a form at the desk, the natural next step first.
std::vector<const Permission*> desk_permissions(const Case& one);
// The allowed one that the state asks for next, or nullptr.
const Permission* next_permission(const Case& one);

// The dispatch that a template of the policy could make at once, or nullptr.
const Permission* joint_permission(const Case& one);

// The height that action_bar() takes; 0 when this person may only read.
float action_bar_height(const Case& one);
// Buttons in one block, for the foot of a detail.
void action_bar(const Case& one);
// The list of everything, over the page; opened by the bar. Once a frame, after the page.
void draw_all_actions();

// Letters open forms: returns true if one did. The letters are told by key_of().
bool action_keys(const Case& one);
char key_of(const Permission& permission);  // 0: none

}  // namespace gezhi::screens
