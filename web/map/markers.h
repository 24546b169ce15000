// The points of a map as markers: shape, colour and icon say what they are; what would lie on top of
// each other stands as one figure until the view is near enough.
#pragma once

#include <vector>

#include "web/map/frame.h"
#include "web/map/panel.h"

namespace gezhi::app {

struct MapCluster {
  ImVec2 at;
  ui::Tone tone = ui::Tone::neutral;  // the most urgent of its points
  std::vector<int> points;            // indices, ascending
};

// Points within reach of each other on the screen. The chosen one stands for itself, last.
// Cost: linear.
std::vector<MapCluster> clusters_of(const MapFrame& frame, const std::vector<MapPoint>& points);

void draw_marker(ImDrawList* list, ImVec2 at, const MapPoint& point);
void draw_cluster(ImDrawList* list, const MapCluster& cluster);
void draw_cross(ImDrawList* list, ImVec2 at);

constexpr float kMarkerPx = 17;  // half its size
constexpr float kClusterPx = 21;

}  // namespace gezhi::app
