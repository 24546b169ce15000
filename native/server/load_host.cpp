#include "native/server/load_host.h"

namespace gezhi {

Result<std::shared_ptr<Host>> load_host(ServerStore& store) {
  const auto epoch = store.meta("epoch");
  if (!epoch) return epoch.error();
  const auto shards = store.shards();
  if (!shards) return shards.error();
  auto host = std::make_shared<Host>(*epoch);
  for (const ShardId shard : *shards) {
    Result<Done> replayed = Done{};
    const auto read = store.read(shard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
      replayed = host->replay(entry.bytes);
      return replayed.ok();
    });
    if (!read) return read.error();
    if (!replayed) return replayed.error();
  }
  return host;
}

}  // namespace gezhi
