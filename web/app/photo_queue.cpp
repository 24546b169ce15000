#include "web/app/photo_queue.h"

#include <algorithm>
#include <vector>

#include "core/base/hex.h"
#include "core/base/json.h"
#include "web/app/account.h"
#include "web/platform/async.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/session.h"
#include "web/platform/store.h"

namespace gezhi::app {
namespace {

constexpr std::size_t kCachedMax = 60;
constexpr int kSendTimeoutMs = 120000;
constexpr std::uint64_t kPieceBytes = 256 * 1024;
constexpr int kOtherOffset = 409;
constexpr int kTooMany = 429;
constexpr int kNotNow = 503;

std::string address_of(const Digest& digest) { return "/api/blob/" + to_hex(digest); }
std::string file_of(const Digest& digest) { return kPhotoFiles + to_hex(digest); }

// In Store::blobs, below the account: 17/held/<sha256>, 17/send/<sha256>.
std::string held_prefix() { return own_prefix() + "held/"; }
std::string send_prefix() { return own_prefix() + "send/"; }
std::string held_key(const Digest& digest) { return held_prefix() + to_hex(digest); }
std::string send_key(const Digest& digest) { return send_prefix() + to_hex(digest); }

void put_strictly(const std::string& key, ByteView bytes, platform::StoredFn done) {
  platform::store_put(platform::Store::blobs, key, bytes,
                      [done = std::move(done)](Result<Done> stored) {
                        if (!stored) platform::log_error("photo: " + stored.error().message);
                        done(std::move(stored));
                      });
}

void remove_strictly(const std::string& key) {
  platform::store_remove(platform::Store::blobs, key, [](const Result<Done>&) {});
}

}  // namespace

PhotoQueue& photo_queue() {
  static PhotoQueue& queue = platform::of_session<PhotoQueue>();
  return queue;
}

// Before photos lay below their account, all of a device lay at one place under their bare names. Such a
// one is as if held: it goes out when an operation of this account names it.
void PhotoQueue::load(std::function<void()> done) {
  const auto take = [this, done = std::move(done)](auto records) {
    if (!records) return done();
    for (auto& [key, bytes] : *records) {
      const Digest digest = sha256(bytes);
      const std::string name = to_hex(digest);
      const bool send = key == send_prefix() + name;
      const bool held = key == held_prefix() + name;
      if (!send && !held && key != name) continue;
      bytes_[digest] = std::move(bytes);
      (send ? to_send_ : held_).insert(digest);
    }
    done();
  };
  platform::store_records(platform::Store::blobs, "", platform::in_this_session(take));
}

void PhotoQueue::hold(const Digest& digest, Bytes bytes, std::function<void(Result<Done>)> done) {
  bytes_[digest] = std::move(bytes);
  if (to_send_.count(digest) == 0) held_.insert(digest);
  arriving_.insert(digest);
  const auto stored = [this, digest, done = std::move(done)](Result<Done> result) {
    if (!result) arriving_.erase(digest);
    done(std::move(result));
  };
  put_strictly(held_key(digest), bytes_[digest], platform::in_this_session(stored));
}

void PhotoQueue::release(const std::set<Digest>& named) {
  for (const Digest& digest : named) {
    if (held_.erase(digest) == 0) continue;
    to_send_.insert(digest);
    // The copy that is held goes when the other is there: whenever the page is closed, one is.
    const auto stored = [held = held_key(digest), bare = to_hex(digest)](Result<Done> result) {
      if (!result) return;
      remove_strictly(held);
      remove_strictly(bare);
    };
    put_strictly(send_key(digest), bytes_[digest], stored);
  }
}

void PhotoQueue::keep_only(const std::set<Digest>& named) {
  for (auto at = held_.begin(); at != held_.end();) {
    if (named.count(*at) > 0 || arriving_.count(*at) > 0) {
      ++at;
      continue;
    }
    bytes_.erase(*at);
    remove_strictly(held_key(*at));
    at = held_.erase(at);
  }
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
  const auto read = [this, digest](auto kept) {
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
  };
  platform::store_get(platform::Store::files, file_of(digest), platform::in_this_session(read));
}

void PhotoQueue::drop(const std::set<Digest>& unnamed) {
  for (const Digest& digest : unnamed) {
    if (to_send_.erase(digest) == 0) continue;
    bytes_.erase(digest);
    remove_strictly(send_key(digest));
  }
}

void PhotoQueue::send_all() {
  failed_.clear();  // there is a network again: what could not be fetched may be tried
  put_off_.clear();
  if (!sending_) send_next();
}

void PhotoQueue::send_next() {
  const auto next = std::find_if(to_send_.begin(), to_send_.end(),
                                 [&](const Digest& one) { return put_off_.count(one) == 0; });
  sending_ = next != to_send_.end();
  if (!sending_) return;
  const Digest digest = *next;
  const ByteView whole = bytes_[digest];
  const std::uint64_t from = taken_[digest] < whole.size() ? taken_[digest] : 0;
  const std::uint64_t to = std::min<std::uint64_t>(whole.size(), from + kPieceBytes);
  platform::HttpRequest request;
  request.method = "PUT";
  request.path = address_of(digest);
  request.content_type = "image/jpeg";
  request.body = whole.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
  request.range = "bytes " + std::to_string(from) + "-" + std::to_string(to - 1) + "/" +
                  std::to_string(whole.size());
  request.timeout_ms = kSendTimeoutMs;
  platform::http(request,
                 [this, digest](const platform::HttpReply& reply) { heard(digest, reply); });
}

// Both answers that say how much is there, "taken" and "not from there", tell where to go on.
void PhotoQueue::heard(const Digest& digest, const platform::HttpReply& reply) {
  sending_ = false;
  const bool none_now = reply.status == kTooMany;  // of this account, whichever it is
  if (reply.status <= 0 || reply.status == 401 || none_now) return;  // with the next exchange
  const bool says = reply.ok() || reply.status == kOtherOffset;
  const auto json = says ? parse_json(reply.text(), 4) : Result<Json>(Error{});
  const Json* have = json ? json->find("have") : nullptr;
  const Json* complete = json ? json->find("complete") : nullptr;
  const std::uint64_t before = taken_[digest];
  if (complete != nullptr && complete->boolean() && *complete->boolean()) {
    took(digest);
  } else if (have != nullptr && have->integer() && *have->integer() >= 0) {
    taken_[digest] = static_cast<std::uint64_t>(*have->integer());
    if (taken_[digest] == before) put_off_.insert(digest);  // it does not get on
  } else {
    if (reply.status != kNotNow) taken_.erase(digest);
    put_off_.insert(digest);
    platform::log_error("photo: the server answered " + std::to_string(reply.status));
  }
  send_next();
}

void PhotoQueue::took(const Digest& digest) {
  to_send_.erase(digest);
  taken_.erase(digest);
  // The strict copy goes only now: the server has read it whole and checked its hash.
  remove_strictly(send_key(digest));
  platform::wake();
}

}  // namespace gezhi::app
