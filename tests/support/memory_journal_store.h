// A journal store in memory that can fail like a real one: it forgets what was not flushed, fills up,
// or commits and loses the answer. For the simulation and as the model of the store contract.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/ports/journal_store.h"

namespace gezhi {

class MemoryJournalStore : public JournalStore {
 public:
  enum class Fault {
    none,
    fail_before,  // nothing stored, `store_failed`
    fail_after,   // stored, and yet `store_failed`: the answer was lost
    full,         // nothing stored, `store_full`
  };

  Result<Done> append(std::span<const StoredEntry> entries) override;
  Result<Done> read(ShardId shard, std::uint64_t first, std::uint64_t last,
                    const StoredEntryVisitor& visitor) override;
  Result<Bytes> one(ShardId shard, std::uint64_t seq) override;
  Result<std::uint64_t> find(ShardId shard, OpId op) override;
  Result<std::uint64_t> last_seq(ShardId shard) override;
  Result<std::vector<ShardId>> shards() override;

  // The next append meets this fault, once.
  void fail_next(Fault fault) { next_fault_ = fault; }

  // A store that lies: append() returns before the medium has it, crash() loses what came after the
  // last flush(). Off (every append is durable) unless turned on; a correct server then loses
  // acknowledged work, which is how the simulation proves that it would notice.
  void set_lazy(bool lazy) { lazy_ = lazy; }
  void flush();
  void crash();

 private:
  Result<Done> check(std::span<const StoredEntry> entries) const;

  std::map<ShardId, std::vector<StoredEntry>> journals_;
  std::map<std::pair<ShardId, OpId>, std::uint64_t> places_;
  std::map<ShardId, std::uint64_t> flushed_;
  Fault next_fault_ = Fault::none;
  bool lazy_ = false;
};

}  // namespace gezhi
