#include "native/server/security.h"

namespace gezhi {

namespace {

std::string_view host_of_origin(std::string_view origin) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (origin.substr(0, scheme.size()) == scheme) return origin.substr(scheme.size());
  }
  return {};
}

}  // namespace

std::optional<HttpReply> refuse_foreign_origin(const HttpRequest& request, bool must_check) {
  if (!must_check && !request.changes_state()) return {};
  const std::string_view site = request.header("Sec-Fetch-Site");
  const std::string_view origin = request.header("Origin");
  const bool site_ok = site.empty() || site == "same-origin" || site == "none";
  const bool origin_ok = origin.empty() || host_of_origin(origin) == request.header("Host");
  if (site_ok && origin_ok) return {};
  return error_reply(403, "wrong_origin", "this request comes from another site");
}

std::vector<std::pair<std::string, std::string>> security_headers(bool behind_tls) {
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Content-Security-Policy",
       "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
       "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; object-src 'none'; "
       "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "geolocation=(self), camera=(self), microphone=()"},
  };
  if (behind_tls) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  return headers;
}

bool is_loopback_address(std::string_view address) {
  return address == "localhost" || address == "::1" || address.substr(0, 4) == "127.";
}

}  // namespace gezhi
