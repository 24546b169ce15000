// Times between all pairs of the highest ranks of a hierarchy. Most of a search goes on up there, where
// each rank has many arcs; with the table it ends at the lowest of them.
//
// Shapes: the last size() ranks, named 0..size()-1 here. Units: milliseconds, kFar = no way.
// Cost: 4 bytes a pair, at most 4 MB; some hundredths of a second to make. Threads: immutable.
#pragma once

#include <algorithm>
#include <vector>

#include "core/road/hierarchy.h"

namespace gezhi {

class CoreTable {
 public:
  static constexpr std::uint32_t kSizeMax = 1024;

  explicit CoreTable(const Hierarchy& hierarchy);

  std::uint32_t size() const { return size_; }
  std::uint32_t first_rank() const { return first_rank_; }

  // From each to one of them.
  const std::uint32_t* times_to(std::uint32_t goal) const {
    return times_.data() + std::size_t{goal} * size_;
  }

  // The arcs of a shortest way: ups.. in order, then downs.. from the last. Neither is cleared.
  void path(std::uint32_t start, std::uint32_t goal, std::vector<std::uint32_t>& ups,
            std::vector<std::uint32_t>& downs) const;

 private:
  const Hierarchy& hierarchy_;
  std::uint32_t size_;
  std::uint32_t first_rank_;
  std::vector<std::uint32_t> times_;  // goal × start
};

}  // namespace gezhi
