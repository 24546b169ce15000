#include "tests/support/road_networks.h"

#include <algorithm>
#include <span>

#include "core/base/check.h"

namespace gezhi {
namespace {

PointE7 anywhere(Prng& prng) {
  return {1201000000 + static_cast<std::int32_t>(prng.below(300000)),
          303000000 + static_cast<std::int32_t>(prng.below(300000))};
}

RoadGraph made(RoadLinks links) {
  auto graph = RoadGraph::make(std::move(links));
  GEZHI_CHECK(graph.ok());
  return std::move(graph).value();
}

// Whether the edges lead from a node to another in that time.
bool is_way(const RoadGraph& graph, Profile profile, std::span<const EdgeId> edges,
            std::uint32_t from, std::uint32_t to, std::uint32_t duration_ms) {
  std::uint64_t sum = 0;
  for (const EdgeId edge : edges) {
    if (graph.tail(edge).value != from || graph.duration_ms(edge, profile) == kImpassable)
      return false;
    sum += graph.duration_ms(edge, profile);
    from = graph.head(edge).value;
  }
  return from == to && sum == duration_ms;
}

// Which of the streets of a grid are wide: every eighth is, and every 32nd is more so.
constexpr std::uint32_t kEstate = 8;
RoadClass class_of_street(std::uint32_t number) {
  if (number % (4 * kEstate) == 0) return RoadClass::primary;
  return number % kEstate == 0 ? RoadClass::secondary : RoadClass::residential;
}

}  // namespace

RoadGraph random_network(Prng& prng, std::uint32_t nodes, std::uint32_t links) {
  RoadLinks roads;
  roads.names = {"", "登云路", "余杭塘路"};
  for (std::uint32_t i = 0; i < nodes; ++i) {
    const PointE7 p = anywhere(prng);
    const bool same_place = i > 4 && prng.chance(1, 10);
    roads.nodes.push_back(same_place ? prng.pick(roads.nodes) : p);  // zero lengths
  }
  for (std::uint32_t i = 0; i < links; ++i) {
    RoadLinks::Link link;
    link.from = static_cast<std::uint32_t>(prng.below(nodes));
    link.to = prng.chance(1, 20) ? link.from : static_cast<std::uint32_t>(prng.below(nodes));
    if (i > 0 && prng.chance(1, 10))
      link = roads.links.back();  // a second road between the same ends
    link.name = static_cast<std::uint32_t>(prng.below(3));
    link.road_class = static_cast<RoadClass>(prng.below(13));
    link.access = static_cast<std::uint8_t>(prng.chance(2, 3) ? kAllAccess : prng.below(64));
    std::vector<PointE7> between;
    for (std::uint64_t b = prng.below(3); b > 0; --b) between.push_back(anywhere(prng));
    link.form = static_cast<RoadForm>(prng.below(3));
    roads.add(link, between);
  }
  for (std::uint32_t i = 0; i < links; ++i) {
    const RoadLinks::Link& link = roads.links[static_cast<std::size_t>(prng.below(links))];
    const std::uint32_t via = prng.chance(1, 2) ? link.from : link.to;
    const auto to = static_cast<std::uint32_t>(prng.below(links));
    const auto rule = prng.chance(1, 8) ? TurnRule::closed : static_cast<TurnRule>(prng.below(2));
    // Mostly between links that meet there.
    std::uint32_t meeting = to;
    for (std::uint32_t j = 0; j < links; ++j) {
      const RoadLinks::Link& other = roads.links[(to + j) % links];
      if (other.from == via || other.to == via) meeting = (to + j) % links;
    }
    const auto from = static_cast<std::uint32_t>(&link - roads.links.data());
    roads.turns.push_back(
        {via, rule, rule == TurnRule::closed ? 0 : from, rule == TurnRule::closed ? 0 : meeting});
  }
  return made(std::move(roads));
}

RoadGraph made_city(std::uint64_t seed, std::uint32_t side) {
  constexpr std::int32_t kBlock = 12000;  // E7: about 120 m
  Prng prng(seed);
  RoadLinks roads;
  const auto jitter = [&] { return static_cast<std::int32_t>(prng.between(-4000, 4000)); };
  for (std::uint32_t y = 0; y < side; ++y) {
    for (std::uint32_t x = 0; x < side; ++x) {
      roads.nodes.push_back({1200000000 + static_cast<std::int32_t>(x) * kBlock + jitter(),
                             300000000 + static_cast<std::int32_t>(y) * kBlock + jitter()});
    }
  }
  // The `along`-th piece of a street.
  const auto street = [&](std::uint32_t a, std::uint32_t b, std::uint32_t number,
                          std::uint32_t along, bool over_river) {
    const RoadClass road_class = class_of_street(number);
    const bool wide = road_class != RoadClass::residential;
    const bool gate = along % kEstate == 0 || along % kEstate == kEstate - 1;
    if (over_river && number % (2 * kEstate) != 0) return;
    if (!wide && (gate ? prng.chance(2, 3) : prng.chance(1, 5))) return;
    const bool one_way = !wide && prng.chance(1, 8);
    const auto access = static_cast<std::uint8_t>(one_way ? kOneWayAccess : kAllAccess);
    const PointE7 p = roads.nodes[a], q = roads.nodes[b];
    roads.add({a, b, 0, road_class, access}, {{p.lon + (q.lon - p.lon) / 2 + jitter() / 4,
                                               p.lat + (q.lat - p.lat) / 2 + jitter() / 4}});
  };
  for (std::uint32_t y = 0; y < side; ++y) {
    for (std::uint32_t x = 0; x < side; ++x) {
      const std::uint32_t at = y * side + x;
      if (x + 1 < side) street(at, at + 1, y, x, x == side / 2);
      if (y + 1 < side) street(at, at + side, x, y, false);
    }
  }
  return made(std::move(roads));
}

std::vector<std::int64_t> all_from(const RoadGraph& graph, std::uint32_t start, Profile profile) {
  std::vector<std::int64_t> cost(graph.node_count(), kNeverThere);
  KeyHeap heap;
  cost[start] = 0;
  heap.push(start);
  while (!heap.empty()) {
    const std::uint64_t key = heap.pop();
    const std::uint32_t v = item_of(key);
    if (cost_of(key) != cost[v]) continue;
    for (std::uint32_t e = graph.first_out({v}); e < graph.end_out({v}); ++e) {
      if (graph.duration_ms({e}, profile) == kImpassable) continue;
      const std::int64_t next = cost[v] + graph.duration_ms({e}, profile);
      const std::uint32_t head = graph.head({e}).value;
      if (next >= cost[head]) continue;
      cost[head] = next;
      heap.push(key_of(static_cast<std::uint32_t>(next), head));
    }
  }
  return cost;
}

namespace {

// Whether a car that has come along a way to its end may go on along another: as the signs say, without
// any copies of nodes.
class Signs {
 public:
  explicit Signs(const RoadGraph& graph) : graph_(graph) {
    for (const RoadTurn& turn : graph.links().turns) at_[turn.via].push_back(turn);
  }
  bool allow(std::uint32_t come, std::uint32_t go) const {
    const auto signs = at_.find(end_of(come));
    if (signs == at_.end()) return true;
    bool ordered = false, named = false;
    for (const RoadTurn& turn : signs->second) {
      if (turn.rule == TurnRule::closed) return false;
      if (turn.from != come / 2) continue;
      if (turn.rule == TurnRule::no && turn.to == go / 2) return false;
      if (turn.rule != TurnRule::only || !leaves(turn.to, turn.via)) continue;
      ordered = true;
      named = named || turn.to == go / 2;
    }
    return named || !ordered;
  }
  std::uint32_t end_of(std::uint32_t way) const {
    const RoadLinks::Link& link = graph_.links().links[way / 2];
    return way % 2 != 0 ? link.from : link.to;
  }

 private:
  bool leaves(std::uint32_t link, std::uint32_t node) const {
    EdgeId edge;
    return (end_of(2 * link + 1) == node && graph_.edge_of(link, false, Profile::car, edge)) ||
           (end_of(2 * link) == node && graph_.edge_of(link, true, Profile::car, edge));
  }
  const RoadGraph& graph_;
  std::map<std::uint32_t, std::vector<RoadTurn>> at_;
};

}  // namespace

CarTimes::CarTimes(const RoadGraph& graph, const Snap& from)
    : graph_(graph), from_(from), ends_(2 * std::size_t{graph.link_count()}, kNeverThere) {
  std::vector<std::vector<std::uint32_t>> ways_from(graph.place_count());
  const Signs signs(graph);
  for (std::uint32_t way = 0; way < ends_.size(); ++way) {
    EdgeId edge;
    if (graph.edge_of(way / 2, way % 2 != 0, Profile::car, edge))
      ways_from[signs.end_of(way ^ 1)].push_back(way);
  }
  KeyHeap heap;
  const auto reach = [&](std::uint32_t way, std::int64_t cost) {
    if (cost >= ends_[way]) return;
    ends_[way] = cost;
    heap.push(key_of(static_cast<std::uint32_t>(cost), way));
  };
  for (const std::uint32_t way : {2 * from.link, 2 * from.link + 1}) {
    EdgeId edge;
    if (!graph.edge_of(from.link, way % 2 != 0, Profile::car, edge)) continue;
    const std::int64_t left = graph.length_mm(edge) - along_edge(graph, edge, from);
    reach(way, part_duration_ms(graph, edge, Profile::car, left));
  }
  while (!heap.empty()) {
    const std::uint64_t key = heap.pop();
    const std::uint32_t come = item_of(key);
    if (cost_of(key) != ends_[come]) continue;
    for (const std::uint32_t go : ways_from[signs.end_of(come)]) {
      EdgeId edge;
      graph.edge_of(go / 2, go % 2 != 0, Profile::car, edge);
      if (signs.allow(come, go)) reach(go, ends_[come] + graph.duration_ms(edge, Profile::car));
    }
  }
  for (std::uint32_t way = 0; way < ends_.size(); ++way) {
    for (const std::uint32_t go : ways_from[signs.end_of(way)]) {
      if (ends_[way] != kNeverThere && signs.allow(way, go)) {
        std::int64_t& begin = begins_.emplace(go, kNeverThere).first->second;
        begin = std::min(begin, ends_[way]);
      }
    }
  }
}

std::int64_t CarTimes::to(const Snap& place) const {
  EdgePart part;
  std::int64_t best = stay_on_link(graph_, from_, place, Profile::car, part);
  for (const std::uint32_t way : {2 * place.link, 2 * place.link + 1}) {
    EdgeId edge;
    const auto begin = begins_.find(way);
    if (begin == begins_.end() || !graph_.edge_of(place.link, way % 2 != 0, Profile::car, edge))
      continue;
    const std::int64_t along = along_edge(graph_, edge, place);
    best = std::min(best, begin->second + part_duration_ms(graph_, edge, Profile::car, along));
  }
  return best;
}

HierarchyFaults compare(const RoadGraph& graph, Profile profile, const Hierarchy& hierarchy,
                        std::uint32_t starts, std::uint32_t goals) {
  HierarchyFaults faults;
  HierarchyQuery query(hierarchy), many(hierarchy);
  HierarchyQuery::Sources sources;
  std::vector<std::uint32_t> goal_nodes, together;
  Prng prng(7);
  const auto any_node = [&] { return static_cast<std::uint32_t>(prng.below(graph.node_count())); };
  for (std::uint32_t j = 0; j < goals; ++j) {
    goal_nodes.push_back(any_node());
    const HierarchyQuery::End end[] = {{goal_nodes.back(), 0}};
    many.add_source(end, sources);
  }
  sources.sort();
  for (std::uint32_t i = 0; i < starts; ++i) {
    const std::uint32_t start = any_node();
    const HierarchyQuery::End start_end[] = {{start, 0}};
    const std::vector<std::int64_t> expected = all_from(graph, start, profile);
    many.aim(start_end);
    many.durations(sources, together);
    for (std::uint32_t j = 0; j < goals; ++j) {
      const std::uint32_t goal = goal_nodes[j];
      const HierarchyQuery::End goal_end[] = {{goal, 0}};
      const std::uint32_t there = query.duration(start_end, goal_end);
      ++faults.pairs;
      const bool found = there != Hierarchy::kFar;
      if ((found ? std::int64_t{there} : kNeverThere) != expected[goal]) ++faults.durations;
      if (!found) ++faults.without_way;
      if (found) {
        if (!is_way(graph, profile, query.path(), start, goal, there)) ++faults.paths;
      }
      if (together[j] != query.duration(goal_end, start_end)) ++faults.together;
    }
  }
  return faults;
}

}  // namespace gezhi
