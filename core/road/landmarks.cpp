#include "core/road/landmarks.h"

#include <algorithm>

#include "core/road/heap.h"

namespace gezhi {
namespace {

constexpr std::int64_t kNoTime = -1;

// Times from a node to all others, or from all others to it.
void search(const RoadGraph& graph, Profile profile, std::uint32_t start, bool backward,
            KeyHeap& heap, std::vector<std::uint32_t>& cost) {
  const std::vector<std::uint32_t>& durations = graph.durations(profile);
  std::fill(cost.begin(), cost.end(), 0xFFFFFFFFU);
  heap.clear();
  cost[start] = 0;
  heap.push(start);
  while (!heap.empty()) {
    const std::uint64_t key = heap.pop();
    const auto node = static_cast<std::uint32_t>(key);
    if (key >> 32 != cost[node]) continue;
    const std::uint32_t first = backward ? graph.first_in({node}) : graph.first_out({node});
    const std::uint32_t end = backward ? graph.end_in({node}) : graph.end_out({node});
    for (std::uint32_t i = first; i < end; ++i) {
      const EdgeId edge = backward ? graph.in_edge(i) : EdgeId{i};
      if (durations[edge.value] == kImpassable) continue;
      const std::uint64_t next = (key >> 32) + durations[edge.value];
      const std::uint32_t other = backward ? graph.tail(edge).value : graph.head(edge).value;
      if (next >= cost[other]) continue;
      cost[other] = static_cast<std::uint32_t>(next);
      heap.push(next << 32 | other);
    }
  }
}

}  // namespace

Landmarks::Landmarks(const RoadGraph& graph, Profile profile) {
  const std::uint32_t n = graph.node_count();
  times_.assign(std::size_t{n} * kLandmarks * 2, kFar);
  KeyHeap heap;
  std::vector<std::uint32_t> cost(n);
  std::vector<std::uint32_t> nearest(n, kFar);  // to the landmarks so far
  std::uint32_t next = 0;
  while (next < n && graph.part({next}, profile) != 0) ++next;
  if (next == n) return;
  // The first is the node farthest from any; each further one is the farthest from those before.
  search(graph, profile, next, false, heap, cost);
  for (std::uint32_t v = 0; v < n; ++v) {
    if (cost[v] != kFar && cost[v] > cost[next]) next = v;
  }
  for (count_ = 0; count_ < kLandmarks;) {
    for (const bool backward : {true, false}) {
      search(graph, profile, next, backward, heap, cost);
      for (std::uint32_t v = 0; v < n; ++v) {
        times_[(std::size_t{v} * kLandmarks + count_) * 2 + (backward ? 1 : 0)] = cost[v];
      }
    }
    ++count_;
    std::uint32_t farthest = 0;
    for (std::uint32_t v = 0; v < n; ++v) {
      nearest[v] = std::min(nearest[v], cost[v]);
      if (nearest[v] == kFar || nearest[v] <= farthest) continue;
      farthest = nearest[v];
      next = v;
    }
    if (farthest == 0) return;
  }
}

std::int64_t Landmarks::bound_by(std::uint32_t mark, std::int64_t from_mark, std::int64_t to_mark,
                                 std::uint32_t node) const {
  std::int64_t best = 0;
  const std::uint32_t from = time(node, mark, false);
  const std::uint32_t to = time(node, mark, true);
  if (from != kFar && from_mark != kNoTime) best = from_mark - from;
  // Parts of an edge are rounded down, so two of them may miss a millisecond.
  if (to != kFar && to_mark != kNoTime) best = std::max(best, std::int64_t{to} - to_mark - 2);
  return best;
}

Landmarks::Aim Landmarks::aim(std::span<const End> entries, std::span<const End> exits,
                              std::uint32_t near_start) const {
  Aim aim;
  std::array<std::int64_t, kUsed> seen{};
  for (std::uint32_t mark = 0; mark < count_; ++mark) {
    std::int64_t from_mark = kNoTime;
    std::int64_t to_mark = kNoTime;
    const auto shorter = [](std::int64_t& best, std::uint32_t time, std::int64_t more) {
      if (time != kFar && (best == kNoTime || time + more < best)) best = time + more;
    };
    for (const End& end : entries) shorter(from_mark, time(end.node, mark, false), end.ms);
    for (const End& end : exits) shorter(to_mark, time(end.node, mark, true), end.ms);
    const std::int64_t sees = bound_by(mark, from_mark, to_mark, near_start);
    // Sorted in, the best first.
    std::uint32_t at = aim.count < kUsed ? aim.count++ : kUsed;
    if (at == kUsed && sees <= seen[kUsed - 1]) continue;
    at = std::min(at, kUsed - 1);
    for (; at > 0 && seen[at - 1] < sees; --at) {
      seen[at] = seen[at - 1];
      aim.which[at] = aim.which[at - 1];
      aim.from_mark[at] = aim.from_mark[at - 1];
      aim.to_mark[at] = aim.to_mark[at - 1];
    }
    seen[at] = sees;
    aim.which[at] = mark;
    aim.from_mark[at] = from_mark;
    aim.to_mark[at] = to_mark;
  }
  return aim;
}

std::int64_t Landmarks::bound(const Aim& aim, std::uint32_t node) const {
  std::int64_t best = 0;
  for (std::uint32_t i = 0; i < aim.count; ++i) {
    best = std::max(best, bound_by(aim.which[i], aim.from_mark[i], aim.to_mark[i], node));
  }
  return best;
}

}  // namespace gezhi
