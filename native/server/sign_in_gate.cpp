#include "native/server/sign_in_gate.h"

#include "core/base/read.h"

namespace gezhi {

namespace {

constexpr const char* kCookie = "gezhi_device";
constexpr const char* kSecureCookie = "__Secure-gezhi_device";
constexpr std::chrono::hours kMarkTime{24 * 365};

}  // namespace

SignInGate::SignInGate(const ServerLimits& limits, Bytes secret, bool secure_cookies)
    : marks_(std::move(secret)),
      secure_cookies_(secure_cookies),
      pairs_(limits.failed_logins, limits.failed_logins_window),
      networks_(limits.failed_logins_address, limits.failed_logins_window),
      names_(limits.failed_logins_name, limits.failed_logins_name_window),
      right_(limits.sign_ins, limits.sign_ins_window) {}

std::string_view SignInGate::marks_in(const HttpRequest& request) const {
  return cookie_value(request.header("Cookie"), secure_cookies_ ? kSecureCookie : kCookie);
}

SignInGate::Try SignInGate::read(const HttpRequest& request, const std::string& typed) const {
  const auto login = read_login(typed);
  Try attempt{login ? *login : typed, request.network, ""};
  attempt.mark = marks_.find(marks_in(request), attempt.name).value_or("");
  return attempt;
}

std::vector<SignInGate::Counted> SignInGate::counted(const Try& attempt) {
  const Counted pair{&pairs_, attempt.holder() + " " + attempt.name};
  if (!attempt.mark.empty()) return {pair};
  return {pair, {&networks_, attempt.network}, {&names_, attempt.name}};
}

std::optional<std::chrono::seconds> SignInGate::enter(const Try& attempt, TryLimit::Time now) {
  if (const auto wait = right_.wait(attempt.name, now)) return wait;
  const std::vector<Counted> all = counted(attempt);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto wait = all[i].limit->take(all[i].key, now);
    if (!wait) continue;
    for (std::size_t j = 0; j < i; ++j) all[j].limit->give_back(all[j].key);
    return wait;
  }
  return std::nullopt;
}

void SignInGate::give_back(const Try& attempt) {
  for (const Counted& one : counted(attempt)) one.limit->give_back(one.key);
}

void SignInGate::was_right(const Try& attempt, TryLimit::Time now) {
  give_back(attempt);
  right_.take(attempt.name, now);
}

std::string SignInGate::mark_cookie(const HttpRequest& request, const Try& attempt) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(kMarkTime).count();
  return std::string(secure_cookies_ ? kSecureCookie : kCookie) + "=" +
         marks_.with(marks_in(request), attempt.name) +
         "; Path=/api/login; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
         (secure_cookies_ ? "; Secure" : "");
}

}  // namespace gezhi
