// The core's device store over one of the device's stores, below the prefix of one account.
#pragma once

#include <memory>
#include <set>

#include "core/ports/device_store.h"
#include "web/app/ports.h"

namespace gezhi::app {

class AccountStore final : public DeviceStore {
 public:
  // `adopts`: which records without the prefix are taken in too (those of before it was introduced).
  using Adopts = std::function<bool(const std::string& name, ByteView bytes)>;

  AccountStore(Storage& storage, Store store, std::string prefix, Adopts adopts = nullptr)
      : storage_(storage), store_(store), prefix_(std::move(prefix)), adopts_(std::move(adopts)) {}

  void put(const std::string& name, Bytes bytes, Stored done) override {
    if (adopted_->count(name) > 0) done = instead_of(name, std::move(done));
    storage_.put(store_, prefix_ + name, bytes, std::move(done));
  }

  void remove(const std::string& name, Stored done) override {
    if (adopted_->erase(name) > 0) storage_.remove(store_, name, [](const Result<Done>&) {});
    storage_.remove(store_, prefix_ + name, std::move(done));
  }

  void load(Loaded done) override {
    const std::string listed = adopts_ ? std::string() : prefix_;
    storage_.records(store_, listed,
                     [prefix = prefix_, adopts = adopts_, adopted = adopted_,
                      done = std::move(done)](auto records) {
                       if (!records) return done(records.error());
                       std::vector<DeviceRecord> list;
                       for (auto& [name, bytes] : *records) {
                         const bool own = name.starts_with(prefix);
                         const bool taken_in = !own && name.find('/') == std::string::npos &&
                                               adopts && adopts(name, bytes);
                         if (taken_in) adopted->insert(name);
                         if (own || taken_in)
                           list.push_back({name.substr(own ? prefix.size() : 0), std::move(bytes)});
                       }
                       done(std::move(list));
                     });
  }

 private:
  // A record that was taken in goes once it lies below the prefix.
  Stored instead_of(const std::string& name, Stored done) const {
    return [&storage = storage_, store = store_, name, adopted = adopted_,
            done = std::move(done)](Result<Done> stored) {
      if (stored && adopted->erase(name) > 0)
        storage.remove(store, name, [](const Result<Done>&) {});
      done(std::move(stored));
    };
  }

  Storage& storage_;  // of the device: outlives every account
  Store store_;
  std::string prefix_;
  Adopts adopts_;
  std::shared_ptr<std::set<std::string>> adopted_ = std::make_shared<std::set<std::string>>();
};

}  // namespace gezhi::app
