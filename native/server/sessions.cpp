#include "native/server/sessions.h"

#include <sodium.h>

#include <algorithm>

#include "core/base/hex.h"
#include "native/server/passwords.h"

namespace gezhi {

namespace {

constexpr std::size_t kKnownMax = 100000;
const Error kNotSignedIn{"not_signed_in", "sign in first"};

}  // namespace

std::string session_cookie(std::string_view token, bool secure) {
  std::string cookie = std::string(session_cookie_name(secure)) + "=" + std::string(token) +
                       "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" +
                       std::to_string(token.empty() ? 0 : kSessionMs / 1000);
  if (secure) cookie += "; Secure";
  return cookie;
}

std::optional<Digest> Sessions::token_of(const HttpRequest& request) const {
  const std::string_view token = cookie_value(request.header("Cookie"), cookie_);
  if (token.empty() || token.size() > 100) return std::nullopt;
  return hash_token(token);
}

Result<Identity> Sessions::identify(const HttpRequest& request, TimeMs now) {
  const auto token = token_of(request);
  if (!token) return kNotSignedIn;
  std::lock_guard lock(mutex_);
  auto known = known_.find(*token);
  if (known == known_.end()) {
    const auto session = store_.session(*token);
    if (!session && session.error().code == "not_found") return kNotSignedIn;
    if (!session) return session.error();
    auto account = store_.account_of(session->actor);
    if (!account) return account.error();
    if (known_.size() >= kKnownMax) known_.clear();
    const auto shared = std::make_shared<const Account>(std::move(*account));
    known = known_.emplace(*token, Known{shared, session->expires}).first;
  }
  if (known->second.expires <= now || !known->second.account->active) {
    known_.erase(known);
    return kNotSignedIn;
  }
  if (known->second.expires - now < kSessionMs - kDayMs) {
    // Who is signed in goes on reading while the store takes nothing in.
    const TimeMs expires = now + kSessionMs;
    if (store_.extend_session(*token, expires)) known->second.expires = expires;
  }
  return known->second.account;
}

Result<Sessions::Opened> Sessions::sign_in(const std::string& login, const std::string& password,
                                           TimeMs now) {
  auto account = store_.account_by_login(login);
  if (!account && account.error().code != "not_found") return account.error();
  const bool usable = account.ok() && account->active;
  if (!password_matches(usable ? account->password_hash : "", password)) {
    return Error{"wrong_password", "name or password is wrong"};
  }
  const auto ended = store_.end_sessions_above(account->actor, std::max(most_, 1u) - 1);
  if (!ended) return ended.error();
  Opened opened;
  opened.token = make_token();
  const StoredSession session{hash_token(opened.token), account->actor, now, now + kSessionMs};
  if (auto added = store_.add_session(session); !added) return added.error();
  opened.account = std::make_shared<const Account>(std::move(*account));
  std::lock_guard lock(mutex_);
  for (const Digest& session_ended : *ended) known_.erase(session_ended);
  known_[session.token_hash] = Known{opened.account, session.expires};
  return opened;
}

bool Sessions::holds(const Digest& session, TimeMs now) {
  const auto ended = [&] {
    std::lock_guard lock(mutex_);
    known_.erase(session);
    return false;
  };
  const auto stored = store_.session(session);
  if (!stored) return stored.error().code == "not_found" ? ended() : true;
  const auto account = store_.account_of(stored->actor);
  if (account && !account->active) return ended();
  return stored->expires > now ? true : ended();
}

Result<Done> Sessions::sign_out(const HttpRequest& request) {
  const auto token = token_of(request);
  if (!token) return Done{};
  // In this order: who asks between the two would else put back into memory what has ended.
  const auto ended = store_.end_session(*token);
  std::lock_guard lock(mutex_);
  known_.erase(*token);
  return ended;
}

// Derived from one secret of this server, made when it is first needed: nothing is kept per account.
Result<Bytes> Sessions::derived(const std::string& purpose) {
  constexpr const char* kSecret = "device_seal_secret";
  std::lock_guard lock(mutex_);  // two first sign-ins at once must not make two secrets
  const auto kept = store_.meta(kSecret);
  if (!kept) return kept.error();
  Bytes secret(crypto_generichash_KEYBYTES);
  if (kept->empty()) {
    fill_random(secret.data(), secret.size());
    if (auto set = store_.set_meta(kSecret, to_hex(secret)); !set) return set.error();
  } else {
    auto read = from_hex(*kept);
    if (!read || read->size() != secret.size()) {
      return Error{"store_failed", "the secret for sealing on devices can't be read"};
    }
    secret = std::move(*read);
  }
  const ByteView bytes = view_of(purpose);
  Bytes key(32);
  crypto_generichash(key.data(), key.size(), bytes.data(), bytes.size(), secret.data(),
                     secret.size());
  return key;
}

Result<Bytes> Sessions::device_key(ActorId actor) {
  return derived("gezhi device " + std::to_string(actor.value));
}

Result<Bytes> Sessions::mark_secret() { return derived("gezhi device marks"); }
Result<Bytes> Sessions::log_secret() { return derived("gezhi security log"); }

void Sessions::forget() {
  std::lock_guard lock(mutex_);
  known_.clear();
}

}  // namespace gezhi
