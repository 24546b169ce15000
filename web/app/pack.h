// The map of the district on this device: kept in its storage, fetched part by part, used without
// network. A newer one on the server costs only the parts that changed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/district/district.h"

namespace gezhi::app {

enum class PackState : std::uint8_t { missing, loading, ready, failed };
PackState pack_state();
// nullptr until ready. Who prepares something of it holds it: another may take its place.
const std::shared_ptr<const District>& shared_district();
inline const District* district() { return shared_district().get(); }

// Up to this many bytes come by themselves; whoever wants more says so.
inline constexpr std::int64_t kPackUnaskedBytes = 4 * 1000 * 1000;

struct PackStatus {
  std::int64_t bytes = 0;       // of the map on this device; 0 = none
  std::int64_t todo_bytes = 0;  // of a newer one: what is not here yet
  std::int64_t done_bytes = 0;  // of those, while it is being fetched
  bool asking = false;          // the server is being asked
  bool fetching = false;
  bool kept = false;      // it stays when the app is closed
  bool compared = false;  // with the server's, since the app was started
  std::string problem;    // key of a text; "" = none
};
const PackStatus& pack_status();
// Of the map in use: another number is another map. 0: none yet.
std::uint64_t pack_number();

// At the start: what the device keeps, then whether the server has a newer one.
void load_pack();
// Asks the server; `all`: fetches whatever its size. What had come before goes on from there.
void fetch_pack(bool all);
// The server has answered something else: what failed before is tried again.
void retry_pack();

}  // namespace gezhi::app
