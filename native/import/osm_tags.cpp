#include "native/import/osm_tags.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "core/base/utf8.h"

namespace gezhi::osm {
namespace {

std::string_view value(const osmium::TagList& tags, const char* key) {
  const char* text = tags[key];
  return text == nullptr ? std::string_view() : std::string_view(text);
}

template <class... Texts>
bool is_one_of(std::string_view text, Texts... texts) {
  return ((text == texts) || ...);
}

struct Default {
  const char* highway;
  RoadClass road_class;
  bool foot;
  bool ebike;
  bool car;
};
constexpr Default kDefaults[] = {
    {"motorway", RoadClass::motorway, false, false, true},
    {"motorway_link", RoadClass::motorway, false, false, true},
    {"trunk", RoadClass::primary, true, true, true},
    {"trunk_link", RoadClass::primary, true, true, true},
    {"primary", RoadClass::primary, true, true, true},
    {"primary_link", RoadClass::primary, true, true, true},
    {"secondary", RoadClass::secondary, true, true, true},
    {"secondary_link", RoadClass::secondary, true, true, true},
    {"tertiary", RoadClass::tertiary, true, true, true},
    {"tertiary_link", RoadClass::tertiary, true, true, true},
    {"unclassified", RoadClass::residential, true, true, true},
    {"residential", RoadClass::residential, true, true, true},
    {"living_street", RoadClass::residential, true, true, true},
    {"road", RoadClass::residential, true, true, true},
    {"service", RoadClass::service, true, true, true},
    {"services", RoadClass::service, true, true, true},
    {"track", RoadClass::track, true, true, false},
    {"path", RoadClass::path, true, true, false},
    {"footway", RoadClass::path, true, false, false},
    {"corridor", RoadClass::path, true, false, false},
    {"bridleway", RoadClass::path, true, false, false},
    {"pedestrian", RoadClass::pedestrian, true, false, false},
    {"steps", RoadClass::steps, true, false, false},
    {"cycleway", RoadClass::cycleway, true, true, false},
};

bool is_no(std::string_view text) {
  return is_one_of(text, "no", "private", "use_sidepath", "dismount", "agricultural", "forestry",
                   "military");
}
bool is_yes(std::string_view text) {
  return is_one_of(text, "yes", "designated", "permissive", "destination", "official");
}

// From general to special; the special tag wins.
bool allowed(const osmium::TagList& tags, bool by_default,
             std::initializer_list<const char*> keys) {
  bool result = by_default;
  for (const char* key : keys) {
    const std::string_view text = value(tags, key);
    if (is_no(text)) result = false;
    if (is_yes(text) && std::strcmp(key, "access") != 0) result = true;
  }
  return result;
}

}  // namespace

namespace {

// Against the way's own direction, or along it, only; both = neither.
struct OneWay {
  bool forward = false;
  bool backward = false;
};

OneWay one_way_of(const osmium::TagList& tags) {
  const std::string_view oneway = value(tags, "oneway");
  OneWay result;
  result.backward = is_one_of(oneway, "-1", "reverse");
  result.forward = is_one_of(oneway, "yes", "1", "true") ||
                   is_one_of(value(tags, "junction"), "roundabout", "circular") ||
                   (value(tags, "highway") == "motorway" && oneway != "no" && !result.backward);
  return result;
}

RoadForm form_of(const osmium::TagList& tags) {
  if (is_one_of(value(tags, "tunnel"), "yes", "covered")) return RoadForm::tunnel;
  const std::string_view bridge = value(tags, "bridge");
  return bridge.empty() || bridge == "no" ? RoadForm::ground : RoadForm::bridge;
}

}  // namespace

bool is_whole(const osmium::TagList& tags) {
  const unsigned char* const item = tags.data();
  return std::count(item + sizeof(osmium::TagList), item + tags.byte_size(), '\0') % 2 == 0;
}

std::optional<Road> road_of(const osmium::TagList& tags) {
  Road road;
  bool foot = false;
  bool ebike = false;
  bool car = false;
  const std::string_view highway = value(tags, "highway");
  const auto* known = std::find_if(std::begin(kDefaults), std::end(kDefaults),
                                   [&](const Default& d) { return highway == d.highway; });
  if (known != std::end(kDefaults)) {
    const bool motorroad = value(tags, "motorroad") == "yes";
    road.road_class = motorroad ? RoadClass::motorway : known->road_class;
    foot = known->foot && !motorroad;
    ebike = known->ebike && !motorroad;
    car = known->car && value(tags, "service") != "emergency_access";
  } else if (value(tags, "route") == "ferry") {
    road.road_class = RoadClass::ferry;
    foot = ebike = car = true;
  } else {
    return std::nullopt;
  }
  foot = allowed(tags, foot, {"access", "foot"});
  ebike = allowed(tags, ebike, {"access", "vehicle", "bicycle"});
  if (road.road_class == RoadClass::steps) ebike = false;

  car = allowed(tags, car, {"access", "vehicle", "motor_vehicle", "motorcar"});
  const OneWay one_way = one_way_of(tags);
  if (car && !one_way.backward) road.access |= kCarForward;
  if (car && !one_way.forward) road.access |= kCarBackward;
  road.form = form_of(tags);

  bool forward_only = one_way.forward, backward_only = one_way.backward;
  const std::string_view cycleway = value(tags, "cycleway");
  if (value(tags, "oneway:bicycle") == "no" || cycleway.substr(0, 8) == "opposite")
    forward_only = backward_only = false;
  if (foot) road.access |= kFootForward | kFootBackward;
  if (ebike && !backward_only) road.access |= kEbikeForward;
  if (ebike && !forward_only) road.access |= kEbikeBackward;
  if (value(tags, "oneway:foot") == "yes" && forward_only)
    road.access &= static_cast<std::uint8_t>(~kFootBackward);
  // A motorway is drawn, whoever may go there.
  if (road.access == 0 && road.road_class != RoadClass::motorway) return std::nullopt;
  return road;
}

// Source: what the OSM wiki's "Key:barrier" says of each kind by default.
bool is_barrier_to_cars(const osmium::TagList& tags) {
  const std::string_view barrier = value(tags, "barrier");
  if (barrier.empty()) return false;
  const bool open = !is_one_of(barrier, "bollard", "block", "cycle_barrier", "motorcycle_barrier",
                               "stile", "turnstile", "full-height_turnstile", "kissing_gate",
                               "jersey_barrier", "log", "planter", "chain", "rope", "sump_buster");
  return !allowed(tags, open, {"access", "vehicle", "motor_vehicle", "motorcar"});
}

std::optional<AreaKind> area_of(const osmium::TagList& tags) {
  const std::string_view natural = value(tags, "natural"), landuse = value(tags, "landuse"),
                         leisure = value(tags, "leisure");
  if (natural == "water" || value(tags, "waterway") == "riverbank" ||
      is_one_of(landuse, "reservoir", "basin"))
    return AreaKind::water;
  if (is_one_of(leisure, "park", "garden", "nature_reserve") ||
      is_one_of(natural, "wood", "grassland", "scrub") ||
      is_one_of(landuse, "forest", "grass", "meadow", "recreation_ground", "village_green",
                "cemetery")) {
    return AreaKind::green;
  }
  return std::nullopt;
}

std::optional<PlaceKind> place_of(const osmium::TagList& tags) {
  const std::string_view amenity = value(tags, "amenity");
  if (is_one_of(amenity, "school", "kindergarten", "university", "college"))
    return PlaceKind::school;
  if (is_one_of(amenity, "hospital", "clinic", "doctors")) return PlaceKind::hospital;
  if (is_one_of(amenity, "townhall", "courthouse", "community_centre"))
    return PlaceKind::government;
  if (amenity == "police") return PlaceKind::police;
  if (amenity == "marketplace") return PlaceKind::market;
  if (amenity == "fire_station" || amenity == "social_facility") return PlaceKind::service;
  if (is_one_of(amenity, "restaurant", "cafe", "fast_food", "bank", "pharmacy", "bar", "pub",
                "fuel"))
    return PlaceKind::shop;
  if (!value(tags, "shop").empty()) return PlaceKind::shop;
  if (is_one_of(value(tags, "railway"), "station", "halt", "subway_entrance", "tram_stop") ||
      value(tags, "highway") == "bus_stop" || amenity == "bus_station") {
    return PlaceKind::station;
  }
  if (is_one_of(value(tags, "leisure"), "park", "garden", "playground")) return PlaceKind::park;
  if (value(tags, "place") == "square") return PlaceKind::square;
  if (is_one_of(value(tags, "place"), "neighbourhood", "quarter", "suburb", "village", "hamlet",
                "town", "city"))
    return PlaceKind::estate;
  if (!value(tags, "tourism").empty() || !amenity.empty() || !value(tags, "office").empty())
    return PlaceKind::other;
  return std::nullopt;
}

std::string name_of(const osmium::TagList& tags) {
  std::string_view name = value(tags, "name:zh");
  if (name.empty()) name = value(tags, "name");
  return std::string(utf8_prefix(repaired_utf8(name), 50));
}

}  // namespace gezhi::osm
