// A phone without a browser: the whole model (web/app) over ports in memory, talking to a server that is the
// real Host. Every answer of storage, network and position waits until a test delivers it, so that it can
// come late, in another order, or never.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/prng.h"
#include "tests/support/host_bed.h"
#include "web/app/app.h"

namespace gezhi::test {

// The server of the app: sign-in, exchange, photos; everything else is not found.
class TestServer {
 public:
  struct Reply {
    int status = 404;
    Bytes body;
  };
  // `who`: the name that is signed in by the cookie; a sign-in changes it.
  Reply answer(const app::HttpRequest& request, std::string& who);
  void pass(std::int64_t ms) { now = now + ms; }

  HostBed bed;
  Street people;  // who there is, by name; the password is the name
  TimeMs now{1795312800000};
  std::map<std::string, Bytes> photos;  // by their address, as far as they have come
  bool forgets_sessions = false;        // 401 to everything but a sign-in
  int gateway = 0;                      // the status that something on the way answers all with
  Bytes pack;                           // the map of the district; empty: none
  int photo_status = 0;                 // of what is put, instead of taking it; 0: it is taken

 private:
  Reply sign_in(const app::HttpRequest& request, std::string& who);
  Reply take_photo(const app::HttpRequest& request);
  Reply give_pack(const std::string& part) const;
};

class TestDevice final : app::Network, app::Storage, app::DeviceClock, app::Location, app::Page {
 public:
  explicit TestDevice(TestServer& server, std::uint64_t seed = 1);
  ~TestDevice() override;

  // The page is opened, with what the device's storage holds.
  void start();
  // The browser is killed: nothing is written any more, nothing answered.
  void kill();
  // A frame, and what follows it.
  void frame(const std::function<void()>& draw = [] {});
  // Delivers answers, and does what a frame begins with when one was asked for, until there is nothing.
  void settle();
  // Delivers the first that begins so; false: there is none.
  bool deliver(const std::string& of);
  // The platform says so.
  void say(app::Event event, bool on);
  void pass(std::int64_t ms);

  app::App& app() { return *app_; }
  app::Texts& texts() { return texts_; }
  app::Session* session() { return app_->session(); }
  // All the way: with its answers. What came of it: "" or the error's code.
  std::string sign_in(const std::string& name, const std::string& password);
  std::string sign_in(const std::string& name) { return sign_in(name, name); }

  // --- what is asked and not answered yet ---
  struct Question {
    std::string of;  // "put drafts 4/visit/…", "POST /api/sync", "locate"
    std::function<void()> answer;
  };
  std::deque<Question> questions;

  // --- the device ---
  struct Record {
    Bytes key;  // under which it is sealed; empty: it is not
    Bytes bytes;
  };
  std::map<std::pair<app::Store, std::string>, Record> kept;
  std::map<std::string, std::string, std::less<>> settings;
  std::string storage_fails;  // the code of every put
  Result<app::PositionFix> position = Error{"position_denied", "no"};

  // --- what the model said ---
  std::vector<app::Saying> said;
  std::vector<app::NewsSubject> news;
  std::size_t to_look_at = 0;
  std::string route = "/";
  std::vector<std::string> errors;
  Bytes downloaded;
  int sessions_ended = 0;

  // Whether anything that this device keeps or holds back in a question holds these bytes unsealed.
  bool holds(std::string_view words) const;

 private:
  int http(const app::HttpRequest& request, app::HttpFn done) override;
  void stop(int request) override;
  void open_pokes(std::string_view) override { pokes = true; }
  void close_pokes() override { pokes = false; }

  void use_key(ByteView key) override { key_.assign(key.begin(), key.end()); }
  void put(app::Store store, std::string_view key, ByteView bytes, app::StoredFn done) override;
  void get(app::Store store, std::string_view key, app::LoadedFn done) override;
  void remove(app::Store store, std::string_view key, app::StoredFn done) override;
  void keys(app::Store store, std::string_view prefix, app::KeysFn done) override;
  void records(app::Store store, std::string_view prefix, app::RecordsFn done) override;
  std::string setting(std::string_view key) const override;
  void set_setting(std::string_view key, std::string_view value) override;

  TimeMs wall() const override { return server_.now; }
  double monotonic_ms() const override { return monotonic_; }
  void random(std::span<std::uint8_t> out) override;
  std::unique_ptr<Signer> signer(std::string name) override;

  void locate(app::FixFn done) override;
  void watch(app::FixFn on_fix) override { watch_ = std::move(on_fix); }
  void stop() override { watch_ = nullptr; }

  void wake() override { woken_ = true; }
  void wake_in(int) override {}
  void replace(std::string_view to) override { route = to; }
  void say(app::Saying what) override { said.push_back(what); }
  void tell(const std::vector<app::News>& fresh, std::size_t all) override;
  void ask_to_notify() override {}
  void download(std::string_view, std::string_view, ByteView bytes) override {
    downloaded.assign(bytes.begin(), bytes.end());
  }
  void log_error(std::string_view message) override { errors.emplace_back(message); }
  void session_ended() override { ++sessions_ended; }

  void ask(std::string of, std::function<void()> answer);
  bool opens(const Record& record) const { return record.key.empty() || record.key == key_; }

  TestServer& server_;
  Prng prng_;
  app::Surroundings around_;
  app::Texts texts_;
  std::string who_;  // the cookie
  Bytes key_;
  double monotonic_ = 1000;
  int requests_ = 0;
  bool woken_ = false;
  bool pokes = false;
  app::FixFn watch_;
  std::unique_ptr<app::App> app_;
};

}  // namespace gezhi::test
