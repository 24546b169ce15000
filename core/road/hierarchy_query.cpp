#include "core/road/hierarchy_query.h"

#include <algorithm>

namespace gezhi {

HierarchyQuery::HierarchyQuery(const Hierarchy& hierarchy)
    : hierarchy_(hierarchy),
      core_(hierarchy),
      costs_(hierarchy.size(), Both{Hierarchy::kFar, Hierarchy::kFar}),
      steps_(hierarchy.size()) {}

void HierarchyQuery::begin(Way way) {
  for (const std::uint32_t rank : touched_[way]) costs_[rank][way] = Hierarchy::kFar;
  touched_[way].clear();
  entries_[way].clear();
  best_ = Hierarchy::kFar;
}

void HierarchyQuery::reach(std::uint32_t rank, Way way, std::uint32_t cost, Step step) {
  const bool is_core = rank >= core_.first_rank();
  if (costs_[rank][way] == Hierarchy::kFar) {
    touched_[way].push_back(rank);
    if (is_core) entries_[way].push_back(rank);
  }
  costs_[rank][way] = cost;
  steps_[rank][way] = step;
  if (!is_core) heap_.push(key_of(cost, rank));
}

// Stall on demand: a higher node that was reached gives a shorter way down to here, so this one is not
// on a shortest way and goes no further.
bool HierarchyQuery::is_stalled(std::uint32_t rank, Way way, std::uint32_t cost) const {
  const Way back = way == Way::up ? Way::down : Way::up;
  for (std::uint32_t i = hierarchy_.first[rank]; i < hierarchy_.first[rank + 1]; ++i) {
    const Hierarchy::Arc& arc = hierarchy_.arcs[i];
    if (costs_[arc.high][way] + arc.duration_ms[back] < cost) return true;
  }
  return false;
}

void HierarchyQuery::settle(Way way) {
  const std::uint64_t key = heap_.pop();
  const std::uint32_t rank = item_of(key);
  const std::uint32_t cost = cost_of(key);
  if (costs_[rank][way] != cost) return;  // an old entry
  const std::uint32_t whole = costs_[rank][Way::up] + costs_[rank][Way::down];
  if (whole < best_) {
    best_ = whole;
    meeting_ = {rank, rank};
  }
  if (is_stalled(rank, way, cost)) return;
  for (std::uint32_t i = hierarchy_.first[rank]; i < hierarchy_.first[rank + 1]; ++i) {
    const Hierarchy::Arc& arc = hierarchy_.arcs[i];
    const std::uint32_t next = cost + arc.duration_ms[way];
    if (next < best_ && next < costs_[arc.high][way]) reach(arc.high, way, next, {rank, i});
  }
}

// Everything up to the core.
void HierarchyQuery::climb(std::span<const End> ends, Way way) {
  begin(way);
  for (std::uint32_t i = 0; i < ends.size(); ++i) {
    const std::uint32_t rank = hierarchy_.rank[ends[i].node];
    if (ends[i].duration_ms < costs_[rank][way]) {
      reach(rank, way, ends[i].duration_ms, {kNone, i});
    }
  }
  while (!heap_.empty()) settle(way);
}

// The best way over the core, if it is better than those below.
void HierarchyQuery::cross() {
  for (const std::uint32_t goal : entries_[Way::down]) {
    const std::uint32_t* const times = core_.times_to(goal - core_.first_rank());
    const std::uint32_t down = costs_[goal][Way::down];
    for (const std::uint32_t start : entries_[Way::up]) {
      const std::uint64_t whole =
          std::uint64_t{down} + times[start - core_.first_rank()] + costs_[start][Way::up];
      if (whole >= best_) continue;
      best_ = static_cast<std::uint32_t>(whole);
      meeting_ = {start, goal};
    }
  }
}

void HierarchyQuery::aim(std::span<const End> goals) {
  begin(Way::up);
  climb(goals, Way::down);
}

std::uint32_t HierarchyQuery::duration_from(std::span<const End> starts) {
  climb(starts, Way::up);
  cross();
  return best_;
}

// Shortcuts become the two arcs they stand for, until only edges are left.
void HierarchyQuery::unpack(Piece whole, std::vector<EdgeId>& edges) {
  pieces_.clear();
  pieces_.push_back(whole);
  while (!pieces_.empty()) {
    const Piece piece = pieces_.back();
    pieces_.pop_back();
    const Hierarchy::Origin origin = hierarchy_.origins[piece.arc][piece.way];
    if ((origin.first & Hierarchy::kEdge) != 0) {
      edges.push_back({origin.first & ~Hierarchy::kEdge});
      continue;
    }
    pieces_.push_back({origin.second, Way::up});
    pieces_.push_back({origin.first, Way::down});
  }
}

// From the start to a rank that the search from there has reached.
void HierarchyQuery::walk_up(std::uint32_t rank, std::vector<EdgeId>& edges) {
  ups_.clear();
  Step step = steps_[rank][Way::up];
  for (; step.rank != kNone; step = steps_[step.rank][Way::up]) ups_.push_back(step.arc);
  start_used_ = step.arc;
  for (auto arc = ups_.rbegin(); arc != ups_.rend(); ++arc) unpack({*arc, Way::up}, edges);
}

void HierarchyQuery::walk_across(std::uint32_t from, std::uint32_t to, std::vector<EdgeId>& edges) {
  if (from == to) return;
  ups_.clear();
  downs_.clear();
  core_.path(from - core_.first_rank(), to - core_.first_rank(), ups_, downs_);
  for (const std::uint32_t arc : ups_) unpack({arc, Way::up}, edges);
  for (auto arc = downs_.rbegin(); arc != downs_.rend(); ++arc) unpack({*arc, Way::down}, edges);
}

// From a rank that the search from the goal has reached to the goal.
void HierarchyQuery::walk_down(std::uint32_t rank, std::vector<EdgeId>& edges) {
  Step step = steps_[rank][Way::down];
  for (; step.rank != kNone; step = steps_[step.rank][Way::down]) {
    unpack({step.arc, Way::down}, edges);
  }
  goal_used_ = step.arc;
}

void HierarchyQuery::path(std::vector<EdgeId>& edges) {
  GEZHI_CHECK(best_ != Hierarchy::kFar);
  edges.clear();
  walk_up(meeting_[Way::up], edges);
  walk_across(meeting_[Way::up], meeting_[Way::down], edges);
  walk_down(meeting_[Way::down], edges);
}

void HierarchyQuery::Sources::sort() {
  std::stable_sort(lows.begin(), lows.end(),
                   [](const Low& a, const Low& b) { return a.rank < b.rank; });
}

void HierarchyQuery::add_source(std::span<const End> starts, Sources& sources) {
  aim({});
  climb(starts, Way::up);
  const auto source = static_cast<std::uint32_t>(sources.first.size() - 1);
  for (const std::uint32_t rank : touched_[Way::up]) {
    const std::uint32_t cost = costs_[rank][Way::up];
    if (rank >= core_.first_rank()) {
      sources.entries.push_back({rank - core_.first_rank(), cost});
    } else {
      sources.lows.push_back({rank, source, cost});
    }
  }
  sources.first.push_back(static_cast<std::uint32_t>(sources.entries.size()));
}

void HierarchyQuery::durations(const Sources& sources, std::vector<std::uint32_t>& result) {
  core_costs_.assign(core_.size(), Hierarchy::kFar);
  // Plain pointers, so that nothing that is written can be what is read.
  std::uint32_t* const costs = core_costs_.data();
  const std::uint32_t size = core_.size();
  for (const std::uint32_t goal : entries_[Way::down]) {
    const std::uint32_t* const times = core_.times_to(goal - core_.first_rank());
    const std::uint32_t down = costs_[goal][Way::down];
    for (std::uint32_t i = 0; i < size; ++i) costs[i] = std::min(costs[i], times[i] + down);
  }
  const auto count = static_cast<std::uint32_t>(sources.first.size() - 1);
  result.resize(count);
  const Sources::Entry* entry = sources.entries.data();
  for (std::uint32_t source = 0; source < count; ++source) {
    const Sources::Entry* const end = sources.entries.data() + sources.first[source + 1];
    std::uint32_t best = Hierarchy::kFar;
    for (; entry != end; ++entry) best = std::min(best, entry->duration_ms + costs[entry->core]);
    result[source] = best;
  }
  for (const std::uint32_t rank : touched_[Way::down]) {
    auto low = std::lower_bound(
        sources.lows.begin(), sources.lows.end(), rank,
        [](const Sources::Low& known, std::uint32_t wanted) { return known.rank < wanted; });
    for (; low != sources.lows.end() && low->rank == rank; ++low) {
      result[low->source] =
          std::min(result[low->source], low->duration_ms + costs_[rank][Way::down]);
    }
  }
}

}  // namespace gezhi
