// The host as the store has it: every street's journal read back. One that can't be is closed
// (ClosedStreet), and the others are served.
#pragma once

#include <memory>

#include "core/sync/host.h"
#include "native/store/server_store.h"

namespace gezhi {

// What the store says of its loss, as a host is told. Until it has been served again the healing has no end.
// Errors: those of the store.
Result<HostHealing> host_healing_of(ServerStore& store);

// Errors: those of the store.
Result<std::shared_ptr<Host>> load_host(ServerStore& store);

// The newest time in the journals, by their last entries. Errors: those of the store, of reading the entry.
Result<TimeMs> last_received(ServerStore& store);

// The newest time in the history of the accounts: from then on their grants are held, or no longer. Errors:
// those of the store.
Result<TimeMs> last_of_accounts(ServerStore& store);

// The secret of the server (core/journal/sampling.h). It lies in the data directory, is backed up with
// it and goes to no device. None: nobody has made one yet.
Result<StreetSecret> server_secret_of(ServerStore& store);
Result<Done> ensure_secret(ServerStore& store);

}  // namespace gezhi
