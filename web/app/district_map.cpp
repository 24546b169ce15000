#include "web/app/district_map.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/hex.h"
#include "core/district/image.h"
#include "core/district/pack_parts.h"

namespace gezhi::app {
namespace {

constexpr const char* kPackSetting = "pack";
constexpr const char* kNoPack = "ui.pack.none";
const std::string kPacks = "pack/", kImages = "image/";
// Several times in memory while it is opened.
constexpr std::size_t kImageBytesMax = 32 * 1024 * 1024;
constexpr int kPartTimeoutMs = 180000;

// What the pack looks like in memory, for the next start; see core/district/image.h.
std::string image_name(const Digest& pack) {
  return kImages + std::to_string(kImageForm) + "/" + to_hex(pack);
}

std::string_view problem_of(const HttpReply& reply) {
  if (reply.status == 404) return kNoPack;
  if (reply.status < 0) return "ui.pack.no_network";
  return "ui.pack.server";
}

}  // namespace

void DistrictMap::keep_image() {
  if (!ports_.around.writer) return;
  const Bytes image = write_image(*district_, digest_);
  if (image.size() > kImageBytesMax) return;
  const std::string name = image_name(digest_);
  const auto sweep = [this, name](const auto& kept) {
    if (!kept) return;
    for (const std::string& other : *kept) {
      if (other != name) ports_.storage.remove(Store::files, other, [](const Result<Done>&) {});
    }
  };
  const auto stored = [this, sweep](const Result<Done>& result) {
    if (result) ports_.storage.keys(Store::files, kImages, alive_.guard(sweep));
  };
  ports_.storage.put(Store::files, name, image, alive_.guard(stored));
}

bool DistrictMap::take(Result<std::unique_ptr<District>> opened, ByteView bytes) {
  if (!opened) {
    ports_.page.log_error(opened.error().message);
    return false;
  }
  district_ = *std::move(opened);
  digest_ = pack_digest(bytes);
  state_ = PackState::ready;
  ++number_;
  status_.bytes = static_cast<std::int64_t>(bytes.size());
  ports_.page.wake();
  return true;
}

// By its image when there is one that fits; else it is read, and an image is kept.
bool DistrictMap::open(ByteView bytes, ByteView image) {
  if (auto opened = open_district(bytes, image)) return take(std::move(opened), bytes);
  if (!take(District::read(bytes), bytes)) return false;
  keep_image();
  return true;
}

void DistrictMap::keep(ByteView bytes) {
  if (!ports_.around.writer) return;
  const std::string before = ports_.storage.setting(kPackSetting);
  const std::string name = kPacks + to_hex(pack_digest(bytes));
  const auto settle = [this, name, before](const Result<Done>& stored) {
    status_.kept = stored.ok();
    ports_.page.wake();
    if (!stored) return;
    ports_.storage.set_setting(kPackSetting, name);
    if (before.empty() || before == name) return;
    ports_.storage.remove(Store::files, before, [](const Result<Done>&) {});
  };
  ports_.storage.put(Store::files, name, bytes, alive_.guard(settle));
}

void DistrictMap::stop_with(std::string_view problem) {
  status_.asking = status_.fetching = false;
  status_.problem = problem;
  if (state_ != PackState::ready) state_ = PackState::failed;
  ports_.page.wake();
}

void DistrictMap::finish() {
  const PackAssembly whole = *std::exchange(coming_, std::nullopt);
  status_.fetching = false;
  status_.todo_bytes = status_.done_bytes = 0;
  if (!take(District::read(whole.bytes()), whole.bytes())) return stop_with("ui.pack.damaged");
  keep(whole.bytes());
  keep_image();
}

void DistrictMap::show_progress() {
  status_.done_bytes = status_.todo_bytes - static_cast<std::int64_t>(coming_->missing_bytes());
  for (const auto& [tag, bytes] : arriving_) status_.done_bytes += bytes;
  ports_.page.wake();
}

// Another pack may have been asked for meanwhile: an answer of the one before is no use then.
void DistrictMap::take_part(const PackPart& part, const Digest& pack, const HttpReply& reply) {
  if (!coming_ || coming_digest_ != pack) return;
  arriving_.erase(part.tag);
  if (!reply.ok()) return stop_with(problem_of(reply));
  if (!coming_->add(part, reply.body)) return stop_with("ui.pack.damaged");
  show_progress();
  if (coming_->missing_bytes() == 0 && arriving_.empty()) finish();
}

// All at once: the browser sends a few at a time, and a far server is waited for only once or twice.
void DistrictMap::fetch_parts() {
  const std::vector<PackPart> missing = coming_->missing();
  if (missing.empty()) return finish();
  for (const PackPart& part : missing) arriving_[part.tag] = 0;
  for (const PackPart& part : missing) {
    HttpRequest request;
    request.path = "/api/pack/" + to_hex(part.digest);
    request.timeout_ms = kPartTimeoutMs;
    const auto arrives = [this, tag = part.tag](std::int64_t done, std::int64_t) {
      if (!coming_ || !arriving_.contains(tag)) return;
      arriving_[tag] = done;
      show_progress();
    };
    request.progress = alive_.guard(arrives);
    const auto arrived = [this, part, pack = coming_digest_](const HttpReply& reply) {
      take_part(part, pack, reply);
    };
    ports_.network.http(request, alive_.guard(arrived));
  }
}

// `head` is of another pack than the one in use.
void DistrictMap::begin(ByteView head, ByteView before, bool all) {
  if (!coming_ || coming_digest_ != pack_digest(head)) {
    auto begun = PackAssembly::begin(head, before);
    if (!begun) return stop_with("ui.pack.damaged");
    coming_ = *std::move(begun);
    coming_digest_ = pack_digest(head);
    status_.todo_bytes = static_cast<std::int64_t>(coming_->missing_bytes());
  }
  status_.fetching = all || status_.todo_bytes <= kPackUnaskedBytes;
  if (status_.fetching) return fetch_parts();
  if (state_ != PackState::ready) state_ = PackState::missing;
}

void DistrictMap::compare(const Bytes& head, bool all) {
  status_.asking = false;
  status_.compared = true;
  if (district_ != nullptr && pack_digest(head) == digest_) {
    status_.todo_bytes = 0;
    coming_.reset();
    return;
  }
  const std::string name = ports_.storage.setting(kPackSetting);
  if (name.empty()) return begin(head, {}, all);
  const auto go_on = [this, head, all](const auto& before) {
    const bool there = before && before->has_value();
    begin(head, there ? ByteView(**before) : ByteView(), all);
  };
  ports_.storage.get(Store::files, name, alive_.guard(go_on));
}

void DistrictMap::load() {
  const std::string name = ports_.storage.setting(kPackSetting);
  if (name.empty()) return fetch(false);
  state_ = PackState::loading;
  const auto take_pack = [this](auto kept) {
    if (!kept || !kept->has_value()) return fetch(false);
    Bytes pack = std::move(**kept);
    const std::string name_of_image = image_name(pack_digest(pack));
    const auto take_image = [this, pack = std::move(pack)](const auto& image) {
      const bool there = image && image->has_value();
      status_.kept = open(pack, there ? ByteView(**image) : ByteView());
      fetch(false);
    };
    ports_.storage.get(Store::files, name_of_image, alive_.guard(take_image));
  };
  ports_.storage.get(Store::files, name, alive_.guard(take_pack));
}

RouteQuery* DistrictMap::ways() {
  if (ways_of_ == district_) return ways_.get();
  ways_.reset();
  ways_of_ = district_;
  if (district_ != nullptr)
    ways_ = std::make_unique<RouteQuery>(district_->road_index(), &district_->hierarchies());
  return ways_.get();
}

void DistrictMap::retry() {
  if (state_ == PackState::failed && status_.problem != kNoPack) fetch(false);
}

void DistrictMap::fetch(bool all) {
  if (status_.asking || status_.fetching) return;
  if (state_ != PackState::ready) state_ = PackState::loading;
  status_.asking = true;
  status_.problem.clear();
  HttpRequest request;
  request.path = "/api/pack";
  const auto heard = [this, all](const HttpReply& reply) {
    if (!reply.ok()) return stop_with(problem_of(reply));
    compare({reply.body.begin(), reply.body.end()}, all);
    ports_.page.wake();
  };
  ports_.network.http(request, alive_.guard(heard));
}

}  // namespace gezhi::app
