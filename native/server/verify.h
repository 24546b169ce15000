// Replaying journals from a store, with every promise checked: numbers without gaps, chain hashes,
// operations once in the whole store, the row's columns equal to what is in its bytes, and outcomes
// as the rules give them now.
#pragma once

#include <vector>

#include "core/base/sha256.h"
#include "core/ports/journal_store.h"

namespace gezhi {

struct VerifiedStreet {
  ShardId shard;
  std::uint64_t entries = 0;
  std::uint64_t refused = 0;
  std::uint64_t cases = 0;
  Digest chain{};
  Digest world{};
};

// Stops at the first thing that is wrong. Errors: `bad_entry`, `bad_outcome`, `bad_cbor` with street
// and number; those of the store.
Result<std::vector<VerifiedStreet>> verify_journal(JournalStore& store);

}  // namespace gezhi
