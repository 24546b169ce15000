// A device of a test or benchmark: makes real operations and exchanges them with a real server.
#pragma once

#include <map>

#include "core/base/prng.h"
#include "core/sync/message.h"
#include "native/store/server_store.h"
#include "tests/native/server/http_client.h"
#include "tests/native/server/openssl_signer.h"

namespace gezhi {

class SyncDevice {
 public:
  // Devices with one seed make the same ids.
  SyncDevice(ActorId actor, Grant grant, std::uint64_t seed);

  // A report of a hazard in a known grid, about 600 bytes as an entry when `words` is 1.
  PushItem report(TimeMs now, GridId grid, std::uint32_t words = 1);

  template <class T>
  PushItem make(TimeMs now, CaseId subject, const T& payload) {
    Op op = begin(now, subject);
    set_payload(op, payload);
    return {encode(op), {}};
  }

  // One exchange; the cursors move with what came. status 200 or the HTTP error.
  struct Exchange {
    int status = 0;
    Response response;
  };
  Exchange exchange(HttpClient& client, std::vector<PushItem> push, std::uint64_t bytes_max = 0);

  // What it made, signed in this order; request() signs by itself.
  std::vector<PushItem> sign(std::vector<PushItem> items);
  // Signed as if that had been the last, wherever it stands: what comes after is not moved by it.
  PushItem signed_after(const Digest& prev, PushItem item) const;
  DeviceId device() const { return device_; }
  Principal principal() const { return {actor_, {grant_}}; }
  PublicKey key() const { return {kP256Sha256, signer_.key()}; }

  // The two halves of exchange(), for whoever moves the bytes itself.
  Bytes request(std::vector<PushItem> push, std::uint64_t bytes_max);
  Result<Response> take(ByteView response);

  CaseId last_case() const { return last_case_; }
  void forget() { cursors_.clear(); }

 private:
  Op begin(TimeMs now, CaseId subject);
  Uuid new_id(TimeMs now);

  ActorId actor_;
  Grant grant_;
  Prng random_;
  DeviceId device_;
  std::uint64_t made_ = 0;
  std::uint64_t requests_ = 0;
  std::string epoch_;
  Digest scope_{};
  std::vector<ShardCursor> cursors_;
  CaseId last_case_;
  OpensslSigner signer_;
  std::map<ShardId, Digest> last_;  // signed, of each street
};

// Its key is in the street's journal as after its first exchange, signed in.
void enroll(ServerStore& store, const SyncDevice& device);

}  // namespace gezhi
