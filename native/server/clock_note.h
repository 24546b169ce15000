// A person's word that the machine's clock is right, left in the data directory for the server: the
// time that the person saw. It counts for as long as somebody needs to start a server.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/time.h"

namespace gezhi {

inline constexpr std::int64_t kClockNoteMs = 10 * kMinuteMs;

Result<Done> leave_clock_note(const std::string& folder, TimeMs wall);
// Whether one is there that was written at about this time.
bool clock_note_holds(const std::string& folder, TimeMs wall);
// The same, and takes it away.
bool take_clock_note(const std::string& folder, TimeMs wall);

}  // namespace gezhi
