// Any operation by its name and its JSON, from the same fields() lists that store it: for scripts and
// other tests that name operations in text.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.h"
#include "core/cases/ops.h"

namespace gezhi::test {

// nullopt: no operation of that name. Errors: those of from_json().
template <std::size_t I = 0>
std::optional<Result<CaseOp>> op_from_json(std::string_view name, const Json& json) {
  if constexpr (I < CaseOp::kCount) {
    using T = CaseOp::Type<I>;
    if (name_of(T::kKind) != name) return op_from_json<I + 1>(name, json);
    const Result<T> made = from_json<T>(json);
    if (!made.ok()) return Result<CaseOp>(made.error());
    return Result<CaseOp>(CaseOp(*made));
  } else {
    return std::nullopt;
  }
}

}  // namespace gezhi::test
