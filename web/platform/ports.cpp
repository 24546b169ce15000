#include "web/platform/ports.h"

#include "web/platform/device.h"
#include "web/platform/net.h"
#include "web/platform/signer.h"
#include "web/platform/store.h"

namespace gezhi::platform {
namespace {

class BrowserNetwork final : public app::Network {
 public:
  int http(const HttpRequest& request, HttpFn done) override {
    return platform::http(request, std::move(done));
  }
  void stop(int request) override { http_stop(request); }
  void open_pokes(std::string_view path) override { platform::open_pokes(path); }
  void close_pokes() override { platform::close_pokes(); }
};

class BrowserStorage final : public app::Storage {
 public:
  void use_key(ByteView key) override { store_key(key); }
  void put(Store store, std::string_view key, ByteView bytes, StoredFn done) override {
    store_put(store, key, bytes, std::move(done));
  }
  void get(Store store, std::string_view key, LoadedFn done) override {
    store_get(store, key, std::move(done));
  }
  void remove(Store store, std::string_view key, StoredFn done) override {
    store_remove(store, key, std::move(done));
  }
  void keys(Store store, std::string_view prefix, KeysFn done) override {
    store_keys(store, prefix, std::move(done));
  }
  void records(Store store, std::string_view prefix, RecordsFn done) override {
    store_records(store, prefix, std::move(done));
  }
  std::string setting(std::string_view key) const override { return platform::setting(key); }
  void set_setting(std::string_view key, std::string_view value) override {
    platform::set_setting(key, value);
  }
};

class BrowserClock final : public app::DeviceClock {
 public:
  TimeMs wall() const override { return TimeMs{wall_ms()}; }
  double monotonic_ms() const override { return platform::monotonic_ms(); }
  void random(std::span<std::uint8_t> out) override { random_bytes(out); }
  std::unique_ptr<Signer> signer(std::string name) override {
    return std::make_unique<BrowserSigner>(std::move(name));
  }
};

class BrowserLocation final : public app::Location {
 public:
  void locate(FixFn done) override { platform::locate(std::move(done)); }
  void watch(FixFn on_fix) override { watch_position(std::move(on_fix)); }
  void stop() override { stop_watching(); }
};

}  // namespace

app::Ports browser_ports(app::Page& page) {
  static BrowserNetwork network;    // of the device: what it reaches
  static BrowserStorage storage;    // of the device: what it keeps
  static BrowserClock clock;        // of the device: what it is
  static BrowserLocation location;  // of the device: where it is
  return {network, storage, clock, location, page, surroundings()};
}

}  // namespace gezhi::platform
