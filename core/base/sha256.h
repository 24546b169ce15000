// SHA-256 (FIPS 180-4): the chain of the journal, the name of a photo, the hash of a world.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"

namespace gezhi {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  void update(ByteView bytes);
  Digest finish();  // once; the object is used up

 private:
  void block(const std::uint8_t* data);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> pending_{};
  std::uint64_t length_ = 0;
};

Digest sha256(ByteView bytes);

// HMAC-SHA-256 (RFC 2104): what only the holder of `key` can compute, and check.
Digest hmac_sha256(ByteView key, ByteView message);

}  // namespace gezhi
