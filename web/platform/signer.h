// The key of one account on this device (core/ports/signer.h), kept by the browser: ECDSA P-256, not
// extractable.
#pragma once

#include <string>

#include "core/ports/signer.h"

namespace gezhi::platform {

class BrowserSigner final : public Signer {
 public:
  explicit BrowserSigner(std::string name) : name_(std::move(name)) {}

  void load(std::function<void(Result<Bytes>)> done) override;
  std::uint8_t algorithm() const override;
  void sign(Bytes message, std::function<void(Result<Bytes>)> done) override;

 private:
  std::string name_;
};

}  // namespace gezhi::platform
