// Finding the plan: the least important node goes next; where a shortest way led through it, a shortcut
// takes its place. Importance: how many arcs it would add, how deep the nodes below it are, how many
// of its neighbours are gone.
#include <algorithm>

#include "core/road/heap.h"
#include "core/road/hierarchy.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kWitnessMax = 80;  // nodes a search for a way round may settle
constexpr std::int64_t kImportanceBase = 1 << 24;
constexpr std::int64_t kImportanceMax = 0xFFFFFFFF;

class Contraction {
 public:
  Contraction(const RoadGraph& graph, Profile profile);
  ContractionPlan run(const ContractionProgress& progress);

 private:
  struct Arc {
    std::uint32_t node;
    std::uint32_t duration_ms;
  };
  using Arcs = std::vector<Arc>;  // by node
  struct Found {
    ContractionPlan::Shortcut places;
    std::uint32_t tail;
    std::uint32_t head;
    std::uint32_t duration_ms;
  };

  static bool before(const Arc& arc, std::uint32_t node) { return arc.node < node; }
  static void put(Arcs& arcs, Arc arc);
  static void drop(Arcs& arcs, std::uint32_t node);
  void search_round(std::uint32_t from, std::uint32_t without, std::uint32_t limit);
  bool has_way_round(std::uint32_t to, std::uint32_t duration_ms) const {
    return stamps_[to] == stamp_ && cost_[to] <= duration_ms;
  }
  void find_shortcuts(std::uint32_t node);
  std::uint64_t key(std::uint32_t node);
  void contract(std::uint32_t node);

  ContractionPlan plan_;
  std::vector<std::vector<ContractionPlan::Shortcut>> shortcuts_;
  std::vector<Arcs> out_;            // to the nodes that are left
  std::vector<Arcs> in_;             // from them
  std::vector<std::uint32_t> gone_;  // neighbours
  std::vector<Found> found_;         // by the last find_shortcuts()
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
  out_.resize(n);
  in_.resize(n);
  gone_.resize(n, 0);
  cost_.resize(n, 0);
  stamps_.resize(n, 0);
  for (std::uint32_t edge = 0; edge < graph.edge_count(); ++edge) {
    const std::uint32_t duration = graph.duration_ms({edge}, profile);
    const std::uint32_t tail = graph.tail({edge}).value, head = graph.head({edge}).value;
    if (duration == kImpassable || tail == head) continue;
    put(out_[tail], {head, duration});
    put(in_[head], {tail, duration});
  }
}

void Contraction::put(Arcs& arcs, Arc arc) {
  const auto at = std::lower_bound(arcs.begin(), arcs.end(), arc.node, before);
  if (at == arcs.end() || at->node != arc.node) {
    arcs.insert(at, arc);
  } else {
    at->duration_ms = std::min(at->duration_ms, arc.duration_ms);
  }
}

void Contraction::drop(Arcs& arcs, std::uint32_t node) {
  const auto at = std::lower_bound(arcs.begin(), arcs.end(), node, before);
  if (at != arcs.end() && at->node == node) arcs.erase(at);
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
  for (std::uint32_t settled = 0; !heap_.empty() && settled < kWitnessMax; ++settled) {
    const std::uint64_t key = heap_.pop();
    const auto node = static_cast<std::uint32_t>(key);
    const auto cost = static_cast<std::uint32_t>(key >> 32);
    if (cost_[node] != cost) continue;
    for (const Arc& arc : out_[node]) {
      if (arc.node == without) continue;
      const std::uint32_t next = add_ms(cost, arc.duration_ms);
      if (next > limit || has_way_round(arc.node, next)) continue;
      cost_[arc.node] = next;
      stamps_[arc.node] = stamp_;
      heap_.push(std::uint64_t{next} << 32 | arc.node);
    }
  }
}

void Contraction::find_shortcuts(std::uint32_t node) {
  found_.clear();
  const Arcs &in = in_[node], &out = out_[node];
  std::uint32_t longest = 0;
  for (const Arc& go : out) longest = std::max(longest, go.duration_ms);
  for (std::uint32_t from = 0; from < in.size(); ++from) {
    const Arc& come = in[from];
    search_round(come.node, node, add_ms(come.duration_ms, longest));
    for (std::uint32_t to = 0; to < out.size(); ++to) {
      const Arc& go = out[to];
      const std::uint32_t through = add_ms(come.duration_ms, go.duration_ms);
      if (go.node == come.node || through == Hierarchy::kFar) continue;
      if (has_way_round(go.node, through)) continue;
      found_.push_back({{from, to}, come.node, go.node, through});
    }
  }
}

// Of two nodes the one with the lower key goes first.
std::uint64_t Contraction::key(std::uint32_t node) {
  find_shortcuts(node);
  const auto added = static_cast<std::int64_t>(found_.size());
  const auto removed = static_cast<std::int64_t>(in_[node].size() + out_[node].size());
  const std::int64_t importance =
      kImportanceBase + 2 * (added - removed) + 2 * std::int64_t{plan_.level[node]} + gone_[node];
  return static_cast<std::uint64_t>(std::min(importance, kImportanceMax)) << 32 | node;
}

// After find_shortcuts() of the same node.
void Contraction::contract(std::uint32_t node) {
  for (const Arcs* arcs : {&out_[node], &in_[node]}) {
    for (const Arc& arc : *arcs) {
      plan_.level[arc.node] = std::max(plan_.level[arc.node], plan_.level[node] + 1);
      ++gone_[arc.node];
    }
  }
  for (const Arc& arc : out_[node]) drop(in_[arc.node], node);
  for (const Arc& arc : in_[node]) drop(out_[arc.node], node);
  for (const Found& one : found_) {
    put(out_[one.tail], {one.head, one.duration_ms});
    put(in_[one.head], {one.tail, one.duration_ms});
    shortcuts_[node].push_back(one.places);
  }
  Arcs().swap(out_[node]);
  Arcs().swap(in_[node]);
}

ContractionPlan Contraction::run(const ContractionProgress& progress) {
  const auto n = static_cast<std::uint32_t>(out_.size());
  KeyHeap queue;
  for (std::uint32_t node = 0; node < n; ++node) queue.push(key(node));
  std::uint32_t done = 0;
  while (!queue.empty()) {
    const auto node = static_cast<std::uint32_t>(queue.pop());
    const std::uint64_t now = key(node);
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

}  // namespace gezhi
