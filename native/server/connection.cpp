#include "native/server/connection.h"

#include <spdlog/spdlog.h>

#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "native/server/security.h"

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
  WireRequest(Parser& parser, const std::string& peer) : parser_(parser) {
    method = method_of(parser.get().method());
    const std::string_view target = std_view(parser.get().target());
    const std::size_t mark = target.find('?');
    path = target.substr(0, mark);
    if (mark != std::string_view::npos) query = target.substr(mark + 1);
    address = peer;
  }
  std::string_view header(std::string_view name) const override {
    return std_view(parser_.get()[beast::string_view(name.data(), name.size())]);
  }

 private:
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

// The reply's head, written by hand: it is the same few lines for every request, and this is the
// path that every sync takes.
std::string head_text(const HttpReply& reply, unsigned version, bool keep_alive,
                      std::uint64_t body_size) {
  static const std::string security = [] {
    std::string lines;
    for (const auto& [name, value] : security_headers()) lines += name + ": " + value + "\r\n";
    return lines;
  }();
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

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::shared_ptr<ConnectionContext> context)
    : stream_(std::move(socket)), context_(std::move(context)) {
  beast::error_code problem;
  const auto peer = stream_.socket().remote_endpoint(problem);
  if (!problem) address_ = peer.address().to_string();
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), problem);
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
      co_await refuse(status, "bad_request", "the request could not be read");
    }
    co_return false;
  }
  WireRequest request(parser, address_);
  const bool head = request.method == Method::head;
  const unsigned version = parser.get().version();

  if (beast::websocket::is_upgrade(parser.get()) && request.path == "/api/live") {
    if (auto refused = co_await context_->may_go_live(request)) {
      co_await write(*refused, version, false, false);
      co_return false;
    }
    http::request<http::empty_body> upgrade(parser.get().base());
    gone_ = true;
    stream_.expires_never();
    co_await context_->go_live(std::move(stream_), std::move(upgrade), request);
    co_return false;
  }

  const Route* route = context_->router.find(request.method, request.path);
  const std::uint64_t body_max = route == nullptr ? 0 : route->body_max;
  const auto length = parser.content_length();
  if (length && *length > body_max) {
    if (route == nullptr) {
      co_await refuse(404, "not_found", "there is nothing at this address");
    } else {
      co_await refuse(413, "too_large", "the body is larger than this address takes");
    }
    co_return false;
  }
  parser.body_limit(body_max);
  if (request.header("Expect") == "100-continue") {
    http::response<http::empty_body> go_on(http::status::continue_, version);
    co_await http::async_write(stream_, go_on, into(problem));
    if (problem) co_return false;
  }
  // Mostly the body came with the header: then nothing is waited for.
  if (!parser.is_done() && buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), problem));
  if (problem == http::error::need_more) problem = {};
  if (!parser.is_done() && !problem) {
    stream_.expires_after(limits.body_time);
    co_await http::async_read(stream_, buffer_, parser, into(problem));
  }
  if (problem) {
    if (const int status = status_of_read(problem)) {
      co_await refuse(status, status == 413 ? "too_large" : "bad_request",
                      "the body could not be read");
    }
    co_return false;
  }
  request.body = std::move(parser.get().body());
  stream_.expires_never();  // handlers have limits of their own
  const HttpReply reply = co_await answer(request, route);
  const bool keep = parser.get().keep_alive() && !context_->stopping();
  co_await write(reply, version, keep, head);
  co_return keep;
}

Async<HttpReply> Connection::answer(HttpRequest& request, const Route* route) {
  if (route == nullptr) {
    co_return context_->router.knows(request.path)
        ? error_reply(405, "method_not_allowed", "this address does not take this method")
        : error_reply(404, "not_found", "there is nothing at this address");
  }
  if (auto refused = refuse_foreign_origin(request, false)) co_return *refused;
  try {
    co_return co_await route->handler(request);
  } catch (const std::exception& caught) {
    spdlog::error("{} failed: {}", request.path, caught.what());
  }
  co_return error_reply(500, "server_error", "the server failed; the log says why");
}

Async<void> Connection::write(const HttpReply& reply, unsigned version, bool keep_alive,
                              bool head) {
  const ByteView body = reply.shared_body ? ByteView(*reply.shared_body) : view_of(reply.body);
  const bool bare = head || reply.status == 304;
  const std::string text = head_text(reply, version, keep_alive, body.size());
  const std::array<asio::const_buffer, 2> buffers = {
      asio::buffer(text), asio::buffer(body.data(), bare ? 0 : body.size())};
  stream_.expires_after(context_->limits.write_time);
  co_await asio::async_write(stream_, buffers, asio::use_awaitable);
}

// Answers a request whose rest is not read: the connection ends after it.
Async<void> Connection::refuse(int status, const char* code, const char* message) {
  co_await write(error_reply(status, code, message), 11, false, false);
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
