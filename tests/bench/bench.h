#pragma once
// Benchmarks: each figure is the median of three runs and is printed as one JSON line beside its rival,
// measured in the same process just before or after.
//
// A file of benchmarks registers itself:
//
//   static const bench::Registration kCodec("codec", [] {
//     const double ours = bench::median_of_3([] { return bench::per_second(1000, encode_all); });
//     const double theirs = bench::median_of_3([] { return bench::per_second(1000, nlohmann_all); });
//     bench::print({"codec.encode", ours, "ops/s", bench::Better::kHigher, "nlohmann", theirs});
//   });

#include <cstdint>
#include <functional>
#include <string>

namespace gezhi::bench {

enum class Better : std::uint8_t { kHigher, kLower };

// A figure. Without a rival, `rival` is empty and rival, rival_value and ratio are printed as null. One
// that has a rival which is not installed names it and says `rival_missing`.
struct Figure {
  std::string name;  // "road.route"; the wasm build appends ".wasm"
  double value = 0;
  std::string unit;
  Better better = Better::kHigher;
  std::string rival{};
  double rival_value = 0;
  bool rival_missing = false;
};

// Prints {"name","value","unit","rival","rival_value","ratio"} on one line; ratio > 1: ours is better.
// With a missing rival the last two are null, "missing" is true, and a line MISSING RIVAL follows.
void print(const Figure& figure);

double median_of_3(const std::function<double()>& run);

// Wall-clock seconds of one call.
double seconds_of(const std::function<void()>& work);

// Runs `work`, which does `count` things, and gives things per second.
double per_second(std::int64_t count, const std::function<void()>& work);

// Runs `work`, which does `count` things, and gives nanoseconds per thing.
double ns_each(std::int64_t count, const std::function<void()>& work);

// Keeps the compiler from dropping a result that only the benchmark uses.
void keep(std::uint64_t result);

// A named group, run by the program's main in order of name; `gezhi_bench PREFIX` runs some of them.
class Registration {
 public:
  Registration(std::string name, std::function<void()> run);
};

// Runs the groups whose name starts with `prefix`; 1 if there is none, 3 if a rival was missing.
int run_all(const std::string& prefix);

}  // namespace gezhi::bench
