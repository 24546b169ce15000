// A server on a thread of this process, with a data directory of its own.
#pragma once

#include <memory>
#include <thread>

#include "native/server/server.h"
#include "tests/native/server/http_client.h"
#include "tests/support/temp_folder.h"

namespace gezhi {

class RunningServer {
 public:
  struct Person {
    std::string login;
    std::vector<Grant> grants;
    bool demo = false;
  };
  // All with this password.
  static constexpr const char* kPassword = "test-password";

  explicit RunningServer(const std::vector<Person>& people = {}, ServerLimits limits = {});
  ~RunningServer() { stop(); }

  void stop();
  void start();
  HttpClient client() const { return HttpClient(server_->port()); }
  HttpClient signed_in(const std::string& login) const;
  const std::string& data() const { return data_; }
  const std::string& web() const { return web_; }
  ServerOptions options() const;
  std::vector<std::string> trusted_proxies;  // from the next start() on
  bool behind_tls = false;

 private:
  TempFolder folder_;
  std::string data_;
  std::string web_;
  ServerLimits limits_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace gezhi
