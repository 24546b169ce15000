// Photos, and the frame of the map: an item that takes pan, zoom, pinch and taps and gives them as
// plain numbers. What is drawn in it is its owner's.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "web/platform/geometry.h"
#include "web/theme.h"
#include "web/widgets/words.h"

struct ImDrawList;

namespace gezhi::ui {

struct MapEvents {
  Box box;  // where to draw; clip to it (map_end does the unclipping)
  ImDrawList* list = nullptr;
  float pan_x = 0;  // since the last frame
  float pan_y = 0;
  float zoom = 1;  // factor since the last frame, around (zoom_x, zoom_y)
  float zoom_x = 0;
  float zoom_y = 0;
  bool tapped = false;
  bool long_pressed = false;
  float x = 0;  // of the tap or long press
  float y = 0;
};
struct MapOptions {
  float height = 0;  // 0: all that is left of the page
  float radius = kRadiusCard;
};
struct MapControls {
  bool zoom_in = false;
  bool zoom_out = false;
  bool my_place = false;
};
//   auto events = map_begin(name); move the view; draw with events.list; map_marker(...)...;
//   auto controls = map_controls(); map_end();
// Markers are found by name and pressed; they only take the press, their look is their owner's.
MapEvents map_begin(std::string_view name, const MapOptions& options = {});
bool map_marker(int id, std::string_view name, float x, float y, float radius = 22);
MapControls map_controls();  // + − and my place in the corner
void map_end();

struct Photo {
  Words key;      // content hash: the texture is kept under it
  ByteView jpeg;  // may be empty while it is being fetched
  bool unsent = false;
};
struct PhotoEvents {
  int opened = -1;
  int removed = -1;
  bool add_camera = false;
  bool add_file = false;
};
// A strip of thumbnails that wraps. `most`: how many it may become, with buttons to take and choose while
// there is room, and to remove; 0: it is only looked at.
PhotoEvents photo_strip(std::string_view name, std::span<const Photo> photos, std::size_t most);
// One photo, as large as the column allows.
void photo_large(std::string_view name, const Photo& photo);

}  // namespace gezhi::ui
