// Which closed cases are looked at again (C20, S2-29): drawn by a secret that the server keeps in its
// data directory and never sends, so that nobody foresees it and whoever holds the secret can check
// every draw. The ticket of a case is
//
//   HMAC-SHA-256( secret of the street, the 16 bytes of the case's id )
//   secret of the street = HMAC-SHA-256( secret of the server, "street " and its number in digits )
//
// and the case is drawn when the ticket's first eight bytes, as a number, modulo 100 are below the
// policy's percentage.
#pragma once

#include "core/base/ids.h"
#include "core/base/sha256.h"
#include "core/cases/case.h"
#include "core/cases/policy.h"

namespace gezhi {

struct SamplingSecret {
  Digest key{};  // all zero = none: nothing is drawn

  bool is_none() const { return key == Digest{}; }
};

SamplingSecret secret_of_street(const SamplingSecret& server, ShardId shard);

Digest sample_ticket(const SamplingSecret& street, CaseId id);
bool is_drawn(const Digest& ticket, std::int32_t percent);

// Cases settled on the spot have a percentage of their own.
std::int32_t sample_percent(const Policy& policy, const Case& one);

}  // namespace gezhi
