// The core's Device over the stores of one account, and its exchange with the server. It lives as long as
// this tab does the work of that account.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/sync/device.h"
#include "web/app/account.h"
#include "web/app/account_store.h"
#include "web/app/lifeline.h"
#include "web/app/own_op.h"
#include "web/app/sync_state.h"

namespace gezhi::app {

inline constexpr const char* kSegmentFiles = "segment/";  // confirmed worlds, in Store::files

class Exchange {
 public:
  struct Hooks {
    std::function<void()> loaded;   // what this device held is here
    std::function<void()> changed;  // anything that can be read below is another
    // The server has answered, or it is clear that it will not; nullptr: nothing of use.
    std::function<void(const Changes*)> answered;
    std::function<void()> expired;  // the server does not know this session
  };

  Exchange(const Ports& ports, const Account& account, Hooks hooks);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Reads what this device holds.
  void load();
  bool loaded() const { return device_.loaded(); }

  // Only when loaded.
  const Replica& replica() const { return device_.replica(); }
  TimeMs now() const;  // as the server would say it
  std::vector<OwnOp> own_ops()
      const;  // newest first: everything unsent, and refusals not put aside
  void fill_in(SyncState& state) const;
  Bytes export_outbox() { return device_.export_outbox(); }

  // The photos that unsent operations name, but for this one.
  std::set<Digest> named_photos(OpId but = {}) const;
  std::set<Digest> photos_of(OpId op) const;

  // `contact`: sealed beside it.
  Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
              const Contact& contact);
  Sent submit(ShardId street, const Grant& grant, const ShardOp& op);
  void put_aside(OpId refused) { device_.put_aside(refused); }

  // Now rather than when it is time.
  void hurry();
  // The way to the server is another: a request on the way of before may never be answered.
  void way_changed();
  // Sends what is to be sent now. Else in how many milliseconds to be called again.
  std::optional<std::int64_t> tick();

 private:
  bool silent(std::int64_t ms) const;
  void send(ByteView request);
  void took(const HttpReply& reply);
  void watch_clock();
  void changed();
  void tell_saved();
  Sent made(const Device::Sent& sent);

  Ports ports_;
  ActorId actor_;
  Hooks hooks_;
  AccountStore strict_;
  AccountStore ordinary_;
  std::unique_ptr<Signer> signer_;
  Device device_;
  std::map<OpId, Outcome> judged_;  // what the rules said here, until the server has spoken
  std::set<OpId> to_tell_;          // made in this run and not yet said to be saved
  int request_ = 0;                 // under way, its number with the network
  std::int32_t call_ = 0;           // of the exchange under way
  TimeMs heard_at_;                 // when it began, or a byte of it came
  std::int64_t clock_ms_ = 0;  // the wall clock minus the one that cannot be set; 0: not looked at
  bool storage_failed_ = false;
  std::string problem_;
  Lifeline alive_;
};

// Identities and salts of operations made here.
std::array<std::uint8_t, 10> random_ten(DeviceClock& clock);
Uuid fresh_id(DeviceClock& clock);

}  // namespace gezhi::app
