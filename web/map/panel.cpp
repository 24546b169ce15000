#include "web/map/panel.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <imgui.h>
#include "web/here.h"
#include "web/map/labels.h"
#include "web/map/markers.h"
#include "web/platform/session.h"
#include "web/widgets/ui.h"

namespace gezhi::app {
namespace {

constexpr double kNearest = 0.12;  // metres a pixel
constexpr double kFarthest = 400;
constexpr double kFirstLeast = 1.2;  // not nearer than this at the first look
constexpr double kPlaceScale = 1.5;  // when going to one place
constexpr float kZoomStep = 1.8f;
constexpr float kMarginPx = 40;

struct Ground {
  std::shared_ptr<const District> district;
  std::unique_ptr<MapBase> base;
  MapLabels labels;
};

// The prepared map of the present district, or nullptr.
Ground* ground() {
  static Ground one;  // of the device: the map
  const auto& now = shared_district();
  if (now == nullptr) return nullptr;
  if (one.district != now) {
    one.base = std::make_unique<MapBase>(*now);
    one.district = now;
  }
  return &one;
}

void look_first(MapView& view, const Box& box, const std::vector<MapPoint>& points,
                const MapOptions& options) {
  BoxE7 all;
  for (const MapPoint& point : points) all.cover(point.point);
  if (options.cross) all.cover(*options.cross);
  if (options.route != nullptr) {
    for (const PointE7 point : options.route->points) all.cover(point);
  }
  if (all.is_empty() && district() != nullptr) all = district()->box();
  if (all.is_empty()) return;
  const MapWindow window = window_of(all, box.w, box.h, kMarginPx);
  if (view.centre.is_none()) view.centre = window.centre;
  if (view.metres_per_px <= 0) {
    view.metres_per_px = std::clamp(window.metres_per_px, kFirstLeast, kFarthest);
  }
}

void zoom(MapView& view, const Box& box, float factor, float x, float y) {
  const MapFrame before(box, view.centre, view.metres_per_px);
  const PointE7 fixed = before.place(x, y);
  view.metres_per_px =
      std::clamp(view.metres_per_px / static_cast<double>(factor), kNearest, kFarthest);
  const MapFrame after(box, view.centre, view.metres_per_px);
  const ImVec2 moved = after.at(fixed);
  view.centre = after.place(box.x + box.w / 2 + moved.x - x, box.y + box.h / 2 + moved.y - y);
}

void move(MapView& view, const ui::MapEvents& events) {
  if (events.pan_x != 0 || events.pan_y != 0) {
    const MapFrame frame(events.box, view.centre, view.metres_per_px);
    view.centre = frame.place(events.box.x + events.box.w / 2 - events.pan_x,
                              events.box.y + events.box.h / 2 - events.pan_y);
  }
  if (events.zoom != 1) zoom(view, events.box, events.zoom, events.zoom_x, events.zoom_y);
}

bool& wants_me = platform::of_session<bool>();  // the position was asked for and is not there yet

void show_me(MapView& view) {
  const auto me = my_position();
  if (!me) return;
  wants_me = false;
  view.centre = *me;
  view.metres_per_px = std::min(view.metres_per_px, kPlaceScale);
}

void ask_for_me() {
  wants_me = true;
  if (my_position()) return;
  locate_once([](const Result<Position>& found) {
    if (found) return;
    wants_me = false;
    ui::toast(ui::tr("ui.map.no_position"), ui::Tone::warning);
  });
}

void control(MapView& view, const Box& box) {
  const ui::MapControls pressed = ui::map_controls();
  const float x = box.x + box.w / 2;
  const float y = box.y + box.h / 2;
  if (pressed.zoom_in) zoom(view, box, kZoomStep, x, y);
  if (pressed.zoom_out) zoom(view, box, 1 / kZoomStep, x, y);
  if (pressed.my_place) ask_for_me();
  if (wants_me) show_me(view);
}

void draw_route(ImDrawList* list, const MapFrame& frame, const Route& route) {
  if (!route.found || route.points.size() < 2) return;
  std::vector<ImVec2> line;
  for (const PointE7 point : route.points) line.push_back(frame.at(point));
  const MapStyle& s = map_style();
  const auto count = static_cast<int>(line.size());
  list->AddPolyline(line.data(), count, s.route_edge, ImDrawFlags_None, 10);
  list->AddPolyline(line.data(), count, s.route, ImDrawFlags_None, 6);
  list->AddCircleFilled(line.front(), 7, s.route_edge);
  list->AddCircleFilled(line.front(), 5, s.route);
}

void draw_me(ImDrawList* list, const MapFrame& frame) {
  const auto me = my_position();
  if (!me || !frame.view.has(*me)) return;
  const ImVec2 at = frame.at(*me);
  const ui::Colour colour = map_style().me;
  const float around = frame.px(my_accuracy_m());
  if (around > 14) {
    list->AddCircleFilled(at, std::min(around, 400.0f), ui::faded(colour, 0.12f));
    list->AddCircle(at, std::min(around, 400.0f), ui::faded(colour, 0.5f), 0, 1.5f);
  }
  list->AddCircleFilled(at, 11, map_style().route_edge);
  list->AddCircleFilled(at, 8, colour);
  ui::report(ui::item_id("##me"), mirror::Role::image, ui::tr("ui.map.me"),
             {at.x - 11, at.y - 11, 22, 22});
}

// How long a round number of metres is, and where the map is from.
void draw_scale(ImDrawList* list, const MapFrame& frame, const District* of) {
  double metres = 1000000;
  while (frame.px(metres) > std::min(110.0f, frame.box.w * 0.25f) && metres > 1) {
    const double lead = metres / std::pow(10, std::floor(std::log10(metres) + 1e-9));
    metres /= lead > 4.5 ? 2.5 : 2;
  }
  const float width = frame.px(metres);
  const float x = frame.box.x + 14;
  const float y = frame.box.bottom() - 16;
  const MapStyle& s = map_style();
  list->AddRectFilled({x - 1.5f, y - 6}, {x + width + 1.5f, y + 2.5f}, ui::faded(s.halo, 0.85f));
  list->AddLine({x, y}, {x + width, y}, s.text, 2);
  list->AddLine({x, y - 5}, {x, y}, s.text, 2);
  list->AddLine({x + width, y - 5}, {x + width, y}, s.text, 2);
  ui::TextStyle style;
  style.size = 13;
  style.colour = s.text;
  std::string words = length_text(static_cast<std::int64_t>(metres * 1000));
  if (of != nullptr && of->meta().synthetic) words += " · " + ui::tr("ui.map.synthetic");
  const float room = std::min(ui::text_width(words, style) + 8, frame.box.w - 100);
  list->AddRectFilled({x - 4, y - 28}, {x - 4 + room, y - 8}, ui::faded(s.halo, 0.85f), 4);
  ui::draw_line({x, y - 28, room, 20}, words, style);
}

void press_cluster(MapView& view, const MapFrame& frame, const MapCluster& cluster,
                   const std::vector<MapPoint>& points, MapResult& result) {
  BoxE7 all;
  for (const int i : cluster.points) all.cover(points[static_cast<std::size_t>(i)].point);
  const MapWindow window = window_of(all, frame.box.w, frame.box.h, kMarginPx);
  if (view.metres_per_px < kNearest * 3) {  // as near as it gets: one after the other
    result.chosen = cluster.points.front();
    return;
  }
  view.centre = window.centre;
  view.metres_per_px =
      std::clamp(std::min(window.metres_per_px, view.metres_per_px / 2), kNearest, kFarthest);
}

void draw_points(ImDrawList* list, MapView& view, const MapFrame& frame,
                 const std::vector<MapPoint>& points, const std::vector<MapCluster>& clusters,
                 MapResult& result) {
  for (const MapCluster& cluster : clusters) {
    const int first = cluster.points.front();
    if (cluster.points.size() > 1) {
      draw_cluster(list, cluster);
      const std::string name = ui::tr("ui.map.cluster", std::to_string(cluster.points.size()),
                                      points[static_cast<std::size_t>(first)].name);
      if (ui::map_marker(1000000 + first, name, cluster.at.x, cluster.at.y, 24)) {
        press_cluster(view, frame, cluster, points, result);
      }
      continue;
    }
    const MapPoint& point = points[static_cast<std::size_t>(first)];
    draw_marker(list, cluster.at, point);
    if (ui::map_marker(first, point.name, cluster.at.x, cluster.at.y, 22)) result.chosen = first;
  }
}

void draw_missing(const Box& box) {
  ui::TextStyle style;
  style.align = ui::Align::centre;
  style.colour = ui::theme().text_soft;
  const bool loading = pack_state() == PackState::loading;
  const std::string words = ui::tr(loading ? "ui.map.loading" : "ui.map.missing");
  const Box room{box.x + 24, box.y + box.h / 2 - 40, box.w - 48, 80};
  ui::draw_text(room, words, style);
  ui::report(ui::item_id("##missing"), mirror::Role::status, words, room);
}

}  // namespace

MapStroke stroke_of(std::vector<PointE7> points, ui::Colour colour, float width, bool closed) {
  MapStroke stroke{std::move(points), {}, colour, width, closed};
  for (const PointE7 point : stroke.points) stroke.box.cover(point);
  return stroke;
}

MapResult map_panel(std::string_view name, MapView& view, const std::vector<MapPoint>& points,
                    const MapOptions& options) {
  MapResult result;
  const ui::MapEvents events = ui::map_begin(name, {.height = options.height, .radius = 0});
  if (view.centre.is_none() || view.metres_per_px <= 0)
    look_first(view, events.box, points, options);
  if (view.centre.is_none()) {
    draw_missing(events.box);
    ui::map_end();
    return result;
  }
  move(view, events);
  const MapFrame frame(events.box, view.centre, view.metres_per_px);
  const std::vector<MapCluster> clusters = clusters_of(frame, points);
  Ground* on = ground();
  if (on != nullptr) {
    on->base->draw(events.list, frame, options.layers, options.shades);
    if (!options.highlight.is_none()) on->base->draw_grid(events.list, frame, options.highlight);
  }
  if (on != nullptr) {
    for (const auto& layer : options.strokes) on->base->draw_strokes(events.list, frame, layer);
  }
  if (options.route != nullptr) draw_route(events.list, frame, *options.route);
  if (on != nullptr) {  // street names above the route, so that it can be followed by them
    on->labels.begin(frame);
    const Box& box = events.box;  // the scale and the controls keep their corners
    on->labels.keep_free({box.x, box.bottom() - 48, 150, 48});
    on->labels.keep_free({box.right() - 64, box.bottom() - 184, 64, 184});
    for (const MapCluster& cluster : clusters) {
      on->labels.keep_free({cluster.at.x - 20, cluster.at.y - 20, 40, 40});
    }
    on->labels.draw_words(events.list, *on->base, options.shades);
    on->labels.draw(events.list, *on->base, options.layers);
  } else {
    draw_missing({events.box.x, events.box.y, events.box.w, 120});
  }
  draw_me(events.list, frame);
  if (options.cross) draw_cross(events.list, frame.at(*options.cross));
  draw_points(events.list, view, frame, points, clusters, result);
  draw_scale(events.list, frame, district());
  control(view, events.box);
  const Box& box = events.box;
  events.list->AddRect({box.x, box.y}, {box.right(), box.bottom()}, ui::theme().line);
  if (events.tapped && result.chosen < 0) result.tapped = frame.place(events.x, events.y);
  ui::map_end();
  return result;
}

}  // namespace gezhi::app
