// GEZHI_CHECK: our own mistakes stop the program at once, in every build.
// Never used on input: what comes from outside gives a Result (core/base/result.h).
#pragma once

namespace gezhi {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace gezhi

#define GEZHI_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::gezhi::check_failed(#condition, __FILE__, __LINE__))
