// The operation: what a person did, made on a device, never changed afterwards. Its bytes (CBOR of
// the struct below) are what the journal keeps, the chain hashes and the wire carries; nobody
// re-encodes them.
//
// Shapes: keys 1-13 and 15 below; `kind` + `payload` are kept apart so that an operation from a newer app
// can be stored and forwarded untouched. Limits: kOpBytesMax for all of it.
#pragma once

#include <variant>

#include "core/cases/act.h"
#include "core/cases/policy.h"
#include "core/grid/tree.h"
#include "core/journal/signature.h"

namespace gezhi {

inline constexpr std::uint64_t kOpBytesMax = 256 * 1024;
inline constexpr std::uint64_t kPayloadBytesMax = kOpBytesMax - 1024;

// Operations of the street itself, by the administrator. They have no subject.
struct SetPolicy {
  static constexpr OpKind kKind = OpKind::set_policy;
  Policy policy;

  template <class V>
  void fields(V& v) {
    v(1, "policy", policy);
  }
};

// Adds units, or new versions of known ones.
struct SetUnits {
  static constexpr OpKind kKind = OpKind::set_units;
  std::vector<Unit> units;

  template <class V>
  void fields(V& v) {
    v(1, "units", units, 2000);
  }
};

// Adds grid nodes, or new versions of known ones; parents first. Takes back those in `gone`, which the
// street was given by mistake; what lies below one must be among them.
struct SetGrids {
  static constexpr OpKind kKind = OpKind::set_grids;
  std::vector<GridNode> nodes;
  std::vector<GridId> gone = {};

  template <class V>
  void fields(V& v) {
    v(1, "nodes", nodes, 4000);
    v(2, "gone", gone, 4000);
  }
};

// The street notes by which key an account signs on a device; made by the server when the account comes
// with it, signed in. A later one of the same device takes its place: the earlier key is lost.
struct EnrollKey {
  static constexpr OpKind kKind = OpKind::enroll_key;
  ActorId actor;
  DeviceId device;
  PublicKey key;

  template <class V>
  void fields(V& v) {
    v(1, "actor", actor);
    v(2, "device", device);
    v(3, "key", key);
  }
};

// What destroys or disarms takes two persons and a day (core/cases/street_change.h). Exactly one of both.
struct ProposeChange {
  static constexpr OpKind kKind = OpKind::propose_change;
  std::optional<Policy> policy;
  std::vector<Unit> units;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "policy", policy);
    v(2, "units", units, 2000);
    v(3, "reason", reason, kTextMax);
  }
};

struct ConfirmChange {
  static constexpr OpKind kKind = OpKind::confirm_change;
  OpId proposal;

  template <class V>
  void fields(V& v) {
    v(1, "proposal", proposal);
  }
};

// Before it is in force: by who proposed it, or whoever could have confirmed it.
struct WithdrawChange {
  static constexpr OpKind kKind = OpKind::withdraw_change;
  OpId proposal;
  std::string reason;

  template <class V>
  void fields(V& v) {
    v(1, "proposal", proposal);
    v(2, "reason", reason, kTextMax);
  }
};

using ShardOp = std::variant<SetPolicy, SetUnits, SetGrids, EnrollKey, ProposeChange, ConfirmChange,
                             WithdrawChange>;

// A payload read back; none = a kind this build does not know.
struct Unknown {};
using Payload = std::variant<Unknown, CaseOp, ShardOp>;

struct Op {
  OpId id;  // UUIDv7: the idempotency key
  ShardId shard;
  TimeMs claimed_at;  // the device's clock
  DeviceId device;
  std::uint64_t device_seq = 0;      // from 1, no gaps within a device
  std::int64_t clock_offset_ms = 0;  // server minus device, when last measured
  ActorId actor;
  Grant grant;             // as what the actor means to act
  CaseId subject;          // nil for operations of the street
  std::uint32_t base = 0;  // the version of the subject that the actor saw
  std::uint32_t kind = 0;  // OpKind, also of kinds not known here
  Bytes payload;
  Digest sealed{};  // SHA-256 over the salted personal fields that travel apart; zero = none
  Bytes salt;       // 16 random bytes; they go when it is emptied (erasure.h)

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "shard", shard);
    v(3, "claimed_at", claimed_at);
    v(4, "device", device);
    v(5, "device_seq", device_seq);
    v(6, "clock_offset_ms", clock_offset_ms);
    v(7, "actor", actor);
    v(8, "grant", grant);
    v(9, "subject", subject);
    v(10, "base", base);
    v(11, "kind", kind);
    v(12, "payload", payload, kPayloadBytesMax);
    v(13, "sealed", sealed);
    v(15, "salt", salt, 16);
  }
};

// `bytes` must not be longer than kOpBytesMax. Errors: bad_cbor, bad_op (no id, no device, …).
Result<Op> read_op(ByteView bytes);

// The payload as the struct of its kind. A known kind whose bytes do not fit is Unknown as well:
// a newer app may have added what this build cannot read.
Payload read_payload(const Op& op);

void set_payload(Op& op, const CaseOp& payload);
void set_payload(Op& op, const ShardOp& payload);
template <class T>
void set_payload(Op& op, const T& payload) {
  op.kind = static_cast<std::uint32_t>(T::kKind);
  op.payload = encode(payload);
}

}  // namespace gezhi
