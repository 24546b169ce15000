// The contraction hierarchy against Dijkstra, and against plans that were not made for the graph.
#include "core/road/hierarchy.h"

#include <doctest/doctest.h>

#include "tests/support/road_networks.h"

using namespace gezhi;

namespace {

Hierarchy hierarchy_of(const RoadGraph& graph, Profile profile) {
  auto made = Hierarchy::make(graph, profile, plan_contraction(graph, profile));
  REQUIRE(made.ok());
  return std::move(made).value();
}

void check_as_dijkstra(const RoadGraph& graph, std::uint32_t starts, std::uint32_t goals) {
  for (const Profile profile : {Profile::foot, Profile::ebike}) {
    const HierarchyFaults faults =
        compare(graph, profile, hierarchy_of(graph, profile), starts, goals);
    CHECK(faults.durations == 0);
    CHECK(faults.paths == 0);
    CHECK(faults.together == 0);
  }
}

}  // namespace

TEST_SUITE("road/hierarchy") {
  TEST_CASE("property: answers are Dijkstra's with islands, loops, double roads, zero lengths") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      Prng prng(seed);
      const auto n = static_cast<std::uint32_t>(prng.between(2, 120));
      check_as_dijkstra(random_network(prng, n, static_cast<std::uint32_t>(prng.between(1, 3 * n))),
                        20, 20);
    }
  }

  TEST_CASE("property: 10,000 pairs of a made city are as Dijkstra says") {
    check_as_dijkstra(made_city(5, 64), 100, 100);
  }

  TEST_CASE("property: no edge improves a settled distance") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      CAPTURE(seed);
      const RoadGraph graph = made_city(seed, 20);
      const Hierarchy hierarchy = hierarchy_of(graph, Profile::ebike);
      HierarchyQuery query(hierarchy);
      HierarchyQuery::Sources sources;
      for (std::uint32_t v = 0; v < graph.node_count(); ++v) {
        const HierarchyQuery::End start[] = {{v, 0}};
        query.add_source(start, sources);
      }
      sources.sort();
      const HierarchyQuery::End goal[] = {{static_cast<std::uint32_t>(seed * 71), 0}};
      std::vector<std::uint32_t> to_goal;
      query.aim(goal);
      query.durations(sources, to_goal);
      for (std::uint32_t e = 0; e < graph.edge_count(); ++e) {
        const std::uint32_t duration = graph.duration_ms({e}, Profile::ebike);
        if (duration == kImpassable) continue;
        CHECK(to_goal[graph.tail({e}).value] <=
              std::uint64_t{to_goal[graph.head({e}).value]} + duration);
      }
    }
  }

  TEST_CASE("of several ends the best pair is used, and named") {
    const RoadGraph graph = made_city(9, 12);
    const Hierarchy hierarchy = hierarchy_of(graph, Profile::foot);
    HierarchyQuery query(hierarchy);
    const HierarchyQuery::End starts[] = {{0, 900000}, {1, 10}, {1, 20}},
                              goals[] = {{143, 5}, {142, 900000}};
    const std::uint32_t both = query.duration(starts, goals);
    const std::span<const EdgeId> edges = query.path();
    CHECK(query.start_used() == 1);
    CHECK(query.goal_used() == 0);
    CHECK(both == all_from(graph, 1, Profile::foot)[143] + 15);
    CHECK(graph.tail(edges.front()).value == 1);
    CHECK(graph.head(edges.back()).value == 143);
    CHECK(query.duration({}, goals) == Hierarchy::kFar);
  }

  TEST_CASE("a network without nodes or without edges has a hierarchy too") {
    CHECK(hierarchy_of(RoadGraph(), Profile::foot).size() == 0);
    RoadLinks links;
    links.nodes = {{1200000000, 300000000}, {1200000000, 300000000}};
    const auto graph = RoadGraph::make(links);
    REQUIRE(graph.ok());
    CHECK(compare(*graph, Profile::foot, hierarchy_of(*graph, Profile::foot), 2, 4).none());
  }

  TEST_CASE("a plan that does not fit is refused, naming the place") {
    const RoadGraph graph = made_city(3, 8);
    const ContractionPlan good = plan_contraction(graph, Profile::foot);
    const auto refusal = [&](auto&& spoil) {
      ContractionPlan plan = good;
      spoil(plan);
      const auto made = Hierarchy::make(graph, Profile::foot, std::move(plan));
      return made.ok() ? std::string() : made.error().message;
    };
    using Plan = ContractionPlan;
    CHECK(refusal([](Plan&) {}).empty());
    CHECK(refusal([](Plan& p) { p.level.pop_back(); }) == "hierarchy: levels 63");
    CHECK(refusal([](Plan& p) { p.first.pop_back(); }) == "hierarchy: nodes with shortcuts 64");
    CHECK(refusal([](Plan& p) { p.first[0] = 1; }) == "hierarchy: nodes with shortcuts 65");
    CHECK(refusal([](Plan& p) { p.first.back() += 1; }) == "hierarchy: nodes with shortcuts 65");
    CHECK(refusal([](Plan& p) { p.first[5] = 0xFFFFFFFF; }) == "hierarchy: shortcuts of node 5");
    CHECK(refusal([](Plan& p) { p.shortcuts.pop_back(); }) == "hierarchy: nodes with shortcuts 65");
    CHECK(refusal([](Plan& p) { p.shortcuts[0].high = 99; }).find("hierarchy: shortcut ") == 0);
    CHECK(refusal([](Plan& p) {
            p.shortcuts[0].low = p.shortcuts[0].high;
          }).find("hierarchy: shortcut ") == 0);
    CHECK(refusal([](Plan& p) { p.made_for ^= 1; }) == "hierarchy: made for other roads, nodes 64");
    CHECK(refusal([&](Plan& p) { p = plan_contraction(graph, Profile::ebike); }) ==
          "hierarchy: made for other roads, nodes 64");
  }

  TEST_CASE("property: whatever a plan says, a way that is found is there") {
    const RoadGraph graph = made_city(4, 10);
    const ContractionPlan good = plan_contraction(graph, Profile::ebike);
    Prng prng(1);
    std::uint32_t taken = 0;
    for (int round = 0; round < 400; ++round) {
      ContractionPlan plan = good;
      for (std::uint64_t changes = 1 + prng.below(4); changes > 0; --changes) {
        const auto any = [&](std::size_t size) {
          return static_cast<std::size_t>(prng.below(size));
        };
        plan.level[any(plan.level.size())] = static_cast<std::uint32_t>(prng.below(30));
        plan.shortcuts[any(plan.shortcuts.size())].low = static_cast<std::uint32_t>(prng.below(3));
        plan.shortcuts[any(plan.shortcuts.size())].high = static_cast<std::uint32_t>(prng.below(5));
      }
      const auto made = Hierarchy::make(graph, Profile::ebike, std::move(plan));
      if (!made.ok()) continue;
      ++taken;
      CHECK(compare(graph, Profile::ebike, *made, 2, 10).paths == 0);
    }
    CHECK(taken > 0);
    CHECK(taken < 400);
  }
}
