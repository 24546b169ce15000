#include "core/cases/small_cells.h"

#include <map>

namespace gezhi {
namespace {

struct Hidden {
  std::int64_t cells = 0;
  std::int64_t sum = 0;
  bool large = false;  // one of them is not small

  void add(std::int64_t count) {
    ++cells;
    sum += count;
    if (count >= kSmallCell) large = true;
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
    hides[i] = is_small(counts[i]);
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
