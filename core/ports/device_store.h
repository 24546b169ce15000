// Where a device keeps things: records under names, written whole and never changed in part. One
// interface, two kinds of store with different promises:
//
//   strict    what exists nowhere else (the outbox). `done` hears success only when the record was
//             read back from durable storage.
//   ordinary  what the server can give again (segments). The newest records may be lost in a crash;
//             an older one is never lost when a newer one is there.
//
// Threads: the owner's; `done` is called later or at once, never twice.
// Errors: `storage_failed`, `storage_full`, `storage_silent`, `storage_follower`.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gezhi {

struct DeviceRecord {
  std::string name;
  Bytes bytes;
};

class DeviceStore {
 public:
  using Stored = std::function<void(Result<Done>)>;
  using Loaded = std::function<void(Result<std::vector<DeviceRecord>>)>;

  virtual ~DeviceStore() = default;

  virtual void put(const std::string& name, Bytes bytes, Stored done) = 0;
  virtual void remove(const std::string& name, Stored done) = 0;
  virtual void load(Loaded done) = 0;  // everything, names ascending by byte
};

}  // namespace gezhi
