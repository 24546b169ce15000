#include "core/cases/small_cells.h"

#include <cstddef>

namespace gezhi {
namespace {

struct Hidden {
  std::int64_t cells = 0;
  std::int64_t sum = 0;
  bool large = false;  // one of them is not small

  void add(std::int64_t count) {
    ++cells;
    sum += count;
    large = large || count >= kSmallCell;
  }

  // One cell is the rest of the total; and small ones that are all as small or as large as they can be
  // are told by their sum.
  bool told_by_sum() const {
    if (cells == 0) return false;
    return cells == 1 || (!large && (sum == cells || sum == cells * (kSmallCell - 1)));
  }
};

}  // namespace

std::vector<bool> hidden_cells(const std::vector<std::int64_t>& counts) {
  std::vector<bool> hides(counts.size());
  Hidden hidden;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    hides[i] = counts[i] > 0 && counts[i] < kSmallCell;
    if (hides[i]) hidden.add(counts[i]);
  }
  while (hidden.told_by_sum()) {
    std::size_t next = counts.size();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (hides[i] || counts[i] == 0) continue;
      if (next == counts.size() || counts[i] < counts[next]) next = i;
    }
    if (next == counts.size()) break;  // nothing is shown
    hides[next] = true;
    hidden.add(counts[next]);
  }
  return hides;
}

}  // namespace gezhi
