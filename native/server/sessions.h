// Who is asking: sign-in, and the account behind a session cookie.
//
// A cookie holds an opaque random token; the store has its SHA-256 only. Sessions slide: 30 days
// from the last use, written at most once a day. What was looked up stays in memory; this process is
// the only one that changes accounts.
//
// Threads: any.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "native/server/http.h"
#include "native/store/server_store.h"

namespace gezhi {

inline constexpr const char* kSessionCookie = "gezhi_session";
inline constexpr std::int64_t kSessionMs = 30 * kDayMs;

using Identity = std::shared_ptr<const Account>;

class Sessions {
 public:
  explicit Sessions(ServerStore& store) : store_(store) {}

  // Errors: `not_signed_in`, `store_failed`.
  Result<Identity> identify(const HttpRequest& request, TimeMs now);

  struct Opened {
    std::string token;
    Identity account;
  };
  // Checks name and password; blocks for the time of a password hash. Error: `wrong_password`, the same
  // for every cause.
  Result<Opened> sign_in(const std::string& login, const std::string& password, TimeMs now);
  Result<Done> sign_out(const HttpRequest& request);

  // 32 bytes under which a device seals what this account leaves on it unsent: the same at every
  // sign-in, on every device, after a new password too. The device forgets them at sign-out.
  Result<Bytes> device_key(ActorId actor);

  void forget();  // after the store was opened again

 private:
  struct Known {
    Identity account;
    TimeMs expires;
  };

  ServerStore& store_;
  std::mutex mutex_;
  std::map<Digest, Known> known_;
};

// The Set-Cookie that starts (or, with an empty token, ends) a session.
std::string session_cookie(std::string_view token, bool secure);

}  // namespace gezhi
