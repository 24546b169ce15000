// The server of this page's own origin: requests with bytes, and a WebSocket that only pokes.
// Cookies go along by themselves. Callbacks run outside frames. Nothing is retried here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace gezhi::platform {

// status: HTTP; or what kept an answer from coming.
struct HttpReply {
  static constexpr int kNoNetwork = -1;
  static constexpr int kTimeout = -2;
  static constexpr int kStopped = -3;

  int status = 0;
  ByteView body;  // lent for the duration of the call

  bool ok() const { return status >= 200 && status < 300; }
  std::string_view text() const { return text_of(body); }
};

struct HttpRequest {
  std::string method = "GET";
  std::string path;  // "/api/..."
  std::string content_type;
  ByteView body;      // copied before http() returns
  std::string range;  // of what the body is a piece: Content-Range
  int timeout_ms = 30000;
  // False: asked for the account that is signed in; an answer that comes when somebody else is, or
  // nobody, is dropped.
  bool of_device = false;
  std::function<void(std::int64_t done_bytes, std::int64_t total_bytes)> progress;
};

using HttpFn = std::function<void(const HttpReply&)>;

int http(const HttpRequest& request, HttpFn done);
void http_stop(int id);

// Connects and reconnects by itself (1 s doubling to 60 s, at once when the network returns).
// A message arrives as Event::poke, the state as Event::pokes (device.h).
void open_pokes(std::string_view path);
void close_pokes();

}  // namespace gezhi::platform
