// How the many things that may be done with a case are told apart: what they belong to, their icon, and
// which of them the case asks for next.
#pragma once

#include <vector>

#include "core/cases/judge.h"
#include "web/widgets/icons.h"

namespace gezhi::screens {

enum class ActionGroup : std::uint8_t {
  handle,       // 处置
  rectify,      // 整改
  mediate,      // 调解
  investigate,  // 调查
  other,        // 其他
};
constexpr std::array<std::string_view, 5> names_of(ActionGroup) {
  return {"handle", "rectify", "mediate", "investigate", "other"};
}

ActionGroup group_of(OpKind kind);
ui::Icon action_icon(OpKind kind);

// How much the case asks for this now: 0 not at all, otherwise the higher the sooner.
int asked_for(const Case& one, OpKind kind);

// What is allowed, each operation (and task) once, what is asked for first; the rest as in THE TABLE.
// The steps of the own task are not among them: they have their page.
std::vector<const Permission*> offered(const Case& one);

// Whether it is a step of a task that its unit takes on the task's own page.
bool is_on_task_page(OpKind kind);

}  // namespace gezhi::screens
