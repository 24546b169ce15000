// road.route: microseconds for a shortest way on foot between two random nodes of Jinan's roads, beside
// Boost.Graph's A* on its compressed_sparse_row_graph, with the same weights and a straight-line bound.
// Both give the path's nodes; ours also snaps nothing here and draws nothing.
#include <boost/graph/astar_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include <cmath>
#include <cstdio>
#include <memory>

#include "core/base/prng.h"
#include "core/district/district.h"
#include "native/import/roads.h"
#include "tests/bench/bench.h"
#include "tests/support/shared_data.h"

namespace gezhi {
namespace {

constexpr std::size_t kPairs = 200;
constexpr double kPi = 3.14159265358979323846;

struct Weight {
  double ms = 0;
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Weight>;
using Vertex = Graph::vertex_descriptor;

// Straight line at the fastest speed, in a local plane.
class StraightLine : public boost::astar_heuristic<Graph, double> {
 public:
  StraightLine(const std::vector<std::pair<double, double>>& places, Vertex goal)
      : places_(places), goal_(goal) {}
  double operator()(Vertex v) const {
    const double dx = places_[v].first - places_[goal_].first,
                 dy = places_[v].second - places_[goal_].second;
    return std::sqrt(dx * dx + dy * dy) * 0.999;
  }

 private:
  const std::vector<std::pair<double, double>>& places_;
  Vertex goal_;
};

struct Found {};
class StopAtGoal : public boost::default_astar_visitor {
 public:
  explicit StopAtGoal(Vertex goal) : goal_(goal) {}
  void examine_vertex(Vertex v, const Graph&) const {
    if (v == goal_) throw Found{};
  }

 private:
  Vertex goal_;
};

struct Rival {
  Graph graph;
  std::vector<std::pair<double, double>> places;  // in milliseconds of walking
  std::vector<Vertex> parent;
  std::vector<double> cost, rank;
  std::vector<boost::default_color_type> colour;

  explicit Rival(const RoadGraph& roads)
      : parent(roads.node_count()),
        cost(roads.node_count()),
        rank(roads.node_count()),
        colour(roads.node_count()) {
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    std::vector<Weight> weights;
    for (std::uint32_t e = 0; e < roads.edge_count(); ++e) {
      if (roads.duration_ms({e}, Profile::foot) == kImpassable) continue;
      edges.emplace_back(roads.tail({e}).value, roads.head({e}).value);
      weights.push_back({static_cast<double>(roads.duration_ms({e}, Profile::foot))});
    }
    graph = Graph(boost::edges_are_sorted, edges.begin(), edges.end(), weights.begin(),
                  roads.node_count());
    const double lat = static_cast<double>(roads.box().middle().lat) / 1e7 / 180 * kPi;
    const double ms_per_e7 = 11.1195 * 1000 / static_cast<double>(kFastestMmPerS[0]);
    for (std::uint32_t v = 0; v < roads.node_count(); ++v) {
      const PointE7 p = roads.node_point({v});
      places.emplace_back(p.lon * ms_per_e7 * std::cos(lat), p.lat * ms_per_e7);
    }
  }

  // -1 when there is no way.
  double find(Vertex from, Vertex to) {
    const auto index = get(boost::vertex_index, graph);
    try {
      boost::astar_search(
          graph, from, StraightLine(places, to),
          boost::predecessor_map(boost::make_iterator_property_map(parent.begin(), index))
              .distance_map(boost::make_iterator_property_map(cost.begin(), index))
              .rank_map(boost::make_iterator_property_map(rank.begin(), index))
              .color_map(boost::make_iterator_property_map(colour.begin(), index))
              .weight_map(get(&Weight::ms, graph))
              .visitor(StopAtGoal(to)));
    } catch (const Found&) {
      return cost[to];
    }
    return -1;
  }
};

// A snap exactly at a node, on one of the links that leave it.
Snap at_node(const RoadGraph& roads, std::uint32_t node, bool leaving) {
  Snap snap;
  snap.point = snap.asked = roads.node_point({node});
  const std::uint32_t first = leaving ? roads.first_out({node}) : roads.first_in({node});
  const std::uint32_t end = leaving ? roads.end_out({node}) : roads.end_in({node});
  for (std::uint32_t i = first; i < end; ++i) {
    const EdgeId edge = leaving ? EdgeId{i} : roads.in_edge(i);
    if (roads.duration_ms(edge, Profile::foot) == kImpassable) continue;
    snap.found = true;
    snap.link = roads.link(edge);
    snap.along_mm = leaving == roads.is_reversed(edge) ? roads.link_length_mm(snap.link) : 0;
    return snap;
  }
  return snap;
}

const bench::Registration kRoute("road.route", [] {
  const auto path = shared_data_path("roads/jinan/edges.shp");
  if (!path) return;
  RoadImport options;
  options.file = *path;
  DistrictPack pack;
  GEZHI_CHECK(import_roads(options, pack, [](const std::string&) {}).ok());
  const District district(std::move(pack));
  const RoadGraph& roads = district.roads();
  RouteQuery query(district.road_index());
  Rival rival(roads);
  Route route;
  Prng prng(3);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  while (pairs.size() < kPairs) {
    const auto a = static_cast<std::uint32_t>(prng.below(roads.node_count()));
    const auto b = static_cast<std::uint32_t>(prng.below(roads.node_count()));
    if (roads.part({a}, Profile::foot) != 0 || roads.part({b}, Profile::foot) != 0 || a == b)
      continue;
    pairs.emplace_back(a, b);
    query.route_legs(at_node(roads, a, true), at_node(roads, b, false), Profile::foot, route);
    const double theirs = rival.find(a, b);
    GEZHI_CHECK(route.found == (theirs >= 0));
    GEZHI_CHECK(!route.found || route.duration_ms == static_cast<std::int64_t>(theirs));
  }
  const auto bare = [&] {
    std::uint64_t sum = 0;
    for (const auto& [a, b] : pairs) {
      query.route_legs(at_node(roads, a, true), at_node(roads, b, false), Profile::foot, route);
      sum += static_cast<std::uint64_t>(route.duration_ms);
    }
    bench::keep(sum);
  };
  const auto whole = [&] {
    std::uint64_t sum = 0;
    for (const auto& [a, b] : pairs) {
      query.route(roads.node_point({a}), roads.node_point({b}), Profile::foot, route);
      sum += route.turns.size();
    }
    bench::keep(sum);
  };
  const auto boost_graph = [&] {
    double sum = 0;
    for (const auto& [a, b] : pairs) sum += rival.find(a, b);
    bench::keep(static_cast<std::uint64_t>(sum));
  };
  const auto us = [](const std::function<void()>& work) {
    return bench::median_of_3([&] { return bench::ns_each(kPairs, work) / 1000; });
  };
  const double theirs = us(boost_graph);
  const char* const name = "Boost.Graph astar_search on compressed_sparse_row_graph";
  bench::print({"road.route", us(bare), "us", bench::Better::kLower, name, theirs});
  bench::print({"road.route.with_turns", us(whole), "us", bench::Better::kLower, name, theirs});

  std::vector<Snap> units;
  for (int i = 0; i < 500; ++i) {
    units.push_back(district.road_index().snap(
        roads.node_point({static_cast<std::uint32_t>(prng.below(roads.node_count()))}),
        Profile::foot));
  }
  std::vector<Reach> reached;
  const auto nearest = [&] {
    std::uint64_t sum = 0;
    for (const auto& [a, b] : pairs) {
      query.nearest(roads.node_point({a}), units, Profile::foot, 10, reached);
      sum += reached.size();
    }
    bench::keep(sum);
  };
  bench::print({"road.nearest", us(nearest), "us", bench::Better::kLower});
});

}  // namespace
}  // namespace gezhi
