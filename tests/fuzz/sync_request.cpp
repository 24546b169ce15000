// Any bytes as a device's request, by people of different roles: taken in, stored, answered. The
// server must stand, its answer must be readable, and the journal must replay.
#include "tests/fuzz/fuzz.h"
#include "tests/support/host_bed.h"

GEZHI_FUZZ_TARGET(sync_request) {
  using namespace gezhi;
  using namespace gezhi::test;
  static const Street street;
  HostBed bed;
  for (const char* who : {"volunteer", "worker", "supervisor", "admin", "auditor"}) {
    const auto answer = bed.exchange(input, principal_of(street.person(who)), street.now());
    if (!answer) return;
    GEZHI_CHECK(read_response(*answer).ok());
  }
  const Digest hash = bed.world().hash();
  bed.restart();  // replays and judges again
  GEZHI_CHECK(bed.world().hash() == hash);
}
