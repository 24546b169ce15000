#include "web/gallery/map_frames.h"

#include <string>
#include <vector>

#include "core/base/prng.h"
#include "web/here.h"
#include "web/map/panel.h"
#include "web/platform/frame.h"
#include "web/widgets/ui.h"

namespace gezhi::gallery {
namespace {

constexpr int kCasesMax = 100000;
constexpr int kTurn = 60;             // frames in one direction
constexpr std::int32_t kStep = 3000;  // 1e-7 degrees a frame

std::vector<app::MapPoint> made_up(const BoxE7& box, int cases) {
  Prng prng(20000);
  std::vector<app::MapPoint> points;
  constexpr ui::Tone kTones[] = {ui::Tone::info, ui::Tone::warning, ui::Tone::danger};
  for (int i = 0; i < cases; ++i) {
    app::MapPoint point;
    point.point.lon = static_cast<std::int32_t>(prng.between(box.low.lon, box.high.lon));
    point.point.lat = static_cast<std::int32_t>(prng.between(box.low.lat, box.high.lat));
    point.name = std::to_string(i);
    point.tone = kTones[i % 3];
    point.icon = ui::Icon::fire;
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace

void draw_map_frames(int cases) {
  static std::vector<app::MapPoint> points;
  static app::MapView view;
  static int frame = 0;
  ui::begin_frame();
  ui::begin_page("地图", {.max_width = 0, .scroll = false});
  const District* district = app::district();
  if (district != nullptr && points.empty()) {
    points = made_up(district->box(), std::min(cases, kCasesMax));
  }
  app::map_panel("地图", view, points, {.height = ui::room_left().h});
  if (!view.centre.is_none()) view.centre.lon += frame++ / kTurn % 2 == 0 ? kStep : -kStep;
  ui::end_page();
  ui::end_frame();
  platform::wake();
}

}  // namespace gezhi::gallery
