#include "tests/support/memory_journal_store.h"

#include <algorithm>

namespace gezhi {

Result<Done> MemoryJournalStore::check(std::span<const StoredEntry> entries) const {
  std::map<ShardId, std::uint64_t> last;
  std::map<std::pair<ShardId, OpId>, bool> seen;
  for (const StoredEntry& entry : entries) {
    if (!last.contains(entry.shard)) {
      const auto journal = journals_.find(entry.shard);
      last[entry.shard] = journal == journals_.end() ? 0 : journal->second.size();
    }
    if (entry.seq != ++last[entry.shard]) {
      return Error{"store_conflict", "seq " + std::to_string(entry.seq) + " does not follow"};
    }
    const std::pair key{entry.shard, entry.op};
    if (places_.contains(key) || seen[key]) {
      return Error{"store_conflict", "operation " + to_text(entry.op.value) + " is already stored"};
    }
    seen[key] = true;
  }
  return Done{};
}

Result<Done> MemoryJournalStore::append(std::span<const StoredEntry> entries) {
  const Fault fault = next_fault_;
  next_fault_ = Fault::none;
  if (fault == Fault::fail_before) return Error{"store_failed", "injected before the commit"};
  if (fault == Fault::full) return Error{"store_full", "injected"};
  if (auto checked = check(entries); !checked) return checked;
  for (const StoredEntry& entry : entries) {
    journals_[entry.shard].push_back(entry);
    places_[{entry.shard, entry.op}] = entry.seq;
  }
  if (!lazy_) flush();
  if (fault == Fault::fail_after) return Error{"store_failed", "injected after the commit"};
  return Done{};
}

Result<Done> MemoryJournalStore::read(ShardId shard, std::uint64_t first, std::uint64_t last,
                                      const StoredEntryVisitor& visitor) {
  const auto journal = journals_.find(shard);
  if (journal == journals_.end()) return Done{};
  const std::uint64_t begin = std::max<std::uint64_t>(first, 1);
  const std::uint64_t end = std::min<std::uint64_t>(last, journal->second.size());
  for (std::uint64_t seq = begin; seq <= end; ++seq) {
    const StoredEntry& entry = journal->second[static_cast<std::size_t>(seq - 1)];
    if (!visitor({entry.seq, entry.subject, entry.op, entry.bytes})) break;
  }
  return Done{};
}

Result<Bytes> MemoryJournalStore::one(ShardId shard, std::uint64_t seq) {
  const auto journal = journals_.find(shard);
  if (journal == journals_.end() || seq == 0 || seq > journal->second.size()) {
    return Error{"not_found", "no entry " + std::to_string(seq)};
  }
  return journal->second[static_cast<std::size_t>(seq - 1)].bytes;
}

Result<std::uint64_t> MemoryJournalStore::find(ShardId shard, OpId op) {
  const auto place = places_.find({shard, op});
  return place == places_.end() ? 0 : place->second;
}

Result<std::uint64_t> MemoryJournalStore::last_seq(ShardId shard) {
  const auto journal = journals_.find(shard);
  return journal == journals_.end() ? std::uint64_t{0}
                                    : static_cast<std::uint64_t>(journal->second.size());
}

Result<std::vector<ShardId>> MemoryJournalStore::shards() {
  std::vector<ShardId> result;
  for (const auto& [shard, journal] : journals_) {
    if (!journal.empty()) result.push_back(shard);
  }
  return result;
}

void MemoryJournalStore::flush() {
  for (const auto& [shard, journal] : journals_) flushed_[shard] = journal.size();
}

void MemoryJournalStore::crash() {
  for (auto& [shard, journal] : journals_) {
    const auto keep = static_cast<std::size_t>(flushed_[shard]);
    for (std::size_t i = keep; i < journal.size(); ++i) places_.erase({shard, journal[i].op});
    journal.resize(keep);
  }
}

}  // namespace gezhi
