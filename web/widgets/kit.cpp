#include "web/widgets/kit.h"

#include <cmath>
#include <map>
#include <set>
#include <string>

#include <imgui.h>
#include <imgui_internal.h>
#include "web/platform/async.h"
#include "web/platform/frame.h"
#include "web/platform/input.h"

namespace gezhi::ui {
namespace {

// Two widgets with one identity take each other's presses: say so where a developer and every browser
// test sees it.
void tell_twins(Id id, const Box& box) {
  static std::map<Id, Box> places;  // of the device: while a frame is drawn
  static std::set<Id> told;         // of the device: said once
  static int frame = -1;            // of the device: while a frame is drawn
  if (frame != ImGui::GetFrameCount()) {
    frame = ImGui::GetFrameCount();
    places.clear();
  }
  const auto [place, fresh] = places.emplace(id, box);
  if (fresh || !told.insert(id).second) return;
  platform::log_error("two widgets have the same identity, at " +
                      std::to_string(static_cast<int>(place->second.x)) + "," +
                      std::to_string(static_cast<int>(place->second.y)) + " and " +
                      std::to_string(static_cast<int>(box.x)) + "," +
                      std::to_string(static_cast<int>(box.y)) + ": use push_id or Label##tail");
}

ImVec2 low(const Box& b) { return {b.x, b.y}; }
ImVec2 high(const Box& b) { return {b.right(), b.bottom()}; }

}  // namespace

Id item_id(std::string_view label) {
  return ImGui::GetID(label.data(), label.data() + label.size());
}

std::string_view shown(std::string_view label) { return label.substr(0, label.find("##")); }

void push_id(int id) { ImGui::PushID(id); }
void push_id(std::string_view id) { ImGui::PushID(id.data(), id.data() + id.size()); }
void pop_id() { ImGui::PopID(); }

Press press(Id id, const Box& box, bool enabled) {
  tell_twins(id, box);
  Press out;
  const ImRect rect(low(box), high(box));
  if (!ImGui::ItemAdd(rect, id) || !enabled) return out;
  out.pressed = ImGui::ButtonBehavior(rect, id, &out.hovered, &out.held);
  out.hovered = out.hovered && !platform::by_touch();
  out.focused = mirror::focused() == id && mirror::focus_visible();
  return out;
}

void report(Id id, mirror::Role role, std::string_view name, const Box& box, std::uint32_t flags,
            std::string_view value) {
  mirror::Node node;
  node.key = id;
  node.role = role;
  node.name = name;
  node.box = box;
  node.flags = flags;
  node.value = value;
  mirror::add(node);
}

void layer_begin(const char* name, bool on_top, bool takes_input) {
  const platform::Screen& screen = platform::screen();
  ImGui::SetNextWindowPos({0, 0});
  // Its size is cut to whole layout pixels.
  ImGui::SetNextWindowSize({std::ceil(screen.width), std::ceil(screen.height)});
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse |
                   ImGuiWindowFlags_NoNav | (takes_input ? 0 : ImGuiWindowFlags_NoInputs));
  if (on_top) ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  canvas()->_FringeScale = 1 / screen.ratio;  // edges as sharp as the device can show
}

void layer_end() { ImGui::End(); }

ImDrawList* canvas() { return ImGui::GetWindowDrawList(); }

void fill(const Box& box, Colour colour, float radius) {
  canvas()->AddRectFilled(low(box), high(box), colour, radius);
}

void outline(const Box& box, Colour colour, float radius, float thickness) {
  canvas()->AddRect(low(box), high(box), colour, radius, 0, thickness);
}

void soft_shadow(const Box& box, float radius) {
  for (int i = 4; i >= 1; --i) {
    const float grow = static_cast<float>(i) * 1.5f;
    const Box around{box.x - grow, box.y - grow + 2, box.w + 2 * grow, box.h + 2 * grow};
    fill(around, faded(theme().shadow, 0.022f), radius + grow);
  }
}

void focus_ring(const Box& box, float radius) {
  outline(box.inset(-2.5f), theme().focus, radius + 2.5f, 3);
}

void line(float x0, float y0, float x1, float y1, Colour colour, float thickness) {
  canvas()->AddLine({x0, y0}, {x1, y1}, colour, thickness);
}

}  // namespace gezhi::ui
