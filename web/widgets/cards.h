// Cards, list rows, chips, banners, key-value pairs, timeline, empty states: what screens show.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/theme.h"
#include "web/widgets/icons.h"
#include "web/widgets/words.h"

namespace gezhi::ui {

// A calm rounded surface around what is drawn until card_end().
void card_begin();
void card_end();
// The same, but the whole card is one button named `name`; true if pressed. Nothing pressable inside.
void pressable_card_begin(std::string_view name);
bool pressable_card_end();

// State in words, with an icon shape and a colour: never the colour alone.
struct Chip {
  Words text;
  Tone tone = Tone::neutral;
  Icon icon = Icon::none;  // none: the tone's own shape
};
Icon tone_icon(Tone tone);
void chips(std::initializer_list<Chip> list);
void chips(std::span<const Chip> list);

// One entry of a list. Give what there is; an empty part takes no room.
struct Row {
  Icon icon = Icon::none;
  Tone icon_tone = Tone::info;
  Words title;
  Words subtitle;  // up to two lines
  Words note;      // third line, soft
  Words trailing;  // right, small (a time, a distance)
  Chip chip;       // under the title, if it has text
  bool selected = false;
  bool chevron = true;
  bool unread = false;
};
void list_begin(std::string_view name);
void list_end();
// The rows draw themselves as one card in a list; identity comes from push_id or the title.
bool list_row(const Row& row);
// The height that list_row takes for this row at the present width (for long_list).
float list_row_height(const Row& row);

// A message that stays; read out when it appears. With a button if `action` is given.
bool banner(Tone tone, std::string_view words, std::string_view action = "");

struct Pair {
  Words name;
  Words value;
};
void key_values(std::span<const Pair> pairs);
void key_values(std::initializer_list<Pair> pairs);

struct TimelineStep {
  Words title;
  Words detail;  // who, and their words
  Words when;
  Tone tone = Tone::info;
  Icon icon = Icon::dot;
  bool pending = false;  // not done yet: hollow
};
void timeline(std::string_view name, std::span<const TimelineStep> steps);

void empty_state(Icon icon, std::string_view title, std::string_view words);
void progress(std::string_view label, float share);  // 0..1; negative: unknown
void divider();

// A big figure with its name, for overviews; pressable.
bool figure(std::string_view name, std::string_view value, Tone tone = Tone::neutral,
            bool selected = false);

}  // namespace gezhi::ui
