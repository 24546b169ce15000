// One person's device: outbox, replica and session put together over the device's storage. The app
// and the simulation run the same object; only the stores, the clock and the network differ.
//
// Its owner: load() once; then, whenever wake_at() comes or wake() was called, next_request() → send
// → receive() or failed(). Everything else follows. `now` is always the device's own clock.
//
// What is stored: an operation before it is pushed; its receipt when it is there; each answer's
// pages with their cursor as one segment. A segment that could not be stored is fetched again.
// Threads: one. Store callbacks that come after the end of the object do nothing.
#pragma once

#include <functional>
#include <memory>
#include <set>

#include "core/ports/device_store.h"
#include "core/ports/signer.h"
#include "core/sync/session.h"

namespace gezhi {

// How far an operation of this device has come (outbox.h for the words).
enum class Progress : std::uint8_t { unknown, writing, saved, received, settled };

class Device {
 public:
  using Random = std::function<std::array<std::uint8_t, 10>()>;

  struct Setup {
    DeviceStore* strict = nullptr;    // outbox; must outlive the device
    DeviceStore* ordinary = nullptr;  // segments
    ActorId actor;
    Signer* signer = nullptr;  // of this account; none: nothing is signed
    Random random;             // for identities and salts: the platform's best
    std::uint64_t seed = 0;    // spreads the retries
  };

  struct Sent {
    Outcome outcome;  // by the rules as known here; refused: nothing was made
    OpId op;
  };

  struct Contact {
    std::string name;
    std::string phone;
  };

  explicit Device(Setup setup);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // Reads the stores. Errors: the stores'; the device then works in memory.
  void load(TimeMs now, const std::function<void(Result<Done>)>& done);
  bool loaded() const { return loaded_; }

  template <class T>
  Sent submit(ShardId street, CaseId subject, const Grant& grant, const T& payload, TimeMs now,
              const Contact* contact = nullptr) {
    Op op = draft(street, subject, grant, now);
    set_payload(op, payload);
    return submit(std::move(op), contact);
  }

  Sent submit(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op, TimeMs now,
              const Contact* contact = nullptr);

  // An operation that is sent although the rules as known here refuse it: the server decides.
  OpId submit_anyway(ShardId street, CaseId subject, const Grant& grant, const CaseOp& op,
                     TimeMs now);

  std::optional<Bytes> next_request(TimeMs now);
  Result<Changes> receive(ByteView bytes, TimeMs now);
  void failed(TimeMs now) { session_->failed(now); }
  void wake(TimeMs now) { session_->wake(now); }
  TimeMs wake_at(TimeMs now) const { return session_->wake_at(now); }
  void clock_moved(std::int64_t by_ms) { session_->clock_moved(by_ms); }

  Progress progress(OpId id) const;
  void put_aside(OpId refused);

  // The server's time, as well as it is known here.
  TimeMs server_now(TimeMs now) const { return now + session_->clock_offset_ms(); }

  const Outbox& outbox() const { return *outbox_; }
  const Replica& replica() const { return *replica_; }
  const SyncSession& session() const { return *session_; }
  // Some operation lives in memory only, because storage said no.
  bool storage_failed() const;
  // Writes that storage has not answered yet.
  std::uint32_t writes_under_way() const { return writes_; }

  // Everything unsent, for a file that another device or the command line carries in.
  Bytes export_outbox();

  // Called after anything visible changed, storage answers included.
  void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

 private:
  Op draft(ShardId street, CaseId subject, const Grant& grant, TimeMs now);
  Sent submit(Op op, const Contact* contact);
  OpId keep(Op op, Bytes sealed);
  void load_key(const std::function<void()>& then);
  void sign_next();
  void store_item(OpId id);
  void store_head(std::function<void()> then);
  void store_segment(const Segment& segment);
  void take_outbox(const std::vector<DeviceRecord>& records);
  void take_segments(const std::vector<DeviceRecord>& records, TimeMs now);
  void remove_segments(std::uint64_t before);
  void changed() {
    if (listener_) listener_();
  }
  DeviceStore::Stored guarded(std::function<void(Result<Done>)> then);

  Setup setup_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<Replica> replica_;
  std::unique_ptr<SyncSession> session_;
  std::set<std::uint64_t> segments_;  // numbers in the store
  std::uint64_t next_segment_ = 1;
  std::uint32_t writes_ = 0;
  bool loaded_ = false;
  bool signing_ = false;
  std::function<void()> listener_;
  std::shared_ptr<bool> alive_;
};

}  // namespace gezhi
