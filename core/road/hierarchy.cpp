#include "core/road/hierarchy.h"

#include <algorithm>
#include <numeric>

namespace gezhi {
namespace {

using Plan = ContractionPlan;

Error bad(const char* what, std::size_t at) {
  return Error{"bad_road", std::string("hierarchy: ") + what + " " + std::to_string(at)};
}

Result<Done> check_sizes(const Plan& plan, std::uint32_t n) {
  if (plan.level.size() != n) return bad("levels", plan.level.size());
  if (plan.first.size() != std::size_t{n} + 1 || plan.first.front() != 0 ||
      plan.first.back() != plan.shortcuts.size()) {
    return bad("nodes with shortcuts", plan.first.size());
  }
  for (std::uint32_t v = 0; v < n; ++v) {
    if (plan.first[v] > plan.first[v + 1]) return bad("shortcuts of node", v);
  }
  return Done{};
}

// Puts the arcs together from the lowest rank up: when a rank's turn comes, all its arcs are there.
class Assembly {
 public:
  Assembly(const RoadGraph& graph, Profile profile, const std::vector<std::uint32_t>& level);

  std::uint32_t node(std::uint32_t rank) const { return made_.node[rank]; }
  void begin(std::uint32_t rank);
  bool shorten(Plan::Shortcut shortcut);
  Hierarchy finish() { return std::move(made_); }

 private:
  struct Draft {
    Hierarchy::Arc arc;
    Hierarchy::Origin origin;
  };
  using Drafts = std::vector<std::vector<Draft>>;

  void put(std::uint32_t tail, std::uint32_t head, std::uint32_t duration_ms,
           Hierarchy::Origin origin);
  void lay(std::vector<Draft>& drafts, Hierarchy::Direction& direction) const;

  Hierarchy made_;
  Drafts up_;
  Drafts down_;
};

Assembly::Assembly(const RoadGraph& graph, Profile profile, const std::vector<std::uint32_t>& level)
    : up_(level.size()), down_(level.size()) {
  made_.node.resize(level.size());
  made_.rank.resize(level.size());
  std::iota(made_.node.begin(), made_.node.end(), 0U);
  std::stable_sort(made_.node.begin(), made_.node.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return level[a] < level[b]; });
  for (std::uint32_t rank = 0; rank < made_.size(); ++rank) made_.rank[made_.node[rank]] = rank;
  for (std::uint32_t edge = 0; edge < graph.edge_count(); ++edge) {
    const std::uint32_t duration = graph.duration_ms({edge}, profile);
    if (duration == kImpassable) continue;
    put(made_.rank[graph.tail({edge}).value], made_.rank[graph.head({edge}).value], duration,
        {Hierarchy::kEdge | edge, 0});
  }
}

// Of several arcs between two ranks the shortest stays; a loop is on no shortest way.
void Assembly::put(std::uint32_t tail, std::uint32_t head, std::uint32_t duration_ms,
                   Hierarchy::Origin origin) {
  if (tail == head) return;
  std::vector<Draft>& drafts = tail < head ? up_[tail] : down_[head];
  const Draft draft{{std::max(tail, head), duration_ms}, origin};
  for (Draft& known : drafts) {
    if (known.arc.high != draft.arc.high) continue;
    if (duration_ms < known.arc.duration_ms) known = draft;
    return;
  }
  drafts.push_back(draft);
}

void Assembly::lay(std::vector<Draft>& drafts, Hierarchy::Direction& direction) const {
  std::sort(drafts.begin(), drafts.end(), [&](const Draft& a, const Draft& b) {
    return made_.node[a.arc.high] < made_.node[b.arc.high];
  });
  for (const Draft& draft : drafts) {
    direction.arcs.push_back(draft.arc);
    direction.origins.push_back(draft.origin);
  }
  direction.first.push_back(static_cast<std::uint32_t>(direction.arcs.size()));
  std::vector<Draft>().swap(drafts);
}

void Assembly::begin(std::uint32_t rank) {
  lay(up_[rank], made_.up);
  lay(down_[rank], made_.down);
}

// A shortcut over the rank that was begun last; false when it has no such neighbours.
bool Assembly::shorten(Plan::Shortcut shortcut) {
  const auto rank = made_.up.first.size() - 2;
  const std::uint32_t to_here = made_.down.first[rank], from_here = made_.up.first[rank];
  if (shortcut.from >= made_.down.arcs.size() - to_here) return false;
  if (shortcut.to >= made_.up.arcs.size() - from_here) return false;
  const std::uint32_t first = to_here + shortcut.from, second = from_here + shortcut.to;
  const Hierarchy::Arc& come = made_.down.arcs[first];
  const Hierarchy::Arc& go = made_.up.arcs[second];
  if (come.high == go.high) return false;
  put(come.high, go.high, add_ms(come.duration_ms, go.duration_ms), {first, second});
  return true;
}

}  // namespace

std::uint64_t weights_mark(const RoadGraph& graph, Profile profile) {
  std::uint64_t mark = graph.node_count();
  const auto mix = [&](std::uint64_t value) {
    mark = (mark ^ value) * 0x9E3779B97F4A7C15U;
    mark ^= mark >> 29;
  };
  for (std::uint32_t edge = 0; edge < graph.edge_count(); ++edge) {
    mix(std::uint64_t{graph.tail({edge}).value} << 32 | graph.head({edge}).value);
    mix(graph.duration_ms({edge}, profile));
  }
  return mark;
}

Result<Hierarchy> Hierarchy::make(const RoadGraph& graph, Profile profile, ContractionPlan plan) {
  const std::uint32_t n = graph.node_count();
  if (auto checked = check_sizes(plan, n); !checked) return checked.error();
  if (plan.made_for != weights_mark(graph, profile)) return bad("made for other roads, nodes", n);
  Assembly assembly(graph, profile, plan.level);
  for (std::uint32_t rank = 0; rank < n; ++rank) {
    assembly.begin(rank);
    const std::uint32_t node = assembly.node(rank);
    for (std::uint32_t i = plan.first[node]; i < plan.first[node + 1]; ++i) {
      if (!assembly.shorten(plan.shortcuts[i])) return bad("shortcut", i);
    }
  }
  Hierarchy made = assembly.finish();
  made.plan = std::move(plan);
  return made;
}

}  // namespace gezhi
