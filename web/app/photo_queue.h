// Photo bytes of one account on this device. A photo is its SHA-256, so sending twice is harmless.
//
//   held      taken for a draft: strictly kept, never sent
//   to send   named by an operation that was handed in: strictly kept until the server has it. Sent in
//             pieces, so that a weak network gets through with a large one; after a break it goes on
//             where the server stands. One that the server does not take now waits, the next goes.
//   cached    looked at: the server can give it again
//
// A photo leaves the phone only with the operation that names it; a held one that no draft names any
// longer is gone from memory and storage.
#pragma once

#include <map>
#include <set>

#include "core/base/sha256.h"
#include "web/app/lifeline.h"
#include "web/app/ports.h"

namespace gezhi::app {

inline constexpr const char* kPhotoFiles = "photo/";  // cached ones, in Store::files

class PhotoQueue {
 public:
  // `prefix`: Account::prefix().
  PhotoQueue(const Ports& ports, std::string prefix) : ports_(ports), prefix_(std::move(prefix)) {}

  // Reads what is held and unsent from strict storage.
  void load(std::function<void()> done);

  // Holds a new one. `done` after it was read back from storage; then its form has it and says so.
  void hold(const Digest& digest, Bytes bytes, std::function<void(Result<Done>)> done);
  void given(const Digest& digest) { arriving_.erase(digest); }

  // An operation names these: those that are held go out with the next exchange.
  void release(const std::set<Digest>& named);

  // No operation names these any longer: they go, in memory and storage.
  void drop(const std::set<Digest>& unnamed);

  // What is held and not among these goes.
  void keep_only(const std::set<Digest>& named);

  // Empty while it is being fetched; a frame is drawn when it is there.
  ByteView bytes(const Digest& digest);

  bool is_unsent(const Digest& digest) const {
    return to_send_.count(digest) > 0 || held_.count(digest) > 0;
  }
  std::int32_t unsent_count() const { return static_cast<std::int32_t>(to_send_.size()); }

  // After an exchange: sends one after the other; does nothing when none is left or one is under way.
  void send_all();

 private:
  std::string held_key(const Digest& digest) const;
  std::string send_key(const Digest& digest) const;
  void put_strictly(const std::string& key, ByteView bytes, StoredFn done);
  void remove_strictly(const std::string& key);
  void send_next();
  void heard(const Digest& digest, const HttpReply& reply);
  void took(const Digest& digest);
  void fetch(const Digest& digest);
  void ask_server(const Digest& digest);
  void remember(const Digest& digest, Bytes bytes);

  Ports ports_;
  std::string prefix_;
  std::map<Digest, Bytes> bytes_;
  std::set<Digest> held_;
  std::set<Digest> arriving_;  // held ones that no form has been given yet
  std::set<Digest> to_send_;
  std::set<Digest> put_off_;               // until the next exchange: the server did not take them
  std::map<Digest, std::uint64_t> taken_;  // so much of them has the server
  std::set<Digest> fetching_;
  std::set<Digest> failed_;
  bool sending_ = false;
  Lifeline alive_;
};

}  // namespace gezhi::app
