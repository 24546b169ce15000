#include "tests/native/server/running_server.h"

#include <doctest/doctest.h>
#include <spdlog/spdlog.h>

#include "native/cli/data_folder.h"
#include "native/server/passwords.h"
#include "native/store/file.h"

namespace gezhi {

RunningServer::RunningServer(const std::vector<Person>& people, ServerLimits limits)
    : data_(folder_.path() + "/data"), web_(folder_.path() + "/web"), limits_(limits) {
  spdlog::set_level(spdlog::level::warn);
  prepare_crypto();
  auto store = make_data_folder(data_);
  REQUIRE(store.ok());
  static const std::string hash = hash_password(kPassword);
  for (const Person& person : people) {
    Account account;
    account.login = person.login;
    account.label = person.login;
    account.password_hash = hash;
    account.grants = person.grants;
    account.demo = person.demo;
    REQUIRE((*store)->add_account(account).ok());
  }
  store->reset();
  REQUIRE(make_folder(web_).ok());
  REQUIRE(replace_file(web_ + "/index.html", view_of("<!doctype html>hello")).ok());
  start();
}

ServerOptions RunningServer::options() const {
  ServerOptions options;
  options.data = data_;
  options.web = web_;
  options.port = 0;
  options.handle_signals = false;
  options.limits = limits_;
  options.trusted_proxies = trusted_proxies;
  options.behind_tls = behind_tls;
  return options;
}

void RunningServer::start() {
  auto server = Server::open(options());
  REQUIRE_MESSAGE(server.ok(), (server.ok() ? "" : server.error().message));
  server_ = std::move(*server);
  thread_ = std::thread([this] { server_->run(); });
}

void RunningServer::stop() {
  if (!thread_.joinable()) return;
  server_->stop();
  thread_.join();
  server_.reset();
}

HttpClient RunningServer::signed_in(const std::string& login) const {
  HttpClient one = client();
  REQUIRE(one.sign_in(login, kPassword) == 200);
  return one;
}

}  // namespace gezhi
