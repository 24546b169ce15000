#include "native/server/server.h"

#include <spdlog/spdlog.h>

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <filesystem>
#include <thread>

#include "native/server/api.h"
#include "native/server/connection.h"
#include "native/server/live.h"
#include "native/server/passwords.h"
#include "native/server/security.h"
#include "native/server/static_files.h"
#include "native/store/sqlite_store.h"

namespace gezhi {

using asio::ip::tcp;

namespace {

unsigned thread_count(const ServerOptions& options) {
  return options.threads > 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
}

Result<std::vector<Account>> find_demo_accounts(ServerStore& store) {
  auto accounts = store.accounts();
  if (!accounts) return accounts;
  std::erase_if(*accounts, [](const Account& account) { return !account.demo || !account.active; });
  return accounts;
}

std::set<ShardId> shards_of(const Account& account) {
  std::set<ShardId> shards;
  for (const Grant& grant : account.grants) {
    if (grant.shard.is_none()) return {};  // a district role: every street
    shards.insert(grant.shard);
  }
  return shards;
}

}  // namespace

class Server::Parts {
 public:
  explicit Parts(const ServerOptions& options)
      : options_(options),
        blobs_(options.data + "/blobs", options.limits.blob_bytes),
        pack_(options.data + "/pack/district.pack"),
        web_(options.web),
        workers_(2),
        live_(options.limits.live_message_bytes),
        context_(std::make_shared<ConnectionContext>()),
        acceptor_(io_),
        signals_(io_),
        stop_timer_(io_) {}

  Result<Done> open();
  Result<Done> listen();
  void run();
  void stop();
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  const std::vector<Account>& demo_accounts() const { return demo_accounts_; }
  SyncService::Health health() const { return sync_->health(); }

 private:
  void fill_context();
  Async<void> accept_loop();
  void start_connection(tcp::socket socket);
  void begin_stop();
  void stop_when_empty();

  ServerOptions options_;
  std::unique_ptr<ServerStore> store_;
  std::vector<Account> demo_accounts_;
  ServerClock clock_;
  std::unique_ptr<Sessions> sessions_;
  BlobFiles blobs_;
  ServedPack pack_;
  StaticFiles web_;
  asio::thread_pool workers_;
  LiveHub live_;
  std::unique_ptr<SyncService> sync_;
  std::unique_ptr<Api> api_;
  std::shared_ptr<ConnectionContext> context_;

  asio::io_context io_;
  tcp::acceptor acceptor_;
  asio::signal_set signals_;
  asio::steady_timer stop_timer_;
  std::atomic<bool> stopping_ = false;
  std::mutex connections_mutex_;
  std::set<std::shared_ptr<Connection>> connections_;
};

Result<Done> Server::Parts::open() {
  SqliteStore::Options store_options;
  store_options.folder = options_.data;
  auto store = SqliteStore::open(store_options);
  if (!store) return store.error();
  store_ = std::move(*store);
  auto demo = find_demo_accounts(*store_);
  if (!demo) return demo.error();
  demo_accounts_ = std::move(*demo);
  // Known passwords must not be reachable from elsewhere.
  if (!demo_accounts_.empty() && !is_loopback_address(options_.address)) {
    return Error{"demo_not_local",
                 "this data directory has demo accounts whose password everybody "
                 "knows; it is served on 127.0.0.1 only"};
  }
  sessions_ = std::make_unique<Sessions>(*store_);
  SyncService::Setup setup;
  setup.data = options_.data;
  setup.clock = &clock_;
  setup.believe_clock = !demo_accounts_.empty();
  setup.free_bytes_min = options_.limits.free_bytes_min;
  setup.reserve_bytes = options_.limits.reserve_bytes;
  setup.pack = options_.data + "/pack/district.pack";
  setup.queue_max = options_.limits.sync_queue;
  setup.committed = [this](const std::map<ShardId, std::uint64_t>& seqs) { live_.poke(seqs); };
  setup.dropped = [this] { sessions_->forget(); };
  sync_ = std::make_unique<SyncService>(*store_, blobs_, std::move(setup));
  if (auto loaded = sync_->load(); !loaded) return loaded;
  if (auto ended = store_->end_sessions_before(clock_.now()); !ended) return ended;
  fill_context();
  return Done{};
}

void Server::Parts::fill_context() {
  context_->limits = options_.limits;
  context_->stopping = [this] { return stopping_.load(); };
  api_ = std::make_unique<Api>(Api::Parts{
      *store_, blobs_, *sessions_, pack_, options_.data + "/reports/grid-report.json", *sync_,
      clock_, workers_, context_->limits, options_.behind_tls, !demo_accounts_.empty()});
  api_->add_routes(context_->router);
  context_->router.set_fallback(
      [this](HttpRequest& request) -> Async<HttpReply> { co_return web_.serve(request); });
  context_->may_go_live = [this](HttpRequest& request) -> Async<std::optional<HttpReply>> {
    if (auto refused = refuse_foreign_origin(request, true)) co_return refused;
    const auto identity = api_->identify(request);
    if (!identity) co_return error_reply(identity.error());
    co_return std::nullopt;
  };
  context_->go_live = [this](beast::tcp_stream stream,
                             beast::http::request<beast::http::empty_body> upgrade,
                             const HttpRequest& request) -> Async<void> {
    const auto identity = api_->identify(request);
    if (!identity) co_return;
    co_await live_.run(std::move(stream), std::move(upgrade), shards_of(**identity));
  };
}

Result<Done> Server::Parts::listen() {
  beast::error_code problem;
  const auto address = asio::ip::make_address(
      options_.address == "localhost" ? "127.0.0.1" : options_.address, problem);
  if (problem) return Error{"bad_address", "'" + options_.address + "' is no IP address"};
  const tcp::endpoint endpoint(address, options_.port);
  acceptor_.open(endpoint.protocol(), problem);
  if (!problem) acceptor_.set_option(tcp::acceptor::reuse_address(true), problem);
  if (!problem) acceptor_.bind(endpoint, problem);
  if (!problem) acceptor_.listen(1024, problem);
  if (problem) {
    return Error{"address_in_use", "cannot listen on " + options_.address + ":" +
                                       std::to_string(options_.port) + ": " + problem.message()};
  }
  return Done{};
}

Async<void> Server::Parts::accept_loop() {
  beast::error_code problem;
  asio::steady_timer pause(io_);
  while (!stopping_) {
    tcp::socket socket(asio::make_strand(io_));
    co_await acceptor_.async_accept(socket, into(problem));
    if (stopping_) break;
    if (problem) {  // out of file handles, for one: try again shortly instead of spinning
      spdlog::warn("accept failed: {}", problem.message());
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(into(problem));
      continue;
    }
    start_connection(std::move(socket));
  }
}

void Server::Parts::start_connection(tcp::socket socket) {
  std::lock_guard lock(connections_mutex_);
  if (connections_.size() >= options_.limits.connections) return;  // closes it
  const auto executor = socket.get_executor();
  auto connection = std::make_shared<Connection>(std::move(socket), context_);
  connections_.insert(connection);
  asio::co_spawn(executor, connection->run(), [this, connection](std::exception_ptr) {
    std::lock_guard end_lock(connections_mutex_);
    connections_.erase(connection);
  });
}

void Server::Parts::run() {
  sync_->start();
  asio::co_spawn(io_, accept_loop(), asio::detached);
  if (options_.handle_signals) {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](beast::error_code problem, int) {
      if (!problem) begin_stop();
    });
  }
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < thread_count(options_); ++i) threads.emplace_back([this] { io_.run(); });
  io_.run();
  for (std::thread& thread : threads) thread.join();
  workers_.join();
  sync_->stop();
  store_.reset();  // the last connection empties the log
}

void Server::Parts::stop() {
  asio::post(io_, [this] { begin_stop(); });
}

void Server::Parts::begin_stop() {
  if (stopping_.exchange(true)) return;
  spdlog::info("stopping: requests under way are finished");
  beast::error_code ignored;
  acceptor_.close(ignored);
  signals_.cancel(ignored);
  live_.close_all();
  {
    std::lock_guard lock(connections_mutex_);
    for (const auto& connection : connections_) connection->finish();
  }
  const auto deadline = std::chrono::steady_clock::now() + options_.limits.stop_time;
  stop_timer_.expires_at(deadline);
  stop_when_empty();
}

// Looks every 20 ms whether the last connection ended; at the deadline stops anyway.
void Server::Parts::stop_when_empty() {
  {
    std::lock_guard lock(connections_mutex_);
    if (connections_.empty() || stop_timer_.expiry() <= std::chrono::steady_clock::now()) {
      io_.stop();
      return;
    }
  }
  const auto wait = std::make_shared<asio::steady_timer>(io_, std::chrono::milliseconds(20));
  wait->async_wait([this, wait](beast::error_code) { stop_when_empty(); });
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options) {
  prepare_crypto();
  auto parts = std::make_unique<Parts>(options);
  if (auto opened = parts->open(); !opened) return opened.error();
  if (auto listening = parts->listen(); !listening) return listening.error();
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

SyncService::Health Server::health() const { return parts_->health(); }
std::uint16_t Server::port() const { return parts_->port(); }
std::vector<Account> Server::demo_accounts() const { return parts_->demo_accounts(); }
void Server::run() { parts_->run(); }
void Server::stop() { parts_->stop(); }

}  // namespace gezhi
