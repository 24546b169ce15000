// The core's device store over one of the browser's stores, below a prefix of its own.
#pragma once

#include "core/ports/device_store.h"
#include "web/platform/store.h"

namespace gezhi::app {

class BrowserStore final : public DeviceStore {
 public:
  BrowserStore(platform::Store store, std::string prefix)
      : store_(store), prefix_(std::move(prefix)) {}

  void put(const std::string& name, Bytes bytes, Stored done) override {
    platform::store_put(store_, prefix_ + name, bytes, std::move(done));
  }

  void remove(const std::string& name, Stored done) override {
    platform::store_remove(store_, prefix_ + name, std::move(done));
  }

  void load(Loaded done) override {
    const std::size_t skip = prefix_.size();
    platform::store_records(store_, prefix_, [skip, done = std::move(done)](auto records) {
      if (!records) return done(records.error());
      std::vector<DeviceRecord> list;
      for (auto& [name, bytes] : *records) {
        list.push_back({name.substr(skip), std::move(bytes)});
      }
      done(std::move(list));
    });
  }

 private:
  platform::Store store_;
  std::string prefix_;
};

}  // namespace gezhi::app
