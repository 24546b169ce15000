// Options that are numbers, read by the one reader of what people type (core/base/read.h): "０１", " 1 "
// and "1" are one number, "0x10" and "010" no other one than they look. What is not understood is refused as a
// command line that makes no sense (status 2).
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>

namespace gezhi {

// A whole number from `least` to `most`: for Option::transform().
CLI::Validator whole_number(std::int64_t least, std::int64_t most);

// Of an option that is kept as a T: as much as a T can hold.
template <class T>
CLI::Validator whole_number() {
  constexpr auto kMost = std::numeric_limits<T>::max();
  constexpr std::int64_t kLimit = 1'000'000'000'000'000;  // what is read at most
  return whole_number(0, static_cast<std::uint64_t>(kMost) < static_cast<std::uint64_t>(kLimit)
                             ? static_cast<std::int64_t>(kMost)
                             : kLimit);
}

// A number that may have decimals: "0.5", "０.５". The option says how large it may be.
CLI::Validator decimal_number();

}  // namespace gezhi
