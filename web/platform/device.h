// What the device is and can do: surroundings and their changes, clocks, position, photos,
// links, small settings, the route in the address bar.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "web/app/ports.h"

namespace gezhi::platform {

using app::Event;
using app::Surroundings;

const Surroundings& surroundings();

// Called at every change, outside frames; `text` is the poke's message or the new value.
using EventFn = std::function<void(Event event, std::string_view text)>;
void on_event(EventFn fn);
void start_surroundings();

// From now on another tab that signs in or out (the setting "account") makes this page begin anew.
void follow_account();

// --- clocks and chance ---
std::int64_t wall_ms();  // UTC
double monotonic_ms();
int zone_minutes(std::int64_t wall_ms);  // east of UTC, at that time
void random_bytes(std::span<std::uint8_t> out);

// --- route ---
void go(std::string_view route);  // a new entry in the history: back returns
void replace_route(std::string_view route);
void go_back(
    std::string_view otherwise);         // as the system's back; `otherwise`: nothing of ours below
int route_depth();                       // entries of ours below this one
void put_below(std::string_view route);  // where back leads from a page opened from outside
void show_layer(bool open);              // every frame: a dialog is open, and back is to close it

// --- settings of this device: small, not precious ---
std::string setting(std::string_view key, std::string_view fallback = "");
void set_setting(std::string_view key, std::string_view value);

// --- position ---
using Fix = app::PositionFix;
// Error codes: position_denied, position_unavailable, position_timeout.
using app::FixFn;
void locate(FixFn done, int timeout_ms = 15000);  // a fresh fix, none that is remembered
void watch_position(FixFn on_fix);                // until stop_watching()
void stop_watching();

// --- photos and files ---
// A JPEG of at most `side_px`, drawn anew: no EXIF. Must be called in the frame of a press.
// Error codes: nothing_chosen, photo_unreadable.
void pick_photo(bool camera, std::function<void(Result<Bytes>)> done, int side_px = 1600);
struct PickedFile {
  std::string name;
  Bytes bytes;
};
void pick_file(std::string_view accept, std::function<void(Result<PickedFile>)> done);
void download(std::string_view name, std::string_view mime, ByteView bytes);

// A JPEG as a texture for ImGui. texture 0: not yet or not readable.
struct Picture {
  std::uint32_t texture = 0;
  int width_px = 0;
  int height_px = 0;
};
void load_picture(ByteView jpeg, std::function<void(Picture)> done);
void free_picture(const Picture& picture);

// --- the rest ---
void copy_text(std::string_view text);
void share(std::string_view title, std::string_view text, std::string_view url,
           std::function<void(bool)> done);
void vibrate(int ms);
// A short tone, of two when it is urgent; silent until the person has pressed something once.
void play_tone(bool urgent);
// A notice of the system; a press on it comes back to `route`. Does nothing without permission.
void notify(std::string_view title, std::string_view words, std::string_view route);
enum class MayNotify { no, unasked, yes };
MayNotify may_notify();
void ask_to_notify();                  // in the frame of a press; does nothing once it was answered
void open_link(std::string_view url);  // tel:, geo:, https:
void apply_update();

}  // namespace gezhi::platform
