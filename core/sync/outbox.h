// What this device has made and the server may not have. Words, for one operation:
//
//   writing   in memory only; the storage has not answered yet
//   saved     read back from strict storage: it survives the device's crash. Only then is it pushed,
//             unless storage itself has failed: then memory is all there is, and it goes at once
//   received  the server's receipt is here: it is in the journal, with an outcome
//
// Nothing leaves the outbox by time before it is received. What is received is kept for the backup
// horizon (kKeepMs): when the server was restored from a backup (its epoch changed) everything
// kept is offered again. What was refused is kept until its author has put it aside.
//
// Order: operations are pushed in the order in which they were made.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/sync/message.h"

namespace gezhi {

// As stored, one record an operation. Keys are append only: old records stay readable.
struct OutboxRecord {
  std::uint64_t order = 0;
  Bytes op;
  Bytes sealed;
  std::string epoch;  // in which it was received; empty = not received
  Receipt receipt;
  bool put_aside = false;
  std::uint64_t was = 0;    // its entry by the receipt that a restore made void
  bool unmeasured = false;  // made before this device had ever compared its clock with the server's
  Signature signature;
  Digest signed_by{};  // SHA-256 of the public key

  bool received() const { return !epoch.empty(); }

  template <class V>
  void fields(V& v) {
    v(1, "order", order);
    v(2, "op", op, kOpBytesMax);
    v(3, "sealed", sealed, kSealedBytesMax);
    v(4, "epoch", epoch, kEpochMax);
    v(5, "receipt", receipt);
    v(6, "put_aside", put_aside);
    v(7, "unmeasured", unmeasured);
    v(8, "was", was);
    v(9, "signature", signature);
    v(10, "signed_by", signed_by);
  }
};

// The last operation of an account in a street that a key signed and that is here no more: the next one
// names it (core/journal/signature.h).
struct ChainEnd {
  ActorId actor;
  ShardId shard;
  Digest signed_by{};
  Digest op{};
  std::uint64_t order = 0;

  template <class V>
  void fields(V& v) {
    v(1, "actor", actor);
    v(2, "shard", shard);
    v(3, "signed_by", signed_by);
    v(4, "op", op);
    v(5, "order", order);
  }
};

// The device itself, stored beside the operations: its name and how far it has counted.
struct OutboxHead {
  DeviceId device;
  std::uint64_t next_seq = 0;  // device_seq of operations that have been dropped lie below
  std::uint64_t next_order = 0;
  std::int64_t clock_offset_ms = 0;  // server minus device, when last measured
  bool clock_known = false;          // it was measured at all
  std::vector<ChainEnd> chains;

  template <class V>
  void fields(V& v) {
    v(1, "device", device);
    v(2, "next_seq", next_seq);
    v(3, "next_order", next_order);
    v(4, "clock_offset_ms", clock_offset_ms);
    v(5, "clock_known", clock_known);
    v(6, "chains", chains, 10000);
  }
};

struct OutboxItem {
  OutboxRecord record;
  Op op;
  std::uint64_t writes = 0;     // begun; only the last one says anything about this state
  bool stored = false;          // this state of it is in storage
  bool storage_failed = false;  // storage said no: it lives in memory only
  PushProblem problem =
      PushProblem::none;   // the server did not take it in; asked again after a restart
  bool dated_old = false;  // made in this run before the clock was measured

  // It is dated anew, and only then pushed, when the clock has been measured (date_again).
  bool waits_for_clock() const { return dated_old || record.unmeasured; }
};

class Outbox {
 public:
  static constexpr std::int64_t kKeepMs = 30 * kDayMs;
  static constexpr const char* kHeadName = "device";

  // `fresh` names the device when storage holds neither a head nor anything that it made.
  explicit Outbox(DeviceId fresh) { head_.device = fresh; }

  // What storage held. Records that cannot be read are left alone and counted.
  void restore(const std::string& name, ByteView bytes);
  std::uint32_t unreadable() const { return unreadable_; }

  // Makes it an operation of this device (device, device_seq) in state writing.
  const OutboxItem& add(Op op, Bytes sealed, bool clock_measured = true);

  // Its present state goes to storage: the number of this write, to be given back with the answer. The
  // answer to an earlier write says nothing about what the item is now.
  std::uint64_t begin_write(OpId id);
  void end_write(OpId id, std::uint64_t write, bool ok);
  // They answer whether the item changed and has to be stored again.
  bool take_receipt(const Receipt& receipt, const std::string& epoch);
  bool put_aside(OpId id);
  bool take_problem(OpId id, PushProblem what);

  // Everything received in another epoch becomes unreceived: the ids that changed.
  std::vector<OpId> offer_again(const std::string& epoch);

  void set_clock_offset(std::int64_t ms) {
    head_.clock_offset_ms = ms;
    head_.clock_known = true;
  }
  // The clock is measured: what was made before that gets its offset, and may be pushed from now on.
  // The ids that changed.
  std::vector<OpId> date_again();

  // Drops what was received longer than kKeepMs before the newest receipt (and, if refused, put aside):
  // by the server's time, because a device's clock that is a year ahead must not take from a server
  // what it may have to get back.
  std::vector<OpId> drop_old();

  // The key that signs from now on; what another signed and nobody received is to be signed anew.
  // Without a key nothing is signed, and nothing waits for it.
  void use_key(const PublicKey& key);
  const PublicKey& key() const { return key_; }

  // What is to be signed next, in the order of making; and the result, if the operation is still the
  // same (it is stored anew then).
  struct ToSign {
    OpId id;
    Digest op{};
    Digest prev{};
  };
  std::optional<ToSign> next_to_sign(ActorId actor) const;
  bool set_signature(const ToSign& signed_one, Bytes signature);

  // It leaves in a file: what is in the file is not dated anew any more. The ids that changed.
  std::vector<OpId> freeze();

  // The next push of this actor; within the limits of a request. What is for the streets `last` fills
  // what room the others leave.
  std::vector<OpId> next_push(ActorId actor, const std::set<ShardId>& last = {}) const;
  PushItem push_item(OpId id) const;

  const OutboxItem* find(OpId id) const;
  std::vector<const OutboxItem*> in_order() const;
  const OutboxHead& head() const { return head_; }

  std::uint32_t unsent_count() const;
  TimeMs oldest_unsent() const;  // none = nothing is unsent

  static std::string name_of(OpId id);

 private:
  using Place = std::pair<std::uint64_t, OpId>;  // in the order of making

  OutboxItem* edit(OpId id);
  bool is_signed(const OutboxItem& item) const;
  bool has_place(const OutboxItem& item) const;
  const ChainEnd* chain_of(const OutboxItem& item) const;
  std::optional<Digest> last_before(const Place& place, const OutboxItem& item) const;
  void unsign_loose();
  void note_chain(const OutboxItem& item);
  const OutboxItem& keep(OutboxItem item);
  void count_seq(const Op& op);

  OutboxHead head_;
  PublicKey key_;
  Digest key_digest_{};
  std::map<Place, OutboxItem> items_;
  std::map<OpId, Place> places_;
  std::set<Place> unreceived_;
  std::uint32_t unreadable_ = 0;
  bool head_read_ = false;
  std::uint64_t newest_order_ = 0;  // of what was read without a head
};

// A file of unsent operations.
struct OutboxFile {
  std::uint32_t version = 0;
  std::vector<PushItem> items;

  static constexpr std::uint32_t kVersion = 1;

  template <class V>
  void fields(V& v) {
    v(1, "version", version);
    v(2, "items", items, 100000);
  }
};

}  // namespace gezhi
