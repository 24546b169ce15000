// The server as one object: opens the data directory, listens, serves, stops cleanly.
//
//   auto server = Server::open(options);   // errors in words: port taken, store busy, …
//   (*server)->run();                      // until stop() or SIGINT/SIGTERM
//
// A clean stop: no new connections, requests under way get their answer, the store is checkpointed
// and closed. A killed server loses nothing that it acknowledged.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "native/server/limits.h"
#include "native/server/sync_service.h"
#include "native/store/server_store.h"

namespace gezhi {

struct ServerOptions {
  std::string data;  // made by `gezhi init` or `gezhi demo`
  std::string web;   // folder of the built web app; empty = none
  std::string address = "127.0.0.1";
  std::uint16_t port = 8311;                 // 0 = any free one
  unsigned threads = 0;                      // of I/O; 0 = as many as cores
  bool behind_tls = false;                   // a proxy in front speaks TLS: __Host- cookies, HSTS
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
  bool handle_signals = true;
  ServerLimits limits;
};

class Server {
 public:
  // Errors: `not_found` (no data), `store_busy`, `address_in_use`, `demo_not_local` (known demo
  // passwords and an address that others reach), `bad_address`, those of the store.
  static Result<std::unique_ptr<Server>> open(const ServerOptions& options);
  ~Server();

  std::uint16_t port() const;
  std::vector<Account> demo_accounts() const;
  SyncService::Health health() const;
  void run();
  void stop();  // from any thread

 private:
  class Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gezhi
