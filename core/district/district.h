// A district ready for use: the pack with its indexes, and search by name. What the app and the
// server hold. One per process; queries on it are const, a RouteQuery is made per thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/district/pack.h"
#include "core/grid/locate.h"
#include "core/road/route.h"
#include "core/road/snap.h"

namespace gezhi {

// A hit of a search: a place, or a grid node by its name or code.
struct PlaceHit {
  std::string name;
  PlaceKind kind = PlaceKind::other;
  PointE7 point;
  GridId grid;
  std::string code;
};

class District {
 public:
  explicit District(DistrictPack pack);
  District(DistrictPack pack, GridLocator locator, RoadIndex::Cells cells);  // made of it before
  District(const District&) = delete;
  District& operator=(const District&) = delete;

  static Result<std::unique_ptr<District>> read(ByteView bytes);

  const PackMeta& meta() const { return pack_.meta; }
  const GridTree& tree() const { return pack_.tree; }
  const GridShapes& shapes() const { return pack_.shapes; }
  const RoadGraph& roads() const { return pack_.roads; }
  const std::vector<MapArea>& areas() const { return pack_.areas; }
  const std::vector<MapPlace>& places() const { return pack_.places; }
  const GridLocator& locator() const { return locator_; }
  const RoadIndex& road_index() const { return road_index_; }
  const GridHistory& history() const { return pack_.history; }
  const PatrolLines& lines() const { return pack_.lines; }
  const LayerShares& shares() const { return pack_.shares; }
  const Hierarchies& hierarchies() const { return pack_.hierarchies; }
  const BoxE7& box() const { return box_; }

  // Places and grids by name, pinyin (search.h) or code, the best match first, then the shorter name.
  // Cost: linear in the names.
  std::vector<PlaceHit> search(std::string_view text, std::uint32_t most = 20) const;

  // Whether the point lies outside of the whole district: beyond all that its areas reach. Not so of a gap
  // between areas, of a neighbour's corner in the box around them, and where no area was imported: of
  // these nobody knows more than that no area holds the point. `radius_mm`: the point may be anywhere within.
  bool is_beyond(PointE7 point, std::int64_t radius_mm = 0) const;

  // The place with that QR code, or nullptr.
  const MapPlace* place_of_code(std::string_view code) const;

  // What to call a point when nobody named it: street and community, and the nearest named place.
  std::string describe(PointE7 point) const;

 private:
  DistrictPack pack_;
  GridLocator locator_;
  RoadIndex road_index_;
  BoxE7 box_;
};

}  // namespace gezhi
