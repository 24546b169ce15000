// Result<T>: a value, or an Error that says what was wrong and where. For bad input and I/O only;
// what the rules refuse is an Outcome (core/journal/outcome.h), our own mistakes are GEZHI_CHECK.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/check.h"

namespace gezhi {

struct Error {
  std::string code;     // stable, snake_case: the key of the text shown to people
  std::string message;  // what and where, in English, for logs and the command line
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    GEZHI_CHECK(ok());
    return *value_;
  }
  T& value() & {
    GEZHI_CHECK(ok());
    return *value_;
  }
  T&& value() && {
    GEZHI_CHECK(ok());
    return std::move(*value_);
  }
  const Error& error() const {
    GEZHI_CHECK(!ok());
    return error_;
  }

  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

 private:
  std::optional<T> value_;
  Error error_;
};

// Success without a value.
struct Done {};

}  // namespace gezhi
