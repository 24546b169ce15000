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

Result<std::shared_ptr<Host>> load_host(ServerStore& store) {
  const auto epoch = store.meta("epoch");
  if (!epoch) return epoch.error();
  const auto shards = store.shards();
  if (!shards) return shards.error();
  const auto secret = server_secret_of(store);
  if (!secret) return secret.error();
  auto host = std::make_shared<Host>(*epoch);
  host->set_secret(*secret);
  for (const ShardId shard : *shards) {
    if (auto loaded = load_street(store, *host, shard); !loaded) return loaded.error();
  }
  return host;
}

}  // namespace gezhi
