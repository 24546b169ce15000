// Replaying journals from a store, with every promise checked: numbers without gaps, chain hashes,
// operations once in the whole store, the row's columns equal to what is in its bytes, outcomes as the
// rules give them now (where they judged them: an entry carries its version), samples drawn by the
// street's secret, and of what was erased (core/journal/erasure.h) exactly that left which its record
// says.
#pragma once

#include <map>
#include <vector>

#include "core/base/sha256.h"
#include "core/cases/op_kinds.h"
#include "native/store/server_store.h"

namespace gezhi {

struct VerifiedStreet {
  ShardId shard;
  std::uint64_t entries = 0;
  std::uint64_t refused = 0;
  std::uint64_t cases = 0;
  std::uint64_t erased = 0;             // cases of which the words were erased
  std::uint64_t samples = 0;            // drawn; their tickets were computed again
  std::uint64_t decided_otherwise = 0;  // by an earlier edition of the rules: noted, no fault
  std::uint64_t ranked = 0;  // orders whose ranking of units was made again (core/cases/ranking.h)
  // Of these, whose unit stands elsewhere by the journal: the desk's device did not know all of it.
  std::uint64_t ranked_elsewhere = 0;
  std::map<OpKind, std::uint64_t> done_by_people;  // what was applied, the street's own acts apart
  Digest chain{};
  Digest world{};
};

// Stops at the first thing that is wrong. Errors: `bad_entry`, `bad_outcome`, `bad_cbor`, `bad_ticket`,
// `bad_erasure` with street and number; those of the store.
Result<std::vector<VerifiedStreet>> verify_journal(ServerStore& store);

}  // namespace gezhi
