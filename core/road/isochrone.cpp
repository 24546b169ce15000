#include "core/road/isochrone.h"

#include <algorithm>

#include "core/road/route.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kFar = Hierarchy::kFar;

}  // namespace

Isochrone::Isochrone(const RoadIndex& index)
    : index_(index),
      graph_(index.graph()),
      costs_(graph_.node_count(), kFar),
      by_(graph_.node_count(), 0) {}

void Isochrone::reach(std::uint32_t node, std::uint32_t cost, std::uint32_t start) {
  if (cost > limit_ms_ || cost > costs_[node] || (cost == costs_[node] && start >= by_[node]))
    return;
  if (costs_[node] == kFar) reached_.push_back(node);
  costs_[node] = cost;
  by_[node] = start;
  heap_.push(key_of(cost, node));
}

void Isochrone::search(std::span<const Snap> starts, Profile profile, std::uint32_t limit_ms) {
  for (const std::uint32_t node : reached_) costs_[node] = kFar;
  reached_.clear();
  on_links_.clear();
  heap_.clear();
  profile_ = profile;
  limit_ms_ = std::min(limit_ms, kFar - 1);
  starts_.assign(starts.begin(), starts.end());
  for (std::uint32_t i = 0; i < starts_.size(); ++i) {
    if (!starts_[i].found) continue;
    const auto walk = static_cast<std::uint32_t>(walk_ms(starts_[i].distance_mm));
    on_links_.push_back({starts_[i].link, i, walk});
    const LinkEnds ends = leaving(graph_, starts_[i], profile);
    for (const HierarchyQuery::End& end : ends.span()) {
      reach(end.node, walk + end.duration_ms, i);
    }
  }
  std::stable_sort(on_links_.begin(), on_links_.end(),
                   [](const OnLink& a, const OnLink& b) { return a.link < b.link; });
  while (!heap_.empty()) {
    const std::uint64_t key = heap_.pop();
    const NodeId node{item_of(key)};
    if (cost_of(key) != costs_[node.value]) continue;
    for (std::uint32_t e = graph_.first_out(node); e < graph_.end_out(node); ++e) {
      const std::uint32_t duration = graph_.duration_ms({e}, profile);
      if (duration <= limit_ms_ - cost_of(key)) {
        reach(graph_.head({e}).value, cost_of(key) + duration, by_[node.value]);
      }
    }
  }
}

// As far as the time that is left leads; a part's duration is rounded down.
void Isochrone::add_part(EdgeId edge, std::uint32_t cost, std::int64_t from_mm,
                         std::vector<EdgePart>& result) const {
  if (cost > limit_ms_) return;
  const std::int64_t length = graph_.length_mm(edge), duration = graph_.duration_ms(edge, profile_);
  const std::int64_t left = limit_ms_ - cost;
  const std::int64_t far = left >= duration ? length : ((left + 1) * length - 1) / duration;
  const std::int64_t to = std::min(length, from_mm + far);
  result.push_back({edge, static_cast<std::uint32_t>(from_mm), static_cast<std::uint32_t>(to)});
}

void Isochrone::parts(std::vector<EdgePart>& result) const {
  result.clear();
  for (const std::uint32_t node : reached_) {
    for (std::uint32_t e = graph_.first_out({node}); e < graph_.end_out({node}); ++e) {
      if (graph_.duration_ms({e}, profile_) == kImpassable) continue;
      add_part({e}, costs_[node], 0, result);
    }
  }
  for (const OnLink& on : on_links_) {
    for (const bool reversed : {false, true}) {
      EdgeId edge;
      if (!graph_.edge_of(on.link, reversed, profile_, edge)) continue;
      add_part(edge, on.walk_ms, along_edge(graph_, edge, starts_[on.start]), result);
    }
  }
  std::stable_sort(result.begin(), result.end(), [](const EdgePart& a, const EdgePart& b) {
    return a.edge.value != b.edge.value ? a.edge.value < b.edge.value : a.from_mm < b.from_mm;
  });
}

Covered Isochrone::cover_one(const Snap& place) const {
  std::int64_t best = std::int64_t{limit_ms_} + 1;
  std::uint32_t by = 0;
  const auto offer = [&](std::int64_t duration, std::uint32_t start) {
    if (duration > best || (duration == best && start >= by)) return;
    best = duration;
    by = start;
  };
  const LinkEnds ends = entering(graph_, place, profile_);
  for (const HierarchyQuery::End& end : ends.span()) {
    if (costs_[end.node] < kFar) {
      offer(std::int64_t{costs_[end.node]} + end.duration_ms, by_[end.node]);
    }
  }
  auto on = std::lower_bound(on_links_.begin(), on_links_.end(), place.link,
                             [](const OnLink& a, std::uint32_t link) { return a.link < link; });
  for (; on != on_links_.end() && on->link == place.link; ++on) {
    EdgePart part;
    const std::int64_t along = stay_on_link(graph_, starts_[on->start], place, profile_, part);
    if (along != kNoRoute) offer(on->walk_ms + along, on->start);
  }
  if (best > limit_ms_) return {};
  return {true, by, static_cast<std::uint32_t>(best)};
}

void Isochrone::cover(std::span<const PointE7> places, std::vector<Covered>& result) const {
  result.clear();
  for (const PointE7 place : places) {
    const Snap snap = index_.off_island(index_.snap(place, profile_), profile_);
    result.push_back(snap.found ? cover_one(snap) : Covered());
  }
}

}  // namespace gezhi
