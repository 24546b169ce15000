// The time that a command gives to what it writes: a wrong clock must not get into the journal by the
// back door while a server would doubt it (native/server/server_clock.h).
#pragma once

#include <string>

#include "native/store/sqlite_store.h"

namespace gezhi {

// Errors: `clock_doubted`, with what to do; those of the store. A confirmation (clock_note.h) is left for
// the commands and the server that follow.
Result<TimeMs> writing_time(SqliteStore& store, const std::string& folder);

}  // namespace gezhi
