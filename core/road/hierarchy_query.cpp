#include "core/road/hierarchy_query.h"

#include <algorithm>

namespace gezhi {
namespace {

std::uint64_t key_of(std::uint32_t cost, std::uint32_t rank) {
  return std::uint64_t{cost} << 32 | rank;
}
std::uint32_t cost_of(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 32); }
std::uint32_t rank_of(std::uint64_t key) { return static_cast<std::uint32_t>(key); }

}  // namespace

HierarchyQuery::HierarchyQuery(const Hierarchy& hierarchy)
    : hierarchy_(hierarchy),
      forward_{hierarchy.up, hierarchy.down, std::vector<Label>(hierarchy.size()), {}},
      backward_{hierarchy.down, hierarchy.up, std::vector<Label>(hierarchy.size()), {}} {}

void HierarchyQuery::begin() {
  if (++stamp_ == 0) {
    for (Side* side : {&forward_, &backward_}) {
      for (Label& label : side->labels) label.stamp = 0;
    }
    stamp_ = 1;
  }
  forward_.heap.clear();
  backward_.heap.clear();
  best_ = Hierarchy::kFar;
  settled_ = 0;
}

void HierarchyQuery::seed(Side& side, std::span<const End> ends) {
  for (std::uint32_t i = 0; i < ends.size(); ++i) {
    const std::uint32_t rank = hierarchy_.rank[ends[i].node];
    const std::uint32_t cost = ends[i].duration_ms;
    if (is_reached(side, rank) && side.labels[rank].cost <= cost) continue;
    side.labels[rank] = {stamp_, cost, kNone, i};
    side.heap.push(key_of(cost, rank));
  }
}

// Stall on demand: a higher node that was reached gives a shorter way down to here, so this label is
// not on a shortest way and goes no further.
bool HierarchyQuery::is_stalled(const Side& side, std::uint32_t rank, std::uint32_t cost) const {
  for (std::uint32_t i = side.back.first[rank]; i < side.back.first[rank + 1]; ++i) {
    const Hierarchy::Arc arc = side.back.arcs[i];
    const Label& above = side.labels[arc.high];
    if (above.stamp == stamp_ && add_ms(above.cost, arc.duration_ms) < cost) return true;
  }
  return false;
}

void HierarchyQuery::settle(Side& side, const Side& other) {
  const std::uint64_t key = side.heap.pop();
  const std::uint32_t rank = rank_of(key);
  const std::uint32_t cost = cost_of(key);
  if (side.labels[rank].cost != cost) return;  // an old entry
  ++settled_;
  if (is_reached(other, rank)) {
    const std::uint32_t whole = add_ms(cost, other.labels[rank].cost);
    if (whole < best_) {
      best_ = whole;
      meeting_ = rank;
    }
  }
  if (is_stalled(side, rank, cost)) return;
  for (std::uint32_t i = side.arcs.first[rank]; i < side.arcs.first[rank + 1]; ++i) {
    const Hierarchy::Arc arc = side.arcs.arcs[i];
    const std::uint32_t next = add_ms(cost, arc.duration_ms);
    Label& label = side.labels[arc.high];
    if (next >= best_ || (label.stamp == stamp_ && label.cost <= next)) continue;
    label = {stamp_, next, rank, i};
    side.heap.push(key_of(next, arc.high));
  }
}

std::uint32_t HierarchyQuery::duration(std::span<const End> starts, std::span<const End> goals) {
  begin();
  seed(forward_, starts);
  seed(backward_, goals);
  for (;;) {
    const bool ahead = !forward_.heap.empty() && cost_of(forward_.heap.top()) < best_;
    const bool back = !backward_.heap.empty() && cost_of(backward_.heap.top()) < best_;
    if (!ahead && !back) return best_;
    const bool take_ahead =
        ahead && (!back || cost_of(forward_.heap.top()) <= cost_of(backward_.heap.top()));
    if (take_ahead) {
      settle(forward_, backward_);
    } else {
      settle(backward_, forward_);
    }
  }
}

// Shortcuts become the two arcs they stand for, until only edges are left.
void HierarchyQuery::unpack(Piece whole, std::vector<EdgeId>& edges) {
  pieces_.clear();
  pieces_.push_back(whole);
  while (!pieces_.empty()) {
    const Piece piece = pieces_.back();
    pieces_.pop_back();
    const Hierarchy::Direction& arcs = piece.is_up ? hierarchy_.up : hierarchy_.down;
    const Hierarchy::Origin origin = arcs.origins[piece.arc];
    if ((origin.first & Hierarchy::kEdge) != 0) {
      edges.push_back({origin.first & ~Hierarchy::kEdge});
      continue;
    }
    pieces_.push_back({true, origin.second});
    pieces_.push_back({false, origin.first});
  }
}

// From a rank that the backward search has reached to the goal.
void HierarchyQuery::walk_down(std::uint32_t rank, std::vector<EdgeId>& edges) {
  const Label* label = &backward_.labels[rank];
  for (; label->from != kNone; label = &backward_.labels[label->from]) {
    unpack({false, label->arc}, edges);
  }
  goal_used_ = label->arc;
}

void HierarchyQuery::path(std::vector<EdgeId>& edges) {
  edges.clear();
  GEZHI_CHECK(best_ != Hierarchy::kFar);
  way_.clear();
  const Label* label = &forward_.labels[meeting_];
  for (; label->from != kNone; label = &forward_.labels[label->from]) way_.push_back(label->arc);
  start_used_ = label->arc;
  for (auto arc = way_.rbegin(); arc != way_.rend(); ++arc) unpack({true, *arc}, edges);
  walk_down(meeting_, edges);
}

void HierarchyQuery::aim(std::span<const End> goals) {
  begin();
  seed(backward_, goals);
  while (!backward_.heap.empty()) settle(backward_, forward_);
}

// Opens the label of a rank: straight down to the goal, if the backward search came by.
void HierarchyQuery::visit(std::uint32_t rank) {
  const Label& down = backward_.labels[rank];
  const std::uint32_t cost = down.stamp == stamp_ ? down.cost : Hierarchy::kFar;
  forward_.labels[rank] = {stamp_, cost, kNone, 0};
  visits_.push_back({rank, forward_.arcs.first[rank]});
}

// The best of going down from here and of going up first; every rank is asked once after an aim().
// In a label here `from` is the rank after it, and the way goes down where there is none.
std::uint32_t HierarchyQuery::duration_from(std::uint32_t node) {
  const std::uint32_t asked = hierarchy_.rank[node];
  if (!is_reached(forward_, asked)) visit(asked);
  while (!visits_.empty()) {
    Visit& at = visits_.back();
    if (at.next == forward_.arcs.first[at.rank + 1]) {
      visits_.pop_back();
      continue;
    }
    const Hierarchy::Arc arc = forward_.arcs.arcs[at.next];
    const Label& above = forward_.labels[arc.high];
    if (above.stamp != stamp_) {
      visit(arc.high);  // and come back
      continue;
    }
    const std::uint32_t cost = add_ms(arc.duration_ms, above.cost);
    Label& label = forward_.labels[at.rank];
    if (cost < label.cost) label = {stamp_, cost, arc.high, at.next};
    ++at.next;
  }
  return forward_.labels[asked].cost;
}

void HierarchyQuery::path_from(std::uint32_t node, std::vector<EdgeId>& edges) {
  edges.clear();
  std::uint32_t rank = hierarchy_.rank[node];
  GEZHI_CHECK(is_reached(forward_, rank) && forward_.labels[rank].cost != Hierarchy::kFar);
  for (; forward_.labels[rank].from != kNone; rank = forward_.labels[rank].from) {
    unpack({true, forward_.labels[rank].arc}, edges);
  }
  walk_down(rank, edges);
}

}  // namespace gezhi
