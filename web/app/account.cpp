#include "web/app/account.h"

#include "core/base/hex.h"
#include "core/base/json.h"
#include "web/app/drafts.h"
#include "web/app/engine.h"
#include "web/app/pack.h"
#include "web/app/photo_queue.h"
#include "web/app/routes.h"
#include "web/platform/device.h"
#include "web/platform/frame.h"
#include "web/platform/net.h"
#include "web/platform/session.h"
#include "web/platform/store.h"

namespace gezhi::app {
namespace {

constexpr const char* kSetting = "account";
constexpr const char* kUnsaid = "signed_out_unsaid";  // the server has not heard of a sign-out
constexpr const char* kOwnFiles[] = {kSegmentFiles, kPhotoFiles};

struct State {
  bool signed_in = false;
  bool expired = false;
  Account account;
  bool leaving = false;
};

State& state() {
  static State& one = platform::of_session<State>();
  return one;
}

void begin_session(const Account& account) {
  state() = {true, false, account, false};
  const auto key = from_hex(account.device_key);
  platform::store_key(key ? ByteView(*key) : ByteView());
}

// What the server can give again: cases and photos that this account has seen.
void forget_files() {
  if (!platform::is_writer()) return;  // the writer is told by follow_account()
  for (const char* prefix : kOwnFiles) {
    platform::store_keys(platform::Store::files, prefix, [](auto names) {
      if (!names) return;
      for (const std::string& name : *names)
        platform::store_remove(platform::Store::files, name, [](const Result<Done>&) {});
    });
  }
}

void end_session() {
  keep_drafts_now();
  platform::stop_watching();
  platform::store_key({});
  platform::end_session();
  engine().forget();
  forget_files();
}

// Without a network the cookie stays until there is one.
void say_signed_out() {
  platform::HttpRequest request;
  request.method = "POST";
  request.path = "/api/logout";
  request.of_device = true;
  platform::http(request, [](const platform::HttpReply& reply) {
    if (reply.status > 0 && !signed_in()) platform::set_setting(kUnsaid, "");
  });
}

void remember(const Account& account) {
  begin_session(account);
  platform::set_setting(kUnsaid, "");
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
  if (reply.status == 503) return {"busy", "the server is busy"};
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
  request.of_device = true;
  platform::http(request, [done = std::move(done)](const platform::HttpReply& reply) {
    if (!reply.ok()) return done(error_of(reply));
    const auto account = read_account(reply.text());
    // Some page of a portal on the way, most likely.
    if (!account) return done(Error{"server_error", account.error().message});
    const bool other = state().signed_in && !(state().account.actor == account->actor);
    if (other) end_session();
    remember(*account);
    engine().start();
    engine().exchange_soon();  // what waited for this goes at once
    load_pack();
    done(Done{});
  });
}

void sign_out() {
  state().leaving = true;
  platform::wake();
}

void settle_sign_out() {
  if (!state().leaving) return;
  end_session();
  replace("/");
  platform::set_setting(kSetting, "");
  platform::set_setting(kUnsaid, "1");
  say_signed_out();
}

std::string own_prefix() { return std::to_string(state().account.actor.value) + "/"; }

void restore_account() {
  const std::string kept = platform::setting(kSetting);
  const auto account = kept.empty() ? Result<Account>(Error{}) : read_account(kept);
  if (account) begin_session(*account);
  const auto settle = [] {
    if (signed_in()) return;
    forget_files();
    if (platform::setting(kUnsaid) == "1") say_signed_out();
  };
  platform::on_event([settle](platform::Event event, std::string_view) {
    if (event == platform::Event::writer || event == platform::Event::online) settle();
  });
  settle();
}

bool session_expired() { return state().signed_in && state().expired; }

void set_session_expired(bool expired) { state().expired = expired; }

}  // namespace gezhi::app
