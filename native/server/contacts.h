// Reading a sealed contact: the operation read_contact, made here for a signed-in person and judged
// like any other; the contact is opened only after it was applied and committed.
#pragma once

#include "core/base/json.h"
#include "core/sync/message.h"
#include "native/store/server_store.h"

namespace gezhi {

struct ContactReading {
  CaseId subject;
  std::string reason;
  Grant grant;  // as what the person reads it
};

// {"case", "reason", "role", "unit", "grid", "shard"}. Error: `bad_request`.
Result<ContactReading> reading_of(const Json& json);

Op reading_op(const ContactReading& reading, ActorId actor, TimeMs now);

// All contacts of the case, oldest first. Errors: `not_found` (none, or its key was destroyed),
// `sealed_broken`.
Result<std::vector<SealedFields>> open_contacts(ServerStore& store, const SubjectKey& subject);

}  // namespace gezhi
