// What a device and the server say to each other: one request, one response, both CBOR. A request
// pushes first and then pulls, so an answer already holds what the push made. PROTOCOL.md shows a
// whole exchange byte by byte.
//
// Errors: `bad_cbor`, `bad_request`. Everything is bounded; a reader never allocates more than a
// small multiple of its input.
#pragma once

#include "core/journal/ledger.h"

namespace gezhi {

inline constexpr std::uint32_t kProtocol = 1;
inline constexpr std::uint32_t kProtocolMin = 1;  // older ones may push, and are told to update

inline constexpr std::uint64_t kPushOpsMax = 500;
inline constexpr std::uint64_t kPushBytesMax = 1024 * 1024;  // of operations and sealed fields
inline constexpr std::uint64_t kSealedBytesMax = 4 * 1024;
inline constexpr std::uint64_t kEntryBytesMax = kOpBytesMax + 4 * 1024;
inline constexpr std::uint64_t kRequestBytesMax = 2 * 1024 * 1024;
inline constexpr std::uint64_t kPullBytesMin = 4 * 1024;
inline constexpr std::uint64_t kPullBytesMax = 512 * 1024;  // of entries in one response
inline constexpr std::uint64_t kResponseBytesMax = 2 * 1024 * 1024;
inline constexpr std::uint64_t kPageItemsMax = 20000;
inline constexpr std::uint64_t kShardsMax = 64;
inline constexpr std::uint64_t kEpochMax = 40;
inline constexpr std::uint64_t kMarkBytesMax = 4 * 1024;

// How a delivery to a device goes on. Wire-stable: append only.
enum class Phase : std::uint8_t { none, street, open, closed, tail };
constexpr std::array<std::string_view, 5> names_of(Phase) {
  return {"none", "street", "open", "closed", "tail"};
}

// Wire-stable: append only. The texts are `problem.<name>` in assets/i18n.
enum class PushProblem : std::uint8_t {
  none,
  unreadable,       // not an operation
  other_actor,      // made by somebody else than who is signed in
  unknown_street,   // this server does not keep that street's journal
  sealed_wrong,     // the personal fields are missing or are not those that were sealed
  wait,             // after a restore: it builds on entries that others have yet to give back
  id_taken,         // the street's journal has another operation under this id
  server_full,      // the server has no room for more; it is read from as ever
  server_failed,    // the server's store fails; it can be read from
  not_signed,       // its device has not signed it, or by no key that is enrolled here
  signature_wrong,  // the signature is not of this operation by this device's key
  too_many_keys,    // the account enrolled more keys today than anybody needs
  too_many,         // the account has handed in more lately than anybody does; later there is room
};
constexpr std::array<std::string_view, 13> names_of(PushProblem) {
  return {"none",          "unreadable", "other_actor",     "unknown_street",
          "sealed_wrong",  "wait",       "id_taken",        "server_full",
          "server_failed", "not_signed", "signature_wrong", "too_many_keys",
          "too_many"};
}

// The server's own state, not the operation's: it is offered again with the next exchange.
constexpr bool is_passing(PushProblem what) {
  return what == PushProblem::wait || what == PushProblem::server_full ||
         what == PushProblem::server_failed || what == PushProblem::too_many;
}

// Personal fields of an operation: they travel beside it and never lie in the journal, which holds
// only their digest (Op::sealed = SHA-256 of these bytes). The salt makes the digest unguessable.
struct SealedFields {
  Bytes salt;  // 16 random bytes
  std::string name;
  std::string phone;

  template <class V>
  void fields(V& v) {
    v(1, "salt", salt, 16);
    v(2, "name", name, 100);
    v(3, "phone", phone, 40);
  }
};

struct PushItem {
  Bytes op;               // as the device made it
  Bytes sealed;           // encoded SealedFields; empty = none
  std::uint64_t was = 0;  // the entry that it was, by a receipt of an earlier epoch; 0 = none
  Signature signature = {};

  template <class V>
  void fields(V& v) {
    v(1, "op", op, kOpBytesMax);
    v(2, "sealed", sealed, kSealedBytesMax);
    v(3, "was", was);
    v(4, "signature", signature);
  }
};

// How far a device has come in one street. It belongs to the server: the device keeps it with what
// it received and shows it again, unchanged. All zero = has nothing.
//
// The first delivery is of the street as it was at entry `horizon`: its own entries (policy, grids,
// units), then this person's open cases, then the closed ones, newest first, each with its whole
// history. From there on everything comes in the order of the journal.
struct ShardCursor {
  ShardId shard;
  std::uint64_t horizon = 0;
  Phase phase = Phase::none;
  // street, tail: entries up to here are delivered. open, closed: cases first reported at or after
  // this entry are (0 = the phase begins).
  std::uint64_t at = 0;
  std::uint64_t case_at = 0;  // inside entry `at`+1 of the tail: cases up to this one are delivered
  std::uint64_t sent = 0;     // of the case that comes next: its entries up to here are delivered

  template <class V>
  void fields(V& v) {
    v(1, "shard", shard);
    v(2, "horizon", horizon);
    v(3, "phase", phase);
    v(4, "at", at);
    v(5, "case_at", case_at);
    v(6, "sent", sent);
  }
};

struct Request {
  std::uint32_t protocol = 0;
  std::uint64_t number = 0;  // the device counts its requests; the response repeats it
  DeviceId device;
  std::string epoch;  // the server's, when last heard of; empty = never
  Digest scope{};     // of the person's scope, when last heard of
  std::vector<PushItem> push;
  std::vector<ShardCursor> cursors;
  std::uint64_t bytes_max = 0;  // wanted of entries; 0 = the server's choice
  Bytes mark;                   // the newest that came with an answer of this epoch
  TimeMs sent_at;               // the device's clock; none: it does not say
  PublicKey key;  // by which this account signs on this device: enrolled where it is new

  template <class V>
  void fields(V& v) {
    v(1, "protocol", protocol);
    v(2, "number", number);
    v(3, "device", device);
    v(4, "epoch", epoch, kEpochMax);
    v(5, "scope", scope);
    v(6, "push", push, kPushOpsMax);
    v(7, "cursors", cursors, kShardsMax);
    v(8, "bytes_max", bytes_max);
    v(9, "mark", mark, kMarkBytesMax);
    v(10, "sent_at", sent_at);
    v(11, "key", key);
  }
};

// One step of a delivery, to be taken in order: an entry, or a case that left this person's view.
struct PageItem {
  Bytes entry;  // as the journal keeps it
  CaseId removed;

  template <class V>
  void fields(V& v) {
    v(1, "entry", entry, kEntryBytesMax);
    v(2, "removed", removed);
  }
};

struct ShardPage {
  ShardId shard;
  std::vector<PageItem> items;
  ShardCursor cursor;      // after these items
  bool more = false;       // ask again at once
  std::uint64_t head = 0;  // the street's newest committed entry

  template <class V>
  void fields(V& v) {
    v(1, "shard", shard);
    v(2, "items", items, kPageItemsMax);
    v(3, "cursor", cursor);
    v(4, "more", more);
    v(5, "head", head);
  }
};

// Why a pushed operation was not taken in. It is not in the journal; the device keeps it.
struct Problem {
  std::uint64_t index = 0;  // in the request's push
  OpId op;                  // nil when it could not even be read
  PushProblem what = PushProblem::none;

  template <class V>
  void fields(V& v) {
    v(1, "index", index);
    v(2, "op", op);
    v(3, "what", what);
  }
};

struct Response {
  std::uint32_t protocol = 0;
  std::uint64_t number = 0;  // of the request
  std::string epoch;
  Digest scope{};
  TimeMs server_time;
  bool reset = false;  // forget everything confirmed before taking the pages
  bool update_app = false;
  std::vector<Receipt> receipts;
  std::vector<Problem> problems;
  std::vector<ShardPage> pages;
  // How far the server's journals had come, under its seal: it is kept unread and shown with every
  // request. By it a server finds out that it has lost what devices were told (native/server/marks.h).
  Bytes mark;

  template <class V>
  void fields(V& v) {
    v(1, "protocol", protocol);
    v(2, "number", number);
    v(3, "epoch", epoch, kEpochMax);
    v(4, "scope", scope);
    v(5, "server_time", server_time);
    v(6, "reset", reset);
    v(7, "update_app", update_app);
    v(8, "receipts", receipts, kPushOpsMax);
    v(9, "problems", problems, kPushOpsMax);
    v(10, "pages", pages, kShardsMax);
    v(11, "mark", mark, kMarkBytesMax);
  }
};

// Reads and checks sizes. A request's operations are not looked into.
Result<Request> read_request(ByteView bytes);
Result<Response> read_response(ByteView bytes);

}  // namespace gezhi
