#include "core/road/graph.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kLinkLengthMaxMm = 1000000000;  // 1000 km: a ferry, at most

// Millimetres per second by class; 0 = may not.
constexpr std::uint32_t kSpeed[13][kProfiles] = {
    {1250, 2500},  // path
    {1250, 3500},  // service
    {1250, 4500},  // residential
    {1250, 5000},  // tertiary
    {1250, 5500},  // secondary
    {1250, 5500},  // primary
    {0, 0},        // motorway
    {600, 0},      // steps
    {1250, 1500},  // pedestrian
    {1250, 5000},  // cycleway
    {1100, 2500},  // track
    {1200, 1200},  // ferry
    {1250, 4500},  // bridge
};

constexpr std::uint8_t access_bit(Profile profile, bool reversed) {
  return static_cast<std::uint8_t>(1U << (static_cast<unsigned>(profile) * 2 + (reversed ? 1 : 0)));
}

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

PointE7 RoadGraph::link_point(std::uint32_t link, std::uint32_t i) const {
  if (i == 0) return links_.nodes[links_.links[link].from];
  if (i + 1 == link_size(link)) return links_.nodes[links_.links[link].to];
  return links_.link_points[links_.link_first[link] + i - 1];
}

bool RoadGraph::edge_of(std::uint32_t link, bool reversed, Profile profile, EdgeId& edge) const {
  edge.value = link_edges_[link][reversed ? 1 : 0];
  return edge.value != kImpassable && duration_ms(edge, profile) != kImpassable;
}

namespace {

Result<Done> check(const RoadLinks& links) {
  if (links.nodes.size() > kRoadNodesMax) return Error{"bad_road", "too many road nodes"};
  if (links.links.size() > kRoadLinksMax) return Error{"bad_road", "too many road links"};
  if (links.link_points.size() > kRoadPointsMax) return Error{"bad_road", "too many road points"};
  if (links.names.empty() || !links.names[0].empty()) {
    return Error{"bad_road", "the first road name must be the empty one"};
  }
  for (const std::string& name : links.names) {
    if (!is_valid_utf8(name)) return Error{"bad_road", "a road name has broken characters"};
  }
  if (links.link_first.size() != links.links.size() + 1 || links.link_first.front() != 0 ||
      links.link_first.back() != links.link_points.size()) {
    return Error{"bad_road", "the index of road points does not fit"};
  }
  for (const auto& points : {&links.nodes, &links.link_points}) {
    for (const PointE7 p : *points) {
      if (!is_valid(p)) return Error{"bad_road", "a road point is not on Earth"};
    }
  }
  for (std::size_t i = 0; i < links.links.size(); ++i) {
    const RoadLinks::Link& link = links.links[i];
    if (link.from >= links.nodes.size() || link.to >= links.nodes.size())
      return bad_link(i, "its end is missing");
    if (link.name >= links.names.size()) return bad_link(i, "its name is missing");
    if (!is_known(link.road_class)) return bad_link(i, "unknown class");
    if (links.link_first[i] > links.link_first[i + 1]) return bad_link(i, "its points do not fit");
  }
  return Done{};
}

}  // namespace

Result<RoadGraph> RoadGraph::make(RoadLinks links) {
  const Result<Done> checked = check(links);
  if (!checked) return checked.error();
  RoadGraph graph;
  graph.links_ = std::move(links);
  for (const PointE7 p : graph.links_.nodes) graph.box_.cover(p);
  for (const PointE7 p : graph.links_.link_points) graph.box_.cover(p);
  const Result<Done> measured = graph.measure();
  if (!measured) return measured.error();
  graph.count_edges();
  graph.fill_edges();
  for (std::uint32_t p = 0; p < kProfiles; ++p) graph.number_parts(static_cast<Profile>(p));
  return graph;
}

Result<Done> RoadGraph::measure() {
  for (std::uint32_t link = 0; link < link_count(); ++link) {
    std::int64_t length = 0;
    for (std::uint32_t p = 1; p < link_size(link); ++p) {
      length += distance_mm(link_point(link, p - 1), link_point(link, p));
    }
    if (length > kLinkLengthMaxMm) return bad_link(link, "longer than 1000 km");
    link_length_mm_.push_back(static_cast<std::uint32_t>(length));
  }
  return Done{};
}

// Whether anybody may go along a link in this direction.
bool RoadGraph::is_passable(std::uint32_t link, bool reversed) const {
  const RoadLinks::Link& at = links_.links[link];
  for (std::uint32_t p = 0; p < kProfiles; ++p) {
    if ((at.access & access_bit(static_cast<Profile>(p), reversed)) != 0 &&
        kSpeed[static_cast<std::size_t>(at.road_class)][p] != 0) {
      return true;
    }
  }
  return false;
}

void RoadGraph::count_edges() {
  const std::uint32_t n = node_count();
  first_out_.assign(n + 1, 0);
  first_in_.assign(n + 1, 0);
  for (std::uint32_t i = 0; i < link_count(); ++i) {
    const RoadLinks::Link& link = links_.links[i];
    for (const bool reversed : {false, true}) {
      if (!is_passable(i, reversed)) continue;
      ++first_out_[(reversed ? link.to : link.from) + 1];
      ++first_in_[(reversed ? link.from : link.to) + 1];
    }
  }
  for (std::uint32_t v = 0; v < n; ++v) {
    first_out_[v + 1] += first_out_[v];
    first_in_[v + 1] += first_in_[v];
  }
}

void RoadGraph::fill_edges() {
  for (auto* array : {&tail_, &head_, &edge_link_, &in_edge_}) array->assign(first_out_.back(), 0);
  for (auto& durations : duration_ms_) durations.assign(first_out_.back(), 0);
  link_edges_.assign(links_.links.size(), {kImpassable, kImpassable});
  std::vector<std::uint32_t> next_out(first_out_.begin(), first_out_.end() - 1);
  std::vector<std::uint32_t> next_in(first_in_.begin(), first_in_.end() - 1);
  for (std::uint32_t i = 0; i < link_count(); ++i) {
    const RoadLinks::Link& link = links_.links[i];
    for (const bool reversed : {false, true}) {
      if (!is_passable(i, reversed)) continue;
      const std::uint32_t tail = reversed ? link.to : link.from;
      const std::uint32_t head = reversed ? link.from : link.to;
      const std::uint32_t edge = next_out[tail]++;
      tail_[edge] = tail;
      head_[edge] = head;
      edge_link_[edge] = i * 2 + (reversed ? 1 : 0);
      in_edge_[next_in[head]++] = edge;
      link_edges_[i][reversed ? 1 : 0] = edge;
      for (std::uint32_t p = 0; p < kProfiles; ++p) {
        const auto profile = static_cast<Profile>(p);
        const bool may = (link.access & access_bit(profile, reversed)) != 0;
        duration_ms_[p][edge] =
            may ? road_duration_ms(link.road_class, profile, link_length_mm_[i]) : kImpassable;
      }
    }
  }
}

// Union of the ends of every passable edge; then numbered by size, the largest 0.
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
