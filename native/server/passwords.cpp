#include "native/server/passwords.h"

#include <sodium.h>

#include "core/base/check.h"

namespace gezhi {

void prepare_crypto() { GEZHI_CHECK(sodium_init() >= 0); }

std::string hash_password(std::string_view password) {
  char hash[crypto_pwhash_STRBYTES] = {};
  const int failed = crypto_pwhash_str_alg(
      hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
      crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
  GEZHI_CHECK(failed == 0);  // only for want of memory
  return hash;
}

bool password_matches(std::string_view hash, std::string_view password) {
  static const std::string kNobody = hash_password(make_token());
  const std::string known(hash.empty() ? std::string_view(kNobody) : hash);
  const bool same = crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

std::string make_token() {
  std::uint8_t random[32];
  fill_random(random, sizeof random);
  constexpr std::size_t length =
      sodium_base64_ENCODED_LEN(sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char text[length] = {};
  sodium_bin2base64(text, length, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

Digest hash_token(std::string_view token) { return sha256(view_of(token)); }

void fill_random(std::uint8_t* bytes, std::size_t size) { randombytes_buf(bytes, size); }

}  // namespace gezhi
