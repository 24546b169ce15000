#include "native/server/marks.h"

#include <sodium.h>

#include <algorithm>

#include "core/base/codec.h"
#include "core/base/hex.h"
#include "core/sync/message.h"
#include "native/server/passwords.h"

namespace gezhi {

namespace {

constexpr const char* kSecretName = "mark_secret";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kRunBytes = 8;

struct MarkStreet {
  ShardId shard;
  std::uint64_t seq = 0;
  std::uint64_t began = 0;  // where the run began

  template <class V>
  void fields(V& v) {
    v(1, "shard", shard);
    v(2, "seq", seq);
    v(3, "began", began);
  }
};

struct Mark {
  std::string epoch;
  Bytes run;
  std::vector<MarkStreet> streets;
  Digest seal{};  // HMAC-SHA-256 of the rest

  template <class V>
  void fields(V& v) {
    v(1, "epoch", epoch, kEpochMax);
    v(2, "run", run, kRunBytes);
    v(3, "streets", streets, kShardsMax);
    v(4, "seal", seal);
  }
};

Digest seal_of(const Bytes& secret, Mark mark) {
  mark.seal = {};
  return hmac_sha256(secret, encode(mark));
}

std::uint64_t seq_in(const Seqs& seqs, ShardId shard) {
  const auto at = seqs.find(shard);
  return at == seqs.end() ? 0 : at->second;
}

// Of what the run acknowledged in this street, how far it is here.
std::uint64_t known_of(const Bytes& run, const MarkStreet& street,
                       const std::vector<ServerRun>& runs, const Seqs& seqs) {
  const std::uint64_t now = seq_in(seqs, street.shard);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].id != run) continue;
    return i + 1 < runs.size() ? seq_in(runs[i + 1].began, street.shard) : now;
  }
  return std::min(street.began, now);
}

}  // namespace

Bytes Marks::make(const std::string& epoch, const Seqs& seqs) const {
  Mark mark{epoch, runs_.back().id, {}, {}};
  for (const auto& [shard, seq] : seqs) {
    if (mark.streets.size() >= kShardsMax) break;
    mark.streets.push_back({shard, seq, seq_in(runs_.back().began, shard)});
  }
  if (mark.streets.empty()) return {};
  mark.seal = seal_of(secret_, mark);
  return encode(mark);
}

std::vector<HealStreet> Marks::lost(ByteView bytes, const std::string& epoch,
                                    const Seqs& seqs) const {
  std::vector<HealStreet> streets;
  if (bytes.empty()) return streets;
  const auto mark = decode<Mark>(bytes);
  if (!mark || mark->epoch != epoch) return streets;
  const Digest seal = seal_of(secret_, *mark);
  if (sodium_memcmp(seal.data(), mark->seal.data(), seal.size()) != 0) return streets;
  for (const MarkStreet& street : mark->streets) {
    const std::uint64_t has = known_of(mark->run, street, runs_, seqs);
    if (street.seq > has) streets.push_back({street.shard, street.seq, has});
  }
  return streets;
}

Result<Marks> begin_marks(ServerStore& store) {
  const auto kept = store.meta(kSecretName);
  if (!kept) return kept.error();
  auto secret = from_hex(*kept);
  if (!secret || secret->size() != kSecretBytes) {
    Bytes made(kSecretBytes);
    fill_random(made.data(), made.size());
    if (auto set = store.set_meta(kSecretName, to_hex(made)); !set) return set.error();
    secret = std::move(made);
  }
  Bytes id(kRunBytes);
  fill_random(id.data(), id.size());
  if (auto begun = store.begin_run(id); !begun) return begun.error();
  auto runs = store.runs();
  if (!runs) return runs.error();
  return Marks(std::move(*secret), std::move(*runs));
}

}  // namespace gezhi
