#include "core/cases/small_cells.h"

#include <algorithm>
#include <map>

namespace gezhi {
namespace {

struct Hidden {
  std::int64_t small = 0;  // cells
  std::int64_t large = 0;
  std::int64_t sum = 0;

  void add(std::int64_t count) {
    ++(is_small(count) ? small : large);
    sum += count;
  }

  // What the sum says of the small ones, to who knows that a large one that is hidden is no larger than
  // those that are shown: one small cell must be able to be two things, several not all as small or as
  // large as they can be.
  bool told_by_sum(std::int64_t least_shown) const {
    if (small == 0) return false;
    const std::int64_t most = std::min(small * (kSmallCell - 1), sum - large * kSmallCell);
    const std::int64_t least = std::max(small, sum - large * least_shown);
    return least >= most && (small == 1 || most == small || most == small * (kSmallCell - 1));
  }
};

constexpr std::int64_t kAnyCount = std::int64_t{1} << 40;  // nothing is shown beside them

}  // namespace

std::vector<bool> hidden_cells(const std::vector<std::int64_t>& counts) {
  std::vector<bool> hides(counts.size());
  Hidden hidden;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    hides[i] = is_small(counts[i]);
    if (hides[i]) hidden.add(counts[i]);
  }
  for (;;) {
    std::size_t next = counts.size();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (hides[i] || counts[i] == 0) continue;
      if (next == counts.size() || counts[i] < counts[next]) next = i;
    }
    const bool none = next == counts.size();
    if (!hidden.told_by_sum(none ? kAnyCount : counts[next]) || none) return hides;
    hides[next] = true;
    hidden.add(counts[next]);
  }
}

std::vector<Shown> shown_cells(const std::vector<PartCell>& cells) {
  std::map<std::size_t, std::vector<std::size_t>> parts;
  for (std::size_t i = 0; i < cells.size(); ++i) parts[cells[i].part_of].push_back(i);
  std::vector<Shown> shown(cells.size(), Shown::nothing);
  const auto show = [&](const std::vector<std::size_t>& group) {
    std::vector<std::int64_t> counts;
    counts.reserve(group.size());
    for (const std::size_t i : group) counts.push_back(cells[i].count);
    const std::vector<bool> hides = hidden_cells(counts);
    for (std::size_t k = 0; k < group.size(); ++k) {
      shown[group[k]] = hides[k] ? Shown::hidden : Shown::figure;
    }
  };
  if (const auto top = parts.find(kOfTotal); top != parts.end()) show(top->second);
  for (const auto& [whole, group] : parts) {  // wholes stand before their parts
    if (whole != kOfTotal && shown[whole] == Shown::figure) show(group);
  }
  return shown;
}

}  // namespace gezhi
