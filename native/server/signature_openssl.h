// Checking signatures of devices with OpenSSL (core/ports/signature_check.h).
#pragma once

#include "core/ports/signature_check.h"

namespace gezhi {

class OpensslSignatures : public SignatureCheck {
 public:
  bool is_key(std::uint8_t algorithm, ByteView key) const override;
  bool is_good(std::uint8_t algorithm, ByteView key, ByteView message,
               ByteView signature) const override;
};

}  // namespace gezhi
