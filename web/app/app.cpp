#include "web/app/app.h"

#include "core/base/hex.h"
#include "core/base/json.h"

namespace gezhi::app {
namespace {

constexpr const char* kAccount = "account";
constexpr const char* kUnsaid = "signed_out_unsaid";  // the server has not heard of a sign-out
constexpr const char* kOwnFiles[] = {kSegmentFiles, kPhotoFiles};

Error error_of(const HttpReply& reply) {
  if (reply.status == 401)
    return {"wrong_password", "the server does not accept name and password"};
  if (reply.status == 429) return {"too_many_attempts", "too many attempts"};
  if (reply.status == 503) return {"busy", "the server is busy"};
  if (reply.status < 0) return {"no_network", "no answer from the server"};
  return {"server_error", "HTTP " + std::to_string(reply.status)};
}

}  // namespace

App::App(const Ports& ports, const Texts& texts) : ports_(ports), texts_(texts), map_(ports) {}

TimeMs App::now() const { return session_ ? session_->now() : ports_.clock.wall(); }

void App::start() {
  const std::string kept = ports_.storage.setting(kAccount);
  const auto account = kept.empty() ? Result<Account>(Error{}) : read_account(kept);
  if (!account) return settle_nobody();
  begin_session(*account);
  map_.load();
  session_->work();
}

// --- who is here ------------------------------------------------------------------------------------

void App::begin_session(const Account& account) {
  leaving_ = false;
  const auto key = from_hex(account.device_key);
  ports_.storage.use_key(key ? ByteView(*key) : ByteView());
  if (session_ != nullptr)
    session_->renew(account);
  else
    session_ = std::make_unique<Session>(ports_, map_, texts_, account);
}

void App::end_session() {
  leaving_ = false;
  session_.reset();
  ports_.storage.use_key({});
  ports_.page.session_ended();
  ports_.page.tell({}, 0);
  forget_files();
}

// What the server can give again: cases and photos that an account has seen.
void App::forget_files() {
  if (!ports_.around.writer) return;  // the writer is told (page.session_ended)
  for (const char* prefix : kOwnFiles) {
    const auto drop = [&storage = ports_.storage](const auto& names) {
      if (!names) return;
      for (const std::string& name : *names)
        storage.remove(Store::files, name, [](const Result<Done>&) {});
    };
    ports_.storage.keys(Store::files, prefix, drop);
  }
}

void App::sign_in(const std::string& name, const std::string& password,
                  std::function<void(Result<Done>)> done) {
  Json body;
  body.set("name", name);
  body.set("password", password);
  const std::string text = to_text(body);
  HttpRequest request;
  request.method = "POST";
  request.path = "/api/login";
  request.content_type = "application/json";
  request.body = view_of(text);
  const auto answered = [this, done = std::move(done)](const HttpReply& reply) {
    take_reply(reply, done);
  };
  ports_.network.http(request, alive_.guard(answered));
}

void App::take_reply(const HttpReply& reply, const std::function<void(Result<Done>)>& done) {
  if (!reply.ok()) return done(error_of(reply));
  const auto account = read_account(reply.text());
  // Some page of a portal on the way, most likely.
  if (!account) return done(Error{"server_error", account.error().message});
  const bool other = session_ != nullptr && !(session_->account().actor == account->actor);
  if (other) end_session();
  begin_session(*account);
  ports_.storage.set_setting(kUnsaid, "");
  ports_.storage.set_setting(kAccount, to_text(to_json(*account)));
  session_->work();
  session_->sync_now();  // what waited for this goes at once
  map_.load();
  done(Done{});
}

void App::sign_out() {
  leaving_ = true;
  ports_.page.wake();
}

void App::frame_ended() {
  if (session_ != nullptr) session_->frame_ended();
  if (!leaving_) return;
  end_session();
  ports_.page.replace("/");
  ports_.storage.set_setting(kAccount, "");
  ports_.storage.set_setting(kUnsaid, "1");
  say_signed_out();
}

// Without a network the cookie stays until there is one.
void App::say_signed_out() {
  HttpRequest request;
  request.method = "POST";
  request.path = "/api/logout";
  const auto answered = [this](const HttpReply& reply) {
    if (reply.status > 0 && session_ == nullptr) ports_.storage.set_setting(kUnsaid, "");
  };
  ports_.network.http(request, alive_.guard(answered));
}

void App::settle_nobody() {
  forget_files();
  if (ports_.storage.setting(kUnsaid) == "1") say_signed_out();
}

// --- what happens -----------------------------------------------------------------------------------

void App::heed(Event event) {
  if (session_ != nullptr) return session_->heed(event);
  if (event == Event::writer || event == Event::online) settle_nobody();
}

void App::tick() {
  if (session_ != nullptr) session_->tick();
}

}  // namespace gezhi::app
