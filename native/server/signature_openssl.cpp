#include "native/server/signature_openssl.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <memory>
#include <string>

#include "core/journal/signature.h"

namespace gezhi {

namespace {

constexpr std::size_t kPointBytes = 65;
constexpr std::size_t kHalfBytes = 32;

template <auto free>
struct Free {
  template <class T>
  void operator()(T* what) const {
    free(what);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

// nullptr: not a point of the curve.
Key p256_key(ByteView bytes) {
  if (bytes.size() != kPointBytes || bytes[0] != 4) return nullptr;
  std::string group = "prime256v1";
  Bytes point(bytes.begin(), bytes.end());
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    return nullptr;
  }
  return Key(key);
}

// OpenSSL reads a signature in DER only. Empty: not r ‖ s.
Bytes der_of(ByteView halves) {
  if (halves.size() != 2 * kHalfBytes) return {};
  EcdsaSignature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(halves.data(), kHalfBytes, nullptr);
  BIGNUM* s = BN_bin2bn(halves.data() + kHalfBytes, kHalfBytes, nullptr);
  if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  std::uint8_t* end = der.data();
  i2d_ECDSA_SIG(signature.get(), &end);
  return der;
}

bool is_p256(std::uint8_t algorithm) { return algorithm == kP256Sha256; }

}  // namespace

bool OpensslSignatures::is_key(std::uint8_t algorithm, ByteView key) const {
  return is_p256(algorithm) && p256_key(key) != nullptr;
}

bool OpensslSignatures::is_good(std::uint8_t algorithm, ByteView key, ByteView message,
                                ByteView signature) const {
  if (!is_p256(algorithm)) return false;
  const Key point = p256_key(key);
  const Bytes der = der_of(signature);
  const DigestContext context(EVP_MD_CTX_new());
  if (!point || der.empty() || !context) return false;
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, point.get()) == 1 &&
         EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) ==
             1;
}

}  // namespace gezhi
