// What widgets are made of: ids, presses, shapes. For widgets and for screens that draw their own;
// a screen that only arranges widgets does not need it.
#pragma once

#include <cstdint>
#include <string_view>

#include "web/platform/geometry.h"
#include "web/platform/mirror.h"
#include "web/theme.h"

struct ImDrawList;

namespace gezhi::ui {

using Id = std::uint32_t;

// "Name##tail": the name is shown, the whole is the identity. Inside push_id() of a list row the same
// label may come again.
Id item_id(std::string_view label);
std::string_view shown(std::string_view label);
void push_id(int id);
void push_id(std::string_view id);
void pop_id();

struct Press {
  bool pressed = false;  // this frame, by finger, mouse, key or screen reader
  bool hovered = false;  // never by touch
  bool held = false;
  bool focused = false;  // by keyboard: draw the ring
};

// Makes `box` pressable. Reports nothing to the mirror; see report().
Press press(Id id, const Box& box, bool enabled = true);

// Reports a leaf to the mirror.
void report(Id id, mirror::Role role, std::string_view name, const Box& box,
            std::uint32_t flags = 0, std::string_view value = "");

// --- shapes, on the current window's list, clipped to the region that is open ---
ImDrawList* canvas();
void fill(const Box& box, Colour colour, float radius = 0);
void outline(const Box& box, Colour colour, float radius = 0, float thickness = 1);
void soft_shadow(const Box& box, float radius);
void focus_ring(const Box& box, float radius);
void line(float x0, float y0, float x1, float y1, Colour colour, float thickness = 1);

// A window as large as the screen, without any look of its own, for the page and what lies above it.
void layer_begin(const char* name, bool on_top, bool takes_input);
void layer_end();

// The box from here to the bottom of the page's content.
Box room_left();

// The label above a field or a choice, with the mark of what must be filled. No words: nothing.
void field_label(std::string_view label, bool required);

}  // namespace gezhi::ui
