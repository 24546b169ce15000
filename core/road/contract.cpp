// Finding the plan: the least important node goes next; where a shortest way led through it, a shortcut
// takes its place. Importance: how many arcs it would add, how deep the nodes below it are, how many
// of its neighbours are gone.
#include <algorithm>

#include "core/road/heap.h"
#include "core/road/hierarchy.h"

namespace gezhi {
namespace {

constexpr std::size_t kWitnessArcsMax = 1000;  // that a search for a way round may look at
constexpr std::int64_t kImportanceBase = 1 << 24;
constexpr std::int64_t kImportanceMax = 0xFFFFFFFF;

class Contraction {
 public:
  Contraction(const RoadGraph& graph, Profile profile);
  ContractionPlan run(const ContractionProgress& progress);

 private:
  using Plan = ContractionPlan;
  // A neighbour that is left; kFar = not in this direction.
  struct Neighbour {
    std::uint32_t node;
    std::uint32_t to_ms;
    std::uint32_t from_ms;
  };
  using Neighbours = std::vector<Neighbour>;  // by node

  static Neighbour& at(Neighbours& list, std::uint32_t node);
  void put(std::uint32_t tail, std::uint32_t head, std::uint32_t duration_ms);
  void search_round(std::uint32_t from, std::uint32_t without, std::uint32_t limit);
  bool has_way_round(std::uint32_t to, std::uint32_t duration_ms) const {
    return stamps_[to] == stamp_ && cost_[to] <= duration_ms;
  }
  void find_shortcuts(std::uint32_t node);
  std::uint64_t importance(std::uint32_t node);
  void contract(std::uint32_t node);

  Plan plan_;
  std::vector<std::vector<Plan::Shortcut>> shortcuts_;
  std::vector<Neighbours> neighbours_;
  std::vector<std::uint32_t> gone_;    // neighbours
  std::vector<Plan::Shortcut> found_;  // by the last find_shortcuts(), one for each direction
  std::vector<std::uint32_t> cost_;
  std::vector<std::uint32_t> stamps_;
  std::uint32_t stamp_ = 0;
  KeyHeap heap_;
};

Contraction::Contraction(const RoadGraph& graph, Profile profile) {
  const std::uint32_t n = graph.node_count();
  plan_.made_for = weights_mark(graph, profile);
  plan_.level.resize(n, 0);
  shortcuts_.resize(n);
  neighbours_.resize(n);
  gone_.resize(n, 0);
  cost_.resize(n, 0);
  stamps_.resize(n, 0);
  for (std::uint32_t edge = 0; edge < graph.edge_count(); ++edge) {
    const std::uint32_t duration = graph.duration_ms({edge}, profile);
    if (duration == kImpassable) continue;
    put(graph.tail({edge}).value, graph.head({edge}).value, duration);
  }
}

Contraction::Neighbour& Contraction::at(Neighbours& list, std::uint32_t node) {
  const auto place = std::lower_bound(
      list.begin(), list.end(), node,
      [](const Neighbour& known, std::uint32_t wanted) { return known.node < wanted; });
  if (place != list.end() && place->node == node) return *place;
  return *list.insert(place, {node, Hierarchy::kFar, Hierarchy::kFar});
}

void Contraction::put(std::uint32_t tail, std::uint32_t head, std::uint32_t duration_ms) {
  if (tail == head || duration_ms >= Hierarchy::kFar) return;
  Neighbour& to = at(neighbours_[tail], head);
  to.to_ms = std::min(to.to_ms, duration_ms);
  Neighbour& from = at(neighbours_[head], tail);
  from.from_ms = std::min(from.from_ms, duration_ms);
}

// Costs of ways from a node that avoid another, up to a limit. A search that gives up early costs a
// shortcut that was not needed, never a way.
void Contraction::search_round(std::uint32_t from, std::uint32_t without, std::uint32_t limit) {
  if (++stamp_ == 0) {
    std::fill(stamps_.begin(), stamps_.end(), 0);
    stamp_ = 1;
  }
  heap_.clear();
  cost_[from] = 0;
  stamps_[from] = stamp_;
  heap_.push(from);
  for (std::size_t scanned = 0; !heap_.empty() && scanned < kWitnessArcsMax;) {
    const std::uint64_t key = heap_.pop();
    const std::uint32_t node = item_of(key), cost = cost_of(key);
    if (cost_[node] != cost) continue;
    scanned += neighbours_[node].size() + 4;  // and the queue's work
    for (const Neighbour& neighbour : neighbours_[node]) {
      const std::uint32_t next = cost + neighbour.to_ms;
      if (next > limit || neighbour.node == without || has_way_round(neighbour.node, next))
        continue;
      cost_[neighbour.node] = next;
      stamps_[neighbour.node] = stamp_;
      heap_.push(key_of(next, neighbour.node));
    }
  }
}

void Contraction::find_shortcuts(std::uint32_t node) {
  found_.clear();
  const Neighbours& list = neighbours_[node];
  std::uint32_t longest = 0;
  for (const Neighbour& go : list) {
    if (go.to_ms != Hierarchy::kFar) longest = std::max(longest, go.to_ms);
  }
  for (std::uint32_t from = 0; from < list.size(); ++from) {
    if (list[from].from_ms == Hierarchy::kFar) continue;
    const std::uint32_t limit = std::min(list[from].from_ms + longest, Hierarchy::kFar - 1);
    search_round(list[from].node, node, limit);
    for (std::uint32_t to = 0; to < list.size(); ++to) {
      const std::uint32_t through = list[from].from_ms + list[to].to_ms;
      if (to == from || through >= Hierarchy::kFar || has_way_round(list[to].node, through))
        continue;
      found_.push_back(
          {std::min(from, to), std::max(from, to), from < to ? Plan::kForward : Plan::kBackward});
    }
  }
}

// As a key of the queue: the lowest goes first.
std::uint64_t Contraction::importance(std::uint32_t node) {
  find_shortcuts(node);
  std::int64_t removed = 0;
  for (const Neighbour& neighbour : neighbours_[node]) {
    removed += (neighbour.to_ms != Hierarchy::kFar) + (neighbour.from_ms != Hierarchy::kFar);
  }
  const auto added = static_cast<std::int64_t>(found_.size());
  const std::int64_t value =
      kImportanceBase + 2 * (added - removed) + 2 * std::int64_t{plan_.level[node]} + gone_[node];
  return key_of(static_cast<std::uint32_t>(std::min(value, kImportanceMax)), node);
}

// After find_shortcuts() of the same node.
void Contraction::contract(std::uint32_t node) {
  const Neighbours list = std::move(neighbours_[node]);
  for (const Neighbour& neighbour : list) {
    Neighbours& theirs = neighbours_[neighbour.node];
    theirs.erase(theirs.begin() + (&at(theirs, node) - theirs.data()));
    plan_.level[neighbour.node] = std::max(plan_.level[neighbour.node], plan_.level[node] + 1);
    ++gone_[neighbour.node];
  }
  std::stable_sort(found_.begin(), found_.end(),
                   [](const Plan::Shortcut& a, const Plan::Shortcut& b) {
                     return a.high != b.high ? a.high < b.high : a.low < b.low;
                   });
  std::vector<Plan::Shortcut>& kept = shortcuts_[node];
  for (const Plan::Shortcut& one : found_) {
    const bool forward = one.ways == Plan::kForward;
    const Neighbour &come = list[forward ? one.low : one.high],
                    &go = list[forward ? one.high : one.low];
    put(come.node, go.node, come.from_ms + go.to_ms);
    if (!kept.empty() && kept.back().low == one.low && kept.back().high == one.high) {
      kept.back().ways |= one.ways;
    } else {
      kept.push_back(one);
    }
  }
}

ContractionPlan Contraction::run(const ContractionProgress& progress) {
  const auto n = static_cast<std::uint32_t>(neighbours_.size());
  KeyHeap queue;
  for (std::uint32_t node = 0; node < n; ++node) queue.push(importance(node));
  std::uint32_t done = 0;
  while (!queue.empty()) {
    const std::uint32_t node = item_of(queue.pop());
    const std::uint64_t now = importance(node);
    if (!queue.empty() && now > queue.top()) {
      queue.push(now);
      continue;
    }
    contract(node);
    if (++done % 1024 == 0 && progress) progress(done, n);
  }
  for (const auto& list : shortcuts_) {
    plan_.first.push_back(static_cast<std::uint32_t>(plan_.shortcuts.size()));
    plan_.shortcuts.insert(plan_.shortcuts.end(), list.begin(), list.end());
  }
  plan_.first.push_back(static_cast<std::uint32_t>(plan_.shortcuts.size()));
  return std::move(plan_);
}

}  // namespace

ContractionPlan plan_contraction(const RoadGraph& graph, Profile profile,
                                 const ContractionProgress& progress) {
  return Contraction(graph, profile).run(progress);
}

Hierarchies build_hierarchies(const RoadGraph& graph, const ContractionProgress& progress) {
  Hierarchies made;
  const std::uint32_t n = graph.node_count();
  for (std::uint32_t p = 0; p < kProfiles; ++p) {
    const auto profile = static_cast<Profile>(p);
    if (!graph.has(profile)) continue;
    const auto part = [&](std::uint32_t done, std::uint32_t) {
      if (progress) progress(p * n + done, kProfiles * n);
    };
    auto hierarchy = Hierarchy::make(graph, profile, plan_contraction(graph, profile, part));
    made[p] = std::move(hierarchy).value();
  }
  return made;
}

}  // namespace gezhi
