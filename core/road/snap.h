// From a place to the road: the nearest point on the nearest link that a profile may use.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/road/graph.h"

namespace gezhi {

struct Snap {
  bool found = false;
  PointE7 asked;  // the place
  PointE7 point;  // on the road
  std::uint32_t link = 0;
  std::uint32_t along_mm = 0;    // from the link's start, 0 .. its length
  std::int64_t distance_mm = 0;  // place to point

  friend bool operator==(const Snap& a, const Snap& b) {
    return a.found == b.found && a.asked == b.asked && a.point == b.point && a.link == b.link &&
           a.along_mm == b.along_mm && a.distance_mm == b.distance_mm;
  }
};

inline constexpr std::int64_t kSnapReachMm = 2000000;

// Square cells that list the links passing through them. Refers to the graph, which must outlive it.
// Threads: const calls may run in parallel. Cost: the cells around the place; allocates nothing.
class RoadIndex {
 public:
  // Square cells of 2^shift units over the graph's box; `first` columns × rows + 1 into `links`.
  struct Cells {
    std::uint32_t shift = 0;
    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> links;
  };

  explicit RoadIndex(const RoadGraph& graph);
  RoadIndex(const RoadGraph& graph, Cells cells) : graph_(graph), cells_(std::move(cells)) {}

  // As it is; see RoadGraph.
  void to_columns(ColumnWriter& out) const;
  static Result<Cells> from_columns(ColumnReader& in, const RoadGraph& graph);

  const RoadGraph& graph() const { return graph_; }

  // The nearest link within reach that the profile may use in some direction; of equals the first.
  // With `main_part_only`, islands of the network are passed over.
  Snap snap(PointE7 place, Profile profile, bool main_part_only = false,
            std::int64_t reach_mm = kSnapReachMm) const;

  // The part of the network that a found snap is on.
  std::uint32_t part_of(const Snap& snap, Profile profile) const {
    return graph_.part({graph_.links().links[snap.link].from}, profile);
  }

  // On the main network instead, when that is not much farther than the island it snapped to.
  Snap off_island(const Snap& at, Profile profile) const;

  // Calls visit(link) for every link whose cells meet the box; a link may come more than once.
  template <class Visit>
  void each_in(const BoxE7& box, Visit visit) const {
    if (cells_.first.size() <= 1 || !box.meets(graph_.box())) return;
    const std::uint32_t last_row = row_of(box.high.lat);
    const std::uint32_t last_column = column_of(box.high.lon);
    for (std::uint32_t row = row_of(box.low.lat); row <= last_row; ++row) {
      for (std::uint32_t column = column_of(box.low.lon); column <= last_column; ++column) {
        const std::size_t cell = std::size_t{row} * cells_.columns + column;
        for (std::uint32_t i = cells_.first[cell]; i < cells_.first[cell + 1]; ++i) {
          visit(cells_.links[i]);
        }
      }
    }
  }

 private:
  std::uint32_t column_of(std::int32_t lon) const;
  std::uint32_t row_of(std::int32_t lat) const;

  static constexpr std::uint64_t kCellsMax = 1U << 18;

  const RoadGraph& graph_;
  Cells cells_;
};

}  // namespace gezhi
