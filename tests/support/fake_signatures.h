// Signatures without their mathematics: a key pair is one number, a signature is a digest under it. Who
// changes an operation, its place or the key is found; who is clever is not. OpenSSL's own are tested in
// tests/native.
#pragma once

#include <algorithm>

#include "core/base/sha256.h"
#include "core/journal/signature.h"
#include "core/ports/signature_check.h"
#include "core/ports/signer.h"

namespace gezhi::test {

inline constexpr std::uint8_t kFakeAlgorithm = kP256Sha256;  // in its place

inline Bytes fake_signature(ByteView key, ByteView message) {
  const Digest digest = hmac_sha256(key, message);
  return {digest.begin(), digest.end()};
}

class FakeSignatures : public SignatureCheck {
 public:
  bool is_key(std::uint8_t algorithm, ByteView key) const override {
    return algorithm == kFakeAlgorithm && key.size() == 33;
  }
  bool is_good(std::uint8_t algorithm, ByteView key, ByteView message,
               ByteView signature) const override {
    const Bytes right = fake_signature(key, message);
    return is_key(algorithm, key) &&
           std::equal(right.begin(), right.end(), signature.begin(), signature.end());
  }
};

class FakeSigner : public Signer {
 public:
  explicit FakeSigner(std::uint64_t number) { make_key(number); }

  // Another than before: that one is lost.
  void make_key(std::uint64_t number) {
    key_.assign(33, 4);
    for (std::size_t i = 0; i < 8; ++i) key_[25 + i] = static_cast<std::uint8_t>(number >> (8 * i));
  }

  void load(std::function<void(Result<Bytes>)> done) override {
    if (fault == Fault::no_key) return done(Error{"no_key", "injected"});
    done(key_);
  }
  std::uint8_t algorithm() const override { return kFakeAlgorithm; }
  void sign(Bytes message, std::function<void(Result<Bytes>)> done) override {
    if (fault == Fault::signing) return done(Error{"signing_failed", "injected"});
    Bytes signature = fake_signature(key_, message);
    if (fault == Fault::wrong) signature[0] ^= 1;
    done(std::move(signature));
  }
  const Bytes& key() const { return key_; }

  enum class Fault : std::uint8_t { none, no_key, signing, wrong };
  Fault fault = Fault::none;

 private:
  Bytes key_;
};

}  // namespace gezhi::test
