#include "native/server/server.h"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <filesystem>
#include <map>
#include <thread>

#include "native/server/api.h"
#include "native/server/connection.h"
#include "native/server/live.h"
#include "native/server/passwords.h"
#include "native/server/photo_check.h"
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

constexpr std::uint32_t kTurnedAwayMax = 200;
constexpr std::size_t kLeavingMax = 100;                  // gave way to others and are not gone yet
constexpr std::uint64_t kOtherFiles = 300 + kLeavingMax;  // the store, photos, who is turned away

// As many as wanted, if this process may open that many files: else who comes too late would find no
// socket to be answered on.
std::size_t room_for_connections(std::uint32_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return wanted;
  const rlim_t needed = wanted + kOtherFiles + kTurnedAwayMax;
  if (files.rlim_cur < needed) {
    files.rlim_cur = std::min(needed, files.rlim_max);
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
  }
  if (files.rlim_cur >= needed) return wanted;
  const std::size_t room = std::max<rlim_t>(files.rlim_cur, kOtherFiles + kTurnedAwayMax + 1) -
                           kOtherFiles - kTurnedAwayMax;
  spdlog::warn("only {} connections instead of {}: this process may not open more files", room,
               wanted);
  return room;
}

// Nothing: every street. An account without grants has none.
std::optional<std::set<ShardId>> shards_of(const Account& account) {
  std::set<ShardId> shards;
  for (const Grant& grant : account.grants) {
    if (grant.shard.is_none()) return std::nullopt;  // a district role
    shards.insert(grant.shard);
  }
  return shards;
}

}  // namespace

class Server::Parts {
 public:
  explicit Parts(const ServerOptions& options)
      : options_(options),
        blobs_(options.data + "/blobs", options.limits.blob_bytes, check_photo),
        pack_(options.data + "/pack/district.pack"),
        web_(options.web),
        workers_(2),
        hashers_(std::max(1u, std::thread::hardware_concurrency() / 2)),
        live_(options.limits.live_message_bytes),
        context_(std::make_shared<ConnectionContext>(options.limits, options.behind_tls)),
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
  Async<void> watch_sessions();
  void start_connection(tcp::socket socket);
  bool a_stranger_gives_way();
  void turn_away(const std::shared_ptr<Connection>& connection);
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
  std::unique_ptr<SignInGate> gate_;
  asio::thread_pool workers_;
  asio::thread_pool hashers_;
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
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections_;  // in the order they came
  std::uint64_t came_ = 0;
  std::size_t connections_max_ = 0;
  std::atomic<std::uint32_t> turned_away_ = 0;
};

Result<Done> Server::Parts::open() {
  blobs_.limit_parts(options_.limits.photo_parts_bytes, options_.limits.free_bytes_min);
  auto proxies = TrustedProxies::read(options_.trusted_proxies);
  if (!proxies) return proxies.error();
  context_->proxies = std::move(*proxies);
  connections_max_ = room_for_connections(options_.limits.connections);
  if (connections_max_ < options_.limits.connections) {
    const auto share = static_cast<std::uint32_t>(connections_max_ / 4 * 3);
    context_->strangers_max = std::min(context_->strangers_max, share);
  }
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
  sessions_ = std::make_unique<Sessions>(*store_, options_.behind_tls,
                                         options_.limits.sessions_per_account);
  SyncService::Setup setup;
  setup.data = options_.data;
  setup.clock = &clock_;
  setup.believe_clock = !demo_accounts_.empty();
  setup.free_bytes_min = options_.limits.free_bytes_min;
  setup.reserve_bytes = options_.limits.reserve_bytes;
  setup.operations = options_.limits.operations;
  setup.pack = options_.data + "/pack/district.pack";
  setup.queue_max = options_.limits.sync_queue;
  setup.committed = [this](const std::map<ShardId, std::uint64_t>& seqs) { live_.poke(seqs); };
  setup.dropped = [this] { sessions_->forget(); };
  sync_ = std::make_unique<SyncService>(*store_, blobs_, std::move(setup));
  if (auto loaded = sync_->load(); !loaded) return loaded;
  if (auto ended = store_->end_sessions_before(clock_.now()); !ended) return ended;
  auto log_secret = sessions_->log_secret();
  if (!log_secret) return log_secret.error();
  context_->security.set_secret(std::move(*log_secret));
  auto secret = sessions_->mark_secret();
  if (!secret) return secret.error();
  gate_ = std::make_unique<SignInGate>(options_.limits, std::move(*secret), options_.behind_tls);
  fill_context();
  return Done{};
}

void Server::Parts::fill_context() {
  context_->stopping = [this] { return stopping_.load(); };
  api_ = std::make_unique<Api>(
      Api::Parts{*store_, blobs_, *sessions_, pack_, options_.data + "/reports/grid-report.json",
                 *sync_, clock_, *gate_, live_, workers_, hashers_, context_->security,
                 context_->limits, options_.behind_tls, !demo_accounts_.empty()});
  api_->add_routes(context_->router);
  context_->router.set_fallback(
      [this](HttpRequest& request) -> Async<HttpReply> { co_return web_.serve(request); });
  context_->identify = [this](const HttpRequest& request) { return api_->identify(request); };
  context_->go_live = [this](beast::tcp_stream stream,
                             beast::http::request<beast::http::empty_body> upgrade,
                             const HttpRequest& request) -> Async<void> {
    const auto session = sessions_->session_of(request);
    if (!session) co_return;
    co_await live_.run(std::move(stream), std::move(upgrade), shards_of(*request.who), *session,
                       [this, session] { return api_->holds(*session); });
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
  beast::error_code problem;
  const auto peer = socket.remote_endpoint(problem);
  if (problem) return;  // gone already
  const auto executor = socket.get_executor();
  const auto connection =
      std::make_shared<Connection>(std::move(socket), plain_ip(peer.address()), context_);
  std::lock_guard lock(connections_mutex_);
  const bool crowded = context_->strangers >= context_->strangers_max;
  const bool taken = connections_.size() >= connections_max_;
  const bool reserved = context_->strangers_max < connections_max_;
  const bool given_way = (crowded || (taken && reserved)) && a_stranger_gives_way();
  // Who gives way is gone a moment later.
  const bool full = taken && (!given_way || connections_.size() >= connections_max_ + kLeavingMax);
  if (full || !connection->takes_place()) {
    context_->security.say(SecurityEvent::limit,
                           {{"what", full ? "connections" : "connections_of_address"},
                            {"address", plain_ip(peer.address()).to_string()}});
    return turn_away(connection);
  }
  connection->begin();
  const std::uint64_t number = ++came_;
  connections_.emplace(number, connection);
  asio::co_spawn(executor, connection->run(), [this, number](std::exception_ptr) {
    std::lock_guard end_lock(connections_mutex_);
    connections_.erase(number);
  });
}

// Else eight addresses that say nothing would hold every place. The one that came first goes: whoever has just
// come and is signed in says so at once, and gives way to nobody from then on. connections_mutex_ is held.
bool Server::Parts::a_stranger_gives_way() {
  return std::any_of(connections_.begin(), connections_.end(),
                     [](const auto& each) { return each.second->make_room(); });
}

// Closes the live channels of sessions that ran out, or whose account was closed.
Async<void> Server::Parts::watch_sessions() {
  beast::error_code problem;
  asio::steady_timer pause(io_);
  while (!stopping_) {
    pause.expires_after(options_.limits.session_check);
    co_await pause.async_wait(into(problem));
    co_await run_on(workers_, [this] {
      live_.close_ended([this](const Digest& session) {
        const bool holds = api_->holds(session);
        if (!holds) context_->security.say(SecurityEvent::session_ended, {});
        return holds;
      });
    });
  }
}

// Each is held until its peer has read the answer, or 2 s; more of them at once than this are closed
// without: whoever comes that fast does not read.
void Server::Parts::turn_away(const std::shared_ptr<Connection>& connection) {
  if (turned_away_ >= kTurnedAwayMax) return;
  ++turned_away_;
  // It begins later: until then nobody else holds the connection.
  asio::co_spawn(connection->executor(), connection->turn_away(),
                 [this, connection](std::exception_ptr) { --turned_away_; });
}

void Server::Parts::run() {
  sync_->start();
  asio::co_spawn(io_, accept_loop(), asio::detached);
  asio::co_spawn(asio::make_strand(io_), watch_sessions(), asio::detached);
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
  hashers_.join();
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
    for (const auto& [number, connection] : connections_) connection->finish();
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
