#include "web/platform/signer.h"

#include "core/journal/signature.h"
#include "web/platform/async.h"

extern "C" {
void gezhi_signer_key(int id, const char* name);
void gezhi_signer_sign(int id, const char* name, const std::uint8_t* bytes, int length);
}

namespace gezhi::platform {
namespace {

int expect_bytes(const char* code, std::function<void(Result<Bytes>)> done) {
  return expect([code, done = std::move(done)](const Reply& reply) {
    if (!reply.ok()) {
      log_error(std::string(code) + ": " + std::string(reply.text()));
      return done(Error{code, std::string(reply.text())});
    }
    done(Bytes(reply.body.begin(), reply.body.end()));
  });
}

}  // namespace

void BrowserSigner::load(std::function<void(Result<Bytes>)> done) {
  gezhi_signer_key(expect_bytes("no_key", std::move(done)), name_.c_str());
}

std::uint8_t BrowserSigner::algorithm() const { return kP256Sha256; }

void BrowserSigner::sign(Bytes message, std::function<void(Result<Bytes>)> done) {
  gezhi_signer_sign(expect_bytes("signing_failed", std::move(done)), name_.c_str(), message.data(),
                    static_cast<int>(message.size()));
}

}  // namespace gezhi::platform
