// Who made an operation can be checked by anybody who has the journal: each account has a key pair on
// each of its devices; the street enrols the public key in its journal (`enroll_key`) when the account
// first comes with it, signed in; every operation made there is signed.
//
// What is signed is the message
//
//   CBOR of the array [ "gezhi operation", algorithm, prev, SHA-256 of the operation's bytes ]
//
// `prev` is the SHA-256 of the operation that this key signed before in this street, zero for its
// first: so each key has a chain of its own inside the street's, and what is missing in it, or forked,
// shows (device_chains.h). It stands beside the operation, not in it, because an operation may get another
// clock offset until it leaves its device; so does the signature, which is made later than the operation.
//
// Algorithms: 1 is ECDSA on P-256 with SHA-256 over the message; the key is the 65 bytes of
// the uncompressed point (04 ‖ x ‖ y), the signature the 64 bytes r ‖ s.
#pragma once

#include <vector>

#include "core/base/codec.h"
#include "core/base/ids.h"
#include "core/base/sha256.h"

namespace gezhi {

inline constexpr std::uint64_t kKeyBytesMax = 200;
inline constexpr std::uint64_t kSignatureBytesMax = 200;

// The algorithm's number. A byte and no named list, so that whoever does not know a number still reads
// the rest of the entry; another suite (SM2 with SM3) gets the next one.
inline constexpr std::uint8_t kP256Sha256 = 1;

struct PublicKey {
  std::uint8_t algorithm = 0;
  Bytes bytes;

  bool is_none() const { return bytes.empty(); }
  friend bool operator==(const PublicKey& a, const PublicKey& b) {
    return a.algorithm == b.algorithm && a.bytes == b.bytes;
  }

  template <class V>
  void fields(V& v) {
    v(1, "algorithm", algorithm);
    v(2, "bytes", bytes, kKeyBytesMax);
  }
};

struct Signature {
  std::uint8_t algorithm = 0;
  Digest prev{};
  Bytes bytes;

  bool is_none() const { return bytes.empty(); }

  template <class V>
  void fields(V& v) {
    v(1, "algorithm", algorithm);
    v(2, "prev", prev);
    v(3, "bytes", bytes, kSignatureBytesMax);
  }
};

// How an operation stood in the chain of its key when it came in. Wire-stable: append only.
enum class DeviceLink : std::uint8_t {
  none,     // not signed: made by the street or on the server
  first,    // of this key in this street
  follows,  // one of its device's that is in the journal
  gap,      // one that is not in the journal: it was lost, or is yet to come
  fork,     // one that another operation of the key follows already
};
constexpr std::array<std::string_view, 5> names_of(DeviceLink) {
  return {"none", "first", "follows", "gap", "fork"};
}

// What is signed.
Bytes signed_message(std::uint8_t algorithm, const Digest& prev, const Digest& op);

}  // namespace gezhi
