// A key pair of P-256 as a browser makes it, for tests and benchmarks.
#pragma once

#include <utility>

#include "core/base/bytes.h"

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

}  // namespace gezhi
