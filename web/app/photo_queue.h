// Photo bytes on this device: strictly kept until the server has them, then a cache of what was
// looked at. A photo is its SHA-256, so sending twice is harmless.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/sha256.h"

namespace gezhi::app {

class PhotoQueue {
 public:
  // Reads what is still unsent from strict storage.
  void load(std::function<void()> done);

  // `done` after it was read back from storage; when storage fails the photo stays in memory and is
  // sent all the same.
  void keep(const Digest& digest, Bytes bytes, std::function<void(Result<Done>)> done);

  // Empty while it is being fetched; a frame is drawn when it is there.
  ByteView bytes(const Digest& digest);

  bool is_unsent(const Digest& digest) const { return unsent_.count(digest) > 0; }
  std::int32_t unsent_count() const { return static_cast<std::int32_t>(unsent_.size()); }

  // Sends one after the other; does nothing when none is left or one is under way.
  void send_next();

  void forget_cache();

 private:
  void sent(const Digest& digest, bool ok);
  void fetch(const Digest& digest);
  void remember(const Digest& digest, Bytes bytes);

  std::map<Digest, Bytes> bytes_;
  std::set<Digest> unsent_;
  std::set<Digest> fetching_;
  std::set<Digest> failed_;
  bool sending_ = false;
};

PhotoQueue& photo_queue();

}  // namespace gezhi::app
