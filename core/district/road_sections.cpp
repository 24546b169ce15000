#include "core/district/road_sections.h"

#include <algorithm>

#include "core/district/varint.h"

namespace gezhi {
namespace {

constexpr std::uint64_t kForm = 1;
constexpr std::uint64_t kShortcutsMax = 1U << 30;
constexpr std::uint32_t kNeighboursMax = kRoadLinksMax;

using Shortcut = ContractionPlan::Shortcut;

std::uint64_t pairs_below(std::uint64_t high) { return high * (high - 1) / 2; }

void write_shortcut(VarintWriter& out, const Shortcut& shortcut) {
  out.number((pairs_below(shortcut.high) + shortcut.low) * 3 + shortcut.ways - 1);
}

Shortcut read_shortcut(VarintReader& in) {
  const std::uint64_t code = in.number();
  const std::uint64_t pair = code / 3;
  if (pair >= pairs_below(kNeighboursMax)) {
    in.fail();
    return {};
  }
  std::uint64_t high = 1, end = kNeighboursMax;
  while (end - high > 1) {
    const std::uint64_t middle = (high + end) / 2;
    (pairs_below(middle) <= pair ? high : end) = middle;
  }
  return {static_cast<std::uint32_t>(pair - pairs_below(high)), static_cast<std::uint32_t>(high),
          static_cast<std::uint32_t>(code % 3) + 1};
}

// The profiles of a section, and how many nodes its plans have.
struct PlanRange {
  std::uint32_t first;
  std::uint32_t end;
  std::uint32_t nodes;
};
PlanRange range_of(PlanSection section, const RoadGraph& graph) {
  constexpr std::uint32_t kCar = static_cast<std::uint32_t>(Profile::car);
  if (section == PlanSection::before_cars) return {0, kCar, graph.place_count()};
  return {kCar, kProfiles, graph.node_count()};
}

void write_plan(VarintWriter& out, const ContractionPlan& plan, std::uint32_t nodes) {
  out.number(plan.made_for);
  for (std::size_t node = 0; node < nodes; ++node) {
    out.number(plan.level[node]);
    out.number(plan.first[node + 1] - plan.first[node]);
    for (std::uint32_t i = plan.first[node]; i < plan.first[node + 1]; ++i) {
      write_shortcut(out, plan.shortcuts[i]);
    }
  }
}

ContractionPlan read_plan(VarintReader& in, std::uint32_t nodes) {
  ContractionPlan plan;
  plan.made_for = in.number();
  plan.first.push_back(0);
  for (std::uint32_t node = 0; node < nodes && in.ok(); ++node) {
    plan.level.push_back(in.below(nodes));
    for (std::uint32_t left = in.count(kShortcutsMax); left > 0 && in.ok(); --left) {
      plan.shortcuts.push_back(read_shortcut(in));
    }
    plan.first.push_back(static_cast<std::uint32_t>(plan.shortcuts.size()));
  }
  return plan;
}

Result<Done> read_ways(ByteView bytes, RoadLinks& roads) {
  VarintReader in(bytes);
  if (in.number() != kForm) return Done{};
  if (in.count(kRoadLinksMax) != roads.links.size()) in.fail();
  for (std::size_t i = 0; i < roads.links.size() && in.ok(); ++i) {
    const std::uint32_t way = in.below(names_of(RoadForm{}).size() << 2);
    roads.links[i].access |= static_cast<std::uint8_t>((way & 3U) * kCarForward);
    roads.links[i].form = static_cast<RoadForm>(way >> 2);
  }
  for (std::uint32_t left = in.count(kRoadTurnsMax, 2); left > 0 && in.ok(); --left) {
    RoadTurn turn;
    turn.via = in.below(roads.nodes.size());
    turn.rule = static_cast<TurnRule>(in.below(names_of(TurnRule{}).size()));
    if (turn.rule != TurnRule::closed) {
      turn.from = in.below(roads.links.size());
      turn.to = in.below(roads.links.size());
    }
    roads.turns.push_back(turn);
  }
  if (!in.ok() || !in.at_end()) return Error{"bad_road", "ways: " + in.misfit()};
  return Done{};
}

}  // namespace

Bytes road_bytes(const RoadLinks& roads) {
  VarintWriter out;
  out.number(roads.nodes.size());
  for (const PointE7 p : roads.nodes) out.point(p);
  out.number(roads.names.size());
  for (const std::string& name : roads.names) out.text(name);
  out.number(roads.links.size());
  std::int64_t from_before = 0;
  for (std::size_t i = 0; i < roads.links.size(); ++i) {
    const RoadLinks::Link& link = roads.links[i];
    out.signed_number(link.from - from_before);
    out.signed_number(std::int64_t{link.to} - link.from);
    from_before = link.from;
    out.number(link.name);
    out.number(static_cast<std::uint64_t>(link.road_class) << 4 | (link.access & 15U));
    out.number(roads.link_first[i + 1] - roads.link_first[i]);
    out.restart(roads.nodes[link.from]);
    for (std::uint32_t p = roads.link_first[i]; p < roads.link_first[i + 1]; ++p) {
      out.point(roads.link_points[p]);
    }
  }
  return out.take();
}

Bytes way_bytes(const RoadLinks& roads) {
  constexpr std::uint8_t kCars = kCarForward | kCarBackward;
  const auto tells = [](const RoadLinks::Link& link) {
    return (link.access & kCars) != 0 || link.form != RoadForm::ground;
  };
  if (roads.turns.empty() && std::none_of(roads.links.begin(), roads.links.end(), tells)) return {};
  VarintWriter out;
  out.number(kForm);
  out.number(roads.links.size());
  for (const RoadLinks::Link& link : roads.links) {
    out.number(static_cast<std::uint64_t>(link.form) << 2 | (link.access & kCars) / kCarForward);
  }
  out.number(roads.turns.size());
  for (const RoadTurn& turn : roads.turns) {
    out.number(turn.via);
    out.number(static_cast<std::uint64_t>(turn.rule));
    if (turn.rule == TurnRule::closed) continue;
    out.number(turn.from);
    out.number(turn.to);
  }
  return out.take();
}

Result<RoadGraph> read_roads(ByteView bytes, ByteView ways) {
  RoadLinks roads;
  VarintReader in(bytes);
  roads.nodes.resize(in.count(kRoadNodesMax, 2));
  for (PointE7& p : roads.nodes) p = in.point();
  roads.names.clear();
  for (std::uint32_t left = in.count(kRoadLinksMax); left > 0 && in.ok(); --left) {
    roads.names.emplace_back(in.text());
  }
  std::int64_t from = 0;
  for (std::uint32_t left = in.count(kRoadLinksMax, 5); left > 0 && in.ok(); --left) {
    RoadLinks::Link link;
    from += in.signed_number();
    const std::int64_t to = from + in.signed_number();
    const auto n = static_cast<std::int64_t>(roads.nodes.size());
    if (from < 0 || from >= n || to < 0 || to >= n) {
      in.fail();
      break;
    }
    link.from = static_cast<std::uint32_t>(from);
    link.to = static_cast<std::uint32_t>(to);
    link.name = in.below(roads.names.size());
    const std::uint32_t use = in.below(names_of(RoadClass{}).size() << 4);
    link.road_class = static_cast<RoadClass>(use >> 4);
    link.access = static_cast<std::uint8_t>(use & 15U);
    in.restart(roads.nodes[link.from]);
    std::vector<PointE7> between(in.count(kRoadPointsMax, 2));
    for (PointE7& p : between) p = in.point();
    if (in.ok()) roads.add(link, between);
  }
  if (!in.ok() || !in.at_end()) return Error{"bad_road", in.misfit()};
  if (!ways.empty()) {
    if (const auto read = read_ways(ways, roads); !read) return read.error();
  }
  return RoadGraph::make(std::move(roads));
}

Bytes hierarchy_bytes(const Hierarchies& hierarchies, const RoadGraph& graph, PlanSection section) {
  const PlanRange range = range_of(section, graph);
  VarintWriter out;
  out.number(kForm);
  out.number(range.end - range.first);
  bool any = false;
  for (std::uint32_t p = range.first; p < range.end; ++p) {
    const bool is_there = hierarchies[p].size() > 0;
    any = any || is_there;
    out.number(is_there ? 1 : 0);
    if (is_there) write_plan(out, hierarchies[p].plan, range.nodes);
  }
  return any ? out.take() : Bytes();
}

Result<Done> read_hierarchies(ByteView bytes, const RoadGraph& graph, PlanSection section,
                              Hierarchies& hierarchies) {
  const PlanRange range = range_of(section, graph);
  VarintReader in(bytes);
  if (in.number() != kForm) return Done{};
  const std::uint32_t profiles = in.count(range.end - range.first);
  for (std::uint32_t p = range.first; p < range.first + profiles; ++p) {
    if (in.below(2) == 0) continue;
    ContractionPlan plan = read_plan(in, range.nodes);
    if (!in.ok()) break;
    plan.level.resize(graph.node_count(), 0);
    plan.first.resize(graph.node_count() + std::size_t{1}, plan.first.back());
    const auto profile = static_cast<Profile>(p);
    if (plan.made_for != weights_mark(graph, profile)) continue;
    auto made = Hierarchy::make(graph, profile, std::move(plan));
    if (!made) return made.error();
    hierarchies[p] = *std::move(made);
  }
  if (!in.ok() || !in.at_end()) return Error{"bad_road", in.misfit()};
  return Done{};
}

}  // namespace gezhi
