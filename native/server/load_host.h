// The host as the store has it: every street's journal read back.
#pragma once

#include <memory>

#include "core/sync/host.h"
#include "native/store/server_store.h"

namespace gezhi {

// Errors: those of the store; `bad_entry`, `bad_cbor` with street and number.
Result<std::shared_ptr<Host>> load_host(ServerStore& store);

}  // namespace gezhi
