// Pointers, wheel and keys of the page become ImGui input; two fingers and the wheel over a gesture
// region become a Gesture.
#pragma once

namespace gezhi::platform {

// What two fingers or the wheel did since the last frame. `zoom` 1 = nothing; around (x, y).
struct Gesture {
  bool pinching = false;
  float x = 0;
  float y = 0;
  float pan_x = 0;
  float pan_y = 0;
  float zoom = 1;
};

const Gesture& gesture();

// True while the last pointer was a finger or pen: hover is not drawn then.
bool by_touch();

void start_input();
void end_input_frame();

// The mouse cursor of the canvas where no mirror element lies, a CSS name.
void set_cursor(const char* css_name);

}  // namespace gezhi::platform
