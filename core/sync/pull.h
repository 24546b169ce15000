// What a device gets next: planned from the index alone (cheap, under the owner's lock), then filled
// with the stored bytes (anywhere, any time: what is planned is committed and never changes).
#pragma once

#include <functional>

#include "core/ports/journal_store.h"
#include "core/sync/message.h"
#include "core/sync/street_index.h"

namespace gezhi {

struct PlanItem {
  std::uint64_t seq = 0;  // an entry, or
  CaseId removed;         // a case that left
  // None: as it is. Else that part of it which is for its reporter (core/cases/reporter_view.h), after which
  // the case stands so.
  ForReporter part = ForReporter::nothing;
  CaseState state = CaseState::draft;
};

struct ShardPlan {
  ShardId shard;
  std::vector<PlanItem> items;
  ShardCursor cursor;
  bool more = false;
  std::uint64_t head = 0;
};

struct PullPlan {
  bool reset = false;
  std::vector<ShardPlan> shards;
  std::uint64_t work = 0;  // cases and entries looked at for it, and items that it gives
};

// Cases and entries that one request has looked at, whether they are its reader's or not: who sees little of
// a large street gets pages with little or nothing on them and goes on, and holds nobody up meanwhile.
inline constexpr std::uint64_t kLooksMax = 4000;

// What is left of a response's size, and of the work for it.
struct PullBudget {
  std::uint64_t bytes = 0;
  bool spent = false;

  bool take(std::uint64_t size);  // false = no more; the first item is always taken
  bool begun = false;

  bool look(std::uint64_t at = 1);  // false = enough; whatever is begun is looked at whole
  std::uint64_t looks = kLooksMax;
};

// Whether this cursor can have come from this journal.
bool cursor_fits(const ShardCursor& cursor, std::uint64_t durable);

// Cases that ended more days than this before the horizon are not delivered at first (0 = all are);
// restricted ones (G20) have a shorter time of their own.
struct Retention {
  std::int32_t closed_days = 0;
  std::int32_t restricted_days = 0;  // 0: as the others
};
Retention retention_of(const Policy& policy);
// Days that a case which is over stays on a device; 0 = for ever.
std::int32_t days_kept(const Retention& retention, bool restricted);

// The next page for this cursor, of entries up to `durable`. Cost: at most the looks left, by the logarithm
// of the street's age.
ShardPlan plan_page(const StreetIndex& index, const Scope& scope, const ShardCursor& cursor,
                    std::uint64_t durable, const Retention& retention, PullBudget& budget);

// Gives the stored bytes of entries. Each visitor call is for seqs[index]; the order is the reader's.
using EntryVisitor = std::function<void(std::size_t index, ByteView bytes)>;
class EntryReader {
 public:
  virtual ~EntryReader() = default;
  virtual Result<Done> read(ShardId shard, std::span<const std::uint64_t> seqs,
                            const EntryVisitor& visitor) = 0;
};

// Reads runs of neighbouring entries in one go.
class JournalReader : public EntryReader {
 public:
  explicit JournalReader(JournalStore& store) : store_(store) {}
  Result<Done> read(ShardId shard, std::span<const std::uint64_t> seqs,
                    const EntryVisitor& visitor) override;

 private:
  JournalStore& store_;
};

// Errors: the reader's; `not_found` when an entry is missing.
Result<std::vector<ShardPage>> fill_pages(const PullPlan& plan, EntryReader& reader);

}  // namespace gezhi
