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
  void lay(std::uint32_t rank);
  bool shorten(const Plan::Shortcut& shortcut);
  Hierarchy finish();

 private:
  // Of a draft: one edge, kRun | edge.
  struct Draft {
    Hierarchy::Arc arc;
    std::array<Hierarchy::Origin, 2> origins;
    std::array<std::uint32_t, 2> lengths_mm{};
  };
  struct Cost {
    std::uint32_t duration_ms;
    std::uint64_t length_mm;
  };

  void put(std::uint32_t tail, std::uint32_t head, Cost cost, Hierarchy::Origin origin);
  void join(std::uint32_t come, std::uint32_t go);
  void append_run(Hierarchy::Origin origin);
  void lay_run(Hierarchy::Origin& origin);

  Hierarchy made_;
  std::vector<std::vector<Draft>> drafts_;  // by rank
};

Assembly::Assembly(const RoadGraph& graph, Profile profile, const std::vector<std::uint32_t>& level)
    : drafts_(level.size()) {
  made_.node.resize(level.size());
  made_.rank.resize(level.size());
  std::iota(made_.node.begin(), made_.node.end(), 0U);
  std::stable_sort(made_.node.begin(), made_.node.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return level[a] < level[b]; });
  for (std::uint32_t rank = 0; rank < made_.size(); ++rank) made_.rank[made_.node[rank]] = rank;
  for (std::uint32_t edge = 0; edge < graph.edge_count(); ++edge) {
    const std::uint32_t duration = graph.duration_ms({edge}, profile);
    if (duration == kImpassable) continue;
    put(made_.rank[graph.tail({edge}).value], made_.rank[graph.head({edge}).value],
        {duration, graph.length_mm({edge})}, {Hierarchy::kRun | edge, 1});
  }
}

// Of several ways between two ranks the shortest stays; a loop is on no shortest way.
void Assembly::put(std::uint32_t tail, std::uint32_t head, Cost cost, Hierarchy::Origin origin) {
  if (tail == head || cost.duration_ms >= Hierarchy::kFar) return;
  const std::uint32_t high = std::max(tail, head);
  std::vector<Draft>& drafts = drafts_[std::min(tail, head)];
  auto draft = std::find_if(drafts.begin(), drafts.end(),
                            [&](const Draft& known) { return known.arc.high == high; });
  if (draft == drafts.end()) {
    drafts.emplace_back();
    draft = drafts.end() - 1;
    draft->arc.high = high;
  }
  const auto way = tail < head ? Hierarchy::up : Hierarchy::down;
  if (cost.duration_ms >= draft->arc.duration_ms[way]) return;
  draft->arc.duration_ms[way] = cost.duration_ms;
  draft->lengths_mm[way] =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(cost.length_mm, 0xFFFFFFFFU));
  draft->origins[way] = origin;
}

void Assembly::lay(std::uint32_t rank) {
  std::vector<Draft>& drafts = drafts_[rank];
  std::stable_sort(drafts.begin(), drafts.end(), [&](const Draft& a, const Draft& b) {
    return made_.node[a.arc.high] < made_.node[b.arc.high];
  });
  for (const Draft& draft : drafts) {
    made_.arcs.push_back(draft.arc);
    made_.origins.push_back(draft.origins);
    made_.lengths_mm.push_back(draft.lengths_mm);
  }
  made_.first.push_back(static_cast<std::uint32_t>(made_.arcs.size()));
  std::vector<Draft>().swap(drafts);
}

void Assembly::join(std::uint32_t come, std::uint32_t go) {
  const Hierarchy::Arc& first = made_.arcs[come];
  const Hierarchy::Arc& second = made_.arcs[go];
  const std::uint64_t length =
      std::uint64_t{made_.lengths_mm[come][Hierarchy::down]} + made_.lengths_mm[go][Hierarchy::up];
  put(first.high, second.high,
      {first.duration_ms[Hierarchy::down] + second.duration_ms[Hierarchy::up], length}, {come, go});
}

// A shortcut over the rank that was laid last; false when it has no such neighbours.
bool Assembly::shorten(const Plan::Shortcut& shortcut) {
  const std::uint32_t first = made_.first[made_.first.size() - 2];
  if (shortcut.low >= shortcut.high || shortcut.high >= made_.first.back() - first) return false;
  const std::uint32_t low = first + shortcut.low, high = first + shortcut.high;
  if ((shortcut.ways & Plan::kForward) != 0) join(low, high);
  if ((shortcut.ways & Plan::kBackward) != 0) join(high, low);
  return true;
}

void Assembly::append_run(Hierarchy::Origin origin) {
  const std::uint32_t first = origin.first & ~Hierarchy::kRun;
  for (std::uint32_t i = 0; i < origin.second; ++i) made_.runs.push_back(made_.runs[first + i]);
}

// Of two runs that are short together one is made: whoever follows a long way then copies pieces of it
// instead of deciding at each edge.
void Assembly::lay_run(Hierarchy::Origin& origin) {
  const auto begin = Hierarchy::kRun | static_cast<std::uint32_t>(made_.runs.size());
  if ((origin.first & Hierarchy::kRun) != 0) {
    made_.runs.push_back({origin.first & ~Hierarchy::kRun});
    origin.first = begin;
    return;
  }
  const Hierarchy::Origin come = made_.origins[origin.first][Hierarchy::down],
                          go = made_.origins[origin.second][Hierarchy::up];
  if ((come.first & go.first & Hierarchy::kRun) == 0 ||
      come.second + go.second > Hierarchy::kRunMax) {
    return;
  }
  append_run(come);
  append_run(go);
  origin = {begin, come.second + go.second};
}

Hierarchy Assembly::finish() {
  for (std::size_t arc = 0; arc < made_.arcs.size(); ++arc) {
    for (const auto way : {Hierarchy::up, Hierarchy::down}) {
      if (made_.arcs[arc].duration_ms[way] != Hierarchy::kFar) lay_run(made_.origins[arc][way]);
    }
  }
  made_.runs.resize(made_.runs.size() + Hierarchy::kRunMax);
  return std::move(made_);
}

}  // namespace

std::uint64_t weights_mark(const RoadGraph& graph, Profile profile) {
  const bool car = profile == Profile::car;
  const auto is_for_cars = [&](std::uint32_t edge) {
    return graph.duration_ms({edge}, Profile::foot) == kImpassable &&
           graph.duration_ms({edge}, Profile::ebike) == kImpassable;
  };
  std::uint64_t mark = car ? graph.node_count() : graph.place_count();
  const auto mix = [&](std::uint64_t value) {
    mark = (mark ^ value) * 0x9E3779B97F4A7C15U;
    mark ^= mark >> 29;
  };
  for (std::uint32_t edge = 0; edge < graph.edge_count(); ++edge) {
    if (!car && is_for_cars(edge)) continue;
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
    assembly.lay(rank);
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
