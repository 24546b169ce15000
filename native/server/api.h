// The addresses under /api/ and /healthz. What each takes and gives: native/server/API.md.
#pragma once

#include <mutex>

#include "native/server/budget.h"
#include "native/server/limits.h"
#include "native/server/live.h"
#include "native/server/router.h"
#include "native/server/security_log.h"
#include "native/server/served_pack.h"
#include "native/server/sessions.h"
#include "native/server/sign_in_gate.h"
#include "native/server/sync_service.h"
#include "native/store/blob_files.h"

namespace gezhi {

class Api {
 public:
  struct Parts {
    ServerStore& store;
    BlobStore& blobs;
    Sessions& sessions;
    ServedPack& pack;
    std::string grid_report;  // its path
    SyncService& sync;
    ServerClock& clock;
    SignInGate& gate;
    LiveHub& live;
    asio::thread_pool& workers;
    asio::thread_pool& hashers;  // of passwords: nothing else waits behind a slow hash
    SecurityLog& security;
    const ServerLimits& limits;
    bool secure_cookies = false;
    bool demo = false;  // known accounts: the sign-in page may name them
  };

  explicit Api(Parts parts);

  void add_routes(Router& router);

  // Who asks, or the reply that refuses.
  Result<Identity> identify(const HttpRequest& request) const;
  bool holds(const Digest& session) const;

 private:
  bool may_see_numbers(const HttpRequest& request) const;
  Async<HttpReply> health(HttpRequest& request);
  Async<HttpReply> sign_in(HttpRequest& request);
  Async<HttpReply> sign_out(HttpRequest& request);
  Async<HttpReply> me(HttpRequest& request);
  Async<HttpReply> get_pack(HttpRequest& request);
  Async<HttpReply> get_pack_part(HttpRequest& request);
  Async<HttpReply> get_grid_report(HttpRequest& request);
  Async<HttpReply> sync(HttpRequest& request);
  Async<HttpReply> sealed(HttpRequest& request);
  struct Asked {
    bool shown = false;
    bool taken = false;
    bool closed = false;
  };
  Async<Result<Asked>> ask_photo(const Digest& name, const HttpRequest& request);
  std::optional<HttpReply> over_photo_bytes(const HttpRequest& request);
  std::optional<HttpReply> over_work(const HttpRequest& request, std::uint64_t cost);
  void charge_work(const HttpRequest& request, std::uint64_t cost);
  Async<HttpReply> get_blob(HttpRequest& request);
  Async<HttpReply> head_blob(HttpRequest& request);
  Async<HttpReply> put_blob(HttpRequest& request);

  Json account_json(const Account& account) const;
  void log_push(const HttpRequest& request, const Request& asked, const Admitted& admitted);
  void log_admin_acts(const HttpRequest& request, const Request& asked, const Admitted& admitted);

  Parts parts_;
  Budget hashing_;  // places in the hashers' queue
  std::mutex allowance_mutex_;
  Allowance photo_bytes_;  // brought, of each account
  Allowance work_;         // caused, of each account; what a request costs at least is taken before
};

}  // namespace gezhi
