#include "web/screens/navigation.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/plane.h"
#include "core/district/handover.h"
#include "core/road/route.h"
#include "web/here.h"
#include "web/map/panel.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

struct State {
  SubjectKey shown;
  app::MapView view;
  int profile = static_cast<int>(Profile::ebike);
  bool following = false;
  bool choosing = false;     // another map
  std::vector<PointE7> way;  // that was shown last
  double left_way_ms = 0;    // when somebody was seen beside it; 0 = not
};

constexpr std::int64_t kOffWayMm = 40000;
constexpr double kLeftWayShownMs = 8000;

State& state = platform::of_session<State>();

// The way is found anew from every position. Who is no longer on the one shown before is told so.
void notice_leaving(PointE7 here, const Route& route) {
  const NearPlane plane(here);
  std::int64_t away = state.way.empty() ? 0 : INT64_MAX;
  for (std::size_t i = 1; i < state.way.size(); ++i) {
    away = std::min(away, plane.to_line_mm(state.way[i - 1], state.way[i]));
  }
  const std::int64_t unsure_mm = std::int64_t{1000} * app::my_accuracy_m();
  if (away > kOffWayMm + unsure_mm + route.start.distance_mm)
    state.left_way_ms = platform::frame_ms();
  if (state.way != route.points) state.way = route.points;
}

void begin(const Case& one) {
  if (!state.following) app::follow_position(true);
  state.following = true;
  if (state.shown == subject_key(one)) return;
  state.shown = subject_key(one);
  state.view = {};
  state.way.clear();
  state.left_way_ms = 0;
}

// The position leaves the app here, so it is said and asked.
void choose_outside_map(PointE7 to, Profile profile) {
  if (!ui::dialog_begin("outside_map", tr("ui.go.outside"), state.choosing)) return;
  ui::small_text(tr("ui.go.outside_words"));
  for (const OutsideMap map : {OutsideMap::amap, OutsideMap::baidu, OutsideMap::phone}) {
    if (ui::secondary_button(word("outside_map", map), {.icon = Icon::map})) {
      platform::open_link(handover_link(map, to, profile, tr("ui.go.goal")));
      state.choosing = false;
    }
  }
  ui::dialog_end();
}

void without_position() {
  ui::banner(Tone::info, tr("ui.go.no_position"));
  if (ui::secondary_button(tr("ui.place.locate"), {.icon = Icon::location})) {
    app::locate_once([](const Result<app::Position>& found) {
      if (!found.ok()) ui::toast(tr("ui.place." + found.error().code), Tone::warning);
      platform::wake();
    });
  }
}

// No road, or no map here: direction and distance as the crow flies.
void by_bearing(PointE7 here, PointE7 to, bool has_map) {
  const std::string where = tr(compass_text_key(bearing_deg(here, to)));
  ui::banner(Tone::warning, tr(has_map ? "road.no_route" : "road.no_map", where,
                               app::length_text(distance_mm(here, to))));
}

ui::Icon icon_of(TurnKind kind) {
  switch (kind) {
    case TurnKind::depart: return Icon::location;
    case TurnKind::straight: return Icon::chevron_up;
    case TurnKind::slight_right:
    case TurnKind::right:
    case TurnKind::sharp_right: return Icon::chevron_right;
    case TurnKind::u_turn: return Icon::chevron_down;
    case TurnKind::sharp_left:
    case TurnKind::left:
    case TurnKind::slight_left: return Icon::back;
    case TurnKind::arrive: return Icon::flag;
  }
  return Icon::dot;
}

void turns_of(const Route& route) {
  ui::heading(tr("ui.go.turns"));
  ui::card_begin();
  std::vector<ui::TimelineStep> steps;
  for (const Turn& turn : route.turns) {
    ui::TimelineStep step;
    step.title = app::turn_text(turn);
    if (turn.length_mm > 0) step.detail = app::length_text(turn.length_mm);
    step.icon = icon_of(turn.kind);
    steps.push_back(std::move(step));
  }
  ui::timeline(tr("ui.go.turns"), steps);
  ui::card_end();
}

// What to do next, large: it is read at arm's length on a moving scooter.
void next_turn(const Route& route) {
  if (route.turns.size() < 2) return;
  const Turn& next = route.turns[1];
  ui::card_begin();
  ui::small_text(tr("ui.go.next", app::length_text(route.turns[0].length_mm)));
  ui::text(app::turn_text(next), {.size = ui::kTextLarge, .weight = ui::Weight::strong});
  if (state.left_way_ms > 0 && platform::frame_ms() - state.left_way_ms < kLeftWayShownMs) {
    ui::paragraph(tr("ui.go.left_way"), Tone::warning);
    platform::wake_in(static_cast<int>(kLeftWayShownMs));
  }
  ui::card_end();
}

void summary(const Route& route) {
  ui::row_begin({1, 1});
  ui::card_begin();
  ui::text(app::length_text(route.length_mm),
           {.size = ui::kTextLarge, .weight = ui::Weight::strong});
  ui::small_text(tr("ui.go.distance_left"));
  ui::card_end();
  ui::next_cell();
  ui::card_begin();
  ui::text(app::duration_text(route.duration_ms),
           {.size = ui::kTextLarge, .weight = ui::Weight::strong});
  ui::small_text(word("profile", static_cast<Profile>(state.profile)));
  ui::card_end();
  ui::row_end();
}

void map_of(const Case& one, const Route* route) {
  const std::vector<app::MapPoint> points = {{one.place.point, word("nature", one.nature),
                                              nature_tone(one), nature_icon(one.nature), true}};
  app::MapOptions options;
  options.height = ui::phone() ? 320.0f : 460.0f;
  options.route = route;
  app::map_panel(tr("ui.case.map"), state.view, points, options);
}

void choose_profile() {
  const std::vector<std::string> profiles = words_from("profile", Profile::foot);
  ui::segmented(tr("ui.go.profile"), profiles, state.profile);
}

}  // namespace

void draw_navigation_page() {
  const Case* one = addressed_case();
  if (one == nullptr || one->place.point.is_none()) {
    return missing_page(tr("ui.go.missing"), tr("ui.go.missing_words"));
  }
  begin(*one);
  const PointE7 to = one->place.point;
  const auto here = app::my_position();
  const auto profile = static_cast<Profile>(state.profile);
  const Route* route = here ? app::route_to(*here, to, profile) : nullptr;
  const bool found = route != nullptr && route->found;
  page_begin(tr("ui.go.title"), {.back = true, .footer = ui::kButtonHeight + 2 * ui::kGap});
  if (const World* world = app::world_of(*one)) ui::heading(app::place_text(*world, one->place));
  choose_profile();
  if (!here) {
    without_position();
  } else if (found) {
    notice_leaving(*here, *route);
    next_turn(*route);
    summary(*route);
  } else {
    by_bearing(*here, to, route != nullptr);
  }
  map_of(*one, found ? route : nullptr);
  if (found) turns_of(*route);
  ui::page_footer_begin();
  if (ui::primary_button(tr("ui.go.outside"), {.icon = Icon::map})) state.choosing = true;
  ui::page_footer_end();
  choose_outside_map(to, profile);
  page_end();
}

}  // namespace gezhi::screens
