#include "native/server/clock_note.h"

#include "native/server/http.h"
#include "native/store/file.h"

namespace gezhi {

namespace {

std::string path_in(const std::string& folder) { return folder + "/gezhi.clock"; }

}  // namespace

Result<Done> leave_clock_note(const std::string& folder, TimeMs wall) {
  return replace_file(path_in(folder), view_of(std::to_string(wall.value)));
}

bool clock_note_holds(const std::string& folder, TimeMs wall) {
  const auto bytes = read_file(path_in(folder), 100);
  if (!bytes) return false;
  const auto written = parse_number(text_of(*bytes));
  if (!written || *written > static_cast<std::uint64_t>(INT64_MAX)) return false;
  const std::int64_t age = wall - TimeMs{static_cast<std::int64_t>(*written)};
  return age >= -kMinuteMs && age <= kClockNoteMs;
}

bool take_clock_note(const std::string& folder, TimeMs wall) {
  const bool holds = clock_note_holds(folder, wall);
  static_cast<void>(remove_file(path_in(folder)));
  return holds;
}

}  // namespace gezhi
