// Whether a signature is good. The mathematics lies outside core: OpenSSL on the server
// (native/server/signature_openssl.h), a stand-in in tests. Signing is the device's own: its private
// key never leaves the browser.
//
// Threads: any. Cost: one check of P-256 is about a tenth of a millisecond, so it is made before the
// sequencer, not on it.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace gezhi {

class SignatureCheck {
 public:
  virtual ~SignatureCheck() = default;

  // `algorithm` is a number of core/journal/signature.h; one that is not known gives false.
  virtual bool is_key(std::uint8_t algorithm, ByteView key) const = 0;
  virtual bool is_good(std::uint8_t algorithm, ByteView key, ByteView message,
                       ByteView signature) const = 0;
};

}  // namespace gezhi
