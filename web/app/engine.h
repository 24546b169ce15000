// The engine room: a core Device over the browser's stores, and its exchange with the server. Screens use account.h, data.h, submit.h and sync_state.h, which read it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "web/app/submit.h"
#include "web/app/sync_state.h"
#include "web/platform/device.h"

namespace gezhi::app {

inline constexpr const char* kSegmentFiles = "segment/";  // confirmed worlds, in Store::files

class Engine {
 public:
  Engine();
  ~Engine();

  // Loads what this device holds, then exchanges by itself for as long as the page lives. Calling it
  // again does nothing.
  void start();

  // Another account, or nobody: what was confirmed is forgotten, on the device too; the outbox stays
  // there, sealed.
  void forget();

  std::vector<ShardId> streets() const;
  const World* world(ShardId street) const;
  std::uint64_t generation() const;
  TimeMs now() const;

  Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
              const Contact& contact);
  Sent submit(ShardId street, const Grant& grant, const ShardOp& op);
  std::vector<OwnOp> own_ops() const;
  void put_aside(OpId refused);

  const SyncState& state();
  void exchange_soon();
  void export_outbox();

  // Every frame, and after every answer: sends what is to be sent now, sets the timer for the next.
  void tick();

  // The network is back, another tab closed, the server poked.
  void heed(platform::Event event);

 private:
  Sent made(const Device::Sent& sent);
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

Engine& engine();

}  // namespace gezhi::app
