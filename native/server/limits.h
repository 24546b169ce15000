// Every limit of the server in one place. A limit that is met answers with a status, never silence.
#pragma once

#include <chrono>
#include <cstdint>

namespace gezhi {

struct ServerLimits {
  std::uint32_t header_bytes = 16 * 1024;
  std::uint64_t json_bytes = 64 * 1024;        // bodies of the small JSON calls
  std::uint64_t sync_bytes = 4 * 1024 * 1024;  // one sync request
  std::uint64_t blob_bytes = 3 * 1024 * 1024;  // one photo
  std::uint64_t grid_report_bytes = 64 * 1024 * 1024;
  std::uint32_t connections = 4000;
  std::uint32_t live_message_bytes = 1024;        // what a browser may send on the poke channel
  std::uint32_t sync_queue = 4000;                // sync requests waiting for the sequencer
  std::uint32_t password_queue = 32;              // password checks waiting (each takes 64 MB)
  std::uint32_t failed_logins = 10;               // per address …
  std::chrono::seconds failed_logins_window{60};  // … in this time
  std::chrono::seconds header_time{30};           // also the idle time of a kept connection
  std::chrono::seconds body_time{60};
  std::chrono::seconds write_time{60};
  std::uint64_t free_bytes_min = 128 * 1024 * 1024;  // on the disk: below, nothing is taken in
  std::uint64_t reserve_bytes = 32 * 1024 * 1024;    // kept for going on when it is full
  std::chrono::seconds stop_time{10};                // for requests under way when stopping
};

}  // namespace gezhi
