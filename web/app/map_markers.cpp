#include "web/app/map_markers.h"

#include <algorithm>
#include <map>
#include <string>

#include "web/platform/glyphs.h"
#include "web/widgets/text.h"

namespace gezhi::app {
namespace {

constexpr float kReachPx = 50;

std::pair<int, int> cell_of(ImVec2 at) {
  return {static_cast<int>(at.x / kReachPx + 1000), static_cast<int>(at.y / kReachPx + 1000)};
}

bool near(ImVec2 a, ImVec2 b) {
  const float dx = a.x - b.x;
  const float dy = a.y - b.y;
  return dx * dx + dy * dy < kReachPx * kReachPx;
}

// The strong colour of a tone, on which `ink` is read.
ui::Colour face_of(ui::Tone tone) {
  const ui::Theme& t = ui::theme();
  return tone == ui::Tone::neutral ? t.text_soft : t.tone(tone).text;
}

ui::Colour ink_of() { return ui::theme().scheme == ui::Scheme::light ? 0xFFFFFFFF : 0xFF101010; }

void draw_shape(ImDrawList* list, ImVec2 at, float size, ui::Tone tone, ui::Colour colour) {
  switch (tone) {
    case ui::Tone::danger: {  // octagon
      ImVec2 corners[8];
      const float s = size * 1.08f;
      const float c = s * 0.414f;
      const float xs[] = {-c, c, s, s, c, -c, -s, -s};
      const float ys[] = {-s, -s, -c, c, s, s, c, -c};
      for (int i = 0; i < 8; ++i) corners[i] = ImVec2(at.x + xs[i], at.y + ys[i]);
      list->AddConvexPolyFilled(corners, 8, colour);
      return;
    }
    case ui::Tone::warning: {  // diamond
      const float s = size * 1.3f;
      list->AddQuadFilled({at.x, at.y - s}, {at.x + s, at.y}, {at.x, at.y + s}, {at.x - s, at.y},
                          colour);
      return;
    }
    case ui::Tone::success:  // square
      list->AddRectFilled({at.x - size * 0.92f, at.y - size * 0.92f},
                          {at.x + size * 0.92f, at.y + size * 0.92f}, colour, 5);
      return;
    case ui::Tone::neutral:
    case ui::Tone::info: list->AddCircleFilled(at, size, colour); return;
  }
}

void draw_name(ImDrawList* list, ImVec2 at, std::string_view name) {
  const ui::Theme& t = ui::theme();
  ui::TextStyle style;
  style.size = ui::kTextSmall;
  style.weight = ui::Weight::strong;
  const float width = std::min(ui::text_width(name, style), 260.0f);
  const Box box{at.x - width / 2 - 10, at.y - kMarkerPx - 44, width + 20, 30};
  list->AddRectFilled({box.x, box.y}, {box.right(), box.bottom()}, t.surface, 8);
  list->AddRect({box.x, box.y}, {box.right(), box.bottom()}, t.line_strong, 8);
  list->AddTriangleFilled({at.x - 7, box.bottom() - 1}, {at.x + 7, box.bottom() - 1},
                          {at.x, box.bottom() + 7}, t.surface);
  ui::draw_line({box.x + 10, box.y, width, box.h}, name, style);
}

}  // namespace

std::vector<MapCluster> clusters_of(const MapFrame& frame, const std::vector<MapPoint>& points) {
  std::vector<MapCluster> clusters;
  std::map<std::pair<int, int>, std::vector<std::size_t>> cells;
  int chosen = -1;
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    const MapPoint& point = points[static_cast<std::size_t>(i)];
    if (!frame.view.has(point.point)) continue;
    if (point.chosen) {
      chosen = i;
      continue;
    }
    const ImVec2 at = frame.at(point.point);
    const auto cell = cell_of(at);
    MapCluster* joined = nullptr;
    for (int dx = -1; dx <= 1 && joined == nullptr; ++dx) {
      for (int dy = -1; dy <= 1 && joined == nullptr; ++dy) {
        const auto found = cells.find({cell.first + dx, cell.second + dy});
        if (found == cells.end()) continue;
        for (const std::size_t c : found->second) {
          if (near(clusters[c].at, at)) {
            joined = &clusters[c];
            break;
          }
        }
      }
    }
    if (joined == nullptr) {
      cells[cell].push_back(clusters.size());
      clusters.push_back({at, point.tone, {i}});
      continue;
    }
    joined->points.push_back(i);
    joined->tone = std::max(joined->tone, point.tone);
  }
  if (chosen >= 0) {
    const MapPoint& point = points[static_cast<std::size_t>(chosen)];
    clusters.push_back({frame.at(point.point), point.tone, {chosen}});
  }
  return clusters;
}

void draw_marker(ImDrawList* list, ImVec2 at, const MapPoint& point) {
  const ui::Theme& t = ui::theme();
  const float size = point.chosen ? kMarkerPx + 3 : kMarkerPx - 2;
  draw_shape(list, ImVec2(at.x, at.y + 1.5f), size + 2.5f, point.tone, ui::faded(t.shadow, 0.25f));
  draw_shape(list, at, size + 2, point.tone, t.surface);
  draw_shape(list, at, size, point.tone, face_of(point.tone));
  ui::draw_icon(point.icon, at.x, at.y, size * 1.15f, ink_of());
  if (!point.chosen) return;
  list->AddCircle(at, size + 8, t.focus, 0, 3);
  draw_name(list, at, point.name);
}

void draw_cluster(ImDrawList* list, const MapCluster& cluster) {
  const ui::Theme& t = ui::theme();
  const ui::Colour face = face_of(cluster.tone);
  list->AddCircleFilled(cluster.at, kClusterPx + 3, ui::faded(face, 0.25f));
  list->AddCircleFilled(cluster.at, kClusterPx, t.surface);
  list->AddCircle(cluster.at, kClusterPx, face, 0, 3);
  ui::TextStyle style;
  style.size = 17;
  style.weight = ui::Weight::strong;
  style.align = ui::Align::centre;
  style.colour = face;
  ui::draw_line({cluster.at.x - kClusterPx, cluster.at.y - 13, 2 * kClusterPx, 26},
                std::to_string(cluster.points.size()), style);
  if (cluster.tone < ui::Tone::warning) return;
  const ImVec2 mark(cluster.at.x + kClusterPx * 0.75f, cluster.at.y - kClusterPx * 0.75f);
  draw_shape(list, mark, 9, cluster.tone, t.surface);
  draw_shape(list, mark, 7.5f, cluster.tone, face);
}

void draw_cross(ImDrawList* list, ImVec2 at) {
  const ui::Theme& t = ui::theme();
  const ui::Colour red = t.scheme == ui::Scheme::light ? t.danger : t.tone(ui::Tone::danger).text;
  const ImVec2 head(at.x, at.y - 26);
  list->AddEllipseFilled(at, ImVec2(8, 3.5f), ui::faded(0xFF000000, 0.3f));
  list->AddTriangleFilled({head.x - 12, head.y + 7}, {head.x + 12, head.y + 7}, {at.x, at.y}, red);
  list->AddCircleFilled(head, 14, red);
  list->AddCircle(head, 14, t.surface, 0, 1.5f);
  list->AddCircleFilled(head, 5, t.surface);
}

}  // namespace gezhi::app
