// The host as the store has it: every street's journal read back. One that can't be is closed
// (ClosedStreet), and the others are served.
#pragma once

#include <memory>

#include "core/sync/host.h"
#include "native/store/server_store.h"

namespace gezhi {

// Errors: those of the store.
Result<std::shared_ptr<Host>> load_host(ServerStore& store);

// The secret of the server (core/journal/sampling.h). It lies in the data directory, is backed up with
// it and goes to no device. None: nobody has made one yet.
Result<StreetSecret> server_secret_of(ServerStore& store);
Result<Done> ensure_secret(ServerStore& store);

}  // namespace gezhi
