#include "core/road/snap.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::int64_t kFirstReachMm = 60000;
constexpr std::int64_t kIslandDetourMm = 150000;

std::uint32_t cell_of(std::int32_t value, std::int32_t low, std::uint32_t shift,
                      std::uint32_t count) {
  const std::int64_t cell = (std::int64_t{value} - low) >> shift;
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(cell, 0, std::int64_t{count} - 1));
}

PointE7 between(PointE7 a, PointE7 b, std::int64_t part_q20) {
  return {static_cast<std::int32_t>(a.lon + (std::int64_t{b.lon} - a.lon) * part_q20 / (1 << 20)),
          static_cast<std::int32_t>(a.lat + (std::int64_t{b.lat} - a.lat) * part_q20 / (1 << 20))};
}

}  // namespace

std::uint32_t RoadIndex::column_of(std::int32_t lon) const {
  return cell_of(lon, graph_.box().low.lon, cells_.shift, cells_.columns);
}

std::uint32_t RoadIndex::row_of(std::int32_t lat) const {
  return cell_of(lat, graph_.box().low.lat, cells_.shift, cells_.rows);
}

RoadIndex::RoadIndex(const RoadGraph& graph) : graph_(graph) {
  if (graph.link_count() == 0) return;
  const BoxE7& box = graph.box();
  const auto width = static_cast<std::uint64_t>(std::int64_t{box.high.lon} - box.low.lon);
  const auto height = static_cast<std::uint64_t>(std::int64_t{box.high.lat} - box.low.lat);
  const std::uint64_t wanted = std::min<std::uint64_t>(kCellsMax, graph.link_count() + 16U);
  while (((width >> cells_.shift) + 1) * ((height >> cells_.shift) + 1) > wanted) ++cells_.shift;
  cells_.columns = static_cast<std::uint32_t>(width >> cells_.shift) + 1;
  cells_.rows = static_cast<std::uint32_t>(height >> cells_.shift) + 1;

  // Twice over the links: count, then fill.
  std::vector<std::uint32_t> last(std::size_t{cells_.columns} * cells_.rows, 0xFFFFFFFFU);
  std::vector<std::uint32_t>& first = cells_.first;
  first.assign(last.size() + 1, 0);
  const auto each_cell = [&](auto&& act) {
    std::fill(last.begin(), last.end(), 0xFFFFFFFFU);
    for (std::uint32_t link = 0; link < graph_.link_count(); ++link) {
      for (std::uint32_t i = 1; i < graph_.link_size(link); ++i) {
        BoxE7 piece;
        piece.cover(graph_.link_point(link, i - 1));
        piece.cover(graph_.link_point(link, i));
        for (std::uint32_t row = row_of(piece.low.lat); row <= row_of(piece.high.lat); ++row) {
          for (std::uint32_t column = column_of(piece.low.lon); column <= column_of(piece.high.lon);
               ++column) {
            const std::size_t cell = std::size_t{row} * cells_.columns + column;
            if (last[cell] == link) continue;
            last[cell] = link;
            act(cell, link);
          }
        }
      }
    }
  };
  each_cell([&](std::size_t cell, std::uint32_t) { ++first[cell + 1]; });
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
  cells_.links.resize(first.back());
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  each_cell([&](std::size_t cell, std::uint32_t link) { cells_.links[next[cell]++] = link; });
}

Snap RoadIndex::snap(PointE7 place, Profile profile, bool main_part_only,
                     std::int64_t reach_mm) const {
  Snap best;
  best.asked = place;
  if (graph_.link_count() == 0) return best;
  const NearPlane plane(place);
  for (std::int64_t reach = std::min(kFirstReachMm, reach_mm);;
       reach = std::min(reach * 4, reach_mm)) {
    const BoxE7 near = plane.box(reach);
    best.distance_mm = reach + 1;
    std::uint32_t best_piece = 0;
    each_in(near, [&](std::uint32_t link) {
      EdgeId edge;
      if (!graph_.edge_of(link, false, profile, edge) && !graph_.edge_of(link, true, profile, edge))
        return;
      if (main_part_only && graph_.part({graph_.links().links[link].from}, profile) != 0) return;
      const std::span<const PointE7> line = graph_.link_line(link);
      for (std::uint32_t i = 1; i < line.size(); ++i) {
        const PointE7 a = line[i - 1], b = line[i];
        if (std::max(a.lon, b.lon) < near.low.lon || std::min(a.lon, b.lon) > near.high.lon ||
            std::max(a.lat, b.lat) < near.low.lat || std::min(a.lat, b.lat) > near.high.lat)
          continue;
        const std::int64_t off = plane.to_line_mm(a, b);
        if (off > best.distance_mm ||
            (off == best.distance_mm && (!best.found || link >= best.link)))
          continue;
        best.found = true;
        best.distance_mm = off;
        best.link = link;
        best_piece = i;
      }
    });
    if (best.found) {
      const PointE7 a = graph_.link_point(best.link, best_piece - 1);
      const PointE7 b = graph_.link_point(best.link, best_piece);
      const std::int64_t part = plane.nearest_part_q20(a, b);
      best.point = between(a, b, part);
      std::int64_t along = distance_mm(a, b) * part >> 20;
      for (std::uint32_t i = 1; i < best_piece; ++i) {
        along += distance_mm(graph_.link_point(best.link, i - 1), graph_.link_point(best.link, i));
      }
      best.along_mm = static_cast<std::uint32_t>(along);
      return best;
    }
    if (reach == reach_mm) return best;
  }
}

Snap RoadIndex::off_island(const Snap& at, Profile profile) const {
  if (!at.found || part_of(at, profile) == 0) return at;
  const Snap main = snap(at.asked, profile, true, at.distance_mm + kIslandDetourMm);
  return main.found ? main : at;
}

}  // namespace gezhi
