#include "tests/native/server/openssl_signer.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "core/base/check.h"

namespace gezhi {

OpensslSigner::OpensslSigner() : pair_(EVP_EC_gen("P-256")), public_(65) {
  GEZHI_CHECK(pair_ != nullptr);
  std::size_t size = 0;
  GEZHI_CHECK(EVP_PKEY_get_octet_string_param(pair_, OSSL_PKEY_PARAM_PUB_KEY, public_.data(),
                                              public_.size(), &size) == 1);
  GEZHI_CHECK(size == public_.size());
}

OpensslSigner::~OpensslSigner() { EVP_PKEY_free(pair_); }

Bytes OpensslSigner::sign(ByteView message) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  GEZHI_CHECK(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, pair_) == 1);
  Bytes der(100);
  std::size_t size = der.size();
  GEZHI_CHECK(EVP_DigestSign(context, der.data(), &size, message.data(), message.size()) == 1);
  EVP_MD_CTX_free(context);
  const std::uint8_t* begin = der.data();
  ECDSA_SIG* read = d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(size));
  GEZHI_CHECK(read != nullptr);
  Bytes halves(64);
  BN_bn2binpad(ECDSA_SIG_get0_r(read), halves.data(), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(read), halves.data() + 32, 32);
  ECDSA_SIG_free(read);
  return halves;
}

}  // namespace gezhi
