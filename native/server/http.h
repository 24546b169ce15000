// What a handler sees of HTTP: a request to read, a reply to fill. The wire (limits, time-outs,
// keep-alive) is connection.cpp's; no handler touches a socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "native/server/async.h"

namespace gezhi {

struct Account;
using Identity = std::shared_ptr<const Account>;

enum class Method { get, head, post, put, other };

// Views live until the reply was made.
class HttpRequest {
 public:
  virtual ~HttpRequest() = default;
  virtual std::string_view header(std::string_view name) const = 0;  // "" when absent

  Method method = Method::other;
  std::string_view path;   // without the query
  std::string_view query;  // without '?'
  std::string address;     // of whoever asks, without port (client_address.h)
  std::string network;     // by what limits count that address
  Identity who;            // who asks, where the route wants somebody; else nobody
  Bytes body;

  bool changes_state() const { return method != Method::get && method != Method::head; }
};

struct HttpReply {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const Bytes> shared_body;          // instead of `body`, for files kept in memory
  std::optional<std::uint64_t> length_without_body;  // for HEAD
};

HttpReply json_reply(const Json& json, int status = 200);
HttpReply bytes_reply(Bytes bytes, std::string content_type);
// {"code", "message"}: the code is stable, the message for logs and developers.
HttpReply error_reply(int status, std::string_view code, std::string_view message);
HttpReply error_reply(const Error& error);
// The same, with the time after which to ask again (Retry-After).
HttpReply later_reply(int status, std::string_view code, std::string_view message,
                      std::chrono::seconds wait);

// The status that says the same as a stable error code.
int status_of(std::string_view error_code);

using Handler = std::function<Async<HttpReply>(HttpRequest&)>;

// The value of `name` in a Cookie header; "" when absent.
std::string_view cookie_value(std::string_view cookies, std::string_view name);

// Whether a comma-separated header (Accept-Encoding, If-None-Match) names `token`.
bool header_lists(std::string_view header, std::string_view token);

std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace gezhi
