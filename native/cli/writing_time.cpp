#include "native/cli/writing_time.h"

#include <algorithm>

#include "core/journal/entry.h"
#include "native/server/clock_note.h"
#include "native/server/now.h"
#include "native/server/server_clock.h"

namespace gezhi {

namespace {

Result<TimeMs> journal_time(SqliteStore& store) {
  const auto shards = store.shards();
  if (!shards) return shards.error();
  TimeMs newest;
  for (const ShardId shard : *shards) {
    const auto seq = store.last_seq(shard);
    if (!seq) return seq.error();
    const auto bytes = store.one(shard, *seq);
    if (!bytes) return bytes.error();
    const auto entry = read_entry(*bytes);
    if (!entry) return entry.error();
    newest = std::max(newest, entry->received_at);
  }
  return newest;
}

}  // namespace

Result<TimeMs> writing_time(SqliteStore& store, const std::string& folder) {
  const auto journal = journal_time(store);
  if (!journal) return journal.error();
  const auto accounts = store.accounts();
  if (!accounts) return accounts.error();
  ServerClock clock;
  clock.begin(*journal, store.clock().last);
  const bool demo = std::any_of(accounts->begin(), accounts->end(),
                                [](const Account& account) { return account.demo; });
  if (demo || clock_note_holds(folder, now_ms())) clock.confirm();
  if (clock.is_doubted()) {
    return Error{"clock_doubted",
                 "the machine's clock is too far from what was last known; look at it, "
                 "then: gezhi clock confirm --data " +
                     folder};
  }
  return clock.now();
}

}  // namespace gezhi
