// Roads, hierarchies and the index of links as columns: written as they are, checked when read, so that
// no query can be led outside its arrays or into a circle.
#include <algorithm>

#include "core/base/columns.h"
#include "core/road/hierarchy.h"
#include "core/road/snap.h"
#include "core/road/turn_rules.h"

namespace gezhi {
namespace {

Error bad(const char* what) {
  return Error{"bad_image", std::string("roads: ") + what + " do not fit"};
}

bool all_below(const std::vector<std::uint32_t>& values, std::size_t limit) {
  return std::all_of(values.begin(), values.end(),
                     [&](std::uint32_t value) { return value < limit; });
}

using EdgePairs = std::vector<std::array<std::uint32_t, 2>>;

bool are_edges(const EdgePairs& pairs, std::size_t edges) {
  const auto is_edge = [&](std::uint32_t edge) { return edge < edges || edge == kImpassable; };
  return std::all_of(pairs.begin(), pairs.end(),
                     [&](const auto& pair) { return is_edge(pair[0]) && is_edge(pair[1]); });
}

bool are_reverse(const std::vector<std::uint32_t>& rank, const std::vector<std::uint32_t>& node) {
  if (node.size() != rank.size()) return false;
  for (std::size_t i = 0; i < rank.size(); ++i) {
    if (rank[i] >= node.size() || node[rank[i]] != i) return false;
  }
  return true;
}

// Both ways round: V is a writer or a reader.
template <class H, class V>
void hierarchy_columns(H& hierarchy, V& v) {
  v.column(hierarchy.rank);
  v.column(hierarchy.node);
  v.column(hierarchy.first);
  v.column(hierarchy.arcs);
  v.column(hierarchy.origins);
  v.column(hierarchy.lengths_mm);
  v.column(hierarchy.runs);
}

template <class Cells, class V>
void cell_columns(Cells& cells, V& v) {
  v.value(cells.shift);
  v.value(cells.columns);
  v.value(cells.rows);
  v.column(cells.first);
  v.column(cells.links);
}

}  // namespace

template <class Self, class V>
void RoadGraph::columns(Self& self, V& v) {
  v.column(self.links_.nodes);
  v.texts(self.links_.names);
  v.column(self.links_.links);
  for (auto* column : {&self.first_out_, &self.tail_, &self.head_, &self.first_in_, &self.in_edge_,
                       &self.copy_of_}) {
    v.column(*column);
  }
  v.column(self.edges_);
  v.column(self.lines_);
  v.column(self.line_points_);
  v.column(self.link_edges_);
  v.column(self.car_edges_);
  for (std::uint32_t p = 0; p < kProfiles; ++p) {
    v.column(self.duration_ms_[p]);
    v.column(self.part_[p]);
  }
}

void RoadGraph::to_columns(ColumnWriter& out) const { columns(*this, out); }

// Few for each node, and from none of them the same way twice: LinkEnds has room for that.
bool RoadGraph::copies_fit() const {
  if (!std::is_sorted(copy_of_.begin(), copy_of_.end()) || !all_below(copy_of_, place_count()))
    return false;
  std::vector<std::uint32_t> ways;
  for (std::uint32_t copy = 0; copy < copy_of_.size(); ++copy) {
    if (copy >= TurnCopies::kPerNodeMax &&
        copy_of_[copy - TurnCopies::kPerNodeMax] == copy_of_[copy])
      return false;
    const NodeId node{place_count() + copy};
    ways.clear();
    for (std::uint32_t e = first_out(node); e < end_out(node); ++e) ways.push_back(edges_[e].way);
    std::stable_sort(ways.begin(), ways.end());
    if (std::adjacent_find(ways.begin(), ways.end()) != ways.end()) return false;
  }
  return true;
}

Result<Done> RoadGraph::check_columns() const {
  const std::size_t nodes = node_count(), links = links_.links.size(), edges = head_.size();
  if (const auto checked = check_nodes_and_links(links_); !checked) return checked.error();
  if (!is_index(first_out_, nodes, edges) || !is_index(first_in_, nodes, edges) ||
      tail_.size() != edges || edges_.size() != edges || in_edge_.size() != edges ||
      !all_below(tail_, nodes) || !all_below(head_, nodes) || !all_below(in_edge_, edges)) {
    return bad("edges");
  }
  if (!copies_fit()) return bad("copies of nodes");
  if (link_edges_.size() != links || !are_edges(link_edges_, edges) ||
      !are_edges(car_edges_, edges) || (!car_edges_.empty() && car_edges_.size() != links)) {
    return bad("edges of links");
  }
  for (std::uint32_t p = 0; p < kProfiles; ++p) {
    if (duration_ms_[p].size() != edges || part_[p].size() != nodes) return bad("durations");
  }
  if (lines_.size() != links + 1 || lines_.front().first != kLineRoom ||
      lines_.back().first + std::size_t{kLineRoom} != line_points_.size()) {
    return bad("lines");
  }
  for (std::size_t i = 0; i < links; ++i) {
    if (lines_[i + 1].first < lines_[i].first + std::uint64_t{2}) return bad("lines");
  }
  const auto is_of_link = [&](const Edge& edge) {
    const std::uint32_t link = edge.way >> 1;
    return link < links && edge.length_mm == lines_[link].length_mm &&
           edge.first == lines_[link].first && edge.size == link_size(link);
  };
  if (!std::all_of(edges_.begin(), edges_.end(), is_of_link)) return bad("edges of links");
  return std::all_of(line_points_.begin(), line_points_.end(), is_valid) ? Result<Done>(Done{})
                                                                         : bad("points");
}

Result<RoadGraph> RoadGraph::from_columns(ColumnReader& in) {
  RoadGraph graph;
  columns(graph, in);
  if (!in.ok()) return bad("columns");
  for (std::uint32_t p = 0; p < kProfiles; ++p) {
    const auto& durations = graph.duration_ms_[p];
    graph.has_[p] = std::any_of(durations.begin(), durations.end(),
                                [](std::uint32_t duration) { return duration != kImpassable; });
  }
  if (const auto checked = graph.check_columns(); !checked) return checked.error();
  for (const PointE7 point : graph.links_.nodes) graph.box_.cover(point);
  for (std::uint32_t link = 0; link < graph.link_count(); ++link) {
    for (const PointE7 point : graph.link_line(link)) graph.box_.cover(point);
  }
  return graph;
}

void Hierarchy::to_columns(ColumnWriter& out) const { hierarchy_columns(*this, out); }

// Every arc leads higher, and stands for a run of edges or for two arcs of lower ranks that are
// ways themselves.
Result<Hierarchy> Hierarchy::from_columns(ColumnReader& in, const RoadGraph& graph) {
  Hierarchy made;
  hierarchy_columns(made, in);
  if (!in.ok()) return bad("columns");
  const std::uint32_t n = made.size();
  if (n == 0) return Hierarchy();
  if (n != graph.node_count() || !are_reverse(made.rank, made.node) ||
      !is_index(made.first, n, made.arcs.size()) || made.origins.size() != made.arcs.size() ||
      made.lengths_mm.size() != made.arcs.size()) {
    return bad("ranks");
  }
  const auto is_edge = [&](EdgeId edge) { return edge.value < graph.edge_count(); };
  if (made.runs.size() < kRunMax ||
      !std::all_of(made.runs.begin(), made.runs.end() - kRunMax, is_edge)) {
    return bad("runs");
  }
  for (std::uint32_t rank = 0; rank < n; ++rank) {
    const std::uint32_t lower = made.first[rank];
    const auto is_known = [&](const Origin& origin) {
      if ((origin.first & kRun) != 0) {
        return origin.second <= kRunMax &&
               (origin.first & ~kRun) + std::uint64_t{origin.second} + kRunMax <= made.runs.size();
      }
      return origin.first < lower && made.arcs[origin.first].duration_ms[down] != kFar &&
             origin.second < lower && made.arcs[origin.second].duration_ms[up] != kFar;
    };
    for (std::uint32_t i = lower; i < made.first[rank + 1]; ++i) {
      const Arc& arc = made.arcs[i];
      if (arc.high <= rank || arc.high >= n) return bad("arcs");
      for (const Way way : {up, down}) {
        if (arc.duration_ms[way] > kFar) return bad("durations of arcs");
        if (arc.duration_ms[way] != kFar && !is_known(made.origins[i][way]))
          return bad("shortcuts");
      }
    }
  }
  return made;
}

void RoadIndex::to_columns(ColumnWriter& out) const { cell_columns(cells_, out); }

Result<RoadIndex::Cells> RoadIndex::from_columns(ColumnReader& in, const RoadGraph& graph) {
  Cells cells;
  cell_columns(cells, in);
  const std::uint64_t count = std::uint64_t{cells.columns} * cells.rows;
  if (!in.ok() || cells.shift > 31 || count > kCellsMax ||
      (count == 0) != (graph.link_count() == 0))
    return bad("cells");
  if (count > 0 && (!is_index(cells.first, static_cast<std::size_t>(count), cells.links.size()) ||
                    !all_below(cells.links, graph.link_count()))) {
    return bad("cells");
  }
  return cells;
}

}  // namespace gezhi
