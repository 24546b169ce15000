#include "native/server/connection.h"

#include <spdlog/spdlog.h>

#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "native/server/security.h"
#include "native/store/server_store.h"

namespace gezhi {

namespace http = beast::http;

namespace {

using Parser = http::request_parser<http::vector_body<std::uint8_t>>;

std::string_view std_view(beast::string_view text) { return {text.data(), text.size()}; }

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Method::get;
    case http::verb::head: return Method::head;
    case http::verb::post: return Method::post;
    case http::verb::put: return Method::put;
    default: return Method::other;
  }
}

class WireRequest : public HttpRequest {
 public:
  WireRequest(Parser& parser, const IpAddress& peer, const TrustedProxies& proxies)
      : parser_(parser) {
    method = method_of(parser.get().method());
    const std::string_view target = std_view(parser.get().target());
    const std::size_t mark = target.find('?');
    path = target.substr(0, mark);
    if (mark != std::string_view::npos) query = target.substr(mark + 1);
    const IpAddress client = proxies.client(peer, proxies.trusts(peer) ? forwarded() : "");
    address = client.to_string();
    network = network_of(client);
  }
  std::string_view header(std::string_view name) const override {
    return std_view(parser_.get()[beast::string_view(name.data(), name.size())]);
  }

 private:
  std::string forwarded() const {
    std::string all;
    const auto [first, last] = parser_.get().equal_range("X-Forwarded-For");
    for (auto field = first; field != last; ++field) {
      if (!all.empty()) all += ',';
      all += std_view(field->value());
    }
    return all;
  }

  Parser& parser_;
};

// What to tell a peer whose request could not be read; 0: nothing, just close.
int status_of_read(const beast::error_code& problem) {
  if (problem == http::error::header_limit) return 431;
  if (problem == http::error::body_limit) return 413;
  const bool bad_text = problem.category() == make_error_code(http::error::bad_method).category() &&
                        problem != http::error::end_of_stream &&
                        problem != http::error::partial_message;
  return bad_text ? 400 : 0;
}

constexpr std::chrono::seconds kBodyWait{5};
constexpr std::size_t kPaceBytes = 64 * 1024;
constexpr std::chrono::seconds kRoomWait{10};

HttpReply no_room_reply() {
  return later_reply(503, "too_many_connections", "there are too many connections", kRoomWait);
}

// In whose share of the room for bodies it counts.
std::string holder_of(const HttpRequest& request) {
  return request.who ? std::to_string(request.who->actor.value) : request.network;
}

// The reply's head, written by hand: it is the same few lines for every request, and this is the
// path that every sync takes.
std::string head_text(const HttpReply& reply, unsigned version, bool keep_alive,
                      std::uint64_t body_size, const std::string& security) {
  const auto reason = http::obsolete_reason(static_cast<http::status>(reply.status));
  std::string text;
  text.reserve(security.size() + 400);
  text += version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ";
  text += std::to_string(reply.status);
  text += ' ';
  text.append(reason.data(), reason.size());
  text += "\r\nContent-Type: ";
  text += reply.content_type;
  text += "\r\n";
  for (const auto& [name, value] : reply.headers) {
    text += name;
    text += ": ";
    text += value;
    text += "\r\n";
  }
  text += security;
  if (!keep_alive) text += "Connection: close\r\n";
  if (keep_alive && version == 10) text += "Connection: keep-alive\r\n";
  text += "Content-Length: ";
  text += std::to_string(reply.length_without_body.value_or(body_size));
  text += "\r\n\r\n";
  return text;
}

std::string lines_of(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string lines;
  for (const auto& [name, value] : headers) lines += name + ": " + value + "\r\n";
  return lines;
}

// One host, said once: whoever reads the request before or after this server must mean the same.
bool names_one_host(const http::fields& header, unsigned version) {
  const auto count = header.count("Host");
  return count == 1 ? !header["Host"].empty() : count == 0 && version == 10;
}

// `chunked`, said once, or nothing: what else might be meant, a proxy in front and this server would cut at
// different places.
bool frames_plainly(const http::fields& header, unsigned version) {
  const auto count = header.count("Transfer-Encoding");
  if (count == 0) return true;
  return count == 1 && version == 11 && beast::iequals(header["Transfer-Encoding"], "chunked");
}

}  // namespace

ConnectionContext::ConnectionContext(const ServerLimits& with, bool behind_tls)
    : limits(with),
      security_lines(lines_of(security_headers(behind_tls))),
      addresses(UINT64_MAX, with.connections_per_address),
      bodies(with.bodies_bytes, with.bodies_bytes_share),
      replies(with.replies_bytes, with.replies_bytes_share),
      channels(UINT64_MAX, with.live_per_account),
      strangers_max(with.connections_strangers) {}

Connection::Connection(asio::ip::tcp::socket socket, IpAddress peer,
                       std::shared_ptr<ConnectionContext> context)
    : stream_(std::move(socket)), context_(std::move(context)), peer_(std::move(peer)) {
  beast::error_code problem;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), problem);
  // Else the system keeps some megabytes for each peer that does not read.
  stream_.socket().set_option(
      asio::socket_base::send_buffer_size(static_cast<int>(context_->limits.send_buffer_bytes)),
      problem);
}

bool Connection::takes_place() {
  if (context_->proxies.trusts(peer_)) return true;
  place_ = context_->addresses.take(network_of(peer_), 1);
  return place_.has_value();
}

Async<void> Connection::turn_away() {
  const auto self = shared_from_this();
  try {
    co_await refuse(no_room_reply());
  } catch (const std::exception& caught) {
    spdlog::debug("a connection too many ended: {}", caught.what());
  }
}

Async<void> Connection::run() {
  const auto self = shared_from_this();
  try {
    while (co_await serve_one()) {
    }
    if (gone_) co_return;
    beast::error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  } catch (const std::exception& caught) {
    spdlog::debug("connection ended: {}", caught.what());
  }
}

void Connection::finish() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    if (self->idle_ && !self->gone_) self->stream_.close();
  });
}

bool Connection::make_room() {
  if (!idle_ || !stranger_) return false;
  set_stranger(false);  // so that the next one looks for another
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    if (self->gone_) return;
    if (self->idle_) return self->stream_.close();
    self->set_stranger(true);  // it asked meanwhile
  });
  return true;
}

void Connection::set_stranger(bool is_one) {
  if (stranger_.exchange(is_one) == is_one) return;
  is_one ? ++context_->strangers : --context_->strangers;
}

// More strangers than may be, each with something under way: the rest is for those who are signed in.
std::optional<HttpReply> Connection::over_strangers(HttpRequest& request) {
  const bool too_many = context_->strangers > context_->strangers_max;
  if (!stranger_ || !too_many || !refuse_stranger(request)) return std::nullopt;
  context_->security.say(SecurityEvent::limit,
                         {{"what", "connections_of_strangers"}, {"address", request.address}});
  return no_room_reply();
}

Async<bool> Connection::serve_one() {
  const ServerLimits& limits = context_->limits;
  Parser parser;
  parser.header_limit(limits.header_bytes);
  parser.body_limit(UINT64_MAX);  // the route's own limit is set once its header is known
  beast::error_code problem;

  idle_ = true;
  stream_.expires_after(limits.header_time);
  co_await http::async_read_header(stream_, buffer_, parser, into(problem));
  idle_ = false;
  if (problem) {
    if (const int status = status_of_read(problem)) {
      co_await refuse(error_reply(status, "bad_request", "the request could not be read"));
    }
    co_return false;
  }
  WireRequest request(parser, peer_, context_->proxies);
  const unsigned version = parser.get().version();
  const bool head = request.method == Method::head;
  if (!names_one_host(parser.get(), version)) {
    co_return co_await decline(error_reply(400, "bad_host", "name one host"), false, head);
  }
  if (!frames_plainly(parser.get(), version)) {
    co_await refuse(error_reply(400, "bad_request", "the request could not be read"), head);
    co_return false;
  }
  std::optional<Budget::Held> place = Budget::Held();
  if (!place_) place = context_->addresses.take(request.network, 1);
  if (!place) {
    context_->security.say(SecurityEvent::limit,
                           {{"what", "under_way_of_address"}, {"address", request.address}});
    co_return co_await decline(no_room_reply(), false, head);
  }

  if (const auto over = over_strangers(request)) co_return co_await decline(*over, false, head);

  if (beast::websocket::is_upgrade(parser.get()) && request.path == "/api/live") {
    co_return co_await go_live(http::request<http::empty_body>(parser.get().base()), request);
  }

  const HttpRoute* route = context_->router.find(request.method, request.path);
  const auto length = parser.content_length();
  const bool announced = length.has_value() && *length > 0;
  if (const auto refused = refusal(request, route, announced ? *length : 0)) {
    co_return co_await decline(*refused, parser.is_done() && parser.get().keep_alive(), head);
  }
  const std::uint64_t largest = announced ? *length : route->body_max;
  auto room = context_->bodies.take(holder_of(request), parser.is_done() ? 0 : largest);
  if (!room) {
    context_->security.say(SecurityEvent::limit,
                           {{"what", "bodies"}, {"address", request.address}});
    const HttpReply later = later_reply(503, "busy", "too much is on its way", kBodyWait);
    co_return co_await decline(later, false, head);
  }
  parser.body_limit(route->body_max);
  if (request.header("Expect") == "100-continue") {
    http::response<http::empty_body> go_on(http::status::continue_, version);
    co_await http::async_write(stream_, go_on, into(problem));
    if (problem) co_return false;
  }
  // Mostly the body came with the header: then nothing is waited for.
  if (!parser.is_done() && buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), problem));
  if (problem == http::error::need_more) problem = {};
  const bool waits = !parser.is_done() && !problem;
  if (waits) {
    stream_.expires_after(limits.body_time);
    co_await http::async_read(stream_, buffer_, parser, into(problem));
  }
  if (problem) {
    if (const int status = status_of_read(problem)) {
      co_await refuse(error_reply(status, status == 413 ? "too_large" : "bad_request",
                                  "the body could not be read"));
    }
    co_return false;
  }
  request.body = std::move(parser.get().body());
  // Who signed out while the body was on its way is nobody any more.
  auto reply = waits && request.who ? refuse_stranger(request) : std::nullopt;
  stream_.expires_never();  // handlers have limits of their own
  if (!reply) reply = co_await answer(request, *route);
  request.body = Bytes();
  room.reset();
  const auto held = hold_reply(*reply, request, head);
  const bool keep = parser.get().keep_alive() && !context_->stopping();
  co_await write(*reply, version, keep, head);
  co_return keep;
}

// Its own rules: the header alone decides, and afterwards this is no HTTP any more.
Async<bool> Connection::go_live(http::request<http::empty_body> upgrade, HttpRequest& request) {
  auto refused = refuse_foreign(request, "/api/live", true);
  if (!refused) refused = refuse_stranger(request);
  if (refused) co_return co_await decline(*refused, false, false);
  const std::string actor = std::to_string(request.who->actor.value);
  const auto channel = context_->channels.take(actor, 1);
  if (!channel) {
    context_->security.say(
        SecurityEvent::limit,
        {{"what", "live_of_account"}, {"actor", actor}, {"address", request.address}});
    co_return co_await decline(no_room_reply(), false, false);
  }
  gone_ = true;
  stream_.expires_never();
  co_await context_->go_live(std::move(stream_), std::move(upgrade), request);
  co_return false;
}

// What the header alone says against a request.
std::optional<HttpReply> Connection::refusal(HttpRequest& request, const HttpRoute* route,
                                             std::uint64_t body_size) {
  if (route == nullptr) {
    return context_->router.knows(request.path)
               ? error_reply(405, "method_not_allowed", "this address does not take this method")
               : error_reply(404, "not_found", "there is nothing at this address");
  }
  if (auto foreign = refuse_foreign(request, route->path, false)) return foreign;
  if (route->access == Access::signed_in) {
    if (auto stranger = refuse_stranger(request)) return stranger;
  }
  if (body_size <= route->body_max) return std::nullopt;
  return error_reply(413, "too_large", "the body is larger than this address takes");
}

std::optional<HttpReply> Connection::refuse_foreign(const HttpRequest& request,
                                                    std::string_view route, bool must_check) const {
  auto refused = refuse_foreign_origin(request, must_check);
  if (refused) {
    context_->security.say(SecurityEvent::origin_refused,
                           {{"route", std::string(route)}, {"address", request.address}});
  }
  return refused;
}

std::optional<HttpReply> Connection::refuse_stranger(HttpRequest& request) {
  auto who = context_->identify(request);
  if (who || who.error().code == "not_signed_in") set_stranger(!who);
  if (!who) return error_reply(who.error());
  request.who = std::move(*who);
  return std::nullopt;
}

// Answers by the header alone. With a body that is still to come the connection can't go on.
Async<bool> Connection::decline(const HttpReply& reply, bool keep_alive, bool head) {
  if (!keep_alive || context_->stopping()) {
    co_await refuse(reply, head);
    co_return false;
  }
  co_await write(reply, 11, true, head);
  co_return true;
}

Async<HttpReply> Connection::answer(HttpRequest& request, const HttpRoute& route) {
  try {
    co_return co_await route.handler(request);
  } catch (const std::exception& caught) {
    spdlog::error("{} failed: {}", request.path, caught.what());
  }
  co_return error_reply(500, "server_error", "the server failed; the log says why");
}

// In whose share its bytes are until they were read. What does not fit is not said: the reply becomes one that
// asks to come again (what was pushed is known by then).
std::optional<Budget::Held> Connection::hold_reply(HttpReply& reply, const HttpRequest& request,
                                                   bool head) {
  const bool kept_anyhow = reply.shared_body && reply.shared_body.use_count() > 1;
  const std::uint64_t size = reply.shared_body ? reply.shared_body->size() : reply.body.size();
  if (head || kept_anyhow || size <= context_->limits.reply_bytes_small) return Budget::Held();
  const std::string holder = holder_of(request);
  // What is larger than a share takes a whole one.
  auto held = context_->replies.take(holder, std::min(size, context_->limits.replies_bytes_share));
  if (held) return held;
  context_->security.say(SecurityEvent::limit, {{"what", "replies"}, {"address", request.address}});
  reply = later_reply(503, "busy", "too much is on its way to you that was not read", kBodyWait);
  return std::nullopt;
}

Async<void> Connection::write(const HttpReply& reply, unsigned version, bool keep_alive,
                              bool head) {
  const ByteView body = reply.shared_body ? ByteView(*reply.shared_body) : view_of(reply.body);
  const bool bare = head || reply.status == 304;
  const std::string text =
      head_text(reply, version, keep_alive, body.size(), context_->security_lines);
  const auto begin = std::chrono::steady_clock::now();
  // Mostly all of it goes in one piece.
  const std::size_t first = bare ? 0 : std::min(body.size(), kPaceBytes);
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(text),
                                                     asio::buffer(body.data(), first)};
  stream_.expires_at(begin + context_->limits.write_time);
  co_await asio::async_write(stream_, buffers, asio::use_awaitable);
  if (!bare && first < body.size()) {
    co_await write_paced(body.subspan(first, body.size() - first), begin, first);
  }
}

// The rest of a body of which `before` bytes are written since `begin`: a peer that reads nothing is not waited
// for as long as one that reads slowly would need for all of it.
Async<void> Connection::write_paced(ByteView bytes, std::chrono::steady_clock::time_point begin,
                                    std::uint64_t before) {
  const ServerLimits& limits = context_->limits;
  for (std::size_t at = 0; at < bytes.size(); at += kPaceBytes) {
    const std::size_t size = std::min(bytes.size() - at, kPaceBytes);
    const std::chrono::milliseconds at_rate((before + at + size) * 1000 / limits.write_rate);
    stream_.expires_at(begin + limits.write_time + at_rate);
    co_await asio::async_write(stream_, asio::buffer(bytes.data() + at, size), asio::use_awaitable);
  }
}

// Answers a request whose rest is not read: the connection ends after it.
Async<void> Connection::refuse(const HttpReply& reply, bool head) {
  co_await write(reply, 11, false, head);
  // Let the peer read the answer before the reset that unread bytes would cause.
  beast::error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(std::chrono::seconds(2));
  std::uint64_t drained = 0;
  while (!ignored && drained < 8 * 1024 * 1024) {
    buffer_.clear();
    drained += co_await stream_.async_read_some(buffer_.prepare(64 * 1024), into(ignored));
  }
}

}  // namespace gezhi
