#include "native/server/live.h"

#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <string_view>

#include "core/base/json.h"

namespace gezhi {

namespace beast = boost::beast;
namespace websocket = beast::websocket;

class LiveSession : public std::enable_shared_from_this<LiveSession> {
 public:
  LiveSession(beast::tcp_stream stream, std::optional<std::set<ShardId>> shards, const Digest& of)
      : session(of),
        socket_(std::move(stream)),
        wake_(socket_.get_executor()),
        shards_(std::move(shards)) {}

  const Digest session;

  Async<bool> accept(const beast::http::request<beast::http::empty_body>& upgrade,
                     std::uint32_t message_bytes_max) {
    socket_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
    socket_.read_message_max(message_bytes_max);
    beast::error_code problem;
    co_await socket_.async_accept(upgrade, into(problem));
    co_return !problem;
  }

  // Writes what is pending, sleeps until there is more.
  Async<void> write_loop() {
    const auto self = shared_from_this();
    beast::error_code problem;
    while (!ended_) {
      if (asked_) {
        asked_ = false;
        co_await socket_.async_write(asio::buffer(kAnswer), into(problem));
        if (problem) co_return;
        continue;
      }
      if (pending_.empty()) {
        wake_.expires_at(std::chrono::steady_clock::time_point::max());
        co_await wake_.async_wait(into(problem));
        continue;
      }
      const std::string text = message(std::exchange(pending_, {}));
      co_await socket_.async_write(asio::buffer(text), into(problem));
      if (problem) co_return;
    }
    co_await socket_.async_close(websocket::close_code::going_away, into(problem));
  }

  // Whatever a browser sends asks whether anybody is here: its script cannot see the protocol's pings.
  // However often it asks, one answer at a time is owed.
  Async<void> read_loop() {
    beast::error_code problem;
    beast::flat_buffer buffer;
    while (!problem) {
      co_await socket_.async_read(buffer, into(problem));
      buffer.clear();
      if (problem) break;
      asked_ = true;
      wake_.cancel();
    }
    end();
  }

  void poke(const std::map<ShardId, std::uint64_t>& seqs) {
    asio::post(socket_.get_executor(), [self = shared_from_this(), seqs] {
      for (const auto& [shard, seq] : seqs) {
        if (!self->shards_ || self->shards_->contains(shard)) self->pending_[shard] = seq;
      }
      if (!self->pending_.empty()) self->wake_.cancel();
    });
  }

  void close() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->end(); });
  }

 private:
  static constexpr std::string_view kAnswer = "!";

  static std::string message(const std::map<ShardId, std::uint64_t>& seqs) {
    Json::Array shards;
    for (const auto& [shard, seq] : seqs) {
      Json one;
      one.set("shard", static_cast<std::int64_t>(shard.value));
      one.set("seq", static_cast<std::int64_t>(seq));
      shards.push_back(std::move(one));
    }
    Json json;
    json.set("shards", std::move(shards));
    return to_text(json);
  }

  void end() {
    ended_ = true;
    wake_.cancel();
  }

  websocket::stream<beast::tcp_stream> socket_;
  asio::steady_timer wake_;
  const std::optional<std::set<ShardId>> shards_;
  std::map<ShardId, std::uint64_t> pending_;
  bool asked_ = false;
  bool ended_ = false;
};

Async<void> LiveHub::run(beast::tcp_stream stream,
                         beast::http::request<beast::http::empty_body> upgrade,
                         std::optional<std::set<ShardId>> shards, Digest of,
                         std::function<bool()> holds) {
  auto session = std::make_shared<LiveSession>(std::move(stream), std::move(shards), of);
  if (!co_await session->accept(upgrade, message_bytes_max_)) co_return;
  {
    std::lock_guard lock(mutex_);
    sessions_.insert(session);
  }
  if (!holds()) session->close();
  const auto write = [session]() -> Async<void> { co_await session->write_loop(); };
  asio::co_spawn(co_await asio::this_coro::executor, write(), asio::detached);
  co_await session->read_loop();
  std::lock_guard lock(mutex_);
  sessions_.erase(session);
}

void LiveHub::poke(const std::map<ShardId, std::uint64_t>& seqs) {
  std::lock_guard lock(mutex_);
  for (const auto& session : sessions_) session->poke(seqs);
}

void LiveHub::close_of(const Digest& ended) {
  std::lock_guard lock(mutex_);
  for (const auto& session : sessions_) {
    if (session->session == ended) session->close();
  }
}

void LiveHub::close_ended(const std::function<bool(const Digest&)>& holds) {
  std::set<Digest> open;
  {
    std::lock_guard lock(mutex_);
    for (const auto& session : sessions_) open.insert(session->session);
  }
  for (const Digest& session : open) {
    if (!holds(session)) close_of(session);
  }
}

void LiveHub::close_all() {
  std::lock_guard lock(mutex_);
  for (const auto& session : sessions_) session->close();
}

}  // namespace gezhi
