#include "web/app/photo_queue.h"

#include <vector>

#include "core/base/hex.h"
#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/store.h"

namespace gezhi::app {
namespace {

constexpr std::size_t kCachedMax = 60;
constexpr int kSendTimeoutMs = 120000;

std::string address_of(const Digest& digest) { return "/api/blob/" + to_hex(digest); }
std::string file_of(const Digest& digest) { return "photo/" + to_hex(digest); }

}  // namespace

PhotoQueue& photo_queue() {
  static PhotoQueue queue;
  return queue;
}

void PhotoQueue::load(std::function<void()> done) {
  platform::store_records(platform::Store::blobs, "", [this, done = std::move(done)](auto records) {
    if (records) {
      for (auto& [key, bytes] : *records) {
        const Digest digest = sha256(bytes);
        if (to_hex(digest) != key) continue;
        bytes_[digest] = std::move(bytes);
        unsent_.insert(digest);
      }
    }
    done();
  });
}

void PhotoQueue::keep(const Digest& digest, Bytes bytes, std::function<void(Result<Done>)> done) {
  bytes_[digest] = std::move(bytes);
  unsent_.insert(digest);
  platform::store_put(platform::Store::blobs, to_hex(digest), bytes_[digest],
                      [done = std::move(done)](Result<Done> stored) {
                        if (!stored) platform::log_error("photo: " + stored.error().message);
                        done(std::move(stored));
                      });
}

ByteView PhotoQueue::bytes(const Digest& digest) {
  const auto at = bytes_.find(digest);
  if (at != bytes_.end()) return at->second;
  if (fetching_.count(digest) == 0 && failed_.count(digest) == 0) fetch(digest);
  return {};
}

void PhotoQueue::remember(const Digest& digest, Bytes bytes) {
  if (bytes_.size() >= kCachedMax) {
    for (auto at = bytes_.begin(); at != bytes_.end(); ++at) {
      if (is_unsent(at->first)) continue;
      bytes_.erase(at);
      break;
    }
  }
  bytes_[digest] = std::move(bytes);
  platform::wake();
}

void PhotoQueue::fetch(const Digest& digest) {
  fetching_.insert(digest);
  platform::store_get(platform::Store::files, file_of(digest), [this, digest](auto kept) {
    if (kept && kept->has_value() && sha256(**kept) == digest) {
      fetching_.erase(digest);
      return remember(digest, std::move(**kept));
    }
    platform::HttpRequest request;
    request.path = address_of(digest);
    request.timeout_ms = kSendTimeoutMs;
    platform::http(request, [this, digest](const platform::HttpReply& reply) {
      fetching_.erase(digest);
      if (!reply.ok() || sha256(reply.body) != digest) {
        failed_.insert(digest);
        return;
      }
      Bytes bytes(reply.body.begin(), reply.body.end());
      if (platform::is_writer()) {
        platform::store_put(platform::Store::files, file_of(digest), bytes, [](Result<Done>) {});
      }
      remember(digest, std::move(bytes));
    });
  });
}

void PhotoQueue::send_next() {
  failed_.clear();  // there is a network again: what could not be fetched may be tried
  if (sending_ || unsent_.empty()) return;
  const Digest digest = *unsent_.begin();
  sending_ = true;
  platform::HttpRequest request;
  request.method = "PUT";
  request.path = address_of(digest);
  request.content_type = "image/jpeg";
  request.body = bytes_[digest];
  request.timeout_ms = kSendTimeoutMs;
  platform::http(request,
                 [this, digest](const platform::HttpReply& reply) { sent(digest, reply.ok()); });
}

void PhotoQueue::sent(const Digest& digest, bool ok) {
  sending_ = false;
  if (!ok) return;
  unsent_.erase(digest);
  // The strict copy goes only now: the server has read it whole and checked its hash.
  platform::store_remove(platform::Store::blobs, to_hex(digest), [](Result<Done>) {});
  platform::wake();
  send_next();
}

void PhotoQueue::forget_cache() {
  for (auto at = bytes_.begin(); at != bytes_.end();) {
    at = is_unsent(at->first) ? std::next(at) : bytes_.erase(at);
  }
}

}  // namespace gezhi::app
