// Reading a sealed contact. The right to it and the reason are decided by the rules, as an operation
// like any other (read_contact); here it is only checked that this operation stands in the journal.
#pragma once

#include "core/sync/message.h"
#include "native/store/server_store.h"

namespace gezhi {

// How long after the operation the contact may be fetched.
inline constexpr std::int64_t kContactReadableMs = 10 * kMinuteMs;

// The case whose contact `actor` may read by this operation. Errors: `role_not_allowed`, the store's.
Result<CaseId> find_contact_reading(JournalStore& store, OpId op, ActorId actor, TimeMs now);

// All contacts of the case. Errors: `not_found` (none, or its key was destroyed), `sealed_broken`.
Result<std::vector<SealedFields>> open_contacts(ServerStore& store, CaseId subject);

}  // namespace gezhi
