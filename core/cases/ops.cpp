#include "core/cases/ops.h"

namespace gezhi {
namespace {

template <class T>
TaskId task_in(const T&) {
  return {};
}
template <class T>
requires requires(const T& op) { TaskId{op.task}; }
TaskId task_in(const T& op) { return op.task; }

}  // namespace

OpKind kind_of(const CaseOp& op) {
  return op.visit([](const auto& one) { return one.kKind; });
}

CaseId other_case_of(const CaseOp& op) {
  if (const auto* merge = op.get<MergeCase>()) return merge->into;
  if (const auto* relate = op.get<RelateCases>()) return relate->other;
  if (const auto* recur = op.get<RecurCase>()) return recur->again;
  return {};
}

TaskId task_of(const CaseOp& op) {
  return op.visit([](const auto& one) { return task_in(one); });
}

}  // namespace gezhi
