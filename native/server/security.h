// What every request must pass and every reply must carry.
#pragma once

#include <optional>

#include "native/server/http.h"

namespace gezhi {

// A browser names the page that a state-changing request comes from: another site's page is refused.
// Requests without either header come from no browser and carry no user's cookie by accident.
std::optional<HttpReply> refuse_foreign_origin(const HttpRequest& request, bool must_check);

// Content policy, no sniffing, no framing; behind TLS, a year of nothing but HTTPS to this host.
std::vector<std::pair<std::string, std::string>> security_headers(bool behind_tls);

// The address in the Host header is this machine's own loopback name or address.
bool is_loopback_address(std::string_view address);

}  // namespace gezhi
