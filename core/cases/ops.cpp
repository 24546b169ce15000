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
  return std::visit([](const auto& one) { return one.kKind; }, op);
}

CaseId other_case_of(const CaseOp& op) {
  if (const auto* merge = std::get_if<MergeCase>(&op)) return merge->into;
  if (const auto* relate = std::get_if<RelateCases>(&op)) return relate->other;
  if (const auto* recur = std::get_if<RecurCase>(&op)) return recur->again;
  return {};
}

TaskId task_of(const CaseOp& op) {
  return std::visit([](const auto& one) { return task_in(one); }, op);
}

}  // namespace gezhi
