// Taking apart and putting together again. What an insertion costs is known without walking the order:
// pieces of it carry how long they last, how far they are from being in time, and when they can begin
// (Vidal et al., "A hybrid genetic algorithm with adaptive diversity management for a large class of
// vehicle routing problems with time-windows", 2013, section 4.5).
#include <algorithm>

#include "core/base/prng.h"
#include "core/road/tour_orders.h"

namespace gezhi {
namespace {

using Order = std::vector<std::uint32_t>;

constexpr std::uint32_t kFar = Hierarchy::kFar;
constexpr std::int64_t kNever = std::int64_t{1} << 40;  // late by more than any tour lasts
constexpr std::uint32_t kRounds = 4000;
constexpr std::uint64_t kRemovedMax = 10;

// Some visits in order: how long from the first's begin to the last's end if begun between earliest and
// latest, and by how much clocks would have to be turned back to be in time.
struct Piece {
  std::int64_t duration = 0;
  std::int64_t late = 0;
  std::int64_t earliest = 0;
  std::int64_t latest = 0;
};

Piece join(const Piece& a, const Piece& b, std::uint32_t travel) {
  const std::int64_t between = a.duration - a.late + travel;
  const std::int64_t wait = std::max<std::int64_t>(b.earliest - between - a.latest, 0);
  const std::int64_t late = std::max<std::int64_t>(a.earliest + between - b.latest, 0);
  Piece whole;
  whole.duration = a.duration + b.duration + travel + wait;
  whole.late = a.late + b.late + late + (travel >= kFar ? kNever : 0);
  whole.earliest = std::max(b.earliest - between, a.earliest) - wait;
  whole.latest = std::min(b.latest - between, a.latest) + late;
  return whole;
}

class Search {
 public:
  Search(const TourProblem& problem, const Order& candidates);

  Order run();

 private:
  struct Value {
    std::uint64_t worth = 0;
    std::int64_t end = kNever;
    bool is_better_than(const Value& other) const {
      return worth != other.worth ? worth > other.worth : end < other.end;
    }
  };

  Piece piece_of(std::uint32_t visit) const;
  std::uint32_t at(std::size_t i) const {  // i - 1-th stop, start or end
    if (i == 0) return problem_.start();
    return i > order_.size() ? problem_.end() : order_[i - 1];
  }
  void take(const Order& order);
  void measure();
  Value value() const;
  std::int64_t end_with(std::uint32_t visit, std::size_t place) const;
  bool insert(std::uint32_t visit, bool blink);
  void remove_some();
  void remove_row(std::uint64_t count);
  void remove_near(std::uint64_t count);
  void remove(std::uint32_t visit);
  void put_back();
  void improve();
  bool replace_lower(std::uint32_t visit);
  Order left_by_priority() const;

  const TourProblem& problem_;
  const Order& candidates_;
  std::vector<Order> near_;  // by candidate, nearest first; visits
  Order order_;
  std::vector<bool> is_in_;     // by visit
  std::vector<Piece> up_to_;    // start and the first i stops
  std::vector<Piece> on_from_;  // stops from i, and the end
  Prng prng_{1};
};

Search::Search(const TourProblem& problem, const Order& candidates)
    : problem_(problem), candidates_(candidates), near_(problem.size()) {
  for (const std::uint32_t visit : candidates) {
    near_[visit] = candidates;
    const auto apart = [&](std::uint32_t other) {
      return std::uint64_t{problem_.time(visit, other)} + problem_.time(other, visit);
    };
    std::stable_sort(near_[visit].begin(), near_[visit].end(),
                     [&](std::uint32_t a, std::uint32_t b) { return apart(a) < apart(b); });
  }
}

Piece Search::piece_of(std::uint32_t visit) const {
  const TourVisit& task = problem_.tasks[visit];
  return {task.service_ms, 0, task.earliest_ms, task.latest_ms};
}

void Search::take(const Order& order) {
  order_ = order;
  is_in_.assign(problem_.size(), false);
  for (const std::uint32_t visit : order_) is_in_[visit] = true;
  measure();
}

void Search::measure() {
  const std::size_t n = order_.size();
  up_to_.resize(n + 1);
  on_from_.resize(n + 1);
  up_to_[0] = Piece{};
  for (std::size_t i = 0; i < n; ++i) {
    up_to_[i + 1] = join(up_to_[i], piece_of(order_[i]), problem_.time(at(i), order_[i]));
  }
  on_from_[n] = {0, 0, 0, problem_.end_latest_ms};
  for (std::size_t i = n; i-- > 0;) {
    on_from_[i] = join(piece_of(order_[i]), on_from_[i + 1], problem_.time(order_[i], at(i + 2)));
  }
}

Search::Value Search::value() const {
  Value value;
  for (const std::uint32_t visit : order_) value.worth += tour_worth(problem_.tasks[visit]);
  const Piece whole = join(up_to_[0], on_from_[0], problem_.time(problem_.start(), at(1)));
  value.end = whole.late > 0 ? kNever : whole.duration;
  return value;
}

// Before the place-th stop; kNever = not in time.
std::int64_t Search::end_with(std::uint32_t visit, std::size_t place) const {
  const Piece first = join(up_to_[place], piece_of(visit), problem_.time(at(place), visit));
  if (first.late > 0) return kNever;
  const Piece whole = join(first, on_from_[place], problem_.time(visit, at(place + 1)));
  return whole.late > 0 ? kNever : whole.duration;
}

// Where it costs least. With `blink`, a place is sometimes overlooked.
bool Search::insert(std::uint32_t visit, bool blink) {
  std::int64_t best = kNever;
  std::size_t best_place = 0;
  for (std::size_t place = 0; place <= order_.size(); ++place) {
    const std::int64_t end = end_with(visit, place);
    if (end >= best || (blink && (prng_.next() & 63) == 0)) continue;
    best = end;
    best_place = place;
  }
  if (best == kNever) return false;
  order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(best_place), visit);
  is_in_[visit] = true;
  measure();
  return true;
}

void Search::remove(std::uint32_t visit) {
  order_.erase(std::find(order_.begin(), order_.end(), visit));
  is_in_[visit] = false;
}

void Search::remove_row(std::uint64_t count) {
  const auto first = static_cast<std::size_t>(prng_.below(order_.size() - count + 1));
  for (; count > 0; --count) remove(order_[first]);
}

void Search::remove_near(std::uint64_t count) {
  for (const std::uint32_t visit : near_[prng_.pick(order_)]) {
    if (count == 0) return;
    if (!is_in_[visit]) continue;
    remove(visit);
    --count;
  }
}

void Search::remove_some() {
  if (order_.empty()) return;
  const std::uint64_t count = 1 + prng_.below(std::min<std::uint64_t>(kRemovedMax, order_.size()));
  if (prng_.chance(1, 2)) {
    remove_row(count);
  } else {
    remove_near(count);
  }
  measure();
}

Order Search::left_by_priority() const {
  Order left;
  for (const std::uint32_t visit : candidates_) {
    if (!is_in_[visit]) left.push_back(visit);
  }
  std::stable_sort(left.begin(), left.end(), [&](std::uint32_t a, std::uint32_t b) {
    return problem_.tasks[a].priority > problem_.tasks[b].priority;
  });
  return left;
}

// Of one priority in any order, or sometimes the farthest first.
void Search::put_back() {
  Order left = left_by_priority();
  if (prng_.chance(2, 3)) {
    prng_.shuffle(left);
  } else {
    const auto away = [&](std::uint32_t v) { return problem_.time(problem_.start(), v); };
    std::stable_sort(left.begin(), left.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return away(a) > away(b); });
  }
  std::stable_sort(left.begin(), left.end(), [&](std::uint32_t a, std::uint32_t b) {
    return problem_.tasks[a].priority > problem_.tasks[b].priority;
  });
  for (const std::uint32_t visit : left) insert(visit, true);
}

// A little worse is taken too, ever less of it.
void Search::improve() {
  Order best = order_, now = order_;
  Value best_value = value(), now_value = best_value;
  for (std::uint32_t round = 0; round < kRounds && best_value.end != kNever; ++round) {
    remove_some();
    put_back();
    Value then = value();
    Value allowed = now_value;
    allowed.end += now_value.end / 50 * (kRounds - round) / kRounds;
    if (then.is_better_than(allowed)) {
      now = order_;
      now_value = then;
      if (then.is_better_than(best_value)) {
        best = order_;
        best_value = then;
      }
    } else {
      take(now);
    }
  }
  take(best);
}

// Puts a visit in the place of one that may be dropped before it.
bool Search::replace_lower(std::uint32_t visit) {
  const Order before = order_;
  for (const std::uint32_t other : before) {
    if (problem_.tasks[other].priority >= problem_.tasks[visit].priority) continue;
    remove(other);
    measure();
    if (insert(visit, false)) return true;
    take(before);
  }
  return false;
}

Order Search::run() {
  take({});
  for (const std::uint32_t visit : left_by_priority()) insert(visit, false);
  const Value inserted = value();
  const Order order = order_;
  take(nearest_order(problem_, candidates_));
  if (inserted.is_better_than(value())) take(order);
  improve();
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::uint32_t visit : left_by_priority()) {
      changed = changed || insert(visit, false) || replace_lower(visit);
    }
  }
  return order_;
}

}  // namespace

Order nearest_order(const TourProblem& problem, const Order& candidates) {
  Order order, left = candidates;
  std::uint32_t at = problem.start(), now = 0;
  while (true) {
    std::size_t next = left.size();
    std::uint32_t soonest = kFar;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const TourVisit& task = problem.tasks[left[i]];
      const std::uint32_t go = problem.time(at, left[i]);
      if (go >= kFar || now + go > task.latest_ms) continue;
      const std::uint32_t begin = std::max(now + go, task.earliest_ms);
      const std::uint32_t end = begin + task.service_ms + problem.time(left[i], problem.end());
      if (end > problem.end_latest_ms || begin >= soonest) continue;
      soonest = begin;
      next = i;
    }
    if (next == left.size()) return order;
    at = left[next];
    now = soonest + problem.tasks[at].service_ms;
    order.push_back(at);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(next));
  }
}

Order searched_order(const TourProblem& problem, const Order& candidates) {
  return candidates.empty() ? candidates : Search(problem, candidates).run();
}

}  // namespace gezhi
