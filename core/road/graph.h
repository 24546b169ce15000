// The road network as arrays. Links are the pieces of road between two nodes as drawn; each gives one
// directed edge per direction that anybody may use, and further ones for cars at corners with signs.
//
// Shapes: nodes 0..n-1, the first of them the links' own, the others copies for cars (turn_rules.h):
// origin() gives the one that is meant; links 0..l-1; edges 0..m-1, sorted by tail. `first_out` n+1, `head` m,
// `edges` m (its link, and whether it runs against the link's own direction), `first_in` n+1 and
// `in_edge` m (edges by head), `link_first` l+1 into `link_points` (points between the ends).
// Multi-edges, loops, zero lengths and islands are allowed.
// Units: millimetres, milliseconds. kImpassable in `duration_ms` = this profile may not go here.
// Errors: make() gives `bad_road` naming the link. Everything a query relies on is checked there.
// Threads: immutable after make().
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/names.h"
#include "core/base/plane.h"
#include "core/base/result.h"

namespace gezhi {

class ColumnReader;
class ColumnWriter;

// Wire-stable: append only.
enum class Profile : std::uint8_t { foot, ebike, car };
constexpr std::array<std::string_view, 3> names_of(Profile) { return {"foot", "ebike", "car"}; }
inline constexpr std::uint32_t kProfiles = 3;

// Wire-stable: append only. Decides speed and how it is drawn.
enum class RoadClass : std::uint8_t {
  path,         // footpaths, alleys
  service,      // yards, driveways
  residential,  // 支路
  tertiary,     // 次干路
  secondary,    // 主干路
  primary,      // 快速路辅道, main roads
  motorway,     // cars only
  steps,
  pedestrian,
  cycleway,
  track,
  ferry,
  bridge,  // a residential bridge over water
};
constexpr std::array<std::string_view, 13> names_of(RoadClass) {
  return {"path",  "service",    "residential", "tertiary", "secondary", "primary", "motorway",
          "steps", "pedestrian", "cycleway",    "track",    "ferry",     "bridge"};
}

// Who may go along a link, in its own direction and against it.
inline constexpr std::uint8_t kFootForward = 1;
inline constexpr std::uint8_t kFootBackward = 2;
inline constexpr std::uint8_t kEbikeForward = 4;
inline constexpr std::uint8_t kEbikeBackward = 8;
inline constexpr std::uint8_t kCarForward = 16;
inline constexpr std::uint8_t kCarBackward = 32;
inline constexpr std::uint8_t kAllAccess = 63;
inline constexpr std::uint8_t kOneWayAccess =
    kFootForward | kFootBackward | kEbikeForward | kCarForward;

// Wire-stable: append only. How a link lies to the ground: said on the way, and drawn.
enum class RoadForm : std::uint8_t { ground, tunnel, bridge };
constexpr std::array<std::string_view, 3> names_of(RoadForm) {
  return {"ground", "tunnel", "bridge"};
}

// Wire-stable: append only. What a sign at a node says to cars: from this link not into that one, only
// into that one, or nobody passes (a bollard).
enum class TurnRule : std::uint8_t { no, only, closed };
constexpr std::array<std::string_view, 3> names_of(TurnRule) { return {"no", "only", "closed"}; }
struct RoadTurn {
  std::uint32_t via = 0;  // node
  TurnRule rule = TurnRule::no;
  std::uint32_t from = 0;  // links that end at the node; of `closed` neither matters
  std::uint32_t to = 0;
};

struct NodeId {
  std::uint32_t value = 0;
  friend bool operator==(NodeId a, NodeId b) { return a.value == b.value; }
};
struct EdgeId {
  std::uint32_t value = 0;
  friend bool operator==(EdgeId a, EdgeId b) { return a.value == b.value; }
};

inline constexpr std::uint32_t kImpassable = 0xFFFFFFFFU;
inline constexpr std::uint32_t kRoadNodesMax = 4000000;
inline constexpr std::uint32_t kRoadLinksMax = 8000000;
inline constexpr std::uint32_t kRoadPointsMax = 40000000;
inline constexpr std::uint32_t kRoadTurnsMax = 1000000;

// Milliseconds for a length; Source: 1.25 m/s on foot (0.6 on steps), e-bikes 4 to 5.5 m/s (the
// 25 km/h limit of GB 17761 less crossings), cars about half of what the class usually allows in town,
// for the lights.
std::uint32_t road_duration_ms(RoadClass road_class, Profile profile, std::uint32_t length_mm);

// What a road network is made from: importers, the generator and the pack reader fill it.
struct RoadLinks {
  struct Link {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t name = 0;  // index into names
    RoadClass road_class = RoadClass::residential;
    std::uint8_t access = kAllAccess;
    RoadForm form = RoadForm::ground;
    std::uint8_t filler = 0;  // so that nothing of a link is undefined where it is written as it is
  };
  std::vector<PointE7> nodes;
  std::vector<std::string> names{std::string()};  // names[0] = "": no name
  std::vector<Link> links;
  std::vector<std::uint32_t> link_first{0};  // links + 1
  std::vector<PointE7> link_points;
  std::vector<RoadTurn> turns;

  // Appends a link with the points between its ends.
  void add(Link link, const std::vector<PointE7>& between);
};

// Of what links are made of, whatever lies between their ends. Errors: `bad_road`.
Result<Done> check_nodes_and_links(const RoadLinks& links);

class RoadGraph {
 public:
  RoadGraph() = default;

  // Lengths come from the geometry.
  static Result<RoadGraph> make(RoadLinks links);

  // As it is, for district/image.h. Only what queries and the map ask for comes back: of links() the
  // points and signs are not there. Errors: `bad_image`, also for what would lead a query astray.
  void to_columns(ColumnWriter& out) const;
  static Result<RoadGraph> from_columns(ColumnReader& in);

  std::uint32_t node_count() const {
    return place_count() + static_cast<std::uint32_t>(copy_of_.size());
  }
  // Without copies; these come first.
  std::uint32_t place_count() const { return static_cast<std::uint32_t>(links_.nodes.size()); }
  std::uint32_t link_count() const { return static_cast<std::uint32_t>(links_.links.size()); }
  std::uint32_t edge_count() const { return static_cast<std::uint32_t>(head_.size()); }
  const RoadLinks& links() const { return links_; }
  const BoxE7& box() const { return box_; }

  // Whether there is any road for it. A pack made before there were cars has none for them.
  bool has(Profile profile) const { return has_[static_cast<std::size_t>(profile)]; }
  // Signs that are not kept, because their corner has too many roads.
  std::uint32_t turns_left_out() const { return turns_left_out_; }

  NodeId origin(NodeId node) const {
    return node.value < place_count() ? node : NodeId{copy_of_[node.value - place_count()]};
  }
  PointE7 node_point(NodeId node) const { return links_.nodes[origin(node).value]; }
  std::uint32_t first_out(NodeId node) const { return first_out_[node.value]; }
  std::uint32_t end_out(NodeId node) const { return first_out_[node.value + 1]; }
  std::uint32_t first_in(NodeId node) const { return first_in_[node.value]; }
  std::uint32_t end_in(NodeId node) const { return first_in_[node.value + 1]; }
  EdgeId in_edge(std::uint32_t at) const { return {in_edge_[at]}; }
  NodeId tail(EdgeId edge) const { return {tail_[edge.value]}; }
  NodeId head(EdgeId edge) const { return {head_[edge.value]}; }
  std::uint32_t link(EdgeId edge) const { return edges_[edge.value].way >> 1; }
  bool is_reversed(EdgeId edge) const { return (edges_[edge.value].way & 1) != 0; }
  std::uint32_t length_mm(EdgeId edge) const { return edges_[edge.value].length_mm; }
  std::uint32_t link_length_mm(std::uint32_t link) const { return lines_[link].length_mm; }
  std::uint32_t duration_ms(EdgeId edge, Profile profile) const {
    return duration_ms_[static_cast<std::size_t>(profile)][edge.value];
  }
  const std::vector<std::uint32_t>& durations(Profile profile) const {
    return duration_ms_[static_cast<std::size_t>(profile)];
  }
  const std::string& name(EdgeId edge) const { return links_.names[links_.links[link(edge)].name]; }

  // The edge of a link in one direction for a profile, from the node itself; false when there is none.
  bool edge_of(std::uint32_t link, bool reversed, Profile profile, EdgeId& edge) const;

  // Visits the same way from the copies of the node it begins at: cars may be there.
  template <class Visit>
  void each_copy(EdgeId edge, Visit visit) const {
    const std::uint32_t node = tail_[edge.value];
    auto copy = std::lower_bound(copy_of_.begin(), copy_of_.end(), node);
    for (; copy != copy_of_.end() && *copy == node; ++copy) {
      const NodeId from{place_count() + static_cast<std::uint32_t>(copy - copy_of_.begin())};
      for (std::uint32_t e = first_out(from); e < end_out(from); ++e) {
        if (edges_[e].way == edges_[edge.value].way) visit(EdgeId{e});
      }
    }
  }

  // Ends and points between, in the link's own direction, none the same as the one before it unless
  // all are. i = 0 .. link_size(link) - 1, at least two.
  std::uint32_t link_size(std::uint32_t link) const {
    return lines_[link + 1].first - lines_[link].first;
  }
  PointE7 link_point(std::uint32_t link, std::uint32_t i) const {
    return line_points_[lines_[link].first + i];
  }
  std::span<const PointE7> link_line(std::uint32_t link) const {
    return {line_points_.data() + lines_[link].first, link_size(link)};
  }
  // The same of an edge's link, in the link's own direction.
  std::span<const PointE7> line(EdgeId edge) const {
    return {line_points_.data() + edges_[edge.value].first, edges_[edge.value].size};
  }
  // So many points before and behind every line may be read, whatever they are.
  static constexpr std::uint32_t kLineRoom = 4;

  // Parts of the network connected for a profile when one-way signs are ignored; two nodes in
  // different parts have no route. Part 0 is the largest.
  std::uint32_t part(NodeId node, Profile profile) const {
    return part_[static_cast<std::size_t>(profile)][node.value];
  }

 private:
  struct Draft;

  Result<Done> measure();
  std::uint32_t profiles_of(std::uint32_t link, bool reversed) const;
  std::vector<Draft> draft_edges();
  void lay_edges(const std::vector<Draft>& drafts);
  void number_parts(Profile profile);
  template <class Self, class V>
  static void columns(Self& self, V& v);
  Result<Done> check_columns() const;
  bool copies_fit() const;

  RoadLinks links_;
  BoxE7 box_;
  std::vector<std::uint32_t> first_out_{0};
  std::vector<std::uint32_t> tail_;
  std::vector<std::uint32_t> head_;
  // What is asked of an edge on the way along it lies together, though its link says the same.
  struct Edge {
    std::uint32_t way = 0;  // link × 2, and 1 more against it
    std::uint32_t length_mm = 0;
    std::uint32_t first = 0;  // of its line
    std::uint32_t size = 0;
  };
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> first_in_{0};
  std::vector<std::uint32_t> in_edge_;
  // The points of links with their ends: what is drawn and snapped to lies together.
  struct Line {
    std::uint32_t first = 0;
    std::uint32_t length_mm = 0;
  };
  std::vector<Line> lines_;           // links + 1
  std::vector<PointE7> line_points_;  // with kLineRoom before the first line and behind the last
  std::vector<std::array<std::uint32_t, 2>>
      link_edges_;  // own direction, against; kImpassable = none
  std::vector<std::array<std::uint32_t, 2>> car_edges_;  // the same; empty when it is the same
  std::vector<std::uint32_t> copy_of_;                   // ascending
  std::array<bool, kProfiles> has_{};
  std::uint32_t turns_left_out_ = 0;
  std::array<std::vector<std::uint32_t>, kProfiles> duration_ms_;
  std::array<std::vector<std::uint32_t>, kProfiles> part_;
};

}  // namespace gezhi
