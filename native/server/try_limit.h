// How many tries a key (an account, an address, both) may have in a window that begins with its first.
// A try counts before it is known how it ends, so that many at once are as many as one after the
// other; one that ended well is given back.
// Threads: any. Cost: O(log n) in the keys tried lately; O(n) once their number is at its bound.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace gezhi {

class TryLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  TryLimit(std::uint32_t most, std::chrono::seconds window, std::size_t keys_max = 20000)
      : most_(most), window_(window), keys_max_(keys_max) {}

  // Nothing: go on. Else how long to wait (at least a second), and nothing was counted.
  std::optional<std::chrono::seconds> take(const std::string& key, Time now);
  void give_back(const std::string& key);
  // The same answer, and nothing is counted.
  std::optional<std::chrono::seconds> wait(const std::string& key, Time now);

 private:
  struct Count {
    Time since;
    std::uint32_t tries = 0;
  };

  void make_room(Time now);
  std::chrono::seconds left_of(const Count& count, Time now) const;

  const std::uint32_t most_;
  const std::chrono::seconds window_;
  const std::size_t keys_max_;
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

}  // namespace gezhi
