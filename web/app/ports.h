// What the model asks of the device that it runs on: five small ports. In the app they are the browser's
// (web/platform), in tests fakes (tests/web_app). The model calls nothing else.
//
// Threads: one. An answer comes later or at once, exactly once unless it says otherwise, and outside any
// frame. Whoever asks for one account guards what it does with the answer (Session::here()).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/ports/signer.h"

namespace gezhi::app {

// What the device is and how it stands. The platform keeps it up to date.
struct Surroundings {
  bool online = true;     // the device has a network; whether the server answers is another matter
  bool writer = false;    // this tab may write files
  bool follower = false;  // another tab does; neither, until the browser has said
  bool visible = true;
  bool pokes = false;              // the WebSocket is open
  bool dark = false;               // the device prefers dark
  bool contrast = false;           // the device prefers more contrast
  bool update_ready = false;       // a newer version of the app waits
  std::string language = "zh-CN";  // the device's, BCP 47
  std::string route;               // what follows # in the address: "/report?place=..."
};

// Numbers are shared with web/platform/js (gz.event).
enum class Event : int {
  online = 1,
  writer = 2,
  visible = 3,
  pokes = 4,
  poke = 5,
  storage_lost = 6,
  route = 7,
  dark = 8,
  contrast = 9,
  update_ready = 10,
  language = 11,
  back = 12,  // of the system, while a dialog is open
};

// --- network ----------------------------------------------------------------------------------------

// status: HTTP; or what kept an answer from coming.
struct HttpReply {
  static constexpr int kNoNetwork = -1;
  static constexpr int kTimeout = -2;
  static constexpr int kStopped = -3;

  int status = 0;
  ByteView body;  // lent for the duration of the call

  bool ok() const { return status >= 200 && status < 300; }
  std::string_view text() const { return text_of(body); }
};

struct HttpRequest {
  std::string method = "GET";
  std::string path;  // "/api/..."
  std::string content_type;
  ByteView body;      // copied before http() returns
  std::string range;  // of what the body is a piece: Content-Range
  int timeout_ms = 30000;
  std::function<void(std::int64_t done_bytes, std::int64_t total_bytes)> progress;
};

using HttpFn = std::function<void(const HttpReply&)>;

// The server of this page's own origin. Cookies go along by themselves; nothing is retried here.
class Network {
 public:
  virtual ~Network() = default;

  virtual int http(const HttpRequest& request, HttpFn done) = 0;
  virtual void stop(int request) = 0;

  // A WebSocket that only pokes: Event::poke for a message, Event::pokes for its state. Connects again by
  // itself.
  virtual void open_pokes(std::string_view path) = 0;
  virtual void close_pokes() = 0;
};

// --- storage ----------------------------------------------------------------------------------------

// Strict ones (outbox, blobs, drafts) hold what exists nowhere else: `done` hears ok when the record was
// read back from the disk. They are sealed under use_key(): what was kept under another key, or none, is
// not found. `files` hold what the server can give again; a file is never changed, a new one takes a new
// name, and only the tab that is the writer puts any.
enum class Store : std::uint8_t { outbox, blobs, drafts, files };

using StoredFn = std::function<void(Result<Done>)>;
using LoadedFn = std::function<void(Result<std::optional<Bytes>>)>;
using KeysFn = std::function<void(Result<std::vector<std::string>>)>;
using RecordsFn = std::function<void(Result<std::vector<std::pair<std::string, Bytes>>>)>;

// Errors: storage_failed, storage_full, storage_silent (no answer within 10 s), storage_follower. Whoever
// gets one keeps the data in memory and says so.
class Storage {
 public:
  virtual ~Storage() = default;

  // The key of the account that is signed in, 32 bytes; empty: nobody. What is under way goes on under
  // the key with which it began.
  virtual void use_key(ByteView key) = 0;

  virtual void put(Store store, std::string_view key, ByteView bytes, StoredFn done) = 0;
  virtual void get(Store store, std::string_view key, LoadedFn done) = 0;
  virtual void remove(Store store, std::string_view key, StoredFn done) = 0;
  // Keys that begin with `prefix`, in byte order.
  virtual void keys(Store store, std::string_view prefix, KeysFn done) = 0;
  virtual void records(Store store, std::string_view prefix, RecordsFn done) = 0;

  // Of this device: small, not precious, there at once.
  virtual std::string setting(std::string_view key) const = 0;  // "": none
  virtual void set_setting(std::string_view key, std::string_view value) = 0;
};

// --- clock and identities ---------------------------------------------------------------------------

class DeviceClock {
 public:
  virtual ~DeviceClock() = default;

  virtual TimeMs wall() const = 0;          // UTC, as somebody set it
  virtual double monotonic_ms() const = 0;  // nobody sets it
  virtual void random(std::span<std::uint8_t> out) = 0;
  // The key of one account on this device (core/ports/signer.h), kept under this name.
  virtual std::unique_ptr<Signer> signer(std::string name) = 0;
};

// --- position ---------------------------------------------------------------------------------------

struct PositionFix {
  std::int32_t lat_e7 = 0;
  std::int32_t lon_e7 = 0;
  std::int32_t accuracy_mm = 0;
  std::int64_t at_ms = 0;
};
// Errors: position_denied, position_unavailable, position_timeout.
using FixFn = std::function<void(Result<PositionFix>)>;

class Location {
 public:
  virtual ~Location() = default;

  virtual void locate(FixFn done) = 0;   // a fresh fix, none that is remembered
  virtual void watch(FixFn on_fix) = 0;  // again and again, until stop()
  virtual void stop() = 0;
};

// --- the page ---------------------------------------------------------------------------------------

struct News;

// What the model has to say when no frame may ever be drawn; the words are the page's.
enum class Saying : std::uint8_t { saved, storage_failed, draft_not_kept };

class Page {
 public:
  virtual ~Page() = default;

  virtual void wake() = 0;           // draws soon
  virtual void wake_in(int ms) = 0;  // after so long at the latest; the earliest of several wins
  virtual void replace(std::string_view route) = 0;  // in place
  virtual void say(Saying what) = 0;
  // `all`: how much waits to be looked at; `fresh`: what has come just now.
  virtual void tell(const std::vector<News>& fresh, std::size_t all) = 0;
  virtual void ask_to_notify() = 0;  // in the frame of a press
  virtual void download(std::string_view name, std::string_view mime, ByteView bytes) = 0;
  virtual void log_error(std::string_view message) = 0;
  // The account of this page is another from now on: other tabs begin anew, what was kept of the one
  // before goes.
  virtual void session_ended() = 0;
};

struct Ports {
  Network& network;
  Storage& storage;
  DeviceClock& clock;
  Location& location;
  Page& page;
  const Surroundings& around;
};

}  // namespace gezhi::app
