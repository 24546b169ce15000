#include "web/screens/parts/photo_field.h"

#include <map>

#include "core/base/hex.h"
#include "core/base/jpeg.h"
#include "web/here.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/session.h"
#include "web/widgets/cards.h"
#include "web/widgets/i18n.h"
#include "web/widgets/kit.h"
#include "web/widgets/overlay.h"
#include "web/widgets/text.h"

namespace gezhi::screens {
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

// What came of choosing, by the field that asked: it takes it when it is drawn next. The form may have
// been sent, thrown away or left meanwhile, so nothing here points into it.
using FieldId = std::pair<std::string, ui::Id>;  // where in the app, which strip
struct Fields {
  std::map<FieldId, std::vector<Photo>> arrived;
  std::map<FieldId, std::string> problems;  // codes of the last try, ui.photo.<code>
};

Fields& fields() {
  static Fields& all = platform::of_session<Fields>();
  return all;
}

void take_photo(const FieldId& field, bool camera, PhotoKind kind) {
  app::keep_drafts_now();  // a cheap phone's camera app may end this page
  platform::pick_photo(camera, [field, kind](Result<Bytes> picked) {
    const auto failed = [field](const Error& error) {
      if (error.code != "nothing_chosen") fields().problems[field] = error.code;
      platform::wake();
    };
    if (!picked) return failed(picked.error());
    *picked = without_metadata(*picked);
    const JpegSize size = jpeg_size(*picked);
    Photo photo;
    photo.digest = sha256(*picked);
    photo.kind = kind;
    photo.size = static_cast<std::uint32_t>(picked->size());
    photo.width = size.width;
    photo.height = size.height;
    app::session().photos().hold(photo.digest, std::move(*picked),
                                 [photo, field, failed](Result<Done> kept) {
                                   if (!kept) return failed(kept.error());
                                   fields().arrived[field].push_back(photo);
                                   platform::wake();
                                 });
  });
}

void take_arrived(const FieldId& field, std::vector<Photo>& photos) {
  const auto arrived = fields().arrived.extract(field);
  if (arrived.empty()) return;
  for (const Photo& photo : arrived.mapped()) {
    if (photos.size() < kPhotosMax) photos.push_back(photo);
    app::session().photos().given(photo.digest);
  }
}

}  // namespace

std::vector<ui::Photo> strip_of(std::span<const Photo> photos) {
  std::vector<ui::Photo> strip;
  for (const Photo& photo : photos) {
    ui::Photo one;
    one.key = to_hex(photo.digest);
    one.jpeg = app::session().photos().bytes(photo.digest);
    one.unsent = app::session().photos().is_unsent(photo.digest);
    strip.push_back(std::move(one));
  }
  return strip;
}

void photo_field(std::string_view name, std::vector<Photo>& photos, PhotoKind kind) {
  const FieldId field{platform::surroundings().route, ui::item_id(name)};
  take_arrived(field, photos);
  const std::vector<ui::Photo> strip = strip_of(photos);
  const ui::PhotoEvents events = ui::photo_strip(name, strip, kPhotosMax);
  if (events.removed >= 0) photos.erase(photos.begin() + events.removed);
  if (photos.size() >= kPhotosMax)
    ui::small_text(ui::tr("ui.photo.most", std::to_string(kPhotosMax)));
  const auto problem = fields().problems.find(field);
  if (problem != fields().problems.end())
    ui::banner(ui::Tone::danger, ui::tr("ui.photo." + problem->second));
  if (!events.add_camera && !events.add_file && events.removed < 0) return;
  fields().problems.erase(field);
  if (events.removed < 0) take_photo(field, events.add_camera, kind);
}

void photo_view(std::string_view name, std::span<const Photo> photos) {
  if (photos.empty()) return;
  static auto& open_by_name = platform::of_session<std::map<std::string, int>>();
  const std::vector<ui::Photo> strip = strip_of(photos);
  const ui::PhotoEvents events = ui::photo_strip(name, strip, 0);
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

}  // namespace gezhi::screens
