// A queue of numbers, smallest first: a cost with what it belongs to. Four children a node: half the
// levels of a binary heap, and all children of a node on one cache line. Keeps its memory when cleared.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace gezhi {

constexpr std::uint64_t key_of(std::uint32_t cost, std::uint32_t item) {
  return std::uint64_t{cost} << 32 | item;
}
constexpr std::uint32_t cost_of(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 32); }
constexpr std::uint32_t item_of(std::uint64_t key) { return static_cast<std::uint32_t>(key); }

class KeyHeap {
 public:
  bool empty() const { return keys_.empty(); }
  std::uint64_t top() const { return keys_.front(); }
  void clear() { keys_.clear(); }

  void push(std::uint64_t key) {
    std::size_t at = keys_.size();
    keys_.push_back(key);
    while (at > 0) {
      const std::size_t up = (at - 1) / 4;
      if (keys_[up] <= key) break;
      keys_[at] = keys_[up];
      at = up;
    }
    keys_[at] = key;
  }

  std::uint64_t pop() {
    const std::uint64_t top = keys_.front();
    const std::uint64_t key = keys_.back();
    keys_.pop_back();
    const std::size_t size = keys_.size();
    if (size == 0) return top;
    std::size_t at = 0;
    for (std::size_t first = 1; first < size; first = at * 4 + 1) {
      std::size_t least = first;
      for (std::size_t i = first + 1; i < std::min(first + 4, size); ++i) {
        if (keys_[i] < keys_[least]) least = i;
      }
      if (keys_[least] >= key) break;
      keys_[at] = keys_[least];
      at = least;
    }
    keys_[at] = key;
    return top;
  }

 private:
  std::vector<std::uint64_t> keys_;
};

}  // namespace gezhi
