// Held and Karp's dynamic programme with windows: when one can leave each visit at the soonest, having
// served each set that ends with it. To be sooner is never worse, so no more has to be kept.
#include <algorithm>

#include "core/road/tour_orders.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kFar = Hierarchy::kFar;

class SubsetTable {
 public:
  SubsetTable(const TourProblem& problem, const std::vector<std::uint32_t>& candidates)
      : problem_(problem),
        candidates_(candidates),
        size_(static_cast<std::uint32_t>(candidates.size())),
        leave_(std::size_t{size_} << size_, kFar),
        before_(leave_.size(), size_) {}

  std::vector<std::uint32_t> best();

 private:
  std::size_t at(std::uint32_t set, std::uint32_t last) const {
    return std::size_t{set} * size_ + last;
  }
  // When one can leave a visit, coming from another place; kFar = not in its window.
  std::uint32_t leave(std::uint32_t from, std::uint32_t now, std::uint32_t to) const {
    const std::uint32_t time = problem_.time(from, candidates_[to]);
    const TourVisit& task = problem_.tasks[candidates_[to]];
    if (time >= kFar || now + time > task.latest_ms) return kFar;
    return std::max(now + time, task.earliest_ms) + task.service_ms;
  }
  void extend(std::uint32_t set, std::uint32_t last);
  std::uint64_t worth(std::uint32_t set) const;
  void finish(std::uint32_t set);

  const TourProblem& problem_;
  const std::vector<std::uint32_t>& candidates_;
  std::uint32_t size_;
  std::vector<std::uint32_t> leave_;   // set × last
  std::vector<std::uint32_t> before_;  // the one before the last
  std::uint64_t best_worth_ = 0;
  std::uint32_t best_end_ = kFar;
  std::uint32_t best_set_ = 0;
  std::uint32_t best_last_ = 0;
};

void SubsetTable::extend(std::uint32_t set, std::uint32_t last) {
  const std::uint32_t now = leave_[at(set, last)];
  if (now >= kFar) return;
  for (std::uint32_t next = 0; next < size_; ++next) {
    if ((set >> next & 1) != 0) continue;
    const std::uint32_t then = leave(candidates_[last], now, next);
    const std::size_t entry = at(set | 1U << next, next);
    if (then >= leave_[entry]) continue;
    leave_[entry] = then;
    before_[entry] = last;
  }
}

std::uint64_t SubsetTable::worth(std::uint32_t set) const {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < size_; ++i) {
    if ((set >> i & 1) != 0) sum += tour_worth(problem_.tasks[candidates_[i]]);
  }
  return sum;
}

void SubsetTable::finish(std::uint32_t set) {
  const std::uint64_t served = worth(set);
  for (std::uint32_t last = 0; last < size_; ++last) {
    if (leave_[at(set, last)] >= kFar) continue;
    const std::uint32_t end =
        leave_[at(set, last)] + problem_.time(candidates_[last], problem_.end());
    if (end > problem_.end_latest_ms) continue;
    if (served < best_worth_ || (served == best_worth_ && end >= best_end_)) continue;
    best_worth_ = served;
    best_end_ = end;
    best_set_ = set;
    best_last_ = last;
  }
}

std::vector<std::uint32_t> SubsetTable::best() {
  for (std::uint32_t first = 0; first < size_; ++first) {
    leave_[at(1U << first, first)] = leave(problem_.start(), 0, first);
  }
  for (std::uint32_t set = 1; set < 1U << size_; ++set) {
    for (std::uint32_t last = 0; last < size_; ++last) extend(set, last);
    finish(set);
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t set = best_set_, last = best_last_; set != 0;) {
    order.push_back(candidates_[last]);
    const std::uint32_t before = before_[at(set, last)];
    set &= ~(1U << last);
    last = before;
  }
  std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace

std::vector<std::uint32_t> exact_order(const TourProblem& problem,
                                       const std::vector<std::uint32_t>& candidates) {
  return candidates.empty() ? candidates : SubsetTable(problem, candidates).best();
}

}  // namespace gezhi
