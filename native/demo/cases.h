// About 200 cases of the demo street in every state, each made by real operations of the demo
// accounts, in the order of time, through the same host that serves. Deterministic for a given `now`.
#pragma once

#include <vector>

#include "core/sync/host.h"
#include "native/import/demo_district.h"
#include "native/store/server_store.h"

namespace gezhi {

struct DemoCases {
  std::uint64_t cases = 0;
  std::vector<StoredEntry> entries;
  std::vector<SealedItem> sealed;
  std::vector<Bytes> photos;  // the operations name them by their SHA-256
};

// `times` plays it so often over, for a street with more behind it. The host's entries so far must be
// committed(). Error: `demo_failed` names the operation that the
// rules refused.
Result<DemoCases> make_demo_cases(Host& host, const DemoDistrict& district,
                                  const std::vector<Account>& accounts, TimeMs now, int times = 1);

}  // namespace gezhi
