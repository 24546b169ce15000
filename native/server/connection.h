// One connection: reads requests within the limits, has them answered, writes the replies, and goes
// on while both sides want it. Every step has its time; a peer that is slower is cut off.
//
// Threads: each connection runs on a strand of its own.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <memory>

#include "native/server/limits.h"
#include "native/server/router.h"

namespace gezhi {

namespace beast = boost::beast;

// What connections share. Lives as long as any of them.
struct ConnectionContext {
  ServerLimits limits;
  Router router;
  // Takes over a socket that asked for the poke channel; replies itself when it may not have it.
  std::function<Async<std::optional<HttpReply>>(HttpRequest&)> may_go_live;
  std::function<Async<void>(beast::tcp_stream, beast::http::request<beast::http::empty_body>,
                            const HttpRequest&)>
      go_live;
  std::function<bool()> stopping;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, std::shared_ptr<ConnectionContext> context);

  Async<void> run();

  // Ends it now when it is between two requests, else after the reply under way.
  void finish();

 private:
  Async<bool> serve_one();  // false: the connection ends
  Async<HttpReply> answer(HttpRequest& request, const Route* route);
  Async<void> write(const HttpReply& reply, unsigned version, bool keep_alive, bool head);
  Async<void> refuse(int status, const char* code, const char* message);

  beast::tcp_stream stream_;
  std::shared_ptr<ConnectionContext> context_;
  beast::flat_buffer buffer_;
  std::string address_;
  bool idle_ = true;
  bool gone_ = false;  // the socket was handed on
};

}  // namespace gezhi
