// The canvas and the frame loop. A frame is drawn only when something happened: input, an answer of
// the browser, a timer that was asked for, or a change of size. An idle app asks for no frames.
#pragma once

#include <cstdint>

namespace gezhi::platform {

// CSS pixels; `ratio` is device pixels per CSS pixel; the insets keep clear of notches and home bars.
struct Screen {
  float width = 0;
  float height = 0;
  float ratio = 1;
  float inset_top = 0;
  float inset_right = 0;
  float inset_bottom = 0;
  float inset_left = 0;
};

const Screen& screen();

// Everything larger by this factor (1 to 1.5): for people who need large text. The screen is then
// smaller by as much.
void set_zoom(float zoom);

// Makes the WebGL2 context and the ImGui context and draws with `draw` whenever woken.
// False: this browser has no WebGL2 (the shell then shows its own message).
bool run(void (*draw)());

// Draws soon. Three frames: one takes the event, the next shows what it changed, in the last the
// layout has settled.
void wake();

// Draws after `ms` at the latest; the earliest of several wins.
void wake_in(int ms);

// The first useful frame is being drawn: the loading page goes away.
void ready();

// Milliseconds since the page began, as of this frame.
double frame_ms();

std::uint32_t frames_drawn();

// Grows when all textures were lost; who holds textures of its own makes them anew.
int graphics_generation();

}  // namespace gezhi::platform
