// What follows from the street's secret, which the server keeps in its data directory and never sends:
// nobody foresees it, and whoever holds the secret can compute it again.
//
//   secret of the street = HMAC-SHA-256( secret of the server, "street " and its number in digits )
//
// Which closed cases are looked at again (C20, S2-29). The ticket of a case is
//
//   HMAC-SHA-256( secret of the street, the 16 bytes of the case's id )
//
// and the case is drawn when the ticket's first eight bytes, as a number, modulo 100 are below the
// policy's percentage.
//
// The ids of what the street does by itself: a UUIDv7 whose random part begins
//
//   HMAC-SHA-256( secret of the street, CBOR of "gezhi id" and of the reason )
//
// so that the same deed has the same id, and nobody can take that id before the street does.
#pragma once

#include "core/base/ids.h"
#include "core/base/sha256.h"
#include "core/cases/case.h"
#include "core/cases/policy.h"

namespace gezhi {

struct StreetSecret {
  Digest key{};  // all zero = none: nothing is drawn, and the street does nothing by itself

  bool is_none() const { return key == Digest{}; }
};

StreetSecret secret_of_street(const StreetSecret& server, ShardId shard);

// There must be a secret.
Uuid street_id(const StreetSecret& street, TimeMs at, ByteView reason);

Digest sample_ticket(const StreetSecret& street, CaseId id);
bool is_drawn(const Digest& ticket, std::int32_t percent);

// Cases settled on the spot have a percentage of their own.
std::int32_t sample_percent(const Policy& policy, const Case& one);

}  // namespace gezhi
