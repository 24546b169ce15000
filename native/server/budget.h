// Something scarce that all share (bytes of memory, connections, places in a queue): everybody takes
// what he needs and gives it back, nobody holds more than one share, all together no more than there
// is.
// Threads: any. Cost: O(log n) in those who hold something.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace gezhi {

class Budget {
 public:
  Budget(std::uint64_t total, std::uint64_t share) : total_(total), share_(share) {}

  // What was taken; given back when this ends. The budget must outlive it.
  class Held {
   public:
    Held() = default;
    Held(Budget* budget, std::string holder, std::uint64_t amount)
        : budget_(budget), holder_(std::move(holder)), amount_(amount) {}
    Held(Held&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)),
          holder_(std::move(other.holder_)),
          amount_(other.amount_) {}
    Held& operator=(Held&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(holder_, other.holder_);
      std::swap(amount_, other.amount_);
      return *this;
    }
    ~Held() {
      if (budget_ != nullptr) budget_->give_back(holder_, amount_);
    }

   private:
    Budget* budget_ = nullptr;
    std::string holder_;
    std::uint64_t amount_ = 0;
  };

  // Nothing: there is not that much left, or not for this holder.
  std::optional<Held> take(const std::string& holder, std::uint64_t amount);

 private:
  void give_back(const std::string& holder, std::uint64_t amount);

  const std::uint64_t total_;
  const std::uint64_t share_;
  std::mutex mutex_;
  std::uint64_t held_ = 0;
  std::map<std::string, std::uint64_t> held_by_;  // only those who hold something
};

}  // namespace gezhi
