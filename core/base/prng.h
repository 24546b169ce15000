// A seeded generator (xoshiro256**, seeded by SplitMix64) with distributions of its own: the
// standard library's differ between implementations. For samples, simulation and tests; never for
// secrets.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/check.h"

namespace gezhi {

class Prng {
 public:
  explicit Prng(std::uint64_t seed);

  std::uint64_t next();

  // Uniform in [0, bound), without bias; bound > 0.
  std::uint64_t below(std::uint64_t bound);

  // Uniform in [low, high], both included.
  std::int64_t between(std::int64_t low, std::int64_t high);

  // True `parts` times of `of`.
  bool chance(std::uint64_t parts, std::uint64_t of) { return below(of) < parts; }

  template <class T>
  const T& pick(const std::vector<T>& items) {
    GEZHI_CHECK(!items.empty());
    return items[static_cast<std::size_t>(below(items.size()))];
  }

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<std::size_t>(below(i))]);
    }
  }

 private:
  std::uint64_t state_[4];
};

}  // namespace gezhi
