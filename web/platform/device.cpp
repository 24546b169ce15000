#include "web/platform/device.h"

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>

#include <cstdio>
#include <map>
#include <optional>
#include <vector>

#include "web/platform/async.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"

extern "C" {
void gezhi_surroundings(void);
void gezhi_sound_listen(void);
double gezhi_wall_ms(void);
double gezhi_monotonic_ms(void);
int gezhi_zone_minutes(double wall_ms);
void gezhi_random(std::uint8_t* out, int length);
void gezhi_set_route(const char* route, int replace);
void gezhi_route_start(void);
void gezhi_back(const char* otherwise);
int gezhi_route_depth(void);
void gezhi_put_below(const char* route);
void gezhi_layer(int open);
void gezhi_setting_get(int id, const char* key);
void gezhi_setting_set(const char* key, const char* value);
void gezhi_locate(int id, int timeout_ms);
void gezhi_locate_watch(int id);
void gezhi_locate_stop(void);
void gezhi_pick_photo(int id, int camera, int side_px);
void gezhi_pick_file(int id, const char* accept);
void gezhi_texture_load(int id, unsigned texture, const std::uint8_t* bytes, int length);
void gezhi_download(const char* name, const char* mime, const std::uint8_t* bytes, int length);
void gezhi_copy(int id, const char* text);
void gezhi_share(int id, const char* title, const char* text, const char* url);
void gezhi_vibrate(int ms);
void gezhi_tone(int urgent);
void gezhi_notify(const char* title, const char* words, const char* route);
int gezhi_may_notify(void);
void gezhi_ask_to_notify(void);
void gezhi_open_link(const char* url);
void gezhi_apply_update(void);
void gezhi_follow_account(void);
}

namespace gezhi::platform {
namespace {

Surroundings around;  // of the device: what it is
int watch_id = 0;     // of the device: the position watch; ends with the session

std::vector<EventFn>& listeners() {
  static std::vector<EventFn> all;  // of the device: who listens
  return all;
}

std::map<std::string, std::optional<std::string>, std::less<>>& settings() {
  static std::map<std::string, std::optional<std::string>, std::less<>>
      all;  // of the device: the settings
  return all;
}

void take_event(Event event, std::string_view text) {
  const bool on = text == "1";
  switch (event) {
    case Event::online: around.online = on; break;
    case Event::writer:
      around.writer = on;
      around.follower = !on;
      break;
    case Event::visible: around.visible = on; break;
    case Event::pokes: around.pokes = on; break;
    case Event::poke: break;
    case Event::storage_lost: break;
    case Event::route: around.route = text; break;
    case Event::dark: around.dark = on; break;
    case Event::contrast: around.contrast = on; break;
    case Event::update_ready: around.update_ready = on; break;
    case Event::language: around.language = text; break;
    case Event::back: break;
  }
  for (std::size_t i = 0; i < listeners().size(); ++i) listeners()[i](event, text);
  wake();
}

Result<Fix> fix_of(const Reply& reply) {
  if (!reply.ok()) {
    const char* code = reply.code == -1   ? "position_denied"
                       : reply.code == -3 ? "position_timeout"
                                          : "position_unavailable";
    return Error{code, std::string(reply.text())};
  }
  double v[4] = {};
  const std::string text(reply.text());
  if (std::sscanf(text.c_str(), "%lf %lf %lf %lf", &v[0], &v[1], &v[2], &v[3]) != 4) {
    return Error{"position_unavailable", "the position could not be read"};
  }
  const double accuracy = v[2] > 2e9 ? 2e9 : v[2];
  return Fix{static_cast<std::int32_t>(v[0]), static_cast<std::int32_t>(v[1]),
             static_cast<std::int32_t>(accuracy), static_cast<std::int64_t>(v[3])};
}

Error picking_error(const Reply& reply) {
  const char* code = reply.code == -3   ? "nothing_chosen"
                     : reply.code == -4 ? "photo_heic"
                                        : "photo_unreadable";
  return {code, std::string(reply.text())};
}

}  // namespace

const Surroundings& surroundings() { return around; }
void on_event(EventFn fn) { listeners().push_back(std::move(fn)); }
void start_surroundings() {
  gezhi_route_start();
  gezhi_surroundings();
  gezhi_sound_listen();
}
void follow_account() { gezhi_follow_account(); }

std::int64_t wall_ms() { return static_cast<std::int64_t>(gezhi_wall_ms()); }
double monotonic_ms() { return gezhi_monotonic_ms(); }
int zone_minutes(std::int64_t at) { return gezhi_zone_minutes(static_cast<double>(at)); }
void random_bytes(std::span<std::uint8_t> out) {
  gezhi_random(out.data(), static_cast<int>(out.size()));
}

void go(std::string_view route) { gezhi_set_route(std::string(route).c_str(), 0); }
void replace_route(std::string_view route) { gezhi_set_route(std::string(route).c_str(), 1); }
void go_back(std::string_view otherwise) { gezhi_back(std::string(otherwise).c_str()); }
int route_depth() { return gezhi_route_depth(); }
void put_below(std::string_view route) { gezhi_put_below(std::string(route).c_str()); }
void show_layer(bool open) { gezhi_layer(open ? 1 : 0); }

std::string setting(std::string_view key, std::string_view fallback) {
  // Asked in every frame by who shows it: the browser is asked once.
  auto known = settings().find(key);
  if (known == settings().end()) {
    std::optional<std::string> value;
    const int id = expect([&value](const Reply& reply) {
      if (reply.ok()) value = std::string(reply.text());
    });
    gezhi_setting_get(id, std::string(key).c_str());  // answers before it returns
    known = settings().emplace(std::string(key), value).first;
  }
  return known->second.value_or(std::string(fallback));
}

void set_setting(std::string_view key, std::string_view value) {
  settings()[std::string(key)] = std::string(value);
  gezhi_setting_set(std::string(key).c_str(), std::string(value).c_str());
}

void locate(FixFn done, int timeout_ms) {
  gezhi_locate(expect([done = std::move(done)](const Reply& reply) { done(fix_of(reply)); }),
               timeout_ms);
}

void watch_position(FixFn on_fix) {
  stop_watching();
  const auto fixed = [on_fix = std::move(on_fix)](const Reply& reply) { on_fix(fix_of(reply)); };
  watch_id = expect(fixed, true);
  gezhi_locate_watch(watch_id);
}

void stop_watching() {
  if (watch_id == 0) return;
  gezhi_locate_stop();
  forget(watch_id);
  watch_id = 0;
}

void pick_photo(bool camera, std::function<void(Result<Bytes>)> done, int side_px) {
  const int id = expect(in_this_session([done = std::move(done)](const Reply& reply) {
    if (reply.ok())
      done(Bytes(reply.body.begin(), reply.body.end()));
    else
      done(picking_error(reply));
  }));
  gezhi_pick_photo(id, camera ? 1 : 0, side_px);
}

void pick_file(std::string_view accept, std::function<void(Result<PickedFile>)> done) {
  const int id = expect(in_this_session([done = std::move(done)](const Reply& reply) {
    const std::vector<ByteView> parts = reply.ok() ? unpack(reply.body) : std::vector<ByteView>();
    if (parts.size() != 2)
      done(picking_error(reply));
    else
      done(PickedFile{std::string(text_of(parts[0])), Bytes(parts[1].begin(), parts[1].end())});
  }));
  gezhi_pick_file(id, std::string(accept).c_str());
}

void download(std::string_view name, std::string_view mime, ByteView bytes) {
  gezhi_download(std::string(name).c_str(), std::string(mime).c_str(), bytes.data(),
                 static_cast<int>(bytes.size()));
}

void load_picture(ByteView jpeg, std::function<void(Picture)> done) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  const int id = expect([texture, done = std::move(done)](const Reply& reply) {
    Picture picture{texture, 0, 0};
    const std::string text(reply.text());
    if (!reply.ok() ||
        std::sscanf(text.c_str(), "%d %d", &picture.width_px, &picture.height_px) != 2) {
      free_picture(picture);
      picture = {};
    }
    done(picture);
  });
  gezhi_texture_load(id, texture, jpeg.data(), static_cast<int>(jpeg.size()));
}

void free_picture(const Picture& picture) {
  if (picture.texture != 0) glDeleteTextures(1, &picture.texture);
}

void copy_text(std::string_view text) {
  gezhi_copy(expect([](const Reply&) {}), std::string(text).c_str());
}

void share(std::string_view title, std::string_view text, std::string_view url,
           std::function<void(bool)> done) {
  const int id = expect([done = std::move(done)](const Reply& reply) { done(reply.ok()); });
  gezhi_share(id, std::string(title).c_str(), std::string(text).c_str(), std::string(url).c_str());
}

void vibrate(int ms) { gezhi_vibrate(ms); }
void play_tone(bool urgent) { gezhi_tone(urgent ? 1 : 0); }
void notify(std::string_view title, std::string_view words, std::string_view route) {
  gezhi_notify(std::string(title).c_str(), std::string(words).c_str(), std::string(route).c_str());
}
MayNotify may_notify() { return static_cast<MayNotify>(gezhi_may_notify()); }
void ask_to_notify() { gezhi_ask_to_notify(); }
void open_link(std::string_view url) { gezhi_open_link(std::string(url).c_str()); }
void apply_update() { gezhi_apply_update(); }

}  // namespace gezhi::platform

extern "C" EMSCRIPTEN_KEEPALIVE void gezhi_event(int kind, const char* text, int length) {
  gezhi::platform::take_event(static_cast<gezhi::platform::Event>(kind),
                              {text, static_cast<std::size_t>(length)});
}
