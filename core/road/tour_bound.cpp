#include <algorithm>

#include "core/road/tour.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kFar = Hierarchy::kFar;
constexpr std::uint32_t kRounds = 1000;

// A way from start to end is a tree on the visits, with a link from the start and one to the end, that
// touches each visit twice. A tree need not, so what a visit weighs is added to each of its links and
// moved after every tree: up where it has too many. What that adds to a way is known and taken off again.
class Trees {
 public:
  Trees(const TourProblem& problem, std::span<const std::uint32_t> visits);
  std::int64_t best();

 private:
  std::int64_t cost(std::uint32_t a, std::uint32_t b) const {
    return std::int64_t{costs_[std::size_t{a} * size_ + b]} + weights_[a] + weights_[b];
  }
  void reach_from(std::uint32_t a);
  std::uint32_t nearest() const;
  std::int64_t tree();
  std::int64_t leaf(const std::vector<std::uint32_t>& links);

  static constexpr std::int64_t kIn = INT64_MIN;
  std::uint32_t size_;
  std::vector<std::uint32_t> costs_;  // the same both ways
  std::vector<std::uint32_t> from_start_;
  std::vector<std::uint32_t> to_end_;
  std::vector<std::int64_t> weights_;
  std::vector<std::int64_t> degrees_;
  std::vector<std::int64_t> reach_;
  std::vector<std::uint32_t> from_;
};

Trees::Trees(const TourProblem& problem, std::span<const std::uint32_t> visits)
    : size_(static_cast<std::uint32_t>(visits.size())),
      weights_(size_, 0),
      degrees_(size_, 0),
      reach_(size_, 0),
      from_(size_, 0) {
  for (const std::uint32_t a : visits) {
    from_start_.push_back(problem.time(problem.start(), a));
    to_end_.push_back(problem.time(a, problem.end()));
    for (const std::uint32_t b : visits) {
      costs_.push_back(std::min(problem.time(a, b), problem.time(b, a)));
    }
  }
}

void Trees::reach_from(std::uint32_t a) {
  reach_[a] = kIn;
  for (std::uint32_t b = 0; b < size_; ++b) {
    if (reach_[b] == kIn || cost(a, b) >= reach_[b]) continue;
    reach_[b] = cost(a, b);
    from_[b] = a;
  }
}

std::uint32_t Trees::nearest() const {
  std::uint32_t next = size_;
  for (std::uint32_t b = 0; b < size_; ++b) {
    if (reach_[b] != kIn && (next == size_ || reach_[b] < reach_[next])) next = b;
  }
  return next;
}

std::int64_t Trees::leaf(const std::vector<std::uint32_t>& links) {
  std::uint32_t best = 0;
  for (std::uint32_t a = 1; a < size_; ++a) {
    if (links[a] + weights_[a] < links[best] + weights_[best]) best = a;
  }
  ++degrees_[best];
  return links[best] + weights_[best];
}

// Prim's and the two leaves, without what the weights add to a way; leaves the degrees.
std::int64_t Trees::tree() {
  std::fill(degrees_.begin(), degrees_.end(), 0);
  std::fill(reach_.begin(), reach_.end(), INT64_MAX);
  std::int64_t sum = leaf(from_start_) + leaf(to_end_);
  reach_from(0);
  for (std::uint32_t left = size_ - 1; left > 0; --left) {
    const std::uint32_t next = nearest();
    sum += reach_[next];
    ++degrees_[next];
    ++degrees_[from_[next]];
    reach_from(next);
  }
  for (const std::int64_t weight : weights_) sum -= 2 * weight;
  return sum;
}

// Steps as Volgenant and Jonker's (1982): ever smaller, and half as much of the one before.
std::int64_t Trees::best() {
  std::int64_t best = tree();
  const std::int64_t first_step = best / (2 * std::int64_t{size_}) + 1;
  std::vector<std::int64_t> before(size_, 0);
  for (std::uint32_t round = 0; round < kRounds; ++round) {
    const std::int64_t step = first_step * (kRounds - round) / kRounds;
    for (std::uint32_t a = 0; a < size_; ++a) {
      const std::int64_t off = degrees_[a] - 2;
      weights_[a] += step * (6 * off + 4 * before[a]) / 10;
      before[a] = off;
    }
    best = std::max(best, tree());
  }
  return best;
}

}  // namespace

std::uint32_t tour_bound_ms(const TourProblem& problem, std::span<const std::uint32_t> visits) {
  std::int64_t bound = problem.time(problem.start(), problem.end());
  std::int64_t service = 0;
  if (!visits.empty()) bound = 0;
  for (const std::uint32_t visit : visits) {
    const TourVisit& task = problem.tasks[visit];
    const std::int64_t begin = std::max(problem.time(problem.start(), visit), task.earliest_ms);
    bound = std::max(bound, begin + task.service_ms + problem.time(visit, problem.end()));
    service += task.service_ms;
  }
  if (!visits.empty()) bound = std::max(bound, service + Trees(problem, visits).best());
  return static_cast<std::uint32_t>(std::min<std::int64_t>(bound, kFar));
}

}  // namespace gezhi
