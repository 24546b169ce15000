#include "core/road/core_table.h"

namespace gezhi {
namespace {

// `best` becomes the smaller of itself and of more + further, from an index on.
void relax(std::uint32_t* best, std::uint32_t more, const std::uint32_t* further,
           std::uint32_t first, std::uint32_t end) {
  for (std::uint32_t i = first; i < end; ++i) best[i] = std::min(best[i], more + further[i]);
}

}  // namespace

// From the highest down: a way between a rank and higher ones begins with an arc up, and ends with one
// down in the other direction, so the row of a rank comes from those of its higher neighbours.
CoreTable::CoreTable(const Hierarchy& hierarchy)
    : hierarchy_(hierarchy),
      size_(std::min(kSizeMax, hierarchy.size() / 16)),
      first_rank_(hierarchy.size() - size_),
      times_(std::size_t{size_} * size_, Hierarchy::kFar) {
  std::vector<std::uint32_t> turned = times_;  // start × goal
  for (std::uint32_t at = size_; at-- > 0;) {
    std::uint32_t* const to = times_.data() + std::size_t{at} * size_;
    std::uint32_t* const from = turned.data() + std::size_t{at} * size_;
    to[at] = from[at] = 0;
    const std::uint32_t rank = first_rank_ + at;
    for (std::uint32_t i = hierarchy.first[rank]; i < hierarchy.first[rank + 1]; ++i) {
      const Hierarchy::Arc& arc = hierarchy.arcs[i];
      const std::size_t row = std::size_t{arc.high - first_rank_} * size_;
      relax(to, arc.duration_ms[Hierarchy::down], times_.data() + row, at + 1, size_);
      relax(from, arc.duration_ms[Hierarchy::up], turned.data() + row, at + 1, size_);
    }
    for (std::uint32_t other = at + 1; other < size_; ++other) {
      times_[std::size_t{other} * size_ + at] = from[other];
      turned[std::size_t{other} * size_ + at] = to[other];
    }
  }
}

// From the lower of the two ends to whichever higher neighbour the time says, until they meet.
void CoreTable::path(std::uint32_t start, std::uint32_t goal, std::vector<std::uint32_t>& ups,
                     std::vector<std::uint32_t>& downs) const {
  while (start != goal) {
    const bool up = start < goal;
    const std::uint32_t rank = first_rank_ + std::min(start, goal);
    const std::uint32_t whole = times_to(goal)[start];
    std::uint32_t i = hierarchy_.first[rank];
    const auto fits = [&](const Hierarchy::Arc& arc) {
      const std::uint32_t high = arc.high - first_rank_;
      return up ? arc.duration_ms[Hierarchy::up] + times_to(goal)[high] == whole
                : times_to(high)[start] + arc.duration_ms[Hierarchy::down] == whole;
    };
    while (i < hierarchy_.first[rank + 1] && !fits(hierarchy_.arcs[i])) ++i;
    GEZHI_CHECK(i < hierarchy_.first[rank + 1]);
    (up ? ups : downs).push_back(i);
    (up ? start : goal) = hierarchy_.arcs[i].high - first_rank_;
  }
}

}  // namespace gezhi
