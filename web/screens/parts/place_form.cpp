#include "web/screens/parts/place_form.h"

#include <algorithm>
#include <vector>

#include "web/here.h"
#include "web/platform/frame.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr float kMapHeight = 320;
constexpr double kCorrectionScale = 2;  // metres a pixel

void choose(PlaceForm& form, Place place, AddressFrom address_from = AddressFrom::map) {
  if (form.address_from == AddressFrom::typed) {
    place.address = std::move(form.place.address);
  } else {
    form.address_from = address_from;
  }
  form.place = std::move(place);
  form.chosen = true;
  form.position = nullptr;  // an answer that is still on its way does not beat it
  form.settled_for = app::places_version();
  form.problem.clear();
  form.view.centre = form.place.point;
}

void locate(PlaceForm& form) {
  form.position = app::ask_position();
  form.problem.clear();
}

void take_position(PlaceForm& form) {
  if (form.position == nullptr || !*form.position) return;
  const Result<app::Position> found = **form.position;
  form.position = nullptr;
  if (form.way != kByPosition) return;  // another way was taken meanwhile
  if (found.ok()) {
    choose(form, app::place_at(found->point, found->accuracy_m));
  } else {
    form.problem = "ui.place." + found.error().code;
  }
}

// Who comes back to the page where no position was found may stand elsewhere now: it is tried again.
void note_return(PlaceForm& form) {
  const bool stayed = form.drawn + 1 >= platform::frames_drawn();
  form.drawn = platform::frames_drawn();
  if (stayed || form.way != kByPosition || form.chosen || form.position != nullptr) return;
  form.asked = false;
}

void by_position(PlaceForm& form) {
  if (!form.asked && !form.chosen) {
    form.asked = true;
    locate(form);
  }
  if (form.position != nullptr) ui::progress(tr("ui.place.locating"), -1);
  if (!form.problem.empty()) ui::banner(Tone::warning, tr(form.problem));
  if (form.position != nullptr) return;
  const bool again = form.chosen && form.place.accuracy_m > 0;
  if (ui::secondary_button(tr(again ? "ui.place.locate_again" : "ui.place.locate"),
                           {.icon = Icon::location})) {
    locate(form);
  }
}

void by_map(PlaceForm& form) {
  ui::small_text(tr("ui.place.map_hint"));
  app::MapOptions options;
  options.height = kMapHeight;
  if (form.chosen) {
    options.cross = form.place.point;
    options.highlight = form.place.grid;
  } else if (!form.present.is_none()) {
    options.cross = form.present;
    ui::small_text(tr("ui.place.present"));
  }
  const app::MapView before = form.view;
  const app::MapResult result = app::map_panel(tr("ui.place.map"), form.view, {}, options);
  if (!result.tapped) return;
  choose(form, app::place_at(*result.tapped));
  form.view = before;
}

void by_words(PlaceForm& form) {
  ui::text_field("place_words", tr("ui.place.words"), form.words,
                 {.hint = tr("ui.place.words_hint"), .autocomplete = "off", .icon = Icon::search});
  if (form.words.empty()) return;
  const std::vector<app::PlaceHit> hits = app::search_places(form.words, 8);
  if (hits.empty()) return ui::small_text(tr("ui.place.nothing_found"));
  ui::list_begin(tr("ui.place.hits"));
  for (std::size_t i = 0; i < hits.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    if (ui::list_row({.icon = Icon::location,
                      .title = hits[i].name,
                      .subtitle = hits[i].where,
                      .chevron = false})) {
      Place place = app::place_at(hits[i].point);
      place.address = hits[i].name;
      choose(form, std::move(place), AddressFrom::name);
      form.words.clear();
    }
    ui::pop_id();
  }
  ui::list_end();
}

void by_code(PlaceForm& form) {
  const auto events =
      ui::text_field("place_code", tr("ui.place.code"), form.code,
                     {.hint = tr("ui.place.code_hint"),
                      .help = tr("ui.place.code_help"),
                      .error = form.problem.empty() ? std::string() : tr(form.problem),
                      .autocomplete = "off",
                      .max_length = 200,
                      .for_all = false});
  if (events.changed) form.problem.clear();
  const bool pressed = ui::secondary_button(tr("ui.place.use_code"),
                                            {.icon = Icon::check, .enabled = !form.code.empty()});
  if (!pressed && !events.submitted) return;
  if (!take_place_code(form, form.code)) form.problem = "ui.place.unknown_code";
}

void offer_other_ways(PlaceForm& form) {
  ui::row_begin({1, 1});
  if (ui::secondary_button(tr("ui.place.point_at_map"), {.icon = Icon::map})) form.way = kByMap;
  ui::next_cell();
  if (ui::secondary_button(tr("ui.place.search_instead"), {.icon = Icon::search}))
    form.way = kByWords;
  ui::row_end();
}

// What is not known yet, and what to do about it.
void say_state(PlaceForm& form) {
  const Place& place = form.place;
  switch (app::state_of(place)) {
    case app::PlaceState::known: return;
    case app::PlaceState::not_yet: return (void)ui::banner(Tone::info, tr("ui.place.not_yet"));
    case app::PlaceState::outside: {
      const std::string street = app::street_name_at(place.point);
      ui::banner(Tone::warning, street.empty() ? tr("ui.place.outside", app::district_name())
                                               : tr("ui.place.outside_in", street));
      return;
    }
    case app::PlaceState::beyond:
      ui::banner(Tone::warning, tr("ui.place.beyond", app::district_name()));
      break;
    case app::PlaceState::rough:
      ui::banner(Tone::warning, tr("ui.place.rough", app::length_text(1000LL * place.accuracy_m)));
      break;
  }
  offer_other_ways(form);
}

void what_was_chosen(PlaceForm& form) {
  ui::divider();
  place_facts(app::street_world(app::street_of(form.place)), form.place);
  say_state(form);
  const auto events = ui::text_field(
      "place_address", tr("ui.place.address"), form.place.address,
      {.hint = tr("ui.place.address_hint"), .autocomplete = "off", .max_length = 80});
  if (events.changed) {
    form.address_from = form.place.address.empty() ? AddressFrom::map : AddressFrom::typed;
  }
}

void choose_way(PlaceForm& form) {
  std::vector<std::string> ways = {tr("ui.place.way_position"), tr("ui.place.way_map"),
                                   tr("ui.place.way_words"), tr("ui.place.way_code")};
  const int first = form.own_position ? kByPosition : kByMap;
  ways.erase(ways.begin(), ways.begin() + first);
  int way = std::max(form.way, first) - first;
  if (ui::segmented(tr("ui.place.way"), ways, way)) form.problem.clear();
  form.way = way + first;
}

}  // namespace

void place_facts(const World* world, const Place& place) {
  std::vector<ui::Pair> pairs;
  if (world != nullptr) {
    if (!place.grid.is_none())
      pairs.push_back({tr("layer.governance"), app::grid_name(*world, place.grid)});
    if (!place.community.is_none())
      pairs.push_back({tr("layer.community"), app::grid_name(*world, place.community)});
    if (!place.beat.is_none())
      pairs.push_back({tr("layer.police"), app::grid_name(*world, place.beat)});
  }
  if (!place.code.empty()) pairs.push_back({tr("ui.place.code"), place.code});
  if (place.accuracy_m > 0)
    pairs.push_back(
        {tr("ui.place.accuracy"), tr("ui.place.metres", std::to_string(place.accuracy_m))});
  if (!pairs.empty()) ui::key_values(pairs);
  if (!place.border_with.is_none() && world != nullptr) {
    ui::banner(Tone::info, tr("ui.place.border", app::grid_name(*world, place.border_with)));
  }
}

bool take_place_code(PlaceForm& form, const std::string& code) {
  auto place = app::place_of_code(code);
  if (!place) return false;
  choose(form, std::move(*place), AddressFrom::name);
  return true;
}

void begin_correction(PlaceForm& form, const Place& place) {
  form.own_position = false;
  form.way = kByMap;
  form.view = {place.point, kCorrectionScale};
  form.present = place.point;
  form.place.address = place.address;
  if (!place.address.empty()) form.address_from = AddressFrom::typed;
}

void go_on_correcting(PlaceForm& form, const Place& place) {
  form.own_position = false;
  form.present = place.point;
  if (form.view.centre.is_none()) form.view = {place.point, kCorrectionScale};
}

void settle_place(PlaceForm& form) {
  if (!form.chosen || form.settled_for == app::places_version()) return;
  form.settled_for = app::places_version();
  Place place = app::place_at(form.place.point, form.place.accuracy_m);
  place.code = form.place.code;
  if (form.address_from != AddressFrom::map) place.address = form.place.address;
  form.place = std::move(place);
}

void place_form(PlaceForm& form, std::string_view error) {
  take_position(form);
  settle_place(form);
  note_return(form);
  choose_way(form);
  if (app::pack_state() == app::PackState::loading) ui::small_text(tr("ui.place.pack_loading"));
  if (app::pack_state() == app::PackState::failed) ui::small_text(tr("ui.place.pack_failed"));
  constexpr void (*kWays[])(PlaceForm&) = {by_position, by_map, by_words, by_code};
  kWays[form.way](form);
  if (form.chosen) {
    what_was_chosen(form);
  } else if (!error.empty()) {
    ui::field_error(error);
  }
}

}  // namespace gezhi::screens
