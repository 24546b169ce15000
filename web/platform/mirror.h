// The semantic mirror: while a frame is drawn, every widget also reports what it is; after the frame
// the report becomes a tree of real DOM elements over the canvas (js/mirror.js). A screen reader
// reads it, the keyboard walks it, native scrolling and text input happen in it, tests find things
// in it by role and name.
//
// Words. A *leaf* has a name and nothing inside; a *container* (begin/end) holds what is reported in
// between. Keys are ImGui ids; a key that comes twice in one frame is told apart by its occurrence.
// Order of reporting is reading order. Boxes are page pixels; the mirror makes them relative.
//
// Events come back on the next frame: a click as ImGui::ActivateItemByID, the rest through the
// functions below.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "web/platform/geometry.h"

namespace gezhi::mirror {

using Key = std::uint32_t;

enum class Role : std::uint8_t {
  button,
  tab,
  option,
  radio,
  combobox,
  link,
  checkbox,
  toggle,
  textbox,
  textarea,
  h1,
  h2,
  h3,
  text,
  status,
  alert,
  image,
  progress,
  list,
  list_item,
  table,
  row,
  cell,
  column_header,
  group,
  tablist,
  radio_group,
  listbox,
  dialog,
  region,
  navigation,
  main,
  banner,
  application
};

// Numbers are shared with js/mirror.js.
enum Flag : std::uint32_t {
  kDisabled = 1,
  kChecked = 2,
  kSelected = 4,
  kExpanded = 8,
  kScroll = 0x10,   // a native scroller; Node::content_height is what it holds
  kGesture = 0x20,  // pan and pinch belong to the app, not to the browser
  kInvalid = 0x40,
  kCurrent = 0x80,
  kTakesArrows = 0x100,  // arrow keys go to the app while this has the focus
  kLive = 0x200,
  kLeaf = 0x400,  // set by add()
  kFocusable = 0x800,
  kExpandable = 0x1000,
  kForceValue = 0x2000,  // set the field's text even while it is being edited
  kPressable = 0x4000,   // a button that is on or off; kSelected says which
  kRequired = 0x10000,
};

// A view of words that live until the node is handed over: a temporary does not compile.
struct Lasting : std::string_view {
  using std::string_view::string_view;
  Lasting(std::string_view words) : std::string_view(words) {}
  Lasting(const std::string& words) : std::string_view(words) {}
  Lasting(std::string&&) = delete;
};

struct Node {
  Key key = 0;
  Role role = Role::text;
  Lasting name;
  Box box;
  std::uint32_t flags = 0;
  Lasting value;
  std::string extra;  // JSON object: {"attr":{},"css":{},"type":""}
  float content_height = -1;
};

void add(const Node& node);
std::size_t begin(const Node& node);
// Closes a container; with a box if it was not known at the beginning.
void end(std::size_t at);
void end(std::size_t at, const Box& box, float content_height = -1);
// What is reported until pop_root() hangs at the top, not in the container that is open (dialogs).
void push_root();
void pop_root();

// --- what comes back ---
Key focused();
bool focus_visible();  // by keyboard: draw the ring
bool focus_takes_arrows();
bool take_text(Key key, std::string& value);  // true: the person changed the text
bool take_submit(Key key);                    // Enter in a one-line field
float scroll_of(Key key);
void scroll_to(Key key, float y);
void focus(Key key);

// --- the page ---
void page_title(std::string_view title);
// How much waits to be looked at, before the title: also of a page that is hidden and draws nothing.
void page_count(int waiting);
void page_language(std::string_view language);
void page_style(const char* css_variable, const std::string& value);

// `text` with the quotes and escapes of JSON, appended.
void append_json(std::string& out, std::string_view text);

// --- the frame loop's side ---
void start();
void begin_frame();
void end_frame();

}  // namespace gezhi::mirror
