// Choosing where it is: by the device's position, on the map, by words, or by the code of a place.
// What was chosen is shown with its grids, so that the reporter can confirm it.
#pragma once

#include <string>

#include "core/cases/case.h"
#include "web/app/map_panel.h"

namespace gezhi::screens {

enum PlaceWay : int { kByPosition, kByMap, kByWords, kByCode };

struct PlaceForm {
  Place place;
  bool chosen = false;
  int way = kByPosition;
  bool locating = false;
  bool asked = false;   // the position was asked for once by itself
  std::string problem;  // a text key, beside the way that was tried
  std::string words;
  std::string code;
  app::MapView view;
};

// `form` must live as long as the app (answers of the device arrive later). `error` is shown when
// nothing is chosen yet.
void place_form(PlaceForm& form, std::string_view error = "");

// Takes the place of a code ("民情码"); false when the pack is there and does not know it.
bool take_place_code(PlaceForm& form, const std::string& code);

// The grids of a place in words, its border and whether it is outside of all known grids.
void place_facts(const Place& place);

}  // namespace gezhi::screens
