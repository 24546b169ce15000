// Every limit of the server in one place. A limit that is met answers with a status, never silence.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/base/allowance.h"

namespace gezhi {

// What a request costs, in cases or entries that the sequencer looks at (some half a microsecond each); these
// come to it as they were looked at or sent.
struct WorkCosts {
  std::uint64_t request = 10;
  std::uint64_t operation = 100;  // pushed: its signature is checked, whether it is new or not
  std::uint64_t photo = 50;       // a question who may see it
  std::uint64_t bringer = 20;     // … for each whose bringing must be looked up
  std::uint64_t report = 5000;    // read from the disk, up to 64 MB
};

struct ServerLimits {
  std::uint32_t header_bytes = 16 * 1024;
  std::uint64_t json_bytes = 64 * 1024;        // bodies of the small JSON calls
  std::uint64_t sync_bytes = 4 * 1024 * 1024;  // one sync request
  std::uint64_t blob_bytes = 3 * 1024 * 1024;  // one photo
  std::uint64_t grid_report_bytes = 64 * 1024 * 1024;
  std::uint64_t bodies_bytes = 256 * 1024 * 1024;       // of all requests under way
  std::uint64_t bodies_bytes_share = 32 * 1024 * 1024;  // of those of one account, or one address
  // Of what is written, from when it is there until its peer has read it; what is kept in memory anyhow (the
  // app, the map) and what fits into the system's buffer counts for nobody.
  std::uint64_t replies_bytes = 256 * 1024 * 1024;
  std::uint64_t replies_bytes_share = 32 * 1024 * 1024;  // of one account, or one address
  std::uint64_t reply_bytes_small = 16 * 1024;
  std::uint32_t send_buffer_bytes = 256 * 1024;  // of the system, for each connection
  std::uint32_t connections = 4000;
  std::uint32_t connections_per_address = 500;
  // On which nobody signed in has asked yet; the rest is kept for the others. Not below `connections`: no rest.
  std::uint32_t connections_strangers = 3000;
  std::uint32_t live_message_bytes = 1024;         // what a browser may send on the poke channel
  std::uint32_t live_per_account = 64;             // poke channels
  std::uint32_t sync_queue = 4000;                 // sync requests waiting for the sequencer
  std::uint32_t password_queue = 32;               // password checks waiting or under way
  std::uint32_t password_queue_share = 8;          // of one address
  std::uint32_t failed_logins = 10;                // of a name from one address or known device …
  std::uint32_t failed_logins_address = 60;        // … of all names from one address …
  std::chrono::seconds failed_logins_window{600};  // … in this time
  std::uint32_t failed_logins_name = 120;          // of a name from all unknown devices …
  std::chrono::seconds failed_logins_name_window{3600};  // … in this time
  std::uint32_t sign_ins = 60;                 // of an account, with the right password …
  std::chrono::seconds sign_ins_window{3600};  // … in this time
  std::uint32_t sessions_per_account = 50;
  std::chrono::seconds header_time{30};  // also the idle time of a kept connection
  std::chrono::seconds body_time{60};
  // A reply goes out in this time and so much longer as it takes at this rate; who is behind that is cut off.
  std::chrono::seconds write_time{30};
  std::uint64_t write_rate = 4 * 1024;     // bytes a second
  std::chrono::seconds session_check{30};  // how often live channels are asked for their session
  // Of an account. A phone that comes back after days brings some hundreds, a desk makes 500 a day.
  Rate operations{2000, 400};                                 // that are new to the journals
  Rate photo_bytes{300 * 1024 * 1024, 25 * 1024 * 1024 / 2};  // 300 MB at once, and a day
  // Photos that are not whole yet, of all accounts; and no more than a quarter of the room above
  // `free_bytes_min`.
  std::uint64_t photo_parts_bytes = std::uint64_t{1024} * 1024 * 1024;
  // By WorkCosts. A first sync of a street of 20,000 cases is 300,000, a push of 500 operations 50,000; a
  // district of eighteen such streets fits into it at once. At most some seconds of the machine's.
  Rate work{6'000'000, 3'000'000};
  WorkCosts costs;
  std::uint64_t free_bytes_min = 128 * 1024 * 1024;  // on the disk: below, nothing is taken in
  std::uint64_t reserve_bytes = 32 * 1024 * 1024;    // kept for going on when it is full
  std::chrono::seconds stop_time{10};                // for requests under way when stopping
};

}  // namespace gezhi
