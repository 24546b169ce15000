#include "core/road/hierarchy_query.h"

#include <algorithm>

#include "core/base/check.h"

namespace gezhi {

HierarchyQuery::HierarchyQuery(const Hierarchy& hierarchy)
    : hierarchy_(hierarchy),
      core_(hierarchy),
      costs_(hierarchy.size(), Both{Hierarchy::kFar, Hierarchy::kFar}),
      steps_(hierarchy.size()),
      waiting_(depth() + std::size_t{1}) {}

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

// How many shortcuts lie within one another at most.
std::uint32_t HierarchyQuery::depth() const {
  std::vector<std::array<std::uint32_t, 2>> depths(hierarchy_.arcs.size());
  std::uint32_t most = 0;
  for (std::size_t arc = 0; arc < depths.size(); ++arc) {
    for (const Way way : {Way::up, Way::down}) {
      const Hierarchy::Origin origin = hierarchy_.origins[arc][way];
      if ((origin.first & Hierarchy::kRun) != 0) continue;
      if (hierarchy_.arcs[arc].duration_ms[way] == Hierarchy::kFar) continue;
      depths[arc][way] =
          std::max(depths[origin.first][Way::down], depths[origin.second][Way::up]) + 1;
      most = std::max(most, depths[arc][way]);
    }
  }
  return most;
}

// Shortcuts become the two arcs they stand for, until only runs are left: on with the first, the second
// waits. A run is copied with what lies behind it, which costs less than to look how long it is.
void HierarchyQuery::unpack(Piece piece) {
  const std::array<Hierarchy::Origin, 2>* const origins = hierarchy_.origins.data();
  std::uint32_t* const bottom = waiting_.data();
  std::uint32_t* top = bottom;
  while (true) {
    const Hierarchy::Origin origin = origins[piece.arc][piece.way];
    if ((origin.first & Hierarchy::kRun) == 0) {
      *top++ = origin.second;
      piece = {origin.first, Way::down};
      continue;
    }
    if (edge_count_ + Hierarchy::kRunMax > edges_.size()) edges_.resize(2 * edges_.size() + 64);
    std::copy_n(hierarchy_.runs.data() + (origin.first & ~Hierarchy::kRun), Hierarchy::kRunMax,
                edges_.data() + edge_count_);
    edge_count_ += origin.second;
    if (top == bottom) return;
    piece = {*--top, Way::up};
  }
}

// From the start to a rank that the search from there has reached.
void HierarchyQuery::walk_up(std::uint32_t rank) {
  ups_.clear();
  Step step = steps_[rank][Way::up];
  for (; step.rank != kNone; step = steps_[step.rank][Way::up]) ups_.push_back(step.arc);
  start_used_ = step.arc;
  for (auto arc = ups_.rbegin(); arc != ups_.rend(); ++arc) unpack({*arc, Way::up});
}

void HierarchyQuery::walk_across(std::uint32_t from, std::uint32_t to) {
  if (from == to) return;
  ups_.clear();
  downs_.clear();
  core_.path(from - core_.first_rank(), to - core_.first_rank(), ups_, downs_);
  for (const std::uint32_t arc : ups_) unpack({arc, Way::up});
  for (auto arc = downs_.rbegin(); arc != downs_.rend(); ++arc) unpack({*arc, Way::down});
}

// From a rank that the search from the goal has reached to the goal.
void HierarchyQuery::walk_down(std::uint32_t rank) {
  Step step = steps_[rank][Way::down];
  for (; step.rank != kNone; step = steps_[step.rank][Way::down]) unpack({step.arc, Way::down});
  goal_used_ = step.arc;
}

std::span<const EdgeId> HierarchyQuery::path() {
  GEZHI_CHECK(best_ != Hierarchy::kFar);
  edge_count_ = 0;
  walk_up(meeting_[Way::up]);
  walk_across(meeting_[Way::up], meeting_[Way::down]);
  walk_down(meeting_[Way::down]);
  return {edges_.data(), edge_count_};
}

std::vector<HierarchyQuery::Sources::Low>::const_iterator HierarchyQuery::Sources::of(
    std::uint32_t rank) const {
  return std::lower_bound(
      lows.begin(), lows.end(), rank,
      [](const Low& known, std::uint32_t wanted) { return known.rank < wanted; });
}

void HierarchyQuery::Sources::sort() {
  std::stable_sort(lows.begin(), lows.end(),
                   [](const Low& a, const Low& b) { return a.rank < b.rank; });
}

// Along the steps to a rank that was reached, from an end.
std::uint64_t HierarchyQuery::length_to(std::uint32_t rank, Way way,
                                        std::span<const End> ends) const {
  std::uint64_t length = 0;
  Step step = steps_[rank][way];
  for (; step.rank != kNone; step = steps_[step.rank][way]) {
    length += hierarchy_.lengths_mm[step.arc][way];
  }
  return length + ends[step.arc].length_mm;
}

// Those of the core that were reached, without what is reached as soon over one of the others.
void HierarchyQuery::keep_entries(std::span<const End> starts, Sources& sources) {
  sorted_.clear();
  for (const std::uint32_t rank : entries_[Way::up]) {
    sorted_.push_back(key_of(costs_[rank][Way::up], rank - core_.first_rank()));
  }
  std::stable_sort(sorted_.begin(), sorted_.end());
  const std::size_t first = sources.entries.size();
  for (const std::uint64_t key : sorted_) {
    const std::uint32_t core = item_of(key), cost = cost_of(key);
    const std::uint32_t* const times = core_.times_to(core);
    const auto is_as_soon = [&](const Sources::Entry& other) {
      return std::uint64_t{other.duration_ms} + times[other.core] <= cost;
    };
    if (std::any_of(sources.entries.begin() + static_cast<std::ptrdiff_t>(first),
                    sources.entries.end(), is_as_soon))
      continue;
    sources.entries.push_back({core, cost});
    sources.lengths_mm.push_back(length_to(core + core_.first_rank(), Way::up, starts));
  }
}

void HierarchyQuery::add_source(std::span<const End> starts, Sources& sources) {
  aim({});
  climb(starts, Way::up);
  const auto source = static_cast<std::uint32_t>(sources.first.size() - 1);
  keep_entries(starts, sources);
  for (const std::uint32_t rank : touched_[Way::up]) {
    if (rank >= core_.first_rank()) continue;
    sources.lows.push_back({rank, source, costs_[rank][Way::up], length_to(rank, Way::up, starts)});
  }
  sources.first.push_back(static_cast<std::uint32_t>(sources.entries.size()));
}

// Those of the core that lead to a goal, the soonest first, without what leads there as soon over one of
// the others.
void HierarchyQuery::keep_goals() {
  sorted_.clear();
  for (const std::uint32_t rank : entries_[Way::down]) {
    sorted_.push_back(key_of(costs_[rank][Way::down], rank - core_.first_rank()));
  }
  std::stable_sort(sorted_.begin(), sorted_.end());
  std::size_t kept = 0;
  for (const std::uint64_t goal : sorted_) {
    std::size_t i = 0;
    while (i < kept &&
           std::uint64_t{cost_of(sorted_[i])} + core_.times_to(item_of(sorted_[i]))[item_of(goal)] >
               cost_of(goal))
      ++i;
    if (i == kept) sorted_[kept++] = goal;
  }
  sorted_.resize(kept);
}

void HierarchyQuery::durations(const Sources& sources, std::vector<std::uint32_t>& result) {
  core_costs_.assign(core_.size(), Hierarchy::kFar);
  // Plain pointers, so that nothing that is written can be what is read.
  std::uint32_t* const costs = core_costs_.data();
  const std::uint32_t size = core_.size();
  keep_goals();
  for (const std::uint64_t goal : sorted_) {
    const std::uint32_t* const times = core_.times_to(item_of(goal));
    const std::uint32_t down = cost_of(goal);
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
    for (auto low = sources.of(rank); low != sources.lows.end() && low->rank == rank; ++low) {
      result[low->source] =
          std::min(result[low->source], low->duration_ms + costs_[rank][Way::down]);
    }
  }
}

// From one of the core to the goals, in that time.
std::uint64_t HierarchyQuery::length_across(std::uint32_t start, std::uint32_t duration_ms,
                                            std::span<const End> goals) {
  for (const std::uint32_t goal : entries_[Way::down]) {
    const std::uint32_t core = goal - core_.first_rank();
    if (core_.times_to(core)[start] + costs_[goal][Way::down] != duration_ms) continue;
    ups_.clear();
    downs_.clear();
    core_.path(start, core, ups_, downs_);
    std::uint64_t length = length_to(goal, Way::down, goals);
    for (const std::uint32_t arc : ups_) length += hierarchy_.lengths_mm[arc][Way::up];
    for (const std::uint32_t arc : downs_) length += hierarchy_.lengths_mm[arc][Way::down];
    return length;
  }
  GEZHI_CHECK(false);
}

std::uint64_t HierarchyQuery::length_from(const Sources& sources, std::uint32_t source,
                                          std::uint32_t duration_ms, std::span<const End> goals) {
  for (std::uint32_t i = sources.first[source]; i < sources.first[source + 1]; ++i) {
    const Sources::Entry& entry = sources.entries[i];
    const std::uint32_t across = core_costs_[entry.core];
    if (entry.duration_ms + across != duration_ms) continue;
    return sources.lengths_mm[i] + length_across(entry.core, across, goals);
  }
  for (const std::uint32_t rank : touched_[Way::down]) {
    for (auto low = sources.of(rank); low != sources.lows.end() && low->rank == rank; ++low) {
      if (low->source == source && low->duration_ms + costs_[rank][Way::down] == duration_ms)
        return low->length_mm + length_to(rank, Way::down, goals);
    }
  }
  GEZHI_CHECK(false);
}

}  // namespace gezhi
