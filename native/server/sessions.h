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

// Behind TLS a browser takes it from this host alone, over HTTPS alone (the prefix is the rule).
constexpr const char* session_cookie_name(bool secure) {
  return secure ? "__Host-gezhi_session" : "gezhi_session";
}
inline constexpr std::int64_t kSessionMs = 30 * kDayMs;

class Sessions {
 public:
  // `most`: of one account; the sign-in after that ends the one that was not used longest.
  Sessions(ServerStore& store, bool secure_cookies, std::uint32_t most)
      : store_(store), cookie_(session_cookie_name(secure_cookies)), most_(most) {}

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

  // Names the session of a request without telling its token; nothing without a cookie.
  std::optional<Digest> session_of(const HttpRequest& request) const { return token_of(request); }
  // Whether it is one still, by the store and not by memory; true while the store can't tell.
  bool holds(const Digest& session, TimeMs now);

  // 32 bytes under which a device seals what this account leaves on it unsent: the same at every
  // sign-in, on every device, after a new password too. The device forgets them at sign-out.
  Result<Bytes> device_key(ActorId actor);

  // Of the marks that devices carry (device_marks.h).
  Result<Bytes> mark_secret();
  // Of the names in the security log.
  Result<Bytes> log_secret();

  void forget();  // after the store was opened again

 private:
  Result<Bytes> derived(const std::string& purpose);

  struct Known {
    Identity account;
    TimeMs expires;
  };

  std::optional<Digest> token_of(const HttpRequest& request) const;

  ServerStore& store_;
  const char* const cookie_;
  const std::uint32_t most_;
  std::mutex mutex_;
  std::map<Digest, Known> known_;
};

// The Set-Cookie that starts (or, with an empty token, ends) a session.
std::string session_cookie(std::string_view token, bool secure);

}  // namespace gezhi
