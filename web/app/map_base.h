// The base map: land, water and green, roads, borders of grids, drawn from the district with as much
// detail as the scale can show. Prepared once a district; drawing allocates nothing after the first
// frames.
//
// Cost: a box test for every road and shape, points only for what is in sight and wide enough.
#pragma once

#include <array>
#include <vector>

#include "core/district/district.h"
#include "web/app/map_frame.h"
#include "web/app/map_panel.h"
#include "web/app/map_style.h"

namespace gezhi::app {

class MapBase {
 public:
  explicit MapBase(const District& district);

  const District& district() const { return district_; }

  void draw(ImDrawList* list, const MapFrame& frame, const MapLayers& layers);
  // One node with emphasis: soft fill and a strong line.
  void draw_grid(ImDrawList* list, const MapFrame& frame, GridId grid);

  // Roads drawn by the last draw() that have a name: where the name fits best.
  struct NamedRoad {
    std::uint32_t name = 0;
    std::uint8_t rank = 0;
    float length_px = 0;
    ImVec2 middle;
  };
  const std::vector<NamedRoad>& named_roads() const { return named_; }

 private:
  struct Road {
    BoxE7 box;
    std::uint32_t link = 0;
  };
  struct Polygon {
    BoxE7 box;
    std::vector<PointE7> points;
    std::vector<std::uint32_t> triangles;
  };
  struct Area {
    AreaKind kind = AreaKind::water;
    Polygon outline;
  };
  struct Outline {
    std::uint32_t shape = 0;
    GridLayer layer = GridLayer::governance;
    GridLevel level = GridLevel::none;
  };

  static Polygon polygon_of(std::span<const PointE7> ring);
  void draw_polygon(ImDrawList* list, const MapFrame& frame, const Polygon& polygon,
                    ui::Colour colour);
  void draw_land(ImDrawList* list, const MapFrame& frame);
  void draw_borders(ImDrawList* list, const MapFrame& frame, const MapLayers& layers);
  void draw_shape(ImDrawList* list, const MapFrame& frame, std::uint32_t shape, ui::Colour colour,
                  float width);
  void draw_roads(ImDrawList* list, const MapFrame& frame);
  void stroke(ImDrawList* list, const MapFrame& frame, const Road& road, std::uint8_t rank,
              ui::Colour colour, float width, bool remember);

  static constexpr std::size_t kRanks = 7;

  const District& district_;
  std::array<std::vector<Road>, kRanks> roads_;
  std::vector<Area> areas_;
  std::vector<Polygon> streets_;  // townships: the land of the district
  std::vector<Outline> outlines_;
  std::vector<ImVec2> line_;  // scratch
  std::vector<NamedRoad> named_;
  std::vector<std::uint32_t> named_at_;  // by name: index + 1 into named_
};

// Triangles (indices into the ring) that fill a simple ring; ears cut one by one.
std::vector<std::uint32_t> triangles_of(std::span<const PointE7> ring);

}  // namespace gezhi::app
