// Replaying journals from a store, with every promise checked: numbers without gaps, every link of the
// chain (of emptied entries too), operations once in their street, times in order, case numbers in
// order, the row's columns equal to what is in its bytes, outcomes as the rules give them now (where
// they judged them: an entry carries its version), grants that the author's account held at that time,
// samples drawn by the street's secret, and of what was erased (core/journal/erasure.h) exactly that
// left which its record says. Then the tables beside the journal: every sealed contact opens with its
// case's key and is what its operation says, none is missing of a case that is not over, no key and no
// contact is of nobody; and the photos, each of which is what its name says.
//
// Nothing is changed. Who can write all of a store can also compute all of it again: what proves then
// that it was changed is a chain hash that was noted elsewhere before.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/sha256.h"
#include "core/cases/op_kinds.h"
#include "core/journal/device_chains.h"
#include "native/store/blob_files.h"
#include "native/store/server_store.h"

namespace gezhi {

struct VerifiedStreet {
  ShardId shard;
  // The first thing that is wrong; behind it nothing of this street was looked at, and no figure stands.
  std::optional<Error> fault;
  std::uint64_t entries = 0;
  std::uint64_t refused = 0;
  std::uint64_t cases = 0;
  std::uint64_t erased = 0;             // cases of which the words were erased
  std::uint64_t samples = 0;            // drawn; their tickets were computed again
  std::uint64_t decided_otherwise = 0;  // by an earlier edition of the rules: noted, no fault
  std::uint64_t ranked = 0;  // orders whose ranking of units was made again (core/cases/ranking.h)
  // Of these, whose unit stands elsewhere by the journal: the desk's device did not know all of it.
  std::uint64_t ranked_elsewhere = 0;
  std::uint64_t signed_by_devices = 0;   // each signature was checked
  std::uint64_t unsigned_by_people = 0;  // contacts read by the server for somebody; a demo's
  // By somebody who no longer held the grant when they came in: that they were made before is the
  // device's word.
  std::uint64_t by_claim = 0;
  std::vector<ChainBreak> breaks;                  // as it stands at the end of the journal
  std::uint64_t contacts = 0;                      // sealed; each was opened and compared
  std::uint64_t contacts_gone = 0;                 // destroyed in their time
  std::map<OpKind, std::uint64_t> done_by_people;  // what was applied, the street's own acts apart
  std::set<Digest> photos;                         // named by what is not emptied
  Digest chain{};
  Digest world{};
};

// In a data folder that `gezhi demo` made: its people's operations were played, and nobody signed them.
inline constexpr const char* kDemoMeta = "demo";

// Every street, also behind one that is damaged. Faults: `bad_entry`, `bad_time`, `bad_outcome`,
// `bad_grant`, `bad_signature`, `bad_cbor`, `bad_ticket`, `bad_erasure`, `bad_sealed` with street and
// number or case; what the store says of a street that it can't read; `entries_missing` of a street of which
// less is here than the witness says. It was read before the store was opened; none: that nothing is missing
// at the end is not known. Errors: of the store as a whole.
Result<std::vector<VerifiedStreet>> verify_each(ServerStore& store,
                                                const std::optional<Witness>& witness = {});

// The same, and the first fault is its error.
Result<std::vector<VerifiedStreet>> verify_journal(ServerStore& store,
                                                   const std::optional<Witness>& witness = {});

struct VerifiedPhotos {
  std::uint64_t whole = 0;
  std::uint64_t missing = 0;  // named and not here: their author has yet to send them
  std::uint64_t unnamed = 0;  // here and named by nothing: their operation has yet to come
  std::vector<Digest> lost;   // named, had been here, and are not; none of `missing`
};

// Errors: `bad_photo` (a content that is not its name), those of the files.
Result<VerifiedPhotos> verify_photos(BlobFiles& files, const std::vector<VerifiedStreet>& streets);

}  // namespace gezhi
