#include "web/map/markers.h"

#include <algorithm>
#include <string>

#include "web/platform/glyphs.h"
#include "web/widgets/text.h"

namespace gezhi::app {
namespace {

constexpr float kReachPx = 50;

bool near(ImVec2 a, ImVec2 b) {
  const float dx = a.x - b.x;
  const float dy = a.y - b.y;
  return dx * dx + dy * dy < kReachPx * kReachPx;
}

// Squares as large as a cluster reaches, each with the clusters whose middle lies in it, so that a
// point looks at nine squares and not at all clusters. What lies outside counts to the rim.
class Cells {
 public:
  static constexpr int kNone = -1;

  explicit Cells(const MapFrame& frame)
      : left_(frame.box.x - kReachPx),
        top_(frame.box.y - kReachPx),
        columns_(static_cast<int>(frame.box.w / kReachPx) + 3),
        rows_(static_cast<int>(frame.box.h / kReachPx) + 3),
        first_(static_cast<std::size_t>(columns_ * rows_), kNone) {}

  // The first of the clusters near enough, square by square.
  int near(ImVec2 at, const std::vector<MapCluster>& clusters) const {
    const int column = column_of(at);
    const int row = row_of(at);
    for (int x = std::max(column - 1, 0); x <= std::min(column + 1, columns_ - 1); ++x) {
      for (int y = std::max(row - 1, 0); y <= std::min(row + 1, rows_ - 1); ++y) {
        for (int c = first_[cell(x, y)]; c != kNone; c = next_[static_cast<std::size_t>(c)]) {
          if (app::near(clusters[static_cast<std::size_t>(c)].at, at)) return c;
        }
      }
    }
    return kNone;
  }

  // The next cluster.
  void add(ImVec2 at) {
    int& first = first_[cell(column_of(at), row_of(at))];
    next_.push_back(first);
    first = static_cast<int>(next_.size()) - 1;
  }

 private:
  int column_of(ImVec2 at) const {
    return std::clamp(static_cast<int>((at.x - left_) / kReachPx), 0, columns_ - 1);
  }
  int row_of(ImVec2 at) const {
    return std::clamp(static_cast<int>((at.y - top_) / kReachPx), 0, rows_ - 1);
  }
  std::size_t cell(int column, int row) const {
    return static_cast<std::size_t>(row * columns_ + column);
  }

  float left_;
  float top_;
  int columns_;
  int rows_;
  std::vector<int> first_;
  std::vector<int> next_;
};

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
  Cells cells(frame);
  int chosen = -1;
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    const MapPoint& point = points[static_cast<std::size_t>(i)];
    if (!frame.view.has(point.point)) continue;
    if (point.chosen) {
      chosen = i;
      continue;
    }
    const ImVec2 at = frame.at(point.point);
    const int joined = cells.near(at, clusters);
    if (joined == Cells::kNone) {
      cells.add(at);
      clusters.push_back({at, point.tone, {i}});
      continue;
    }
    MapCluster& cluster = clusters[static_cast<std::size_t>(joined)];
    cluster.points.push_back(i);
    cluster.tone = std::max(cluster.tone, point.tone);
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
