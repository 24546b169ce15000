// Choosing where it is: by the device's position, on the map, by words, or by the code of a place.
// What was chosen is shown with its grids, so that the reporter can confirm it. It may be chosen
// before the map is here: its grids are worked out again when that comes (settle_place).
#pragma once

#include <string>

#include "core/cases/case.h"
#include "web/here.h"
#include "web/map/panel.h"

namespace gezhi::screens {

enum PlaceWay : int { kByPosition, kByMap, kByWords, kByCode };

// Whose words the address is. What was typed stays, whatever is chosen after it.
enum class AddressFrom : std::uint8_t { map, name, typed };

struct PlaceForm {
  Place place;
  bool chosen = false;
  AddressFrom address_from = AddressFrom::map;
  bool own_position = true;  // false: the place is not where the device is (a desk takes a call)
  int way = kByPosition;
  bool asked = false;             // the position was asked for once by itself
  app::AskedPosition position;    // asked for and not yet used; nullptr: none
  std::uint64_t settled_for = 0;  // the places_version() that the grids are of
  std::string problem;            // a text key, beside the way that was tried
  std::string words;
  std::string code;
  app::MapView view;
  PointE7 present;          // the place that is corrected; none: a new one
  std::uint32_t drawn = 0;  // the last frame that drew it

  // What was chosen or typed (web/app/drafts.h).
  template <class V>
  void fields(V& v) {
    v(1, "place", place);
    v(2, "chosen", chosen);
    v(3, "way", way);
    v(4, "words", words, app::kTypedMax);
    v(5, "code", code, app::kTypedMax);
    auto from = static_cast<std::uint32_t>(address_from);
    v(6, "address_from", from);
    address_from = static_cast<AddressFrom>(from);
  }
};

// `error` is shown when nothing is chosen yet.
void place_form(PlaceForm& form, std::string_view error = "");

// For who corrects a place that is not where they are: by map or search, keeping the address.
void begin_correction(PlaceForm& form, const Place& place);
// The same for one that comes from the device's store, where only what was given is kept.
void go_on_correcting(PlaceForm& form, const Place& place);

// Works the grids out again if the map has come or changed; called before the place is used.
void settle_place(PlaceForm& form);

// Takes the place of a code ("民情码"); false when the pack is there and does not know it.
bool take_place_code(PlaceForm& form, const std::string& code);

// The grids of a place in words and its border; `world`: of the street that has it, or nullptr.
void place_facts(const World* world, const Place& place);

}  // namespace gezhi::screens
