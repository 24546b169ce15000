#include "web/app/photos.h"

#include <map>

#include "core/base/hex.h"
#include "web/app/engine.h"
#include "web/app/photo_queue.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/widgets/i18n.h"
#include "web/widgets/overlay.h"

namespace gezhi::app {
namespace {

// Width and height of a JPEG from its frame header; 0 when it has none.
struct JpegSize {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

JpegSize jpeg_size(ByteView bytes) {
  std::size_t at = 2;
  while (at + 9 < bytes.size() && bytes[at] == 0xFF) {
    const std::uint8_t marker = bytes[at + 1];
    const bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    const auto word = [&](std::size_t i) -> std::uint32_t {
      return std::uint32_t{bytes[i]} << 8 | bytes[i + 1];
    };
    if (frame) return {word(at + 7), word(at + 5)};
    at += 2 + word(at + 2);
  }
  return {};
}

}  // namespace

void take_photo(bool camera, PhotoKind kind, std::function<void(Result<Photo>)> done) {
  platform::pick_photo(camera, [kind, done = std::move(done)](Result<Bytes> picked) {
    if (!picked) return done(picked.error());
    const JpegSize size = jpeg_size(*picked);
    Photo photo;
    photo.digest = sha256(*picked);
    photo.kind = kind;
    photo.size = static_cast<std::uint32_t>(picked->size());
    photo.width = size.width;
    photo.height = size.height;
    photo_queue().keep(photo.digest, std::move(*picked), [photo, done](Result<Done> kept) {
      if (!kept) return done(kept.error());
      done(photo);
    });
  });
}

std::vector<ui::Photo> strip_of(std::span<const Photo> photos) {
  std::vector<ui::Photo> strip;
  for (const Photo& photo : photos) {
    ui::Photo one;
    one.key = to_hex(photo.digest);
    one.jpeg = photo_queue().bytes(photo.digest);
    one.unsent = photo_queue().is_unsent(photo.digest);
    strip.push_back(std::move(one));
  }
  return strip;
}

void photo_field(std::string_view name, std::vector<Photo>& photos, PhotoKind kind) {
  const std::vector<ui::Photo> strip = strip_of(photos);
  const ui::PhotoEvents events = ui::photo_strip(name, strip, photos.size() < kPhotosMax);
  if (events.removed >= 0) photos.erase(photos.begin() + events.removed);
  if (!events.add_camera && !events.add_file) return;
  // The form is a static of its screen: it outlives the choosing.
  take_photo(events.add_camera, kind, [&photos](Result<Photo> photo) {
    if (photo && photos.size() < kPhotosMax) photos.push_back(*photo);
    if (!photo && photo.error().code != "nothing_chosen") {
      ui::toast(ui::tr("ui.photo." + photo.error().code), ui::Tone::danger);
    }
    platform::wake();
  });
}

void photo_view(std::string_view name, std::span<const Photo> photos) {
  if (photos.empty()) return;
  static std::map<std::string, int> open_by_name;
  const std::vector<ui::Photo> strip = strip_of(photos);
  const ui::PhotoEvents events = ui::photo_strip(name, strip, false);
  const std::string key(name);
  if (events.opened >= 0) open_by_name[key] = events.opened;
  const auto at = open_by_name.find(key);
  if (at == open_by_name.end() || at->second >= static_cast<int>(strip.size())) return;
  bool open = true;
  if (ui::dialog_begin("photo-" + key, name, open)) {
    ui::photo_large(name, strip[static_cast<std::size_t>(at->second)]);
    ui::dialog_end();
  }
  if (!open) open_by_name.erase(at);
}

}  // namespace gezhi::app
