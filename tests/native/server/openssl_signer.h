// A key pair of P-256 as a browser makes it, for tests and benchmarks.
#pragma once

#include <utility>

#include "core/journal/signature.h"
#include "core/ports/signer.h"

struct evp_pkey_st;

namespace gezhi {

class OpensslSigner {
 public:
  OpensslSigner();
  ~OpensslSigner();
  OpensslSigner(OpensslSigner&& other) noexcept
      : pair_(std::exchange(other.pair_, nullptr)), public_(std::move(other.public_)) {}
  OpensslSigner& operator=(OpensslSigner&&) = delete;

  const Bytes& key() const { return public_; }  // 04 ‖ x ‖ y
  Bytes sign(ByteView message) const;           // r ‖ s

 private:
  evp_pkey_st* pair_;
  Bytes public_;
};

// A Device's, that answers at once.
class DeviceSigner : public Signer {
 public:
  void load(std::function<void(Result<Bytes>)> done) override { done(pair_.key()); }
  std::uint8_t algorithm() const override { return kP256Sha256; }
  void sign(Bytes message, std::function<void(Result<Bytes>)> done) override {
    done(pair_.sign(message));
  }

 private:
  OpensslSigner pair_;
};

}  // namespace gezhi
