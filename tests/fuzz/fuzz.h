#pragma once
// A fuzz target is a function that takes any bytes and must neither crash nor hang nor break a law that
// it states with GEZHI_CHECK. libFuzzer calls it in the profile `fuzz`; everywhere else the committed
// corpus is replayed through the same function as a test. A file looks like this:
//
//   GEZHI_FUZZ_TARGET(cbor) {
//     const Result<Thing> thing = decode(input);
//     if (thing.ok()) GEZHI_CHECK(encode(thing.value()) == Bytes(input.begin(), input.end()));
//   }

#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"

namespace gezhi::fuzz {

using Function = void (*)(ByteView input);

// For the replay: a target's name is its file's and its corpus folder's.
struct Registration {
  Registration(const char* name, Function function);
};

}  // namespace gezhi::fuzz

#ifdef GEZHI_FUZZ_ENGINE
#define GEZHI_FUZZ_TARGET(name)                                                    \
  static void fuzz_##name(::gezhi::ByteView input);                                \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n);  \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n) { \
    fuzz_##name(::gezhi::ByteView(data, n));                                       \
    return 0;                                                                      \
  }                                                                                \
  static void fuzz_##name(::gezhi::ByteView input)
#else
#define GEZHI_FUZZ_TARGET(name)                                                     \
  static void fuzz_##name(::gezhi::ByteView input);                                 \
  static const ::gezhi::fuzz::Registration kFuzzTarget_##name(#name, &fuzz_##name); \
  static void fuzz_##name(::gezhi::ByteView input)
#endif
