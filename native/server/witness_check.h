// Whether a store has all that it had acknowledged, by its own word outside the database
// (native/store/witness.h): of a cut log or database what is left looks whole. For whoever reads beside a
// server, or evidence: opening for writing compares by itself, and begins an epoch.
//
// The word is read before the database: what was acknowledged by then is in it.
#pragma once

#include <optional>

#include "native/store/server_store.h"

namespace gezhi {

// Errors: `entries_missing` (it has fewer, or another entry of that number that was not emptied since),
// those of the store.
Result<Done> check_witnessed(ServerStore& store, const WitnessedStreet& street);

// All streets; the first fault. None: nothing is known.
Result<Done> check_witness(ServerStore& store, const std::optional<Witness>& witness);

}  // namespace gezhi
