// How this device stands with the server; always on screen. Sending and fetching run by themselves.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"
#include "core/sync/message.h"

namespace gezhi::app {

enum class Link : std::uint8_t {
  idle,        // all is exchanged
  busy,        // exchanging
  waiting,     // the server does not answer: will try again
  offline,     // no network
  signed_out,  // the session ended: sign in again to send
  follower,    // another tab of this browser does the work
};

struct SyncState {
  Link link = Link::offline;
  std::int32_t unsent_ops = 0;
  std::int32_t unsent_photos = 0;
  TimeMs oldest_unsent;
  TimeMs last_exchange;                       // none: never
  std::int32_t refused = 0;                   // refusals not yet looked at
  bool storage_failed = false;                // work goes on in memory: say so loudly
  PushProblem held_back = PushProblem::none;  // why the server takes nothing in for the time being
  std::string set_aside;  // entries that this build cannot read, "street/number, …"; empty: none
  std::string problem;    // one sentence for the sync screen, may be empty
};

}  // namespace gezhi::app
