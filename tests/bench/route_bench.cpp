// Microseconds for a shortest way on foot between two random nodes, beside Boost.Graph's A* on its
// compressed_sparse_row_graph with the same weights and a straight-line bound, every answer compared.
//
//   road.route.jinan     the duration, on the roads of Jinan
//   road.geometry        the duration, the legs and the points, between two snapped places there;
//                        road.geometry.share beside three times the duration alone between them
//   road.route.whole     from two places to points and turns, with snapping
//   road.route.city200k  the duration, in a made city of 200,000 crossings
//   road.nearest         the 10 nearest of 500 units in Jinan, beside 20 queries
//   road.prepare         seconds for the hierarchy of that city on foot; road.prepare.bytes: in a pack
//
// The native program leaves Jinan's pack in build/, where the wasm one finds it.
#include <boost/graph/astar_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include <cmath>

#include "core/district/district.h"
#include "core/district/road_sections.h"
#include "tests/bench/bench.h"
#include "tests/bench/jinan.h"
#include "tests/bench/walks.h"
#include "tests/support/road_networks.h"
#ifdef __EMSCRIPTEN__
#include <csetjmp>
#include <cstdlib>
#include <functional>
#endif

#ifdef __EMSCRIPTEN__
// Boost asks for these where nothing may be thrown.
namespace boost {
void throw_exception(const std::exception&) { std::abort(); }
void throw_exception(const std::exception&, const source_location&) { std::abort(); }
}  // namespace boost
#endif

namespace gezhi {
namespace {

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
    return std::sqrt(dx * dx + dy * dy) * kSurelyBelow;
  }

 private:
  const std::vector<std::pair<double, double>>& places_;
  Vertex goal_;
};

// Boost's search can only be left by throwing; where nothing may be thrown, it is jumped out of, and
// its queue is lost.
#ifdef __EMSCRIPTEN__
std::jmp_buf found_goal;
[[noreturn]] void leave() { std::longjmp(found_goal, 1); }
// Called through a pointer: what stands in one function with setjmp is slow here.
bool is_left(const std::function<void()>& search) {
  if (setjmp(found_goal) != 0) return true;
  search();
  return false;
}
#else
struct Found {};
[[noreturn]] void leave() { throw Found{}; }
template <class Search>
bool is_left(const Search& search) {
  try {
    search();
  } catch (const Found&) {
    return true;
  }
  return false;
}
#endif

class StopAtGoal : public boost::default_astar_visitor {
 public:
  explicit StopAtGoal(Vertex goal) : goal_(goal) {}
  void examine_vertex(Vertex v, const Graph&) const {
    if (v == goal_) leave();
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
      : places(walking_plane(roads)),
        parent(roads.node_count()),
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
  }

  // -1 when there is no way.
  double find(Vertex from, Vertex to) {
    const auto index = get(boost::vertex_index, graph);
    const bool found = is_left([&] {
      boost::astar_search(
          graph, from, StraightLine(places, to),
          boost::predecessor_map(boost::make_iterator_property_map(parent.begin(), index))
              .distance_map(boost::make_iterator_property_map(cost.begin(), index))
              .rank_map(boost::make_iterator_property_map(rank.begin(), index))
              .color_map(boost::make_iterator_property_map(colour.begin(), index))
              .weight_map(get(&Weight::ms, graph))
              .visitor(StopAtGoal(to)));
    });
    return found ? cost[to] : -1;
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

constexpr const char* kRival = "Boost.Graph astar_search on compressed_sparse_row_graph";

// Runs over the same pairs for us and the rival; microseconds each.
struct Race {
  const RoadGraph& roads;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  double theirs = 0;

  Race(const RoadGraph& graph, std::size_t count) : roads(graph), pairs(walks_on(graph, count)) {}

  // `once` gives a number for a pair, so that nothing is left out.
  template <class Once>
  double us_each(const Once& once, int rounds = 20) const {
    const auto all = [&] {
      double sum = 0;
      for (int round = 0; round < rounds; ++round) {
        for (const auto& [a, b] : pairs) sum += static_cast<double>(once(a, b));
      }
      bench::keep(static_cast<std::uint64_t>(sum));
    };
    const auto count = static_cast<std::int64_t>(pairs.size()) * rounds;
    return bench::median_of_3([&] { return bench::ns_each(count, all) / 1000; });
  }

  void print(const std::string& name, double ours) const {
    bench::print({name, ours, "us", bench::Better::kLower, kRival, theirs});
  }

  // The duration alone, compared with the rival's.
  double bare(const std::string& name, const Hierarchy& hierarchy) {
    HierarchyQuery query(hierarchy);
    Rival rival(roads);
    const auto ask = [&](std::uint32_t a, std::uint32_t b) {
      const HierarchyQuery::End start[] = {{a, 0}}, goal[] = {{b, 0}};
      return query.duration(start, goal);
    };
    for (const auto& [a, b] : pairs) {
      const std::uint32_t ours = ask(a, b);
      const double found = rival.find(a, b);
      GEZHI_CHECK((ours != Hierarchy::kFar) == (found >= 0));
      GEZHI_CHECK(found < 0 || ours == static_cast<std::uint32_t>(found));
    }
    theirs = us_each([&](std::uint32_t a, std::uint32_t b) { return rival.find(a, b); }, 1);
    const double ours = us_each(ask);
    print(name, ours);
    return ours;
  }
};

const bench::Registration kJinan("road.jinan", [] {
  auto pack = jinan_pack();
  if (!pack) return;
  const District district(*std::move(pack));
  const RoadGraph& roads = district.roads();
  Race race(roads, 200);
  const double one = race.bare("road.route.jinan", district.hierarchies()[0]);

  RouteQuery query(district.road_index(), &district.hierarchies());
  Route route;
  std::vector<std::pair<Snap, Snap>> places;
  for (const auto& [a, b] : race.pairs) {
    places.emplace_back(at_node(roads, a, true), at_node(roads, b, false));
  }
  std::size_t next = 0;
  const auto geometry = race.us_each([&](std::uint32_t, std::uint32_t) {
    const auto& [from, to] = places[next++ % places.size()];
    query.route_legs(from, to, Profile::foot, route);
    query.draw(route);
    return route.points.size();
  });
  race.print("road.geometry", geometry);
  HierarchyQuery ways(district.hierarchies()[0]);
  const auto duration = race.us_each([&](std::uint32_t, std::uint32_t) {
    const auto& [from, to] = places[next++ % places.size()];
    const LinkEnds starts = leaving(roads, from, Profile::foot),
                   goals = entering(roads, to, Profile::foot);
    return ways.duration(starts.span(), goals.span());
  });
  bench::print({"road.geometry.share", geometry, "us", bench::Better::kLower,
                "3 x the duration alone between the same places", 3 * duration});
  const auto whole = race.us_each([&](std::uint32_t a, std::uint32_t b) {
    query.route(roads.node_point({a}), roads.node_point({b}), Profile::foot, route);
    return route.turns.size();
  });
  race.print("road.route.whole", whole);

  Prng prng(4);
  std::vector<Snap> units;
  for (int i = 0; i < 500; ++i) {
    const auto node = static_cast<std::uint32_t>(prng.below(roads.node_count()));
    units.push_back(district.road_index().snap(roads.node_point({node}), Profile::foot));
  }
  std::vector<Reach> reached;
  const auto nearest = race.us_each([&](std::uint32_t a, std::uint32_t) {
    query.nearest(roads.node_point({a}), units, Profile::foot, 10, reached);
    return reached.size();
  });
  bench::print(
      {"road.nearest", nearest, "us", bench::Better::kLower, "20 x road.route.jinan", 20 * one});
});

const bench::Registration kCity("road.route.city200k", [] {
  const RoadGraph roads = made_city(1, 450);
  Hierarchies hierarchies;
  const double seconds = bench::seconds_of([&] {
    auto made = Hierarchy::make(roads, Profile::foot, plan_contraction(roads, Profile::foot));
    hierarchies[0] = std::move(made).value();
  });
  Race race(roads, 40);
  race.bare("road.route.city200k", hierarchies[0]);
  bench::print({"road.prepare", seconds, "s", bench::Better::kLower});
  const Bytes stored = hierarchy_bytes(hierarchies, roads, PlanSection::before_cars);
  const double bytes = static_cast<double>(stored.size()) / roads.node_count();
  bench::print({"road.prepare.bytes", bytes, "bytes/node", bench::Better::kLower});
  const double load = bench::seconds_of([&] {
    Hierarchies read;
    GEZHI_CHECK(read_hierarchies(stored, roads, PlanSection::before_cars, read).ok());
  });
  bench::print({"road.prepare.load", load, "s", bench::Better::kLower});
});

}  // namespace
}  // namespace gezhi
