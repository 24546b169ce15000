// The journals in files, for an auditor: what `gezhi export entries` writes. No contacts, no names of
// accounts, no secret; every word of the cases is in them.
//
//   STREET.entries   a sequence (RFC 8742) of CBOR byte strings, each the bytes of one entry, from 1 on
//                    (core/sync/FORMAT.md)
//   grants.json      a list of {actor, role, unit, grid, shard, since, until}: what each account could act
//                    as, and when (milliseconds; until 0: still)
#pragma once

#include <string>
#include <vector>

#include "core/base/sha256.h"
#include "native/store/server_store.h"

namespace gezhi {

struct ExportedJournal {
  ShardId shard;
  std::uint64_t entries = 0;
  Digest head{};  // the hash of the last one
};

// The folder must be there. Nothing is checked but that entries can be read: that is `gezhi verify`.
// Errors: those of the store; `write_failed`.
Result<std::vector<ExportedJournal>> export_entries(ServerStore& store, const std::string& folder);

}  // namespace gezhi
