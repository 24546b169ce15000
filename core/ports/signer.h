// The private key of one account on one device. It is made when it is first asked for and never
// leaves its keeper; when the keeper lost it, the next one is another key, and is enrolled anew.
//
// Threads: the owner's; `done` is called later or at once, never twice.
// Errors: `no_key` (nothing here can sign), `signing_failed`.
#pragma once

#include <functional>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gezhi {

class Signer {
 public:
  virtual ~Signer() = default;

  // The public key in the form of `algorithm` (core/journal/signature.h).
  virtual void load(std::function<void(Result<Bytes>)> done) = 0;
  virtual std::uint8_t algorithm() const = 0;
  virtual void sign(Bytes message, std::function<void(Result<Bytes>)> done) = 0;
};

}  // namespace gezhi
