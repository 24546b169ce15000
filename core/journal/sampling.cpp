#include "core/journal/sampling.h"

namespace gezhi {

SamplingSecret secret_of_street(const SamplingSecret& server, ShardId shard) {
  if (server.is_none()) return {};
  const std::string name = "street " + std::to_string(shard.value);
  return {hmac_sha256(server.key, Bytes(name.begin(), name.end()))};
}

Digest sample_ticket(const SamplingSecret& street, CaseId id) {
  return hmac_sha256(street.key, id.value.bytes);
}

bool is_drawn(const Digest& ticket, std::int32_t percent) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | ticket[i];
  return static_cast<std::int32_t>(number % 100) < percent;
}

std::int32_t sample_percent(const Policy& policy, const Case& one) {
  return one.simple ? policy.sample_simple_percent : policy.sample_percent;
}

}  // namespace gezhi
