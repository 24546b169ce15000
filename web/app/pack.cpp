#include "web/app/pack.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/hex.h"
#include "core/district/image.h"
#include "core/district/pack_parts.h"
#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/store.h"

namespace gezhi::app {
namespace {

constexpr const char* kPackSetting = "pack";
constexpr const char* kNoPack = "ui.pack.none";
const std::string kPacks = "pack/", kImages = "image/";
// Several times in memory while it is opened.
constexpr std::size_t kImageBytesMax = 32 * 1024 * 1024;
constexpr int kPartTimeoutMs = 180000;

struct Held {
  PackState state = PackState::missing;
  PackStatus status;
  std::shared_ptr<const District> district;
  Digest digest{};
  std::uint64_t number = 0;  // of maps taken in this run
  std::optional<PackAssembly> coming;
  Digest coming_digest{};
  std::map<std::string, std::int64_t> arriving;  // by tag: bytes that are here of a part under way
};

Held& held() {
  static Held one;  // of the device: the map of the district, the same for everybody
  return one;
}

// What the pack looks like in memory, for the next start; see core/district/image.h.
std::string image_name(const Digest& pack) {
  return kImages + std::to_string(kImageForm) + "/" + to_hex(pack);
}

void keep_image() {
  Held& h = held();
  if (!platform::is_writer()) return;
  const Bytes image = write_image(*h.district, h.digest);
  if (image.size() > kImageBytesMax) return;
  const std::string name = image_name(h.digest);
  platform::store_put(platform::Store::files, name, image, [name](Result<Done> stored) {
    if (!stored) return;
    platform::store_keys(platform::Store::files, kImages, [name](auto kept) {
      if (!kept) return;
      for (const std::string& other : *kept) {
        if (other != name)
          platform::store_remove(platform::Store::files, other, [](Result<Done>) {});
      }
    });
  });
}

bool take(Result<std::unique_ptr<District>> opened, ByteView bytes) {
  if (!opened) {
    platform::log_error(opened.error().message);
    return false;
  }
  Held& h = held();
  h.district = *std::move(opened);
  h.digest = pack_digest(bytes);
  h.state = PackState::ready;
  ++h.number;
  h.status.bytes = static_cast<std::int64_t>(bytes.size());
  platform::wake();
  return true;
}

// By its image when there is one that fits; else it is read, and an image is kept.
bool open(ByteView bytes, ByteView image) {
  if (auto opened = open_district(bytes, image)) return take(std::move(opened), bytes);
  if (!take(District::read(bytes), bytes)) return false;
  keep_image();
  return true;
}

void keep(ByteView bytes) {
  if (!platform::is_writer()) return;
  const std::string before = platform::setting(kPackSetting);
  const std::string name = kPacks + to_hex(pack_digest(bytes));
  platform::store_put(platform::Store::files, name, bytes, [name, before](Result<Done> stored) {
    held().status.kept = stored.ok();
    platform::wake();
    if (!stored) return;
    platform::set_setting(kPackSetting, name);
    if (before.empty() || before == name) return;
    platform::store_remove(platform::Store::files, before, [](Result<Done>) {});
  });
}

void stop_with(std::string_view problem) {
  Held& h = held();
  h.status.asking = h.status.fetching = false;
  h.status.problem = problem;
  if (h.state != PackState::ready) h.state = PackState::failed;
  platform::wake();
}

std::string_view problem_of(const platform::HttpReply& reply) {
  if (reply.status == 404) return kNoPack;
  if (reply.status < 0) return "ui.pack.no_network";
  return "ui.pack.server";
}

void finish() {
  Held& h = held();
  const PackAssembly whole = *std::exchange(h.coming, std::nullopt);
  h.status.fetching = false;
  h.status.todo_bytes = h.status.done_bytes = 0;
  if (!take(District::read(whole.bytes()), whole.bytes())) return stop_with("ui.pack.damaged");
  keep(whole.bytes());
  keep_image();
}

void show_progress() {
  Held& h = held();
  h.status.done_bytes = h.status.todo_bytes - static_cast<std::int64_t>(h.coming->missing_bytes());
  for (const auto& [tag, bytes] : h.arriving) h.status.done_bytes += bytes;
  platform::wake();
}

// Another pack may have been asked for meanwhile: an answer of the one before is no use then.
void take_part(const PackPart& part, const Digest& pack, const platform::HttpReply& reply) {
  Held& h = held();
  if (!h.coming || h.coming_digest != pack) return;
  h.arriving.erase(part.tag);
  if (!reply.ok()) return stop_with(problem_of(reply));
  if (!h.coming->add(part, reply.body)) return stop_with("ui.pack.damaged");
  show_progress();
  if (h.coming->missing_bytes() == 0 && h.arriving.empty()) finish();
}

// All at once: the browser sends a few at a time, and a far server is waited for only once or twice.
void fetch_parts() {
  Held& h = held();
  const std::vector<PackPart> missing = h.coming->missing();
  if (missing.empty()) return finish();
  for (const PackPart& part : missing) h.arriving[part.tag] = 0;
  for (const PackPart& part : missing) {
    platform::HttpRequest request;
    request.path = "/api/pack/" + to_hex(part.digest);
    request.timeout_ms = kPartTimeoutMs;
    request.of_device = true;
    request.progress = [tag = part.tag](std::int64_t done, std::int64_t) {
      if (!held().coming || !held().arriving.contains(tag)) return;
      held().arriving[tag] = done;
      show_progress();
    };
    const Digest pack = h.coming_digest;
    platform::http(
        request, [part, pack](const platform::HttpReply& reply) { take_part(part, pack, reply); });
  }
}

// `head` is of another pack than the one in use.
void begin(ByteView head, ByteView before, bool all) {
  Held& h = held();
  if (!h.coming || h.coming_digest != pack_digest(head)) {
    auto begun = PackAssembly::begin(head, before);
    if (!begun) return stop_with("ui.pack.damaged");
    h.coming = *std::move(begun);
    h.coming_digest = pack_digest(head);
    h.status.todo_bytes = static_cast<std::int64_t>(h.coming->missing_bytes());
  }
  h.status.fetching = all || h.status.todo_bytes <= kPackUnaskedBytes;
  if (h.status.fetching) return fetch_parts();
  if (h.state != PackState::ready) h.state = PackState::missing;
}

void compare(const Bytes& head, bool all) {
  Held& h = held();
  h.status.asking = false;
  h.status.compared = true;
  if (h.district != nullptr && pack_digest(head) == h.digest) {
    h.status.todo_bytes = 0;
    h.coming.reset();
    return;
  }
  const std::string name = platform::setting(kPackSetting);
  if (name.empty()) return begin(head, {}, all);
  platform::store_get(platform::Store::files, name, [head, all](auto before) {
    const bool there = before && before->has_value();
    begin(head, there ? ByteView(**before) : ByteView(), all);
  });
}

}  // namespace

PackState pack_state() { return held().state; }
const std::shared_ptr<const District>& shared_district() { return held().district; }
const PackStatus& pack_status() { return held().status; }
std::uint64_t pack_number() { return held().number; }

void load_pack() {
  const std::string name = platform::setting(kPackSetting);
  if (name.empty()) return fetch_pack(false);
  held().state = PackState::loading;
  platform::store_get(platform::Store::files, name, [](auto kept) {
    if (!kept || !kept->has_value()) return fetch_pack(false);
    Bytes pack = std::move(**kept);
    platform::store_get(platform::Store::files, image_name(pack_digest(pack)), [pack](auto image) {
      const bool there = image && image->has_value();
      held().status.kept = open(pack, there ? ByteView(**image) : ByteView());
      fetch_pack(false);
    });
  });
}

void retry_pack() {
  const Held& h = held();
  if (h.state == PackState::failed && h.status.problem != kNoPack) fetch_pack(false);
}

void fetch_pack(bool all) {
  Held& h = held();
  if (h.status.asking || h.status.fetching) return;
  if (h.state != PackState::ready) h.state = PackState::loading;
  h.status.asking = true;
  h.status.problem.clear();
  platform::HttpRequest request;
  request.path = "/api/pack";
  request.of_device = true;
  platform::http(request, [all](const platform::HttpReply& reply) {
    if (!reply.ok()) return stop_with(problem_of(reply));
    compare({reply.body.begin(), reply.body.end()}, all);
    platform::wake();
  });
}

}  // namespace gezhi::app
