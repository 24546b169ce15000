// How many failures an address may have in a window: guessing passwords must be slow.
// Threads: any. Cost: O(log n) in the addresses that failed lately.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace gezhi {

class FailureLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  FailureLimit(std::uint32_t most, std::chrono::seconds window) : most_(most), window_(window) {}

  bool allows(const std::string& address, Time now);
  void failed(const std::string& address, Time now);

 private:
  struct Count {
    Time since;
    std::uint32_t failures = 0;
  };

  std::uint32_t most_;
  std::chrono::seconds window_;
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

}  // namespace gezhi
