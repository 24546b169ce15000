#include "core/road/graph.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/road/turn_rules.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kLinkLengthMaxMm = 1000000000;  // 1000 km: a ferry, at most

// Millimetres per second by class; 0 = may not.
constexpr std::uint32_t kSpeed[13][kProfiles] = {
    {1250, 2500, 0},      // path
    {1250, 3500, 3000},   // service
    {1250, 4500, 5500},   // residential
    {1250, 5000, 7000},   // tertiary
    {1250, 5500, 8500},   // secondary
    {1250, 5500, 10000},  // primary
    {0, 0, 22000},        // motorway
    {600, 0, 0},          // steps
    {1250, 1500, 0},      // pedestrian
    {1250, 5000, 0},      // cycleway
    {1100, 2500, 2500},   // track
    {1200, 1200, 1200},   // ferry
    {1250, 4500, 5500},   // bridge
};

constexpr std::uint8_t access_bit(Profile profile, bool reversed) {
  return static_cast<std::uint8_t>(1U << (static_cast<unsigned>(profile) * 2 + (reversed ? 1 : 0)));
}

Error not_on_earth() { return Error{"bad_road", "a road point is not on Earth"}; }

Error bad_link(std::size_t link, const std::string& what) {
  return Error{"bad_road", "road link " + std::to_string(link) + ": " + what};
}

}  // namespace

std::uint32_t road_duration_ms(RoadClass road_class, Profile profile, std::uint32_t length_mm) {
  const std::uint64_t speed =
      kSpeed[static_cast<std::size_t>(road_class)][static_cast<std::size_t>(profile)];
  if (speed == 0) return kImpassable;
  return static_cast<std::uint32_t>((std::uint64_t{length_mm} * 1000 + speed - 1) / speed);
}

void RoadLinks::add(Link link, const std::vector<PointE7>& between) {
  links.push_back(link);
  link_points.insert(link_points.end(), between.begin(), between.end());
  link_first.push_back(static_cast<std::uint32_t>(link_points.size()));
}

bool RoadGraph::edge_of(std::uint32_t link, bool reversed, Profile profile, EdgeId& edge) const {
  const auto& edges = profile == Profile::car && !car_edges_.empty() ? car_edges_ : link_edges_;
  edge.value = edges[link][reversed ? 1 : 0];
  return edge.value != kImpassable && duration_ms(edge, profile) != kImpassable;
}

Result<Done> check_nodes_and_links(const RoadLinks& links) {
  if (links.nodes.size() > kRoadNodesMax) return Error{"bad_road", "too many road nodes"};
  if (links.links.size() > kRoadLinksMax) return Error{"bad_road", "too many road links"};
  if (links.names.empty() || !links.names[0].empty()) {
    return Error{"bad_road", "the first road name must be the empty one"};
  }
  for (const std::string& name : links.names) {
    if (!is_valid_utf8(name)) return Error{"bad_road", "a road name has broken characters"};
  }
  if (!std::all_of(links.nodes.begin(), links.nodes.end(), is_valid)) return not_on_earth();
  for (std::size_t i = 0; i < links.links.size(); ++i) {
    const RoadLinks::Link& link = links.links[i];
    if (link.from >= links.nodes.size() || link.to >= links.nodes.size())
      return bad_link(i, "its end is missing");
    if (link.name >= links.names.size()) return bad_link(i, "its name is missing");
    if (!is_known(link.road_class)) return bad_link(i, "unknown class");
    if (!is_known(link.form)) return bad_link(i, "unknown form");
  }
  return Done{};
}

namespace {

Result<Done> check(const RoadLinks& links) {
  if (auto checked = check_nodes_and_links(links); !checked) return checked.error();
  if (links.link_points.size() > kRoadPointsMax) return Error{"bad_road", "too many road points"};
  if (links.link_first.size() != links.links.size() + 1 || links.link_first.front() != 0 ||
      links.link_first.back() != links.link_points.size()) {
    return Error{"bad_road", "the index of road points does not fit"};
  }
  for (std::size_t i = 0; i < links.links.size(); ++i) {
    if (links.link_first[i] > links.link_first[i + 1]) return bad_link(i, "its points do not fit");
  }
  if (!std::all_of(links.link_points.begin(), links.link_points.end(), is_valid))
    return not_on_earth();
  if (links.turns.size() > kRoadTurnsMax) return Error{"bad_road", "too many signs"};
  for (std::size_t i = 0; i < links.turns.size(); ++i) {
    const RoadTurn& turn = links.turns[i];
    if (turn.via >= links.nodes.size() || turn.from >= links.links.size() ||
        turn.to >= links.links.size() || !is_known(turn.rule)) {
      return Error{"bad_road", "sign " + std::to_string(i) + ": its place is missing"};
    }
  }
  return Done{};
}

}  // namespace

// An edge before it has its number. Profiles: 1 for the first, 2 for the second, and so on.
struct RoadGraph::Draft {
  std::uint32_t tail;
  std::uint32_t head;
  std::uint32_t way;  // link × 2, and 1 more against it
  std::uint32_t profiles;
};

Result<RoadGraph> RoadGraph::make(RoadLinks links) {
  const Result<Done> checked = check(links);
  if (!checked) return checked.error();
  RoadGraph graph;
  graph.links_ = std::move(links);
  for (const PointE7 p : graph.links_.nodes) graph.box_.cover(p);
  for (const PointE7 p : graph.links_.link_points) graph.box_.cover(p);
  const Result<Done> measured = graph.measure();
  if (!measured) return measured.error();
  graph.lay_edges(graph.draft_edges());
  for (std::uint32_t p = 0; p < kProfiles; ++p) graph.number_parts(static_cast<Profile>(p));
  return graph;
}

Result<Done> RoadGraph::measure() {
  line_points_.resize(kLineRoom);
  for (std::uint32_t link = 0; link < link_count(); ++link) {
    const auto first = static_cast<std::uint32_t>(line_points_.size());
    line_points_.push_back(links_.nodes[links_.links[link].from]);
    for (std::uint32_t p = links_.link_first[link]; p < links_.link_first[link + 1]; ++p) {
      if (links_.link_points[p] != line_points_.back())
        line_points_.push_back(links_.link_points[p]);
    }
    const PointE7 end = links_.nodes[links_.links[link].to];
    if (end != line_points_.back() || line_points_.size() == first + std::size_t{1})
      line_points_.push_back(end);
    std::int64_t length = 0;
    for (std::size_t p = first + 1; p < line_points_.size(); ++p) {
      length += distance_mm(line_points_[p - 1], line_points_[p]);
    }
    if (length > kLinkLengthMaxMm) return bad_link(link, "longer than 1000 km");
    lines_.push_back({first, static_cast<std::uint32_t>(length)});
  }
  lines_.push_back({static_cast<std::uint32_t>(line_points_.size()), 0});
  line_points_.resize(line_points_.size() + kLineRoom);
  return Done{};
}

// Who may go along a link in this direction.
std::uint32_t RoadGraph::profiles_of(std::uint32_t link, bool reversed) const {
  const RoadLinks::Link& at = links_.links[link];
  std::uint32_t profiles = 0;
  for (std::uint32_t p = 0; p < kProfiles; ++p) {
    if ((at.access & access_bit(static_cast<Profile>(p), reversed)) != 0 &&
        kSpeed[static_cast<std::size_t>(at.road_class)][p] != 0) {
      profiles |= 1U << p;
    }
  }
  return profiles;
}

// Cars that come past a sign arrive at a copy of the node, and go on from there as they may.
std::vector<RoadGraph::Draft> RoadGraph::draft_edges() {
  constexpr std::uint32_t kCar = 1U << static_cast<unsigned>(Profile::car);
  std::vector<Draft> drafts;
  std::vector<CarWay> car_ways;
  for (std::uint32_t way = 0; way < 2 * link_count(); ++way) {
    const RoadLinks::Link& link = links_.links[way / 2];
    const bool reversed = way % 2 != 0;
    const std::uint32_t profiles = profiles_of(way / 2, reversed);
    if (profiles == 0) continue;
    drafts.push_back(
        {reversed ? link.to : link.from, reversed ? link.from : link.to, way, profiles});
    if ((profiles & kCar) != 0) car_ways.push_back({way, drafts.back().tail, drafts.back().head});
  }
  const TurnCopies turns =
      links_.turns.empty() ? TurnCopies() : copies_for_turns(links_.turns, car_ways);
  turns_left_out_ = turns.left_out;
  for (const TurnCopies::Copy& copy : turns.copies) copy_of_.push_back(copy.node);
  const auto arrival = [&](std::uint32_t way) {
    return std::lower_bound(
        turns.arrivals.begin(), turns.arrivals.end(), way,
        [](const TurnCopies::Arrival& known, std::uint32_t wanted) { return known.way < wanted; });
  };
  std::vector<Draft> more;
  for (Draft& draft : drafts) {
    const auto known = arrival(draft.way);
    if ((draft.profiles & kCar) == 0 || known == turns.arrivals.end() || known->way != draft.way)
      continue;
    more.push_back({draft.tail, place_count() + known->copy, draft.way, kCar});
    draft.profiles &= ~kCar;
  }
  for (std::uint32_t copy = 0; copy < turns.copies.size(); ++copy) {
    for (const std::uint32_t way : turns.copies[copy].ways) {
      const RoadLinks::Link& link = links_.links[way / 2];
      const auto known = arrival(way);
      const bool signposted = known != turns.arrivals.end() && known->way == way;
      const std::uint32_t head = way % 2 != 0 ? link.from : link.to;
      more.push_back(
          {place_count() + copy, signposted ? place_count() + known->copy : head, way, kCar});
    }
  }
  drafts.insert(drafts.end(), more.begin(), more.end());
  drafts.erase(std::remove_if(drafts.begin(), drafts.end(),
                              [](const Draft& draft) { return draft.profiles == 0; }),
               drafts.end());
  return drafts;
}

void RoadGraph::lay_edges(const std::vector<Draft>& drafts) {
  const std::uint32_t n = node_count();
  first_out_.assign(n + 1, 0);
  first_in_.assign(n + 1, 0);
  for (const Draft& draft : drafts) {
    ++first_out_[draft.tail + 1];
    ++first_in_[draft.head + 1];
  }
  for (std::uint32_t v = 0; v < n; ++v) {
    first_out_[v + 1] += first_out_[v];
    first_in_[v + 1] += first_in_[v];
  }
  for (auto* array : {&tail_, &head_, &in_edge_}) array->assign(drafts.size(), 0);
  edges_.resize(drafts.size());
  for (auto& durations : duration_ms_) durations.assign(drafts.size(), kImpassable);
  link_edges_.assign(links_.links.size(), {kImpassable, kImpassable});
  if (!copy_of_.empty()) car_edges_ = link_edges_;
  std::vector<std::uint32_t> next_out(first_out_.begin(), first_out_.end() - 1);
  std::vector<std::uint32_t> next_in(first_in_.begin(), first_in_.end() - 1);
  for (const Draft& draft : drafts) {
    const std::uint32_t edge = next_out[draft.tail]++, link = draft.way / 2;
    tail_[edge] = draft.tail;
    head_[edge] = draft.head;
    edges_[edge] = {draft.way, link_length_mm(link), lines_[link].first, link_size(link)};
    in_edge_[next_in[draft.head]++] = edge;
    for (std::uint32_t p = 0; p < kProfiles; ++p) {
      if ((draft.profiles >> p & 1) == 0) continue;
      has_[p] = true;
      const auto profile = static_cast<Profile>(p);
      duration_ms_[p][edge] =
          road_duration_ms(links_.links[link].road_class, profile, link_length_mm(link));
      if (draft.tail >= place_count()) continue;
      auto& edges = profile == Profile::car && !copy_of_.empty() ? car_edges_ : link_edges_;
      edges[link][draft.way % 2] = edge;
    }
  }
}

// Union of the ends of every passable edge, and of copies with their nodes; then numbered by size, the largest 0.
void RoadGraph::number_parts(Profile profile) {
  const std::uint32_t n = node_count();
  std::vector<std::uint32_t> up(n);
  for (std::uint32_t v = 0; v < n; ++v) up[v] = v;
  const auto root = [&](std::uint32_t v) {
    while (up[v] != v) v = up[v] = up[up[v]];
    return v;
  };
  for (std::uint32_t e = 0; e < edge_count(); ++e) {
    if (duration_ms({e}, profile) == kImpassable) continue;
    const std::uint32_t a = root(tail_[e]);
    const std::uint32_t b = root(head_[e]);
    if (a != b) up[std::max(a, b)] = std::min(a, b);
  }
  for (std::uint32_t copy = 0; copy < copy_of_.size(); ++copy) {
    const std::uint32_t a = root(place_count() + copy), b = root(copy_of_[copy]);
    if (a != b) up[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::uint32_t> size(n, 0);
  std::vector<std::uint32_t> roots;
  for (std::uint32_t v = 0; v < n; ++v) ++size[root(v)];
  for (std::uint32_t v = 0; v < n; ++v) {
    if (size[v] > 0) roots.push_back(v);
  }
  std::stable_sort(roots.begin(), roots.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return size[a] > size[b]; });
  std::vector<std::uint32_t> number(n, 0);
  for (std::uint32_t i = 0; i < roots.size(); ++i) number[roots[i]] = i;
  auto& part = part_[static_cast<std::size_t>(profile)];
  part.resize(n);
  for (std::uint32_t v = 0; v < n; ++v) part[v] = number[root(v)];
}

}  // namespace gezhi
