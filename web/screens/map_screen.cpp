#include "web/screens/map_screen.h"

#include <algorithm>

#include "web/here.h"
#include "web/map/panel.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/screens/desk/points.h"
#include "web/screens/desk/queue_view.h"
#include "web/screens/map/sections.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/heat.h"
#include "web/screens/parts/here_card.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

constexpr float kPaneWidth = 400;
constexpr double kFoundScale = 1.6;      // metres a pixel, when a place was found
constexpr float kPhoneMapShare = 0.42f;  // of the screen

struct MapState {
  app::MapView view;
  app::MapLayers layers;
  std::string words;
  std::string searched;  // for which `hits` are
  std::vector<app::PlaceHit> hits;
  int which = 0;  // open, all
  SubjectKey chosen;
  std::optional<app::PlaceHit> place;
  std::optional<PointE7> here;  // was tapped beside the cases
  bool hits_open = false;
  bool layers_open = false;
  bool heat = false;  // counts of grids instead of single cases
  bool cover = false;
  bool lines = false;
  bool data = false;
};

MapState& state() {
  static MapState& one = platform::of_session<MapState>();
  return one;
}

const std::vector<const Case*>& shown_cases(const MapState& s) {
  struct Kept {
    std::uint64_t generation = 0;
    int which = -1;
    std::vector<const Case*> cases;
  };
  static Kept& kept = platform::of_session<Kept>();
  if (kept.generation == app::generation() && kept.which == s.which) return kept.cases;
  kept = {app::generation(), s.which, {}};
  for (const Case* one : cases_in(Queue::all, "")) {
    if (s.which == 1 || kOpenStates.has(one->state)) kept.cases.push_back(one);
  }
  return kept.cases;
}

void go_to(MapState& s, const app::PlaceHit& hit) {
  s.place = hit;
  s.here.reset();
  s.chosen = {};
  s.view = {hit.point, kFoundScale};
  s.hits_open = false;
}

// The place in words for a reader, and where to go on from.
void show_place(MapState& s) {
  if (!s.place) return;
  ui::card_begin();
  ui::text(s.place->name, {.weight = ui::Weight::strong});
  if (!s.place->where.empty()) ui::small_text(s.place->where);
  const auto me = app::my_position();
  if (me) ui::small_text(tr("ui.map.away", app::length_text(distance_mm(*me, s.place->point))));
  const bool closed = ui::text_button(tr("ui.map.clear_place"), {.icon = Icon::close});
  ui::card_end();
  if (closed) s.place.reset();
}

void show_hits(MapState& s) {
  if (s.hits.empty()) {
    ui::empty_state(Icon::search, tr("ui.map.no_place"), tr("ui.map.no_place_help"));
    return;
  }
  ui::list_begin(tr("ui.map.places"));
  for (std::size_t i = 0; i < s.hits.size(); ++i) {
    const app::PlaceHit hit = s.hits[i];
    ui::push_id(static_cast<int>(i));
    const bool pressed =
        ui::list_row({.icon = Icon::location, .title = hit.name, .subtitle = hit.where});
    ui::pop_id();
    if (!pressed) continue;
    go_to(s, hit);
    break;
  }
  ui::list_end();
}

void search_field(MapState& s) {
  const auto events = ui::text_field(
      "place", "", s.words, {.hint = tr("ui.map.search"), .icon = Icon::search, .max_length = 40});
  if (s.words != s.searched) {
    s.searched = s.words;
    s.hits = s.words.empty() ? std::vector<app::PlaceHit>() : app::search_places(s.words);
    s.hits_open = !s.words.empty();
  }
  if (events.submitted && !s.hits.empty()) go_to(s, app::PlaceHit(s.hits.front()));
}

void choose_layers(MapState& s) {
  if (!ui::dialog_begin("layers", tr("ui.map.layers"), s.layers_open, {.width = 420})) return;
  if (ui::toggle(tr("ui.map.layer_heat"), s.heat, tr("ui.map.layer_heat_help")) && s.heat)
    s.cover = false;
  if (ui::toggle(tr("ui.map.layer_cover"), s.cover, tr("ui.map.layer_cover_help")) && s.cover)
    s.heat = false;
  ui::toggle(tr("ui.map.layer_lines"), s.lines, tr("ui.map.layer_lines_help"));
  if (app::acts_as(kDataReportRoles))
    ui::toggle(tr("ui.map.layer_data"), s.data, tr("ui.map.layer_data_help"));
  ui::toggle(tr("ui.map.layer_grids"), s.layers.grids, tr("ui.map.layer_grids_help"));
  ui::toggle(tr("ui.map.layer_beats"), s.layers.beats, tr("ui.map.layer_beats_help"));
  ui::toggle(tr("ui.map.layer_names"), s.layers.names);
  ui::dialog_end();
}

void choose_which(MapState& s) {
  const std::vector<std::string> which = {tr("ui.map.open_cases"), tr("ui.map.all_cases")};
  ui::segmented(tr("ui.map.which"), which, s.which);
}

void open_from(const Case& one) {
  const bool desk = app::main_work() == app::Work::desk || app::main_work() == app::Work::oversight;
  app::open((desk ? "/desk/" : "/case/") + app::path_of(one));
}

const Case* chosen_case(const MapState& s) {
  return s.chosen.id.is_nil() ? nullptr : app::find_case(s.chosen);
}

// The case that was pressed on the map or in the list; a press opens it.
void show_chosen(const MapState& s) {
  const Case* one = chosen_case(s);
  if (one == nullptr || s.hits_open) return;
  ui::push_id("chosen");
  if (case_row(*one, "", true)) open_from(*one);
  ui::pop_id();
}

void the_map(MapState& s, float height) {
  const std::vector<const Case*>& cases = shown_cases(s);
  app::MapOptions options;
  options.height = height;
  options.layers = s.layers;
  if (s.place) options.cross = s.place->point;
  if (s.here) options.cross = s.here;
  if (s.heat) options.shades = heat_of(cases, s.view.metres_per_px).shades;
  if (s.cover) {
    options.shades = coverage_layer().shades;
    options.strokes.push_back(coverage_layer().strokes);
  }
  if (s.lines) options.strokes.push_back(lines_layer().strokes);
  if (s.data) options.strokes.push_back(data_report_layer().strokes);
  static const std::vector<app::MapPoint> kNone;
  const app::MapResult result = app::map_panel(
      tr("ui.map.title"), s.view, s.heat || s.cover ? kNone : points_of(cases, s.chosen), options);
  if (result.chosen >= 0) {
    s.chosen = subject_key(*cases[static_cast<std::size_t>(result.chosen)]);
    s.here.reset();
  } else if (result.tapped) {
    s.chosen = {};
    s.place.reset();
    s.here = result.tapped;
  }
}

void the_heat(MapState& s, const std::vector<const Case*>& cases) {
  const Heat& heat = heat_of(cases, s.view.metres_per_px);
  heat_legend(heat);
  const GridId pressed = heat_list(heat);
  if (!pressed.is_none()) look_at(s.view, pressed);
}

void the_list(MapState& s) {
  const std::vector<const Case*>& cases = shown_cases(s);
  if (cases.empty()) {
    ui::empty_state(Icon::check_circle, tr("ui.map.no_cases"), tr("ui.map.no_cases_help"));
    return;
  }
  if (s.heat) return the_heat(s, cases);
  ui::small_text(tr("ui.map.count", std::to_string(cases.size())));
  const SubjectKey pressed = queue_list(tr("ui.map.cases"), cases, s.chosen);
  if (pressed.id.is_nil()) return;
  if (pressed == s.chosen) return open_from(*app::find_case(pressed));
  s.chosen = pressed;
  s.place.reset();
  s.here.reset();
  if (const Case* one = app::find_case(pressed)) look_at(s.view, *one);
}

// The layers that are on, in words.
std::optional<PointE7> layer_sections(const MapState& s) {
  std::optional<PointE7> pressed;
  if (s.cover) pressed = coverage_section();
  if (s.lines) {
    if (const auto place = lines_section()) pressed = place;
  }
  if (s.data) {
    if (const auto place = data_report_section()) pressed = place;
  }
  return pressed;
}

void beside_map(MapState& s) {
  if (s.hits_open) return show_hits(s);
  show_place(s);
  if (s.here && here_card(*s.here)) s.here.reset();
  const std::optional<PointE7> pressed = layer_sections(s);
  if (pressed) s.view = {*pressed, std::min(s.view.metres_per_px, kFoundScale)};
  choose_which(s);
  the_list(s);
}

void draw_wide(MapState& s) {
  const Box room = ui::room_left();
  const Box left{room.x, room.y, kPaneWidth, room.h};
  ui::column_begin(left);
  search_field(s);
  show_chosen(s);
  const Box rest = ui::peek(0);
  ui::column_end();
  ui::scroll_begin("cases", {left.x, rest.y, left.w, left.bottom() - rest.y}, 2,
                   tr("ui.map.cases"));
  ui::space(2);
  beside_map(s);
  ui::scroll_end();
  ui::column_begin(
      {left.right() + ui::kGapWide, room.y, room.right() - left.right() - ui::kGapWide, room.h});
  the_map(s, room.h);
  ui::column_end();
  ui::take(room.h, 0);
}

void draw_narrow(MapState& s) {
  search_field(s);
  if (!s.hits_open) the_map(s, platform::screen().height * kPhoneMapShare);
  show_chosen(s);
  beside_map(s);
}

}  // namespace

void draw_map() {
  MapState& s = state();
  const ui::PageAction actions[] = {{Icon::filter, tr("ui.map.layers")}};
  const bool wide = ui::desktop();
  const ui::PageEvents events =
      page_begin(tr("ui.map.title"), {.actions = actions, .max_width = 0, .scroll = !wide});
  if (events.action == 0) s.layers_open = true;
  if (wide)
    draw_wide(s);
  else
    draw_narrow(s);
  page_end();
  choose_layers(s);
}

}  // namespace gezhi::screens
