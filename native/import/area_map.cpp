#include "native/import/area_map.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "native/import/csv.h"
#include "native/import/overlay.h"

namespace gezhi {
namespace {

struct Ground {
  GridId grid;
  Geometry area;
  BoxE7 box;
  double area_m2 = 0;
};

std::vector<Ground> grounds(const GridShapes& shapes, const std::vector<GridId>& grids,
                            const Frame& frame) {
  std::map<GridId, std::uint32_t> shape_of;
  for (std::uint32_t s = 0; s < shapes.size(); ++s) shape_of.emplace(shapes.grid(s), s);
  std::vector<Ground> all;
  for (const GridId grid : grids) {
    const auto shape = shape_of.find(grid);
    if (shape == shape_of.end()) continue;
    Parts parts;
    const std::uint32_t s = shape->second;
    for (std::uint32_t r = shapes.ring_begin(s); r < shapes.ring_end(s); ++r) {
      parts.push_back({{shapes.ring(r).begin(), shapes.ring(r).end()}});
    }
    Ground ground;
    ground.grid = grid;
    // Rings stand by themselves in a pack: what the even-odd rule makes of them is the area.
    ground.area = frame.made_valid_even_odd(frame.polygons(parts));
    ground.box = shapes.box(s);
    ground.area_m2 = frame.area_m2(ground.area);
    all.push_back(std::move(ground));
  }
  return all;
}

std::int32_t permille(double part, double whole) {
  return whole <= 0 ? 0 : static_cast<std::int32_t>(std::lround(part / whole * 1000));
}

std::vector<GridId> of_level(const GridTree& tree, GridLayer layer, GridLevel level) {
  std::vector<GridId> ids;
  for (const auto& entry : tree.nodes()) {
    if (entry.second.layer == layer && entry.second.level == level) ids.push_back(entry.first);
  }
  return ids;
}

GroundChangeKind change_of(const AreaShare& share) {
  const bool all_of_from = share.permille_of_from >= kSameGroundPermille;
  const bool all_of_to = share.permille_of_to >= kSameGroundPermille;
  if (all_of_from && all_of_to) return GroundChangeKind::same;
  if (all_of_from) return GroundChangeKind::merged;
  return all_of_to ? GroundChangeKind::split : GroundChangeKind::redrawn;
}

using Cells = std::vector<std::string>;

// Layer, level, code, name; empty without a node.
void add_node(Cells& cells, const GridNode* node) {
  if (node == nullptr) {
    cells.resize(cells.size() + 4);
    return;
  }
  cells.insert(cells.end(), {std::string(name_of(node->layer)), std::string(name_of(node->level)),
                             node->codes.empty() ? "" : node->codes[0].code, node->name});
}

void add_share(Cells& cells, const AreaShare& share) {
  cells.insert(cells.end(),
               {std::to_string(std::llround(share.area_m2)), std::to_string(share.permille_of_from),
                std::to_string(share.permille_of_to)});
}

}  // namespace

std::vector<GridId> leaves_of(const GridTree& tree, GridLayer layer) {
  std::vector<GridId> parents, leaves;
  for (const auto& entry : tree.nodes()) parents.push_back(entry.second.parent);
  std::stable_sort(parents.begin(), parents.end());
  for (const auto& entry : tree.nodes()) {
    if (entry.second.layer != layer) continue;
    if (!std::binary_search(parents.begin(), parents.end(), entry.first))
      leaves.push_back(entry.first);
  }
  return leaves;
}

std::vector<AreaShare> shares_of(const GridShapes& from_shapes, const std::vector<GridId>& from,
                                 const GridShapes& to_shapes, const std::vector<GridId>& to) {
  const Frame frame(from_shapes.size() == 0 ? PointE7{} : from_shapes.box().low);
  const std::vector<Ground> ours = grounds(from_shapes, from, frame);
  const std::vector<Ground> theirs = grounds(to_shapes, to, frame);
  std::vector<BoxE7> boxes;
  for (const Ground& ground : ours) boxes.push_back(ground.box);
  for (const Ground& ground : theirs) boxes.push_back(ground.box);
  std::vector<AreaShare> shares;
  for (const auto& pair : meeting_pairs(boxes)) {
    if (pair.first >= ours.size() || pair.second < ours.size()) continue;  // within one set
    const Ground& a = ours[pair.first];
    const Ground& b = theirs[pair.second - ours.size()];
    AreaShare share;
    share.from = a.grid;
    share.to = b.grid;
    share.area_m2 = frame.area_m2(frame.intersection(a.area, b.area));
    share.permille_of_from = permille(share.area_m2, a.area_m2);
    share.permille_of_to = permille(share.area_m2, b.area_m2);
    if (std::max(share.permille_of_from, share.permille_of_to) >= kSharePermilleMin)
      shares.push_back(share);
  }
  std::stable_sort(shares.begin(), shares.end(), [](const AreaShare& a, const AreaShare& b) {
    return a.from == b.from ? a.area_m2 > b.area_m2 : a.from < b.from;
  });
  return shares;
}

LayerShares layer_shares(const DistrictPack& pack) {
  std::vector<GridShare> relations;
  const std::size_t layers = names_of(GridLayer{}).size();
  for (std::size_t one = 0; one < layers; ++one) {
    for (std::size_t other = one + 1; other < layers; ++other) {
      for (const AreaShare& share :
           shares_of(pack.shapes, leaves_of(pack.tree, static_cast<GridLayer>(one)), pack.shapes,
                     leaves_of(pack.tree, static_cast<GridLayer>(other)))) {
        if (relations.size() < kGridSharesMax)
          relations.push_back(
              {share.from, share.to, static_cast<std::uint64_t>(std::llround(share.area_m2))});
      }
    }
  }
  return LayerShares(relations);
}

LayerShares street_shares(const DistrictPack& pack) {
  std::vector<GridShare> relations = pack.shares.relations();
  const auto streets = of_level(pack.tree, GridLayer::governance, GridLevel::township);
  for (const GridLayer layer : {GridLayer::police, GridLayer::community}) {
    for (const AreaShare& share :
         shares_of(pack.shapes, streets, pack.shapes, leaves_of(pack.tree, layer)))
      relations.push_back({share.from, share.to, static_cast<std::uint64_t>(share.area_m2)});
  }
  return LayerShares(relations);
}

std::string layer_shares_csv(const DistrictPack& pack) {
  CsvText csv({"layer", "level", "code", "name", "other_layer", "other_level", "other_code",
               "other_name", "area_m2", "permille", "permille_of_other"});
  const std::size_t layers = names_of(GridLayer{}).size();
  for (std::size_t one = 0; one < layers; ++one) {
    for (std::size_t other = one + 1; other < layers; ++other) {
      const auto shares =
          shares_of(pack.shapes, leaves_of(pack.tree, static_cast<GridLayer>(one)), pack.shapes,
                    leaves_of(pack.tree, static_cast<GridLayer>(other)));
      for (const AreaShare& share : shares) {
        Cells cells;
        add_node(cells, pack.tree.find(share.from));
        add_node(cells, pack.tree.find(share.to));
        add_share(cells, share);
        csv.add(cells);
      }
    }
  }
  return csv.text();
}

std::vector<GroundChange> ground_changes(const DistrictPack& before, const DistrictPack& after) {
  std::vector<GroundChange> changes;
  for (std::size_t i = 0; i < names_of(GridLayer{}).size() * names_of(GridLevel{}).size(); ++i) {
    const auto layer = static_cast<GridLayer>(i / names_of(GridLevel{}).size());
    const auto level = static_cast<GridLevel>(i % names_of(GridLevel{}).size());
    const std::vector<GridId> from = of_level(before.tree, layer, level);
    const std::vector<GridId> to = of_level(after.tree, layer, level);
    const auto shares = shares_of(before.shapes, from, after.shapes, to);
    std::set<GridId> left, taken;
    for (const AreaShare& share : shares) {
      changes.push_back({change_of(share), share});
      left.insert(share.from);
      taken.insert(share.to);
    }
    for (const GridId id : from) {
      if (!left.contains(id)) changes.push_back({GroundChangeKind::gone, {id, {}}});
    }
    for (const GridId id : to) {
      if (!taken.contains(id)) changes.push_back({GroundChangeKind::fresh, {{}, id}});
    }
  }
  return changes;
}

std::string ground_changes_csv(const DistrictPack& before, const DistrictPack& after,
                               const std::vector<GroundChange>& changes) {
  CsvText csv({"change", "layer", "level", "code", "name", "new_layer", "new_level", "new_code",
               "new_name", "area_m2", "permille", "permille_of_new"});
  for (const GroundChange& change : changes) {
    const AreaShare& share = change.share;
    Cells cells = {std::string(name_of(change.kind))};
    add_node(cells, before.tree.find(share.from));
    add_node(cells, after.tree.find(share.to));
    if (share.from.is_none() || share.to.is_none()) {
      cells.resize(cells.size() + 3);
    } else {
      add_share(cells, share);
    }
    csv.add(cells);
  }
  return csv.text();
}

}  // namespace gezhi
