#include "core/road/turn_rules.h"

#include <algorithm>

namespace gezhi {
namespace {

using Ways = std::vector<std::uint32_t>;

// The corners that have signs, one after the other.
class Corners {
 public:
  explicit Corners(const std::vector<CarWay>& ways) : by_tail_(ways), by_head_(ways) {
    std::stable_sort(by_tail_.begin(), by_tail_.end(),
                     [](const CarWay& a, const CarWay& b) { return a.tail < b.tail; });
    std::stable_sort(by_head_.begin(), by_head_.end(),
                     [](const CarWay& a, const CarWay& b) { return a.head < b.head; });
  }

  // Signs of one node.
  void add(std::span<const RoadTurn> turns);
  TurnCopies finish();

 private:
  static bool is_allowed(std::span<const RoadTurn> turns, const Ways& all, std::uint32_t from,
                         std::uint32_t to);

  std::vector<CarWay> by_tail_;
  std::vector<CarWay> by_head_;
  TurnCopies made_;
};

// An `only` that leads where no car can go is none.
bool Corners::is_allowed(std::span<const RoadTurn> turns, const Ways& all, std::uint32_t from,
                         std::uint32_t to) {
  bool ordered = false, named = false;
  for (const RoadTurn& turn : turns) {
    if (turn.rule == TurnRule::closed) return false;
    if (turn.from != from / 2) continue;
    if (turn.rule == TurnRule::no && turn.to == to / 2) return false;
    if (turn.rule != TurnRule::only) continue;
    const bool possible =
        std::any_of(all.begin(), all.end(), [&](std::uint32_t way) { return way / 2 == turn.to; });
    ordered = ordered || possible;
    named = named || turn.to == to / 2;
  }
  return named || !ordered;
}

void Corners::add(std::span<const RoadTurn> turns) {
  const std::uint32_t node = turns.front().via;
  const auto out = std::lower_bound(by_tail_.begin(), by_tail_.end(), node,
                                    [](const CarWay& a, std::uint32_t n) { return a.tail < n; });
  const auto in = std::lower_bound(by_head_.begin(), by_head_.end(), node,
                                   [](const CarWay& a, std::uint32_t n) { return a.head < n; });
  Ways all, come;
  for (auto way = out; way != by_tail_.end() && way->tail == node; ++way) all.push_back(way->way);
  for (auto way = in; way != by_head_.end() && way->head == node; ++way) come.push_back(way->way);
  if (all.size() > TurnCopies::kDegreeMax || come.size() > TurnCopies::kDegreeMax ||
      turns.size() > std::size_t{TurnCopies::kDegreeMax} * TurnCopies::kDegreeMax) {
    made_.left_out += static_cast<std::uint32_t>(turns.size());
    return;
  }
  const std::size_t first = made_.copies.size();
  for (const std::uint32_t from : come) {
    Ways ways;
    for (const std::uint32_t to : all) {
      if (is_allowed(turns, all, from, to)) ways.push_back(to);
    }
    if (ways == all) continue;
    std::size_t copy = first;
    while (copy < made_.copies.size() && made_.copies[copy].ways != ways) ++copy;
    if (copy == first + TurnCopies::kPerNodeMax) {
      ++made_.left_out;
      continue;
    }
    if (copy == made_.copies.size()) made_.copies.push_back({node, std::move(ways)});
    made_.arrivals.push_back({from, static_cast<std::uint32_t>(copy)});
  }
}

TurnCopies Corners::finish() {
  std::stable_sort(
      made_.arrivals.begin(), made_.arrivals.end(),
      [](const TurnCopies::Arrival& a, const TurnCopies::Arrival& b) { return a.way < b.way; });
  return std::move(made_);
}

}  // namespace

TurnCopies copies_for_turns(const std::vector<RoadTurn>& turns, const std::vector<CarWay>& ways) {
  std::vector<RoadTurn> sorted = turns;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const RoadTurn& a, const RoadTurn& b) { return a.via < b.via; });
  Corners corners(ways);
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t end = first;
    while (end < sorted.size() && sorted[end].via == sorted[first].via) ++end;
    corners.add({sorted.data() + first, end - first});
    first = end;
  }
  return corners.finish();
}

}  // namespace gezhi
