#include "web/platform/frame.h"

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>
#include "web/platform/glyphs.h"
#include "web/platform/input.h"
#include "web/platform/mirror.h"

extern "C" {
void gezhi_own_graphics(void);
void gezhi_canvas_fit(float* out);
void gezhi_request_frame(void);
void gezhi_zoom(float zoom);
int gezhi_wake_in(int ms);
void gezhi_wake_cancel(int timer);
void gezhi_ready(void);
}

namespace gezhi::platform {
namespace {

struct Loop {
  void (*draw)() = nullptr;
  Screen screen;
  double now_ms = 0;
  double wake_at_ms = 0;
  int timer = 0;
  int frames_left = 0;
  bool requested = false;
  std::uint32_t drawn = 0;
};

Loop loop;                        // of the device: the frame loop
int graphics_generation_now = 0;  // of the device: the graphics

void fit() {
  float v[7];
  gezhi_canvas_fit(v);
  loop.screen = {v[0], v[1], v[2], v[3], v[4], v[5], v[6]};
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(v[0], v[1]);
  io.DisplayFramebufferScale = ImVec2(v[2], v[2]);
  set_font_density(v[2]);
}

// The renderer works canvas and clipping out anew and cuts what is behind the point: clipping goes by whole
// device pixels, and 843.99 must be 844, or rows at its edges stay black.
void render() {
  const float ratio = loop.screen.ratio;
  const float hair = 0.01f / ratio;
  const auto whole = [ratio](float at) { return std::round(at * ratio) / ratio; };
  ImDrawData* data = ImGui::GetDrawData();
  data->DisplaySize.x += hair;
  data->DisplaySize.y += hair;
  for (ImDrawList* list : data->CmdLists) {
    for (ImDrawCmd& command : list->CmdBuffer) {
      const ImVec4 clip = command.ClipRect;
      // Its rows are counted from below, so there the edges give way to the other side.
      command.ClipRect = ImVec4(whole(clip.x) + hair, whole(clip.y) - 2 * hair,
                                whole(clip.z) + 2 * hair, whole(clip.w) - hair);
    }
  }
  glViewport(0, 0, static_cast<int>(data->DisplaySize.x * ratio),
             static_cast<int>(data->DisplaySize.y * ratio));
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(data);
}

void request() {
  if (loop.requested || loop.draw == nullptr) return;
  loop.requested = true;
  gezhi_request_frame();
}

void draw_frame(double now) {
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = static_cast<float>(std::clamp((now - loop.now_ms) / 1000.0, 0.001, 0.1));
  loop.now_ms = now;
  fit();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  mirror::begin_frame();
  loop.draw();
  ImGui::Render();
  mirror::end_frame();
  end_input_frame();
  render();
}

bool make_context() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = false;
  attributes.depth = false;
  attributes.antialias = false;
  attributes.preserveDrawingBuffer = false;
  const auto context = emscripten_webgl_create_context("#canvas", &attributes);
  if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS) {
    return false;
  }
  gezhi_own_graphics();
  return true;
}

}  // namespace

const Screen& screen() { return loop.screen; }
double frame_ms() { return loop.now_ms; }

void ready() {
  static bool told = false;  // of the device: said once
  if (!told) gezhi_ready();
  told = true;
}

std::uint32_t frames_drawn() { return loop.drawn; }

void set_zoom(float zoom) {
  gezhi_zoom(std::clamp(zoom, 1.0f, 1.5f));
  wake();
}

int graphics_generation() { return graphics_generation_now; }

bool run(void (*draw)()) {
  if (!make_context()) return false;
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendPlatformName = "gezhi";
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowBorderSize = 0;
  style.WindowPadding = ImVec2(0, 0);
  style.CircleTessellationMaxError = 0.12f;
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
  ImGui_ImplOpenGL3_Init("#version 300 es");
  load_fonts();
  fit();
  start_input();
  mirror::start();
  loop.draw = draw;
  wake();
  return true;
}

void wake() {
  loop.frames_left = std::max(loop.frames_left, 3);
  request();
}

void wake_in(int ms) {
  const double at = emscripten_get_now() + ms;
  if (loop.timer != 0) {
    if (loop.wake_at_ms <= at) return;
    gezhi_wake_cancel(loop.timer);
  }
  loop.wake_at_ms = at;
  loop.timer = gezhi_wake_in(ms);
}

}  // namespace gezhi::platform

using gezhi::platform::loop;

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_frame(double now) {
  loop.requested = false;
  loop.frames_left = std::max(loop.frames_left - 1, 0);
  gezhi::platform::draw_frame(now);
  loop.drawn += 1;
  // What a press changed shows in the frames after the one that took it.
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  if (context.InputEventsTrail.Size > 0) loop.frames_left = std::max(loop.frames_left, 2);
  if (loop.frames_left > 0 || context.InputEventsQueue.Size > 0) gezhi::platform::request();
}

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_wake() {
  loop.timer = 0;
  gezhi::platform::wake();
}

// The browser took the graphics memory away (a phone in the background) and gave a new context.
extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_graphics_lost() {
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  gezhi::platform::graphics_generation_now += 1;
  gezhi::platform::wake();
}

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_resized() { gezhi::platform::wake(); }
