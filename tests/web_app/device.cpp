#include "tests/web_app/device.h"

#include <algorithm>

#include "core/base/hex.h"
#include "core/base/json.h"
#include "core/district/pack_parts.h"
#include "tests/support/fake_signatures.h"

namespace gezhi::test {
namespace {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

const char* name_of_store(app::Store store) {
  switch (store) {
    case app::Store::outbox: return "outbox";
    case app::Store::blobs: return "blobs";
    case app::Store::drafts: return "drafts";
    case app::Store::files: return "files";
  }
  return "";
}

std::string text_at(const Json& json, const char* name) {
  const Json* found = json.find(name);
  return found != nullptr && found->string() != nullptr ? *found->string() : std::string();
}

// The key of an account's device is the account's: 64 digits.
app::Account account_of(const std::string& name, const Person& person) {
  Bytes key(32, 7);
  key[0] = static_cast<std::uint8_t>(person.actor.value);
  return {person.actor, name, {person.grant}, false, to_hex(key)};
}

}  // namespace

// --- the server -----------------------------------------------------------------------------------------

TestServer::Reply TestServer::sign_in(const app::HttpRequest& request, std::string& who) {
  const auto json = parse_json(text_of(request.body));
  if (!json) return {400, {}};
  const std::string name = text_at(*json, "name");
  if (text_at(*json, "password") != name) return {401, {}};
  who = name;
  forgets_sessions = false;
  return {200, bytes_of(to_text(to_json(account_of(name, people.person(name)))))};
}

// "bytes 0-9/20"
TestServer::Reply TestServer::take_photo(const app::HttpRequest& request) {
  if (photo_status != 0) return {photo_status, {}};
  const std::size_t from = static_cast<std::size_t>(std::stoull(request.range.substr(6)));
  const std::size_t total =
      static_cast<std::size_t>(std::stoull(request.range.substr(request.range.find('/') + 1)));
  Bytes& have = photos[request.path];
  if (from != have.size()) return {409, bytes_of("{\"have\":" + std::to_string(have.size()) + "}")};
  have.insert(have.end(), request.body.begin(), request.body.end());
  const bool complete = have.size() == total;
  return {200, bytes_of("{\"have\":" + std::to_string(have.size()) +
                        ",\"complete\":" + (complete ? "true" : "false") + "}")};
}

TestServer::Reply TestServer::give_pack(const std::string& part) const {
  const auto parts = read_pack_head(pack);
  if (!parts) return {404, {}};
  if (part.empty()) {
    const ByteView head = head_of(pack);
    return {200, {head.begin(), head.end()}};
  }
  for (const PackPart& one : *parts) {
    if (to_hex(one.digest) != part) continue;
    const auto bytes = part_in(pack, one);
    return {200, bytes ? Bytes(bytes->begin(), bytes->end()) : Bytes{1, 2, 3}};
  }
  return {404, {}};
}

TestServer::Reply TestServer::answer(const app::HttpRequest& request, std::string& who) {
  if (gateway != 0) return {gateway, bytes_of("<html>please sign in</html>")};
  if (request.path == "/api/login") return sign_in(request, who);
  if (request.path == "/api/pack") return give_pack({});
  if (request.path.starts_with("/api/pack/")) return give_pack(request.path.substr(10));
  if (request.path == "/api/logout") {
    who.clear();
    return {200, {}};
  }
  if (who.empty() || forgets_sessions) return {401, bytes_of("{\"code\":\"not_signed_in\"}")};
  if (request.path == "/api/sync") {
    const auto reply = bed.exchange(request.body, principal_of(people.person(who)), now);
    return reply ? Reply{200, *reply} : Reply{400, bytes_of(reply.error().message)};
  }
  if (request.method == "PUT" && request.path.starts_with("/api/blob/")) return take_photo(request);
  return {404, {}};
}

// --- the device -----------------------------------------------------------------------------------------

TestDevice::TestDevice(TestServer& server, std::uint64_t seed) : server_(server), prng_(seed) {
  around_.writer = true;
  start();
}

TestDevice::~TestDevice() { kill(); }

void TestDevice::start() {
  app_ = std::make_unique<app::App>(app::Ports{*this, *this, *this, *this, *this, around_}, texts_);
  app_->start();
  settle();
}

void TestDevice::kill() {
  const bool writes = around_.writer;
  around_.writer = false;
  app_.reset();
  around_.writer = writes;
  questions.clear();
  key_.clear();
}

void TestDevice::frame(const std::function<void()>& draw) {
  app_->tick();
  draw();
  app_->frame_ended();
}

void TestDevice::settle() {
  while (!questions.empty() || woken_) {
    if (questions.empty()) {
      woken_ = false;
      app_->tick();
      continue;
    }
    const auto answer = std::move(questions.front().answer);
    questions.pop_front();
    answer();
  }
}

bool TestDevice::deliver(const std::string& of) {
  const auto at = std::find_if(questions.begin(), questions.end(),
                               [&](const Question& one) { return one.of.starts_with(of); });
  if (at == questions.end()) return false;
  const auto answer = std::move(at->answer);
  questions.erase(at);
  answer();
  return true;
}

void TestDevice::say(app::Event event, bool on) {
  if (event == app::Event::online) around_.online = on;
  if (event == app::Event::visible) around_.visible = on;
  if (event == app::Event::writer) {
    around_.writer = on;
    around_.follower = !on;
  }
  app_->heed(event);
}

void TestDevice::pass(std::int64_t ms) {
  server_.pass(ms);
  monotonic_ += static_cast<double>(ms);
}

std::string TestDevice::sign_in(const std::string& name, const std::string& password) {
  std::string refused = "no answer";
  app_->sign_in(name, password, [&refused](const Result<Done>& done) {
    refused = done ? std::string() : done.error().code;
  });
  settle();
  return refused;
}

bool TestDevice::holds(std::string_view words) const {
  const auto in = [&](const Bytes& bytes) {
    return text_of(bytes).find(words) != std::string::npos;
  };
  for (const auto& [name, record] : kept) {
    if (record.key.empty() && in(record.bytes)) return true;
  }
  return std::any_of(settings.begin(), settings.end(),
                     [&](const auto& one) { return one.second.find(words) != std::string::npos; });
}

void TestDevice::ask(std::string of, std::function<void()> answer) {
  questions.push_back({std::move(of), std::move(answer)});
}

// --- network --------------------------------------------------------------------------------------------

int TestDevice::http(const app::HttpRequest& request, app::HttpFn done) {
  // Its body is lent for the call only.
  const auto body = std::make_shared<Bytes>(request.body.begin(), request.body.end());
  app::HttpRequest sent = request;
  const std::string of = request.method + " " + request.path;
  ask(of, [this, sent, body, done = std::move(done)]() mutable {
    if (!around_.online) return done({app::HttpReply::kNoNetwork, {}});
    sent.body = *body;
    const TestServer::Reply reply = server_.answer(sent, who_);
    done({reply.status, reply.body});
  });
  return ++requests_;
}

void TestDevice::stop(int) {}

// --- storage --------------------------------------------------------------------------------------------

void TestDevice::put(app::Store store, std::string_view key, ByteView bytes, app::StoredFn done) {
  const bool sealed = store != app::Store::files;
  Record record{sealed ? key_ : Bytes(), {bytes.begin(), bytes.end()}};
  const std::string name(key);
  ask(std::string("put ") + name_of_store(store) + " " + name,
      [this, store, name, record = std::move(record), done = std::move(done)] {
        if (!storage_fails.empty()) return done(Error{storage_fails, "injected"});
        kept[{store, name}] = record;
        done(Done{});
      });
}

void TestDevice::get(app::Store store, std::string_view key, app::LoadedFn done) {
  const std::string name(key);
  ask(std::string("get ") + name_of_store(store) + " " + name,
      [this, store, name, done = std::move(done)] {
        const auto at = kept.find({store, name});
        if (at == kept.end() || !opens(at->second)) return done(std::optional<Bytes>());
        done(std::optional<Bytes>(at->second.bytes));
      });
}

void TestDevice::remove(app::Store store, std::string_view key, app::StoredFn done) {
  const std::string name(key);
  ask(std::string("remove ") + name_of_store(store) + " " + name,
      [this, store, name, done = std::move(done)] {
        kept.erase({store, name});
        done(Done{});
      });
}

void TestDevice::keys(app::Store store, std::string_view prefix, app::KeysFn done) {
  records(store, prefix, [done = std::move(done)](const auto& found) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : *found) names.push_back(name);
    done(std::move(names));
  });
}

void TestDevice::records(app::Store store, std::string_view prefix, app::RecordsFn done) {
  const std::string begin(prefix);
  ask(std::string("records ") + name_of_store(store) + " " + begin,
      [this, store, begin, done = std::move(done)] {
        std::vector<std::pair<std::string, Bytes>> found;
        for (const auto& [name, record] : kept) {
          if (name.first == store && name.second.starts_with(begin) && opens(record))
            found.emplace_back(name.second, record.bytes);
        }
        done(std::move(found));
      });
}

std::string TestDevice::setting(std::string_view key) const {
  const auto at = settings.find(key);
  return at != settings.end() ? at->second : std::string();
}

void TestDevice::set_setting(std::string_view key, std::string_view value) {
  settings[std::string(key)] = value;
}

// --- the rest -------------------------------------------------------------------------------------------

void TestDevice::random(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(prng_.next());
}

std::unique_ptr<Signer> TestDevice::signer(std::string name) {
  std::uint64_t number = 0;
  for (const char c : name) number = number * 31 + static_cast<std::uint8_t>(c);
  return std::make_unique<FakeSigner>(number);
}

void TestDevice::locate(app::FixFn done) {
  ask("locate", [this, done = std::move(done)] { done(position); });
}

void TestDevice::tell(const std::vector<app::News>& fresh, std::size_t all) {
  for (const app::News& one : fresh) news.push_back(one.subject);
  to_look_at = all;
}

}  // namespace gezhi::test
