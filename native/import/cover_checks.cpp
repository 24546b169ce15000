// Areas against each other: children inside parents, and the cover of a level without gap or overlap.
#include <algorithm>
#include <map>

#include "native/import/draft.h"

namespace gezhi {
namespace {

constexpr double kSeamM = static_cast<double>(kSeamMm) / 1000;

// One level of one layer, its areas as geometries while they change.
class Cover {
 public:
  Cover(GridLayer layer, GridLevel level, Draft& draft) : draft_(draft) {
    for (std::size_t i = 0; i < draft.grids.size(); ++i) {
      const DraftGrid& grid = draft.grids[i];
      if (grid.left_out || grid.node.layer != layer || grid.node.level != level) continue;
      items_.push_back({i, draft.frame.polygons(grid.parts), {}});
      items_.back().box = draft.frame.box(items_.back().area);
    }
  }

  void run() {
    find_zones_over();
    slivers();
    overlaps();
    gaps();
    for (const Item& item : items_) {
      if (item.changed) grid(item).parts = frame().parts(item.area);
    }
  }

 private:
  struct Item {
    std::size_t grid = 0;
    Geometry area;
    BoxE7 box;
    bool changed = false;
    bool gone = false;
    double shared_m2 = 0;  // of a zone, with grids and zones before it
    bool over = false;     // a zone that lies over others of its level: no part of the cover
  };

  const Frame& frame() const { return draft_.frame; }
  DraftGrid& grid(const Item& item) const { return draft_.grids[item.grid]; }

  void set(Item& item, Geometry area) {
    if (!area) return;
    item.area = std::move(area);
    item.box = frame().box(item.area);
    item.changed = true;
  }

  // Of those whose boxes are within reach: the one with the longest common border.
  Item* neighbour(const Geometry& piece, const Item* but) {
    BoxE7 reach = frame().box(piece);
    constexpr std::int32_t kReach = 50;  // some 50 cm: boxes are cheap, the border decides
    reach.low = {reach.low.lon - kReach, reach.low.lat - kReach};
    reach.high = {reach.high.lon + kReach, reach.high.lat + kReach};
    Item* best = nullptr;
    double longest = 0;
    for (Item& item : items_) {
      if (&item == but || item.gone || !is_cover(item) || !item.box.meets(reach)) continue;
      const double common = frame().common_border_m(piece, item.area, kSeamMm);
      if (common <= longest) continue;
      longest = common;
      best = &item;
    }
    return best;
  }

  void give(Item& item, const Geometry& piece) { set(item, frame().united({&item.area, &piece})); }

  void slivers() {
    for (Item& item : items_) {
      const double area = frame().area_m2(item.area);
      if (area >= kSliverAreaM2 && frame().width_m(item.area) >= kSliverWidthM) continue;
      Item* to = neighbour(item.area, &item);
      Defect& defect = draft_.report(
          DefectKind::sliver, to != nullptr ? DefectAction::repaired : DefectAction::left_out,
          grid(item));
      defect.area_m2 = area;
      defect.place = frame().inside(item.area);
      defect.outline = grid(item).parts;
      if (to != nullptr) {
        defect.other = grid(*to).at;
        give(*to, item.area);
      }
      item.gone = true;
      grid(item).left_out = true;
    }
    std::erase_if(items_, [](const Item& item) { return item.gone; });
  }

  bool is_cover(const Item& item) const { return !grid(item).shifted && !item.over; }

  template <class Visit>
  void each_meeting(const Visit& visit) {
    std::vector<BoxE7> boxes;
    for (const Item& item : items_) boxes.push_back(item.box);
    for (const auto& pair : meeting_pairs(boxes)) {
      Item& first = items_[pair.first];
      Item& second = items_[pair.second];
      if (grid(first).shifted == grid(second).shifted) visit(first, second);
    }
  }

  // A zone on ground of its own is a piece of the cover like any other; one that lies for the most part
  // on that of grids, or of zones named before it, is not.
  void find_zones_over() {
    each_meeting([&](Item& first, Item& second) {
      Item& zone = grid(second).node.zone ? second : first;
      if (!grid(zone).node.zone) return;
      zone.shared_m2 += frame().area_m2(frame().intersection(first.area, second.area));
    });
    for (Item& item : items_) item.over = item.shared_m2 > frame().area_m2(item.area) / 2;
  }

  void overlaps() {
    each_meeting([&](Item& first, Item& second) {
      if (!first.over && !second.over) overlap(first, second);
    });
  }

  void overlap(const Item& first, Item& second) {
    const std::vector<Geometry> pieces =
        frame().pieces(frame().intersection(first.area, second.area));
    bool some_stay = false;
    std::vector<const Geometry*> cut;
    for (const Geometry& piece : pieces) {
      const double width = frame().width_m(piece);
      const bool stays = width >= kSliverWidthM;
      some_stay = some_stay || stays;
      if (!stays) cut.push_back(&piece);
      if (width < kSeamM) {
        ++draft_.seams;
      } else {
        report(DefectKind::overlap, stays ? DefectAction::kept : DefectAction::repaired,
               grid(first), piece)
            .other = grid(second).at;
      }
    }
    if (cut.empty()) return;
    set(second, some_stay ? frame().difference(second.area, frame().united(cut))
                          : frame().difference(second.area, first.area));
  }

  Defect& report(DefectKind kind, DefectAction action, const DraftGrid& at, const Geometry& piece) {
    Defect& defect = draft_.report(kind, action, at);
    defect.area_m2 = frame().area_m2(piece);
    defect.place = frame().inside(piece);
    defect.outline = frame().parts(piece);
    return defect;
  }

  // Ground of a parent that no area of the level covers; for the coarsest level, holes in the whole.
  void gaps() {
    std::vector<const Geometry*> all;
    std::map<std::int64_t, bool> parents;
    for (const Item& item : items_) {
      if (!is_cover(item)) continue;
      all.push_back(&item.area);
      parents[grid(item).parent] = true;
    }
    if (all.empty()) return;
    holes_ = frame().holes(frame().united(all));
    std::vector<std::pair<std::int64_t, Geometry>> found;
    for (const auto& entry : parents) {
      if (entry.first < 0) continue;
      for (Geometry& piece : bare_ground(entry.first)) {
        found.emplace_back(entry.first, std::move(piece));
      }
    }
    if (parents.count(-1) != 0) {
      for (const Geometry& hole : holes_) gap(hole);
    }
    for (const auto& entry : found) {
      if (is_enclosed(entry.second)) {
        gap(entry.second);
      } else {
        uncovered(draft_.grids[static_cast<std::size_t>(entry.first)], entry.second);
      }
    }
  }

  std::vector<Geometry> bare_ground(std::int64_t of) const {
    const Geometry parent = frame().polygons(draft_.grids[static_cast<std::size_t>(of)].parts);
    const BoxE7 box = frame().box(parent);
    std::vector<const Geometry*> inside;
    for (const Item& item : items_) {
      if (is_cover(item) && item.box.meets(box)) inside.push_back(&item.area);
    }
    return frame().pieces(frame().difference(parent, frame().united(inside)));
  }

  // Whether the level's areas lie all around it.
  bool is_enclosed(const Geometry& piece) const {
    const BoxE7 box = frame().box(piece);
    return std::any_of(holes_.begin(), holes_.end(), [&](const Geometry& hole) {
      return frame().box(hole).meets(box) &&
             frame().area_m2(frame().intersection(hole, piece)) > frame().area_m2(piece) / 2;
    });
  }

  // Whether the zones that lie over the level leave at most slips of the pen of it.
  bool is_zones(const Geometry& piece) const {
    std::vector<const Geometry*> zones;
    const BoxE7 box = frame().box(piece);
    for (const Item& item : items_) {
      if (item.over && item.box.meets(box)) zones.push_back(&item.area);
    }
    if (zones.empty()) return false;
    const std::vector<Geometry> left =
        frame().pieces(frame().difference(piece, frame().united(zones)));
    return std::all_of(left.begin(), left.end(),
                       [&](const Geometry& one) { return frame().width_m(one) < kSliverWidthM; });
  }

  void gap(const Geometry& piece) {
    const double width = frame().width_m(piece);
    const bool thin = width < kSliverWidthM;
    Item* to = neighbour(piece, nullptr);
    if (to == nullptr) return;  // it is all neighbours around: only broken ground has none
    if (!thin && is_zones(piece)) return;
    if (width < kSeamM) {
      ++draft_.seams;
    } else {
      report(DefectKind::gap, thin ? DefectAction::repaired : DefectAction::kept, grid(*to), piece);
    }
    if (thin) give(*to, piece);
  }

  void uncovered(const DraftGrid& parent, const Geometry& piece) {
    const bool thin = frame().width_m(piece) < kSliverWidthM;
    Item* to = neighbour(piece, nullptr);
    if (!thin && is_zones(piece)) return;
    if (!thin) {
      Defect& defect = report(DefectKind::uncovered, DefectAction::kept, parent, piece);
      defect.level = grid(items_.front()).node.level;
      if (to != nullptr) defect.other = grid(*to).at;
    } else if (to != nullptr) {
      ++draft_.strips;
      give(*to, piece);
    }
  }

  Draft& draft_;
  std::vector<Item> items_;
  std::vector<Geometry> holes_;  // in the level as a whole
};

// The row of the parent's level that holds most of the ground, if there is one.
const DraftGrid* really_in(const Draft& draft, const DraftGrid& parent, const Geometry& area) {
  const double all = draft.frame.area_m2(area);
  const BoxE7 box = draft.frame.box(area);
  for (const DraftGrid& other : draft.grids) {
    if (&other == &parent || other.left_out || other.shifted ||
        other.node.layer != parent.node.layer || other.node.level != parent.node.level)
      continue;
    const Geometry ground = draft.frame.polygons(other.parts);
    if (!draft.frame.box(ground).meets(box)) continue;
    if (draft.frame.area_m2(draft.frame.intersection(area, ground)) > all / 2) return &other;
  }
  return nullptr;
}

}  // namespace

void check_nesting(Draft& draft) {
  const Frame& frame = draft.frame;
  std::map<std::int64_t, PreparedArea> parents;
  for (const DraftGrid& grid : draft.grids) {
    if (grid.left_out || grid.shifted || grid.parent < 0) continue;
    const DraftGrid& parent = draft.grids[static_cast<std::size_t>(grid.parent)];
    if (parent.shifted) continue;
    auto around = parents.find(grid.parent);
    if (around == parents.end())
      around = parents.emplace(grid.parent, frame.polygons(parent.parts)).first;
    const Geometry area = frame.polygons(grid.parts);
    if (around->second.covers(area)) continue;
    Parts outline;
    double outside = 0;
    PointE7 place;
    for (const Geometry& piece : frame.pieces(frame.difference(area, around->second.area()))) {
      if (frame.width_m(piece) < kSliverWidthM) continue;
      if (outline.empty()) place = frame.inside(piece);
      outside += frame.area_m2(piece);
      for (Part& part : frame.parts(piece)) outline.push_back(std::move(part));
    }
    if (outside <= std::max(kSliverAreaM2, kNestingShare * frame.area_m2(area))) continue;
    Defect& defect = draft.report(DefectKind::outside_parent, DefectAction::kept, grid);
    defect.other = parent.at;
    defect.area_m2 = outside;
    defect.place = place;
    defect.outline = std::move(outline);
    if (const DraftGrid* real = really_in(draft, parent, area)) defect.detail = real->node.name;
  }
}

void check_cover(GridLayer layer, GridLevel level, Draft& draft) {
  Cover(layer, level, draft).run();
}

}  // namespace gezhi
