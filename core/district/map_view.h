// What to draw of a district in a window: lines, fills and label candidates in screen units, by level
// of detail. Pure: the app only strokes and fills. Borders shared by two grids come once.
//
// Units: screen points are pixels from the window's top left corner; y grows downward. Real numbers
// are fine here: nothing of this is stored.
// Cost: view() touches what is visible; its result's vectors are reused.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/district/district.h"

namespace gezhi {

struct ScreenPoint {
  float x = 0;
  float y = 0;
};

struct MapWindow {
  PointE7 centre;
  double metres_per_px = 4;
  float width = 0;
  float height = 0;
};

// North is up; true to scale at the centre's latitude.
class MapProjection {
 public:
  explicit MapProjection(const MapWindow& window);

  ScreenPoint to_screen(PointE7 point) const;
  PointE7 to_point(ScreenPoint at) const;  // kept on Earth
  BoxE7 box(float margin_px = 0) const;    // what the window shows

 private:
  MapWindow window_;
  double px_per_e7_lon_ = 1;
  double px_per_e7_lat_ = 1;
};

// A window that shows the whole box with a margin.
MapWindow window_of(const BoxE7& box, float width, float height, float margin_px = 24);

enum class MapLineKind : std::uint8_t { road, border };

struct MapLine {
  MapLineKind kind = MapLineKind::road;
  RoadClass road_class = RoadClass::residential;  // of a road
  GridLevel level = GridLevel::none;              // of a border: the coarsest that it bounds
  std::uint32_t first = 0;                        // into MapScene::points
  std::uint32_t count = 0;
};

struct MapFill {
  AreaKind kind = AreaKind::green;
  std::uint32_t first = 0;  // into MapScene::triangles: three points each
  std::uint32_t count = 0;  // points
};

enum class MapLabelKind : std::uint8_t { township, village, unit, road, place };

struct MapLabel {
  MapLabelKind kind = MapLabelKind::place;
  PlaceKind place = PlaceKind::other;
  ScreenPoint at;  // its middle
  std::string text;
};

struct MapScene {
  std::vector<MapLine> lines;  // in drawing order: small roads first, then large, then borders
  std::vector<ScreenPoint> points;
  std::vector<MapFill> fills;
  std::vector<ScreenPoint> triangles;
  std::vector<MapLabel> labels;  // most important first; not yet tested for overlap
};

// Built once a district; refers to it.
class MapModel {
 public:
  explicit MapModel(const District& district);

  // `layer`: whose borders and names.
  void view(const MapWindow& window, GridLayer layer, MapScene& scene) const;

 private:
  struct Border {
    GridLayer layer{};
    GridLevel level{};
    BoxE7 box;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  struct Area {
    AreaKind kind{};
    BoxE7 box;
    std::vector<PointE7> triangles;
  };
  struct GridName {
    GridLayer layer{};
    GridLevel level{};
    PointE7 at;
    std::string text;
  };

  void trace_borders();
  void add_roads(const MapProjection& projection, const BoxE7& box, double metres_per_px,
                 MapScene& scene) const;
  void add_labels(const MapProjection& projection, const BoxE7& box, double metres_per_px,
                  GridLayer layer, MapScene& scene) const;

  const District& district_;
  std::vector<Border> borders_;
  std::vector<PointE7> border_points_;
  std::vector<Area> areas_;
  std::vector<GridName> names_;
  std::vector<std::vector<std::uint32_t>> tiers_;  // links by the detail at which they appear
  std::vector<BoxE7> link_boxes_;
};

// The labels that fit without overlapping, most important first. `width_px` measures a text.
std::vector<MapLabel> labels_that_fit(const std::vector<MapLabel>& labels, float height_px,
                                      const std::function<float(const std::string&)>& width_px,
                                      std::size_t most = 60);

}  // namespace gezhi
