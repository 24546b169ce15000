// One connection: reads requests within the limits, has them answered, writes the replies, and goes
// on while both sides want it. Every step has its time; a peer that is slower is cut off.
//
// Threads: each connection runs on a strand of its own.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <memory>

#include "native/server/budget.h"
#include "native/server/client_address.h"
#include "native/server/limits.h"
#include "native/server/router.h"
#include "native/server/security_log.h"

namespace gezhi {

namespace beast = boost::beast;

// What connections share. Lives as long as any of them.
struct ConnectionContext {
  ConnectionContext(const ServerLimits& with, bool behind_tls);

  const ServerLimits limits;
  const std::string security_lines;  // the same in every reply's head
  TrustedProxies proxies;
  Router router;
  Budget addresses;  // connections of each; through a proxy of ours, requests under way
  SecurityLog security;
  Budget bodies;    // bytes, from before they are read until the reply is made
  Budget replies;   // bytes, from then until they were read
  Budget channels;  // for pokes, of each account
  std::atomic<std::uint32_t> strangers = 0;  // connections on which nobody signed in has asked yet
  std::uint32_t strangers_max;               // above it they give way; changed before serving only
  std::function<Result<Identity>(const HttpRequest&)> identify;
  // Takes over the socket of somebody known who asked for the poke channel.
  std::function<Async<void>(beast::tcp_stream, beast::http::request<beast::http::empty_body>,
                            const HttpRequest&)>
      go_live;
  std::function<bool()> stopping;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `peer`: the address at the other end.
  Connection(asio::ip::tcp::socket socket, IpAddress peer,
             std::shared_ptr<ConnectionContext> context);
  ~Connection() { set_stranger(false); }

  // Whether its address may have one more connection; asked once, before anything else.
  bool takes_place();
  // It stays: until somebody signed in asks on it, it is a stranger's.
  void begin() { set_stranger(true); }
  Async<void> run();
  // Instead of run(): says that there is no room, whatever is asked, and ends.
  Async<void> turn_away();

  auto executor() { return stream_.get_executor(); }

  // Ends it now when it is between two requests, else after the reply under way.
  void finish();

  // Ends it when it is a stranger's, and between two requests: others need the place. Whether that was so.
  bool make_room();

 private:
  Async<bool> serve_one();  // false: the connection ends
  Async<bool> go_live(beast::http::request<beast::http::empty_body> upgrade, HttpRequest& request);
  Async<bool> decline(const HttpReply& reply, bool keep_alive, bool head);
  std::optional<HttpReply> refusal(HttpRequest& request, const HttpRoute* route,
                                   std::uint64_t body_size);
  std::optional<HttpReply> refuse_stranger(HttpRequest& request);
  std::optional<HttpReply> over_strangers(HttpRequest& request);
  void set_stranger(bool is_one);
  std::optional<HttpReply> refuse_foreign(const HttpRequest& request, std::string_view route,
                                          bool must_check) const;
  Async<HttpReply> answer(HttpRequest& request, const HttpRoute& route);
  std::optional<Budget::Held> hold_reply(HttpReply& reply, const HttpRequest& request, bool head);
  Async<void> write(const HttpReply& reply, unsigned version, bool keep_alive, bool head);
  Async<void> write_paced(ByteView bytes, std::chrono::steady_clock::time_point begin,
                          std::uint64_t before);
  Async<void> refuse(const HttpReply& reply, bool head = false);

  beast::tcp_stream stream_;
  std::shared_ptr<ConnectionContext> context_;
  beast::flat_buffer buffer_;
  IpAddress peer_;
  std::optional<Budget::Held> place_;  // none behind a proxy of ours
  std::atomic<bool> idle_ = true;
  std::atomic<bool> stranger_ = false;
  bool gone_ = false;  // the socket was handed on
};

}  // namespace gezhi
