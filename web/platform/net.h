// The server of this page's own origin: requests with bytes, and a WebSocket that only pokes.
// Cookies go along by themselves. Callbacks run outside frames. Nothing is retried here.
#pragma once

#include <string_view>

#include "web/app/ports.h"

namespace gezhi::platform {

using app::HttpFn;
using app::HttpReply;
using app::HttpRequest;

int http(const HttpRequest& request, HttpFn done);
void http_stop(int id);

// Connects and reconnects by itself (1 s doubling to 60 s, at once when the network returns).
// A message arrives as Event::poke, the state as Event::pokes (device.h).
void open_pokes(std::string_view path);
void close_pokes();

}  // namespace gezhi::platform
