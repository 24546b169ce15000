// Simple line icons on a 24-unit grid, drawn as strokes: sharp at every size, no image to load.
#pragma once

#include <cstdint>

#include "web/theme.h"

namespace gezhi::ui {

enum class Icon : std::uint8_t {
  none,
  back,
  home,
  list,
  map,
  camera,
  mic,
  phone,
  check,
  check_circle,
  warning,
  danger,
  info,
  clock,
  sync,
  offline,
  person,
  people,
  desk,
  search,
  plus,
  minus,
  close,
  filter,
  location,
  route,
  visit,
  photo,
  send,
  settings,
  language,
  sun,
  moon,
  chevron_right,
  chevron_down,
  chevron_up,
  dot,
  edit,
  bell,
  document,
  flag,
  stop,
  download,
  print,
  share,
  logout,
  fire,
  talk,
  target
};

// Centred at (x, y), `size` px wide.
void draw_icon(Icon icon, float x, float y, float size, Colour colour);

}  // namespace gezhi::ui
