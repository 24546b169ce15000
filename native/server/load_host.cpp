#include "native/server/load_host.h"

#include <algorithm>

#include "core/base/hex.h"
#include "native/server/passwords.h"

namespace gezhi {

namespace {

constexpr const char* kSecretName = "street_secret";

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
