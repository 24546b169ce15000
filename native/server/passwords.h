// Password hashes and tokens (libsodium). Slow on purpose: call from a worker, never an I/O thread.
#pragma once

#include <string>
#include <string_view>

#include "core/base/sha256.h"

namespace gezhi {

inline constexpr std::size_t kPasswordMin = 8;
inline constexpr std::size_t kPasswordMax = 200;

// Must be called once before anything else here.
void prepare_crypto();

// argon2id with libsodium's interactive cost (64 MB, about 0.1 s).
std::string hash_password(std::string_view password);

// An empty hash costs the same time and never matches: an unknown name can't be told by the clock.
bool password_matches(std::string_view hash, std::string_view password);

// 32 random bytes in URL-safe base64.
std::string make_token();
Digest hash_token(std::string_view token);

void fill_random(std::uint8_t* bytes, std::size_t size);

}  // namespace gezhi
