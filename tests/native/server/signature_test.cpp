// Signatures with OpenSSL: what a browser signs is taken, anything else is not.
#include <doctest/doctest.h>

#include "core/base/hex.h"
#include "core/journal/signature.h"
#include "native/server/signature_openssl.h"
#include "tests/native/server/openssl_signer.h"

using namespace gezhi;

namespace {

Bytes bytes(std::string_view hex) { return *from_hex(hex); }

}  // namespace

TEST_SUITE("server/signature") {
  TEST_CASE("a signature of P-256 from elsewhere is good (RFC 6979, A.2.5, 'sample')") {
    const Bytes key = bytes(
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
        "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    const Bytes signature = bytes(
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    const std::string text = "sample";
    const OpensslSignatures check;
    CHECK(check.is_key(kP256Sha256, key));
    CHECK(check.is_good(kP256Sha256, key, view_of(text), signature));
    CHECK_FALSE(check.is_good(kP256Sha256, key, view_of(std::string("Sample")), signature));
  }

  TEST_CASE("another message, key, algorithm or form is not good") {
    const OpensslSigner signer;
    const OpensslSigner other;
    const OpensslSignatures check;
    const Bytes message = signed_message(kP256Sha256, Digest{1}, Digest{2});
    const Bytes good = signer.sign(message);
    REQUIRE(check.is_good(kP256Sha256, signer.key(), message, good));
    CHECK_FALSE(check.is_good(kP256Sha256, other.key(), message, good));
    CHECK_FALSE(check.is_good(0, signer.key(), message, good));
    CHECK_FALSE(check.is_good(2, signer.key(), message, good));
    for (const Digest& prev : {Digest{}, Digest{3}}) {
      const Bytes moved = signed_message(kP256Sha256, prev, Digest{2});
      CHECK_FALSE(check.is_good(kP256Sha256, signer.key(), moved, good));
    }
    for (std::size_t i = 0; i < good.size(); i += 7) {
      Bytes bent = good;
      bent[i] ^= 1;
      CHECK_FALSE(check.is_good(kP256Sha256, signer.key(), message, bent));
    }
    for (const std::size_t size : {0U, 1U, 63U, 65U, 200U}) {
      Bytes cut = good;
      cut.resize(size);
      CHECK_FALSE(check.is_good(kP256Sha256, signer.key(), message, cut));
    }
    CHECK_FALSE(check.is_good(kP256Sha256, signer.key(), message, Bytes(64, 0)));
    Bytes off_curve = signer.key();
    off_curve[40] ^= 1;
    CHECK_FALSE(check.is_key(kP256Sha256, off_curve));
    CHECK_FALSE(check.is_key(kP256Sha256, Bytes(65, 0)));
    CHECK_FALSE(check.is_key(kP256Sha256, {}));
  }
}
