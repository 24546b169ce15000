// What OpenStreetMap's tags mean for us: which ways are roads, who may use them in which direction,
// what is drawn and what has a name. Source: the OSM wiki's defaults, read for walking, e-bikes and cars.
#pragma once

#include <osmium/osm/tag.hpp>

#include <optional>

#include "core/district/pack.h"

namespace gezhi::osm {

// Whether reading the tags ends where they end: libosmium takes a zero byte inside a text of a PBF, counts
// one text more, and would read on behind the last.
bool is_whole(const osmium::TagList& tags);

struct Road {
  RoadClass road_class = RoadClass::residential;
  std::uint8_t access = 0;  // never 0
  RoadForm form = RoadForm::ground;
};

// None when it is no road or nobody of ours may use it and it is not worth drawing.
std::optional<Road> road_of(const osmium::TagList& tags);

// A node that people pass and cars do not.
bool is_barrier_to_cars(const osmium::TagList& tags);

std::optional<AreaKind> area_of(const osmium::TagList& tags);

std::optional<PlaceKind> place_of(const osmium::TagList& tags);

// "name:zh", "name", or "".
std::string name_of(const osmium::TagList& tags);

}  // namespace gezhi::osm
