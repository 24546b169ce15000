// Where a server keeps its journal: entries by (shard, seq), as bytes that are never looked into here.
// One contract test suite (tests/native/store/store_contract.h) runs against every implementation.
//
// Words: an entry is *committed* when append() has returned success; what is committed survives the
// death of the process and of the machine. What append() refused or did not return from is either
// wholly there or wholly absent.
//
// Threads: append() by one thread at a time (the sequencer); reads from any thread, at any time, and
// they see committed entries only.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace gezhi {

struct StoredEntry {
  ShardId shard;
  std::uint64_t seq = 0;  // 1, 2, 3 … per shard, no gap
  CaseId subject;         // nil when the operation concerns no case
  OpId op;                // unique in its street
  Bytes bytes;            // the encoded entry, as it goes to the wire
};

// A stored entry while it is being visited; `bytes` lives until the visitor returns.
struct StoredEntryView {
  std::uint64_t seq = 0;
  CaseId subject;
  OpId op;
  ByteView bytes;
};

// Returns false to stop the reading.
using StoredEntryVisitor = std::function<bool(const StoredEntryView&)>;

// Errors of every function: `store_failed` (the medium; the caller must drop what it derived and read
// again), `store_full`, `store_conflict` (a seq that does not follow the last, an op already there:
// our own mistake or a second writer; nothing was stored), `not_found`.
class JournalStore {
 public:
  virtual ~JournalStore() = default;

  // All or nothing, durable when it returns. The entries of one shard ascend by one from its last.
  virtual Result<Done> append(std::span<const StoredEntry> entries) = 0;

  // Entries first..last (both included, those that exist) in ascending order.
  virtual Result<Done> read(ShardId shard, std::uint64_t first, std::uint64_t last,
                            const StoredEntryVisitor& visitor) = 0;

  virtual Result<Bytes> one(ShardId shard, std::uint64_t seq) = 0;

  // The number of the entry with this operation of the street; 0 when it is not here.
  virtual Result<std::uint64_t> find(ShardId shard, OpId op) = 0;

  virtual Result<std::uint64_t> last_seq(ShardId shard) = 0;  // 0 for an unknown shard

  virtual Result<std::vector<ShardId>> shards() = 0;  // those with entries, ascending
};

}  // namespace gezhi
