#include "web/platform/input.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>
#include "web/platform/frame.h"
#include "web/platform/mirror.h"

extern "C" {
void gezhi_input_listen(void);
void gezhi_cursor(const char* name);
}

namespace gezhi::platform {
namespace {

enum Phase { kDown = 0, kMove = 1, kUp = 2, kCancel = 3, kLeave = 4 };

struct Finger {
  int id = 0;
  float x = 0;
  float y = 0;
};

std::vector<Finger> fingers;  // of the device: on the glass
Gesture current;              // of the device: under way
bool last_was_touch = false;  // of the device: how it is used
// Until all fingers are up, what is left is no click.
bool two_fingers_used = false;  // of the device: on the glass

Finger* finger(int id) {
  for (Finger& f : fingers) {
    if (f.id == id) return &f;
  }
  return nullptr;
}

// Lets go of whatever is pressed without clicking it.
void cancel_press() {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  io.AddMouseButtonEvent(0, false);
}

void place_pinch(bool begin) {
  const Finger& a = fingers[0];
  const Finger& b = fingers[1];
  static float distance_before = 1;  // of the device: of the fingers
  const float distance = std::max(std::hypot(a.x - b.x, a.y - b.y), 1.0f);
  const float x = (a.x + b.x) * 0.5f;
  const float y = (a.y + b.y) * 0.5f;
  if (!begin) {
    current.zoom *= distance / distance_before;
    current.pan_x += x - current.x;
    current.pan_y += y - current.y;
  }
  current.x = x;
  current.y = y;
  distance_before = distance;
}

void touch(int phase, int id, float x, float y) {
  ImGuiIO& io = ImGui::GetIO();
  if (phase == kDown) {
    if (finger(id) == nullptr) fingers.push_back({id, x, y});
    if (fingers.size() == 1) {
      io.AddMousePosEvent(x, y);
      io.AddMouseButtonEvent(0, true);
    } else if (fingers.size() == 2) {
      cancel_press();
      two_fingers_used = true;
      current.pinching = true;
      place_pinch(true);
    }
    return;
  }
  Finger* moved = finger(id);
  if (moved == nullptr) return;
  moved->x = x;
  moved->y = y;
  if (phase == kMove) {
    if (current.pinching && fingers.size() >= 2)
      place_pinch(false);
    else if (!two_fingers_used)
      io.AddMousePosEvent(x, y);
    return;
  }
  fingers.erase(fingers.begin() + (moved - fingers.data()));
  if (fingers.size() < 2) current.pinching = false;
  if (!two_fingers_used) {
    if (phase == kCancel)
      cancel_press();
    else {
      io.AddMousePosEvent(x, y);
      io.AddMouseButtonEvent(0, false);
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    }
  }
  if (fingers.empty()) two_fingers_used = false;
}

void mouse(int phase, float x, float y, int button) {
  ImGuiIO& io = ImGui::GetIO();
  if (phase == kCancel || phase == kLeave) {
    cancel_press();
    return;
  }
  io.AddMousePosEvent(x, y);
  const int imgui_button = button == 2 ? 1 : button == 1 ? 2 : 0;
  if (phase == kDown) io.AddMouseButtonEvent(imgui_button, true);
  if (phase == kUp) io.AddMouseButtonEvent(imgui_button, false);
}

ImGuiKey key_of(std::string_view name) {
  struct Named {
    std::string_view name;
    ImGuiKey key;
  };
  static constexpr Named kNamed[] = {
      {"Escape", ImGuiKey_Escape},
      {"Enter", ImGuiKey_Enter},
      {"Tab", ImGuiKey_Tab},
      {"ArrowUp", ImGuiKey_UpArrow},
      {"ArrowDown", ImGuiKey_DownArrow},
      {"ArrowLeft", ImGuiKey_LeftArrow},
      {"ArrowRight", ImGuiKey_RightArrow},
      {"Home", ImGuiKey_Home},
      {"End", ImGuiKey_End},
      {"PageUp", ImGuiKey_PageUp},
      {"PageDown", ImGuiKey_PageDown},
      {"Delete", ImGuiKey_Delete},
      {"+", ImGuiKey_Equal},
      {"=", ImGuiKey_Equal},
      {"-", ImGuiKey_Minus},
      {"?", ImGuiKey_F1},
      {"F1", ImGuiKey_F1},
      {"/", ImGuiKey_Slash},
      {" ", ImGuiKey_Space},
  };
  for (const Named& named : kNamed) {
    if (named.name == name) return named.key;
  }
  if (name.size() != 1) return ImGuiKey_None;
  const char c = name[0];
  if (c >= 'a' && c <= 'z') return static_cast<ImGuiKey>(ImGuiKey_A + (c - 'a'));
  if (c >= 'A' && c <= 'Z') return static_cast<ImGuiKey>(ImGuiKey_A + (c - 'A'));
  if (c >= '0' && c <= '9') return static_cast<ImGuiKey>(ImGuiKey_0 + (c - '0'));
  return ImGuiKey_None;
}

}  // namespace

const Gesture& gesture() { return current; }
bool by_touch() { return last_was_touch; }

void start_input() {
  // Finger or mouse, a press may come without a hover before it: ImGui then waits one frame with the
  // press, in which it finds out what lies on top.
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  gezhi_input_listen();
}

void end_input_frame() {
  current.pan_x = current.pan_y = 0;
  current.zoom = 1;
}

void set_cursor(const char* css_name) {
  static std::string now;  // of the device: the shape of the pointer
  if (now == css_name) return;
  now = css_name;
  gezhi_cursor(css_name);
}

}  // namespace gezhi::platform

namespace platform = gezhi::platform;

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_pointer(int phase, int id, float x, float y, int button,
                                                   int kind) {
  if (phase != platform::kLeave) platform::last_was_touch = kind == 1;
  if (kind == 1)
    platform::touch(phase, id, x, y);
  else
    platform::mouse(phase, x, y, button);
  platform::wake();
}

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_blurred() {
  ImGui::GetIO().AddFocusEvent(false);
  ImGui::GetIO().AddFocusEvent(true);
  platform::wake();
}

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_wheel(float dx, float dy, float x, float y,
                                                 int zooming) {
  platform::current.x = x;
  platform::current.y = y;
  platform::current.zoom *= std::exp2(-dy / (zooming != 0 ? 100.0f : 300.0f));
  platform::current.pan_x -= dx;
  platform::wake();
}

extern "C" EMSCRIPTEN_KEEPALIVE int gezhi_key(int down, const char* name, int length,
                                              int modifiers) {
  const ImGuiKey key = platform::key_of({name, static_cast<std::size_t>(length)});
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & 1) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & 2) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & 4) != 0);
  if (key != ImGuiKey_None) io.AddKeyEvent(key, down != 0);
  platform::wake();
  const bool arrow = key >= ImGuiKey_LeftArrow && key <= ImGuiKey_End;
  return arrow && gezhi::mirror::focus_takes_arrows() ? 1 : 0;
}
