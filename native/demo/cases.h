// About 200 cases of the demo street in every state, each made by real operations of the demo
// accounts, in the order of time, through the same host that serves. Deterministic for a given `now`.
#pragma once

#include <vector>

#include "core/sync/host.h"
#include "native/import/demo_district.h"
#include "native/store/server_store.h"

namespace gezhi {

struct DemoCounts {
  std::uint64_t cases = 0;
  std::uint64_t entries = 0;
};

// Appends to `entries`. Error: `demo_failed` names the operation that the rules refused.
Result<DemoCounts> make_demo_cases(Host& host, const DemoDistrict& district,
                                   const std::vector<Account>& accounts, TimeMs now,
                                   std::vector<StoredEntry>& entries);

}  // namespace gezhi
