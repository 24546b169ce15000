#include "web/app/photo_queue.h"

#include <algorithm>
#include <vector>

#include "core/base/hex.h"
#include "core/base/json.h"

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

}  // namespace

// In Store::blobs, below the account: 17/held/<sha256>, 17/send/<sha256>.
std::string PhotoQueue::held_key(const Digest& digest) const {
  return prefix_ + "held/" + to_hex(digest);
}

std::string PhotoQueue::send_key(const Digest& digest) const {
  return prefix_ + "send/" + to_hex(digest);
}

void PhotoQueue::put_strictly(const std::string& key, ByteView bytes, StoredFn done) {
  const auto stored = [&page = ports_.page, done = std::move(done)](Result<Done> result) {
    if (!result) page.log_error("photo: " + result.error().message);
    done(std::move(result));
  };
  ports_.storage.put(Store::blobs, key, bytes, stored);
}

void PhotoQueue::remove_strictly(const std::string& key) {
  ports_.storage.remove(Store::blobs, key, [](const Result<Done>&) {});
}

// Before photos lay below their account, all of a device lay at one place under their bare names. Such a
// one is as if held: it goes out when an operation of this account names it.
void PhotoQueue::load(std::function<void()> done) {
  const auto take = [this, done = std::move(done)](auto records) {
    if (!records) return done();
    for (auto& [key, bytes] : *records) {
      const Digest digest = sha256(bytes);
      const std::string name = to_hex(digest);
      const bool send = key == send_key(digest);
      const bool held = key == held_key(digest);
      if (!send && !held && key != name) continue;
      bytes_[digest] = std::move(bytes);
      (send ? to_send_ : held_).insert(digest);
    }
    done();
  };
  ports_.storage.records(Store::blobs, "", alive_.guard(take));
}

void PhotoQueue::hold(const Digest& digest, Bytes bytes, std::function<void(Result<Done>)> done) {
  bytes_[digest] = std::move(bytes);
  if (to_send_.count(digest) == 0) held_.insert(digest);
  arriving_.insert(digest);
  const auto stored = [this, digest, done = std::move(done)](Result<Done> result) {
    if (!result) arriving_.erase(digest);
    done(std::move(result));
  };
  put_strictly(held_key(digest), bytes_[digest], alive_.guard(stored));
}

void PhotoQueue::release(const std::set<Digest>& named) {
  for (const Digest& digest : named) {
    if (held_.erase(digest) == 0) continue;
    to_send_.insert(digest);
    // The copy that is held goes when the other is there: whenever the page is closed, one is.
    const auto stored = [&storage = ports_.storage, held = held_key(digest),
                         bare = to_hex(digest)](const Result<Done>& result) {
      if (!result) return;
      for (const std::string& key : {held, bare})
        storage.remove(Store::blobs, key, [](const Result<Done>&) {});
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
  ports_.page.wake();
}

void PhotoQueue::fetch(const Digest& digest) {
  fetching_.insert(digest);
  const auto read = [this, digest](auto kept) {
    if (!kept || !kept->has_value() || sha256(**kept) != digest) return ask_server(digest);
    fetching_.erase(digest);
    remember(digest, std::move(**kept));
  };
  ports_.storage.get(Store::files, file_of(digest), alive_.guard(read));
}

void PhotoQueue::ask_server(const Digest& digest) {
  HttpRequest request;
  request.path = address_of(digest);
  request.timeout_ms = kSendTimeoutMs;
  const auto heard = [this, digest](const HttpReply& reply) {
    fetching_.erase(digest);
    if (!reply.ok() || sha256(reply.body) != digest) {
      failed_.insert(digest);
      return;
    }
    Bytes bytes(reply.body.begin(), reply.body.end());
    if (ports_.around.writer)
      ports_.storage.put(Store::files, file_of(digest), bytes, [](const Result<Done>&) {});
    remember(digest, std::move(bytes));
  };
  ports_.network.http(request, alive_.guard(heard));
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
  HttpRequest request;
  request.method = "PUT";
  request.path = address_of(digest);
  request.content_type = "image/jpeg";
  request.body = whole.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
  request.range = "bytes " + std::to_string(from) + "-" + std::to_string(to - 1) + "/" +
                  std::to_string(whole.size());
  request.timeout_ms = kSendTimeoutMs;
  const auto answer = [this, digest](const HttpReply& reply) { heard(digest, reply); };
  ports_.network.http(request, alive_.guard(answer));
}

// Both answers that say how much is there, "taken" and "not from there", tell where to go on.
void PhotoQueue::heard(const Digest& digest, const HttpReply& reply) {
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
    ports_.page.log_error("photo: the server answered " + std::to_string(reply.status));
  }
  send_next();
}

void PhotoQueue::took(const Digest& digest) {
  to_send_.erase(digest);
  taken_.erase(digest);
  // The strict copy goes only now: the server has read it whole and checked its hash.
  remove_strictly(send_key(digest));
  ports_.page.wake();
}

}  // namespace gezhi::app
