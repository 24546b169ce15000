#include "native/server/load_host.h"

#include <algorithm>

#include "core/base/hex.h"
#include "native/server/passwords.h"

namespace gezhi {

namespace {

constexpr const char* kSecretName = "street_secret";

Result<Done> load_street(ServerStore& store, Host& host, ShardId shard) {
  ClosedStreet closed{shard, 0, 0, {}};
  const auto read = store.read(shard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
    const auto replayed = host.replay(shard, entry.bytes);
    if (replayed) return true;
    closed.bad = entry.seq;
    closed.why = replayed.error();
    return false;
  });
  if (!read) return read;
  if (closed.bad == 0) return Done{};
  const auto last = store.last_seq(shard);
  if (!last) return last.error();
  closed.last = *last;
  host.close_street(std::move(closed));
  return Done{};
}

}  // namespace

Result<StreetSecret> server_secret_of(ServerStore& store) {
  const auto text = store.meta(kSecretName);
  if (!text) return text.error();
  StreetSecret secret;
  const auto bytes = from_hex(*text);
  if (bytes && bytes->size() == secret.key.size()) {
    std::copy(bytes->begin(), bytes->end(), secret.key.begin());
  }
  return secret;
}

Result<Done> ensure_secret(ServerStore& store) {
  const auto secret = server_secret_of(store);
  if (!secret) return secret.error();
  if (!secret->is_none()) return Done{};
  Digest key{};
  prepare_crypto();
  fill_random(key.data(), key.size());
  return store.set_meta(kSecretName, to_hex(key));
}

Result<TimeMs> last_received(ServerStore& store) {
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

Result<TimeMs> last_of_accounts(ServerStore& store) {
  const auto history = store.grant_history();
  if (!history) return history.error();
  TimeMs newest;
  for (const HeldGrant& held : *history) newest = std::max({newest, held.since, held.until});
  return newest;
}

Result<HostHealing> host_healing_of(ServerStore& store) {
  const auto healing = store.healing();
  if (!healing) return healing.error();
  HostHealing told;
  if (healing->cause == HealCause::none) return told;
  auto given_back = store.entries_given_back();
  if (!given_back) return given_back.error();
  told.since = healing->since;
  told.until = healing->since.is_none() ? TimeMs{INT64_MAX} : healing->until;
  for (const HealStreet& street : healing->streets) {
    told.streets[street.shard] = {street.had, street.has};
  }
  told.given_back = std::move(*given_back);
  return told;
}

Result<std::shared_ptr<Host>> load_host(ServerStore& store) {
  const auto epoch = store.meta("epoch");
  if (!epoch) return epoch.error();
  const auto shards = store.shards();
  if (!shards) return shards.error();
  const auto secret = server_secret_of(store);
  if (!secret) return secret.error();
  auto host = std::make_shared<Host>(*epoch);
  host->set_secret(*secret);
  auto healing = host_healing_of(store);
  if (!healing) return healing.error();
  host->heal(std::move(*healing));
  for (const ShardId shard : *shards) {
    if (auto loaded = load_street(store, *host, shard); !loaded) return loaded.error();
  }
  return host;
}

}  // namespace gezhi
