#include "web/app/account.h"

#include "core/base/json.h"
#include "web/app/engine.h"
#include "web/app/pack.h"
#include "web/platform/device.h"
#include "web/platform/net.h"

namespace gezhi::app {
namespace {

constexpr const char* kSetting = "account";

struct State {
  bool signed_in = false;
  bool expired = false;
  Account account;
};

State& state() {
  static State one;
  return one;
}

void remember(const Account& account) {
  state().account = account;
  state().signed_in = true;
  state().expired = false;
  platform::set_setting(kSetting, to_text(to_json(account)));
}

Result<Account> read_account(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return json.error();
  auto account = from_json<Account>(*json);
  if (account && account->actor.is_none()) return Error{"server_error", "account without an id"};
  return account;
}

Error error_of(const platform::HttpReply& reply) {
  if (reply.status == 401)
    return {"wrong_password", "the server does not accept name and password"};
  if (reply.status == 429) return {"too_many_attempts", "too many attempts"};
  if (reply.status < 0) return {"no_network", "no answer from the server"};
  return {"server_error", "HTTP " + std::to_string(reply.status)};
}

}  // namespace

bool signed_in() { return state().signed_in; }

const Account& account() { return state().account; }

const Grant* grant_as(Roles roles) {
  for (const Grant& grant : state().account.grants) {
    if (roles.has(grant.role)) return &grant;
  }
  return nullptr;
}

bool acts_as(Roles roles) { return grant_as(roles) != nullptr; }

Work main_work() {
  if (acts_as(kDeskRoles | Roles(Role::area_director))) return Work::desk;
  if (acts_as(kTaskRoles)) return Work::field;
  if (acts_as(
          Roles(Role::auditor, Role::district_coordinator, Role::admin, Role::supervision_squad))) {
    return Work::oversight;
  }
  return Work::reporter;
}

void sign_in(const std::string& name, const std::string& password,
             std::function<void(Result<Done>)> done) {
  Json body;
  body.set("name", name);
  body.set("password", password);
  const std::string text = to_text(body);
  platform::HttpRequest request;
  request.method = "POST";
  request.path = "/api/login";
  request.content_type = "application/json";
  request.body = view_of(text);
  platform::http(request, [done = std::move(done)](const platform::HttpReply& reply) {
    if (!reply.ok()) return done(error_of(reply));
    const auto account = read_account(reply.text());
    if (!account) return done(account.error());
    const bool other = state().signed_in && !(state().account.actor == account->actor);
    remember(*account);
    if (other) engine().forget();
    engine().start();
    engine().exchange_soon();  // what waited for this goes at once
    load_pack();
    done(Done{});
  });
}

void sign_out(std::function<void()> done) {
  platform::HttpRequest request;
  request.method = "POST";
  request.path = "/api/logout";
  platform::http(request, [done = std::move(done)](const platform::HttpReply&) { done(); });
  state() = {};
  platform::set_setting(kSetting, "");
  engine().forget();
}

void restore_account() {
  const std::string kept = platform::setting(kSetting);
  if (kept.empty()) return;
  const auto account = read_account(kept);
  if (!account) return;
  state().account = *account;
  state().signed_in = true;
}

bool session_expired() { return state().signed_in && state().expired; }

void set_session_expired(bool expired) { state().expired = expired; }

}  // namespace gezhi::app
