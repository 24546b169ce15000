#include "web/platform/mirror.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>
#include "web/platform/frame.h"
#include "web/platform/session.h"

extern "C" {
void gezhi_mirror_start(void);
void gezhi_mirror_apply(const char* json, int length);
void gezhi_mirror_scroll_to(unsigned key, float y);
void gezhi_mirror_focus(unsigned key);
void gezhi_page_title(const char* title);
void gezhi_page_style(const char* name, const char* value);
void gezhi_page_language(const char* language);
}

namespace gezhi::mirror {
namespace {

constexpr const char* kRoleNames[] = {
    "button", "tab",     "option",       "radio",       "combobox", "link",       "checkbox",
    "switch", "textbox", "textarea",     "h1",          "h2",       "h3",         "text",
    "status", "alert",   "img",          "progressbar", "list",     "listitem",   "table",
    "row",    "cell",    "columnheader", "group",       "tablist",  "radiogroup", "listbox",
    "dialog", "region",  "navigation",   "main",        "banner",   "application"};

constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

struct Reported {
  Key key = 0;
  Role role = Role::text;
  std::string name;
  Box box;
  std::uint32_t flags = 0;
  std::string value;
  std::string extra;
  float content_height = -1;
  std::size_t parent = kNoParent;
  float scrolled = 0;  // of a scroller, when it was drawn
};

// What stands first in sight in a scroller, and where in its content.
struct Anchor {
  Key key = 0;
  float y = 0;
};

struct State {
  std::vector<Reported> nodes;
  std::vector<std::size_t> open;
  std::vector<std::vector<std::size_t>> roots;
  std::map<Key, int> seen;
  std::string sent;
  std::map<Key, std::string> texts;
  std::set<Key> submits;
  std::map<Key, float> scrolls;
  std::set<Key> scrollers;  // of the last frame
  std::map<Key, Anchor> anchors;
  Key focused = 0;
  int focus_kind = 0;
  bool arrows = false;
  Key wanted_focus = 0;
  std::map<Key, float> wanted_scroll;
  std::string title;
  int waiting = 0;
};

State state;  // of the device: nodes of the last frame; what was typed goes at session end, start()

std::size_t push(const Node& node, std::uint32_t more_flags) {
  Reported r;
  const int times = state.seen[node.key]++;
  r.key = times == 0 ? node.key : ImHashData(&times, sizeof times, node.key);
  r.role = node.role;
  r.name = node.name;
  r.box = node.box;
  r.flags = node.flags | more_flags;
  r.value = node.value;
  r.extra = node.extra;
  r.content_height = node.content_height;
  if ((r.flags & kScroll) != 0) r.scrolled = scroll_of(r.key);
  r.parent = state.open.empty() ? kNoParent : state.open.back();
  state.nodes.push_back(std::move(r));
  return state.nodes.size() - 1;
}

void append_number(std::string& out, float value) {
  char digits[24];
  const float rounded =
      std::round(value * 2) / 2;  // half pixels are enough and keep the list stable
  std::snprintf(digits, sizeof digits, "%g", static_cast<double>(rounded));
  out += digits;
}

// "extra" with what the node's own members add to it.
std::string extra_of(const Reported& r) {
  if (r.content_height < 0) return r.extra.empty() ? "0" : r.extra;
  std::string out = "{\"content\":";
  append_number(out, r.content_height);
  if (r.extra.size() > 2)
    out += "," + r.extra.substr(1);
  else
    out += "}";
  return out;
}

Box relative(const Reported& r) {
  Box box = r.box;
  if (r.parent == kNoParent) return box;
  const Reported& parent = state.nodes[r.parent];
  box.x -= parent.box.x;
  box.y -= parent.box.y;
  if ((parent.flags & kScroll) != 0) box.y += scroll_of(parent.key);
  return box;
}

std::string serialise() {
  std::string out = "[";
  for (const Reported& r : state.nodes) {
    const Box box = relative(r);
    if (out.size() > 1) out += ',';
    out += '[' + std::to_string(r.key) + ',' +
           (r.parent == kNoParent ? std::string("0") : std::to_string(state.nodes[r.parent].key)) +
           ",\"" + kRoleNames[static_cast<std::size_t>(r.role)] + "\",";
    append_json(out, r.name);
    for (float number : {box.x, box.y, box.w, box.h}) {
      out += ',';
      append_number(out, number);
    }
    out += ',' + std::to_string(r.flags) + ',';
    append_json(out, r.value);
    out += ',' + extra_of(r) + ']';
  }
  return out + ']';
}

// A scroller that was gone for a while comes back where it was.
void restore_scrolls() {
  std::set<Key> now;
  for (const Reported& r : state.nodes) {
    if ((r.flags & kScroll) == 0) continue;
    now.insert(r.key);
    if (state.scrollers.count(r.key) == 0 && scroll_of(r.key) > 0)
      state.wanted_scroll[r.key] = scroll_of(r.key);
  }
  state.scrollers = std::move(now);
}

void show_title() {
  const std::string count = "(" + std::to_string(state.waiting) + ") ";
  gezhi_page_title(((state.waiting > 0 ? count : "") + state.title).c_str());
}

// The scroller that a node lies in, or kNoParent.
std::size_t scroller_of(const Reported& r) {
  std::size_t at = r.parent;
  while (at != kNoParent && (state.nodes[at].flags & kScroll) == 0) at = state.nodes[at].parent;
  return at;
}

float content_y(const Reported& r, const Reported& scroller) {
  return r.box.y - scroller.box.y + scroller.scrolled;
}

std::map<Key, Anchor> find_anchors() {
  std::map<Key, Anchor> found;
  for (const Reported& r : state.nodes) {
    const std::size_t at = (r.flags & kLeaf) != 0 ? scroller_of(r) : kNoParent;
    if (at == kNoParent || r.box.y < state.nodes[at].box.y) continue;
    const float y = content_y(r, state.nodes[at]);
    const auto known = found.find(state.nodes[at].key);
    if (known == found.end() || y < known->second.y) found[state.nodes[at].key] = {r.key, y};
  }
  return found;
}

// What comes in above what one is reading does not push it away: the scroller goes along with it.
void hold_places() {
  std::map<Key, Anchor> next = find_anchors();
  for (const Reported& r : state.nodes) {
    const std::size_t at = (r.flags & kLeaf) != 0 ? scroller_of(r) : kNoParent;
    if (at == kNoParent) continue;
    const Reported& scroller = state.nodes[at];
    const auto before = state.anchors.find(scroller.key);
    if (before == state.anchors.end() || before->second.key != r.key) continue;
    const float moved = content_y(r, scroller) - before->second.y;
    const bool read_on = scroller.scrolled > 0 && scroll_of(scroller.key) == scroller.scrolled;
    if (!read_on || std::abs(moved) < 1) continue;
    scroll_to(scroller.key, std::max(0.0f, scroller.scrolled + moved));
    next[scroller.key] = {r.key, content_y(r, scroller)};
  }
  state.anchors = std::move(next);
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      out += escaped;
    } else {
      out += c;
    }
  }
  out += '"';
}

void add(const Node& node) { push(node, kLeaf); }

std::size_t begin(const Node& node) {
  const std::size_t at = push(node, 0);
  state.open.push_back(at);
  return at;
}

void end(std::size_t at) {
  if (!state.open.empty() && state.open.back() == at) state.open.pop_back();
}

void end(std::size_t at, const Box& box, float content_height) {
  state.nodes[at].box = box;
  if (content_height >= 0) state.nodes[at].content_height = content_height;
  end(at);
}

void push_root() {
  state.roots.push_back(std::move(state.open));
  state.open.clear();
}

void pop_root() {
  state.open = std::move(state.roots.back());
  state.roots.pop_back();
}

Key focused() { return state.focused; }
bool focus_visible() { return state.focus_kind == 1; }
bool focus_takes_arrows() { return state.arrows; }

bool take_text(Key key, std::string& value) {
  auto found = state.texts.find(key);
  if (found == state.texts.end()) return false;
  const bool changed = found->second != value;
  value = found->second;
  state.texts.erase(found);
  return changed;
}

bool take_submit(Key key) { return state.submits.erase(key) > 0; }

float scroll_of(Key key) {
  auto found = state.scrolls.find(key);
  return found == state.scrolls.end() ? 0.0f : found->second;
}

void scroll_to(Key key, float y) {
  state.scrolls[key] = y;
  state.wanted_scroll[key] = y;
  platform::wake();
}

void focus(Key key) {
  state.wanted_focus = key;
  platform::wake();
}

void page_title(std::string_view title) {
  if (state.title == title) return;
  state.title = title;
  show_title();
}

void page_count(int waiting) {
  if (state.waiting == waiting) return;
  state.waiting = waiting;
  show_title();
}

void page_language(std::string_view language) {
  gezhi_page_language(std::string(language).c_str());
}
void page_style(const char* name, const std::string& value) {
  gezhi_page_style(name, value.c_str());
}

void start() {
  gezhi_mirror_start();
  // Words typed into a field that was not drawn any more, and where pages were scrolled to.
  platform::on_session_end([] {
    state.texts.clear();
    state.submits.clear();
    state.scrolls.clear();
    state.wanted_scroll.clear();
  });
}

void begin_frame() {
  state.nodes.clear();
  state.open.clear();
  state.roots.clear();
  state.seen.clear();
}

void end_frame() {
  state.submits.clear();
  state.arrows = false;
  for (const Reported& r : state.nodes) {
    if (r.key == state.focused) state.arrows = (r.flags & kTakesArrows) != 0;
  }
  std::string now = serialise();
  if (now != state.sent) {
    gezhi_mirror_apply(now.data(), static_cast<int>(now.size()));
    state.sent = std::move(now);
  }
  restore_scrolls();
  hold_places();
  for (const auto& [key, y] : state.wanted_scroll) gezhi_mirror_scroll_to(key, y);
  state.wanted_scroll.clear();
  if (state.wanted_focus != 0) gezhi_mirror_focus(state.wanted_focus);
  state.wanted_focus = 0;
}

}  // namespace gezhi::mirror

using gezhi::mirror::state;

extern "C" {

EMSCRIPTEN_KEEPALIVE void gezhi_activate(unsigned key) {
  ImGui::ActivateItemByID(key);
  gezhi::platform::wake();
}

EMSCRIPTEN_KEEPALIVE void gezhi_focused(unsigned key, int kind) {
  state.focused = key;
  state.focus_kind = kind;
  gezhi::platform::wake();
}

EMSCRIPTEN_KEEPALIVE void gezhi_text(unsigned key, const char* text, int length) {
  state.texts[key] = std::string(text, static_cast<std::size_t>(length));
  gezhi::platform::wake();
}

EMSCRIPTEN_KEEPALIVE void gezhi_submit(unsigned key) {
  state.submits.insert(key);
  gezhi::platform::wake();
}

EMSCRIPTEN_KEEPALIVE void gezhi_scrolled(unsigned key, float y) {
  state.scrolls[key] = y;
  gezhi::platform::wake();
}

EMSCRIPTEN_KEEPALIVE void gezhi_mirror_resend() {
  state.sent.clear();
  gezhi::platform::wake();
}

}  // extern "C"

// Items of Dear ImGui itself, for what is drawn without the widget kit.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID, const ImRect&, const ImGuiLastItemData*) {}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags flags) {
  if (label == nullptr || context->CurrentWindow == nullptr || id == context->CurrentWindow->ID)
    return;
  if (label[0] == '\0' || (label[0] == '#' && label[1] == '#')) return;
  using namespace gezhi::mirror;
  const ImRect& rect = context->LastItemData.Rect;
  Node node;
  node.key = id;
  node.role = (flags & ImGuiItemStatusFlags_Checkable) != 0 ? Role::checkbox : Role::button;
  node.name =
      std::string_view(label, static_cast<std::size_t>(ImGui::FindRenderedTextEnd(label) - label));
  node.box = {rect.Min.x, rect.Min.y, rect.GetWidth(), rect.GetHeight()};
  if ((flags & ImGuiItemStatusFlags_Checked) != 0) node.flags |= kChecked;
  if ((context->LastItemData.ItemFlags & ImGuiItemFlags_Disabled) != 0) node.flags |= kDisabled;
  if ((flags & ImGuiItemStatusFlags_Opened) != 0) node.flags |= kExpanded;
  add(node);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
